"""Reports as the region makes, issues and downloads them (ux.md F13)."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy.orm import Session

from app.actor import Actor
from app.database import now, today
from app.grants import queries as grants
from app.indicators.queries import municipalities
from app.language import N_
from app.neutrality.queries import first_day
from app.periods import Period, chosen, offered
from app.reports import actions, queries, queries_lists, rules
from app.reports.exports import REPORT
from app.reports.forms import IssueForm
from app.reports.guards import VisibleReport, WantedKind
from app.reports.making import content as content_of
from app.reports.models import WITHOUT_PERIOD, Kind
from app.reports.scope import Scope
from app.web.addresses import in_language
from app.web.files import export_file
from app.web.forms import Form, filled
from app.web.guards import CurrentActor, Db, only
from app.web.once import made, made_before
from app.web.templating import page

router = APIRouter(prefix="/rapporter", include_in_schema=False, dependencies=[only(rules.may_report)])

Text = Annotated[str, Query()]
Told = Annotated[Form[IssueForm], filled(IssueForm)]


@router.get("", name="reports")
def list_reports(request: Request, db: Db, actor: CurrentActor) -> Response:
    return page(request, "reports/list.html", kinds=list(Kind), reports=queries.reports(db, actor))


Places = list[tuple[str, str]]


def _municipalities(db: Session, _: Actor) -> Places:
    return [(one.slug, one.name) for one in municipalities(db)]


def _authorities(db: Session, _: Actor) -> Places:
    return [(one.slug, one.name) for one in queries_lists.authorities(db)]


PLACES: dict[Kind, tuple[str, Callable[[Session, Actor], Places]]] = {
    Kind.municipality: (N_("Municipality"), _municipalities),
    Kind.registry: (N_("Authority"), _authorities),
    Kind.basis: (N_("Pilot"), queries_lists.reported_pilots),
}
"""What a kind is about, where it is about one of several."""


def _usual(kind: Kind, periods: Sequence[Period]) -> str:
    """What is reported where nobody asks for anything else: at the end of a project, all of its latest phase."""
    phases = [one.slug for one in periods if one.slug.startswith("etapp-")]
    return phases[-1] if phases and kind is Kind.final else ""


class Wanted:
    """What is asked for: a kind of report, for a period, of one of several things where the kind is about one."""

    def __init__(self, db: Session, actor: Actor, kind: Kind, period: str, kommun: str) -> None:
        self.kind = kind
        self.has_period = kind not in WITHOUT_PERIOD
        self.periods = offered(first_day(db), today(), grants.windows(db))
        self.period: Period = chosen(period[:20] or _usual(kind, self.periods), self.periods)
        self.label, ask = PLACES.get(kind, ("", None))
        self.places: Places = ask(db, actor) if ask else []
        found = [one for one in self.places if one[0] == kommun] or self.places[:1]
        self.slug, self.name = found[0] if found else ("", "")

    @property
    def asked(self) -> dict[str, str]:
        return {"period": self.period.slug, "kommun": self.slug}


@router.get("/{kind}", name="report_draft")
def show_draft(
    request: Request, db: Db, actor: CurrentActor, kind: WantedKind, period: Text = "", kommun: Text = ""
) -> Response:
    wanted = Wanted(db, actor, kind, period, kommun)
    form = Form(IssueForm, {"signatory": actor.person_name})
    return _draft(request, db, actor, wanted, form)


def _draft(request: Request, db: Session, actor: Actor, wanted: Wanted, form: Form[IssueForm]) -> Response:
    content = _content(request, db, actor, wanted)
    return page(
        request,
        "reports/draft.html",
        status_code=422 if form.reasons else 200,
        form=form,
        model=IssueForm,
        wanted=wanted,
        content=content[request.state.language],
        live=_live(request),
        earlier=queries.reports(db, actor, wanted.kind),
    )


def _content(request: Request, db: Session, actor: Actor, wanted: Wanted) -> dict[str, Any]:
    """What the report says now, in each language."""
    scope = Scope(db, actor, wanted.period, wanted.slug)
    return content_of(wanted.kind, scope, wanted.name, request.app.state.templates, now())


@router.post("/{kind}")
def issue_report(
    request: Request,
    db: Db,
    actor: CurrentActor,
    kind: WantedKind,
    form: Told,
    period: Text = "",
    kommun: Text = "",
) -> Response:
    wanted = Wanted(db, actor, kind, period, kommun)
    if form.ok:
        if before := made_before(db, form):
            return before
        with form.takes_refusals(db):
            content = _content(request, db, actor, wanted)
            report = actions.issue(db, actor, kind, wanted.period, wanted.slug, content, form.values)
            return made(request, db, form, "report", ref=report.reference)
    return _draft(request, db, actor, wanted, form)


@router.get("/utgivna/{ref:reference}", name="report")
def show_report(request: Request, report: VisibleReport) -> Response:
    content = report.content[request.state.language]
    return page(request, "reports/show.html", report=report, content=content, live=_live(request))


def _live(request: Request) -> Callable[[str], str]:
    """Where a section's figures are read live, in the reader's language."""
    return lambda path: in_language(path, request.state.language)


@router.get("/utgivna/{ref:reference}/fil/{form}", name="report_file")
def download_report(request: Request, report: VisibleReport, form: str) -> Response:
    return export_file(request, REPORT, report, form, {"ref": report.reference})
