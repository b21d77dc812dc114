"""The start page, what waits for you, and your own page."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from markupsafe import Markup
from sqlalchemy.orm import Session

from app.activity import queries as activity
from app.actor import Actor
from app.challenges import queries as challenges
from app.challenges.choices import Operation
from app.challenges.lifecycle import LIFECYCLE
from app.database import now, today
from app.home import actions, queries, waiting
from app.home.forms import LanguageChoice
from app.home.guards import session_of
from app.number_words import in_words
from app.oversight import public
from app.situation import rules as situation
from app.telling import delegating
from app.telling import queries as telling
from app.web.forms import Form, filled, refilled
from app.web.guards import CurrentActor, Db, everyone, signed_in
from app.web.kept import Kept
from app.web.templating import page, part, see_other
from app.working_days import after_working_days

router = APIRouter(include_in_schema=False)

MOST_TASKS = 20
MOST_NEWS = 8
SOON_WORKING_DAYS = 3
"""What is due within this is marked (ux.md 1.6: direct mail within three working days)."""


@router.get("/", name="home", dependencies=[Depends(everyone)])
def show_start(request: Request, db: Db) -> Response:
    """What the testbed is; figures are what everyone may see, whoever is reading, and at most a minute old."""
    kept: Kept = request.app.state.kept
    return page(
        request, "home/start.html", start=kept.get(f"start {request.state.language}", lambda: _start(request, db))
    )


def _start(request: Request, db: Session) -> Markup:
    places = public.places(request, db)
    return part(
        request,
        "home/_start.html",
        places=places,
        cells=public.cells(request, places, public.county(request, db)),
        river=public.river(request, db),
        links=public.river_links(request),
        closing=challenges.closing_soon(db),
        looks=LIFECYCLE.looks,
        operations=list(Operation),
        in_words=in_words,
    )


@router.get("/att-gora", name="todo", dependencies=[Depends(signed_in)])
def show_todo(
    request: Request, db: Db, actor: CurrentActor, alla: str = "", kollega: str = "", tillbaka: str = ""
) -> Response:
    tasks = activity.tasks_for(db, actor)
    underway = waiting.underway(db, actor)
    last_visit = queries.last_visit(db, actor, session_of(request))
    done = queries.done(db, actor)
    return page(
        request,
        "home/todo.html",
        tasks=tasks if alla else tasks[:MOST_TASKS],
        number=len(tasks),
        soon=after_working_days(today(), SOON_WORKING_DAYS),
        today=today(),
        handed_on=waiting.handed_on(db, actor, list(activity.handed_on_by(db, actor))),
        for_colleagues=delegating.could_be_done_by_others(db, actor, tasks),
        underway=underway[: waiting.MOST_UNDERWAY],
        more_underway=len(underway) > waiting.MOST_UNDERWAY,
        last_visit=last_visit,
        news=telling.latest(db, actor, last_visit, MOST_NEWS) if last_visit else [],
        page_of=waiting.page_of,
        guide=waiting.guide(actor, done) if done.is_new and not done.hidden else [],
        nothing=waiting.nothing(db, actor) if not tasks else None,
        now=now(),
        has_picture=situation.may_have_their_own(actor),
        in_words=in_words,
        was_delegated=bool(kollega),
        was_taken_back=bool(tillbaka),
    )


@router.post("/att-gora/kom-igang/dolj", name="hide_guide", dependencies=[Depends(signed_in)])
def hide_guide(request: Request, db: Db, actor: CurrentActor) -> Response:
    actions.hide_guide(db, actor)
    return see_other(request, "todo")


@router.post("/att-gora/kom-igang/visa", name="show_guide", dependencies=[Depends(signed_in)])
def show_guide(request: Request, db: Db, actor: CurrentActor) -> Response:
    actions.show_guide(db, actor)
    return see_other(request, "todo")


@router.get("/konto", name="account", dependencies=[Depends(signed_in)])
def show_account(request: Request, db: Db, actor: CurrentActor, sparat: str = "") -> Response:
    form = refilled(queries.person(db, actor), LanguageChoice)
    return _account(request, db, actor, form, saved=bool(sparat))


@router.post("/konto", dependencies=[Depends(signed_in)])
def choose_language(
    request: Request, db: Db, actor: CurrentActor, form: Annotated[Form[LanguageChoice], filled(LanguageChoice)]
) -> Response:
    if form.ok:
        actions.choose_language(db, actor, form.values)
        return see_other(request, "account", {"sparat": "ja"})
    return _account(request, db, actor, form)


def _account(request: Request, db: Db, actor: Actor, form: Form[LanguageChoice], *, saved: bool = False) -> Response:
    return page(
        request,
        "home/account.html",
        status_code=422 if form.reasons else 200,
        membership=queries.own_membership(db, actor),
        roles=sorted(actor.roles, key=lambda role: role.value),
        form=form,
        model=LanguageChoice,
        saved=saved,
    )
