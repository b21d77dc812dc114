"""The situation picture of a municipality, on screen and on one A4 page (ux.md C21)."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request, Response

from app.database import today
from app.language import N_
from app.situation import queries, rules
from app.situation.guards import PicturedMunicipality
from app.situation.wording import Said, Wording
from app.web.guards import CurrentActor, Db, only
from app.web.pdf import paper, paper_file
from app.web.templating import page, see_other

router = APIRouter(include_in_schema=False)


@router.get("/lagesbild", name="own_situation", dependencies=[only(rules.may_have_their_own)])
def show_own(request: Request, db: Db, actor: CurrentActor) -> Response:
    """To the picture of one's own municipality: what pages link to without knowing which it is."""
    return see_other(request, "situation", ref=queries.own_municipality(db, actor).slug)


@router.get("/organisationer/{ref}/lagesbild", name="situation")
def show_situation(request: Request, db: Db, actor: CurrentActor, organisation: PicturedMunicipality) -> Response:
    picture = queries.picture(db, actor, organisation)
    return page(
        request,
        "situation/show.html",
        said=Wording(request.state.language).say(picture),
        organisation=organisation,
        is_own=actor.organisation_id == organisation.id,
    )


@router.get("/organisationer/{ref}/lagesbild.pdf", name="situation_pdf")
def print_situation(request: Request, db: Db, actor: CurrentActor, organisation: PicturedMunicipality) -> Response:
    """The same in the reader's language, with the same lines about who co-finances as the page has."""
    said = Wording(request.state.language).say(queries.picture(db, actor, organisation))
    return paper_file(
        f"lagesbild-{organisation.slug}-{today().isoformat()}", paper("situation/picture.typ", _on_paper(request, said))
    )


MOST_ON_PAPER = {"decisions": 5, "needs": 8, "pilots": 6}
"""What fits on one page. How many are left out is said below each."""


def _on_paper(request: Request, said: Said) -> dict[str, Any]:
    env = request.app.state.templates[request.state.language]
    kept: dict[str, Any] = asdict(said)
    for name, most in MOST_ON_PAPER.items():
        rows = kept[name] if name == "decisions" else kept[name]["rows"]
        more = len(rows) - most
        kept[f"more_{name}"] = _more(env.globals["sentence"], more) if more > 0 else ""
        if name == "decisions":
            kept[name] = rows[:most]
        else:
            kept[name]["rows"] = rows[:most]
    return kept | {
        "language": request.state.language,
        "testbed": env.globals["testbed"],
        "cofinancing": list(request.app.state.cofinancing.on_page(request)),
    }


def _more(say: Any, number: int) -> str:
    return str(say(N_("And %(number)s more, in the portal."), {"number": number}))
