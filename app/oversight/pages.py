"""The region's follow-up: the flow, the county, and what has stopped."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from app.actor import Actor, Role
from app.challenges.models import ChallengeState
from app.database import SWEDEN, today
from app.language import N_
from app.number_words import in_words
from app.oversight import findings, queries, queries_pilots, queries_stopped, rules
from app.oversight.csv import as_csv
from app.oversight.figures import MOST_DRAWN, County, Measure, Municipality, Places, River, Stopped
from app.oversight.findings import Finding
from app.paging import PER_PAGE, offset, paged
from app.web.figures_time import span_shape
from app.web.guards import CurrentActor, Db, only
from app.web.templating import address, page

router = APIRouter(prefix="/uppfoljning", include_in_schema=False, dependencies=[only(rules.may_oversee)])

MEASURES = {
    Measure.number: N_("Number of needs"),
    Measure.per_capita: N_("Per 10,000 inhabitants"),
    Measure.days: N_("Days since the latest"),
}
STAGES = (
    N_("Needs received"),
    N_("Needs with requests"),
    N_("Needs tried in a pilot"),
    N_("Needs with a solution in use"),
)
ROUTES = {"Challenge": "challenge", "TestRequest": "test_request", "Pilot": "pilot"}


def _year(text: str) -> int | None:
    """A year this could be about; anything else asks for all years."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) == 4 and "2000" <= text < "2100" else None


def _measure(text: str) -> Measure:
    return Measure(text) if text in set(Measure) else Measure.number


@router.get("", name="overview")
def show_overview(
    request: Request, db: Db, actor: CurrentActor, ar: str = "", visa: str = "", lan: str = ""
) -> Response:
    year, measure = _year(ar), _measure(visa)
    rivers = queries.rivers(db, actor)
    river, places = rivers.of(year), _places(db, actor, queries.county_of(db, actor, rivers), lan)
    return page(
        request,
        "oversight/overview.html",
        river=river,
        river_finding=_said(request, findings.of_river(river)),
        river_rows=_river_rows(river),
        links=_links(request),
        year=year,
        years=rivers.years,
        places=places,
        lan=lan if places.within else "",
        county_finding=_said(request, findings.of_county(places.shown, measure, today())),
        cells=_cells(request, places, measure, year),
        measure=measure,
        measures=MEASURES,
        stopped=queries_stopped.count_stopped(db, actor),
        **_timeline(db, actor),
        vacancies=queries.vacancies(db),
        in_words=in_words,
        today=today(),
    )


def _places(db: Session, actor: Actor, found: County, county: str) -> Places:
    if not found.is_country:
        return Places(found)
    chosen = found.within(county)
    if not chosen.municipalities:
        return Places(queries.counties(db, actor, found), is_of_counties=True)
    shown = chosen.municipalities[:MOST_DRAWN]
    return Places(County(shown), within=shown[0].county, others=len(chosen.municipalities) - len(shown))


def _said(request: Request, finding: Finding) -> str:
    """The finding in the reader's language, with its numbers as they are written there."""
    texts = request.app.state.templates[request.state.language]
    written = texts.filters["number"]
    values = {name: value if isinstance(value, str) else written(value) for name, value in finding.values.items()}
    return str(texts.globals["sentence"](finding.text, values))


def _timeline(db: Session, actor: Actor) -> dict[str, Any]:
    """The pilots as lines of one drawing, from the first day of any of them to the last."""
    found = queries_pilots.pilots_in_time(db, actor)
    dated = [(one, one.starts_on, one.ends_on) for one in found if one.starts_on and one.ends_on]
    first = min((starts for _, starts, _ in dated), default=today())
    last = max((ends for _, _, ends in dated), default=today())
    lines = [
        {
            "pilot": one,
            "left": queries_pilots.days_left(one),
            "drawn": span_shape(
                first,
                last,
                starts=starts,
                ends=ends,
                today=today(),
                ended=one.ended_at.astimezone(SWEDEN).date() if one.ended_at else None,
                halfway=one.halfway_on,
            ),
        }
        for one, starts, ends in dated
    ]
    return {"timeline": sorted(lines, key=lambda line: line["left"] is None), "timeline_days": (first, last)}


def _links(request: Request) -> tuple[str, str, str, str]:
    return (
        address(request, "challenges"),
        address(request, "test_requests"),
        address(request, "pilots"),
        address(request, "challenges", {"lage": ChallengeState.resolved.value}),
    )


def _river_rows(river: River) -> list[tuple[str, int, float | None]]:
    shares = (None, *river.went_on)
    return [(STAGES[n], river.stages[n], shares[n]) for n in range(len(STAGES))]


def _cells(request: Request, places: Places, measure: Measure, year: int | None) -> list[dict[str, Any]]:
    """The places as `ui.hexmap` draws them; one without a value takes part all the same. A municipality leads to its
    needs, a county to its municipalities."""

    def leads_to(each: Municipality) -> str:
        if places.is_of_counties:
            return address(request, "overview", {"visa": measure.value, "ar": year or "", "lan": each.slug}) + "#map"
        return address(request, "challenges", {"kommun": each.slug}) if each.needs else ""

    return [
        {
            "slug": each.slug,
            "name": each.name,
            "count": (each.value(measure, today()) or 0) if each.takes_part else None,
            "has_value": each.value(measure, today()) is not None,
            "href": leads_to(each),
        }
        for each in places.shown.municipalities
    ]


@router.get("/floden.csv", name="river_csv")
def download_river(request: Request, db: Db, actor: CurrentActor, ar: str = "") -> Response:
    river = queries.river(db, actor, _year(ar))
    say = _sayer(request)
    rows: list[Sequence[Any]] = [
        (say(name), number, None if part is None else round(100 * part)) for name, number, part in _river_rows(river)
    ]
    rows += [(say(N_("Requests received")), river.requests, None), (say(N_("Pilots started")), river.pilots, None)]
    return _file(request, "floden", [N_("Stage"), N_("Number"), N_("Percent of the stage before")], rows)


@router.get("/kommunerna.csv", name="county_csv")
def download_county(request: Request, db: Db, actor: CurrentActor) -> Response:
    say, day = _sayer(request), today()
    head = [
        N_("Municipality"),
        N_("Takes part"),
        N_("Inhabitants"),
        N_("Number of needs"),
        N_("Per 10,000 inhabitants"),
        N_("Days since the latest"),
        N_("County"),
    ]
    rows = [
        (each.name, say(N_("Yes") if each.takes_part else N_("No")), each.population, *_values(each, day), each.county)
        for each in queries.county(db, actor).municipalities
    ]
    return _file(request, "kommunerna", head, rows)


def _values(municipality: Municipality, day: date) -> Iterable[float | int | None]:
    return (municipality.value(measure, day) for measure in Measure)


@router.get("/stannat", name="stopped")
def show_stopped(request: Request, db: Db, actor: CurrentActor, sida: int = 1) -> Response:
    number = min(sida, 10_000)
    rows = queries_stopped.stopped(db, actor, offset(number), PER_PAGE + 1)
    return page(
        request,
        "oversight/stopped.html",
        stopped=paged(rows, number, queries_stopped.count_stopped(db, actor)),
        vacancies=queries.vacancies(db),
        labels={role.value: role.label for role in Role},
        routes=ROUTES,
        agreed=queries_stopped.AGREED_WORKING_DAYS,
        quiet=queries_stopped.QUIET_DAYS,
        today=today(),
    )


@router.get("/stannat.csv", name="stopped_csv")
def download_stopped(request: Request, db: Db, actor: CurrentActor) -> Response:
    head = [
        N_("Reference"),
        N_("Matter"),
        N_("What waits"),
        N_("Who has it"),
        N_("Since"),
        N_("At the latest"),
        N_("Days"),
    ]
    rows = [_stopped_row(_sayer(request), each) for each in queries_stopped.stopped(db, actor)]
    return _file(request, "stannat", head, rows)


def _stopped_row(say: Callable[[str], str], each: Stopped) -> Sequence[Any]:
    waits = say(each.verb) if each.verb else say(N_("Nothing waits on it"))
    return (each.reference, each.label, waits, each.who, each.since, each.due_on, each.days(today()))


def _sayer(request: Request) -> Callable[[str], str]:
    say: Callable[[str], str] = request.app.state.templates[request.state.language].globals["sentence"]
    return say


def _file(request: Request, name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    foot = request.app.state.cofinancing.on_page(request)
    text = as_csv([_sayer(request)(cell) for cell in head], rows, comma=request.state.language == "sv", foot=foot)
    return Response(
        text.encode(),
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}-{today().isoformat()}.csv"',
            "Cache-Control": "no-store",
        },
    )
