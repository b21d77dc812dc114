"""The rows of the data sets: what a visitor may read on the pages, and figures so large that they tell of nobody.

A page is named by `Link`, and a text of ours by `Said`: whoever writes the file knows its language and address.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased, joinedload

from app.actor import VISITOR
from app.challenges import rules as challenge_rules
from app.challenges.lifecycle import LIFECYCLE as NEED
from app.challenges.models import Challenge
from app.database import SWEDEN, today
from app.earlier_tests import queries as earlier_tests
from app.indicators.catalogue import INDICATORS
from app.indicators.facts import FEWEST_FOR_A_SHARE, Fact, Measure, Value
from app.indicators.gathering import Gathering
from app.indicators.indicator import Indicator
from app.indicators.queries import municipalities
from app.language import N_
from app.neutrality.queries import first_day
from app.organisations.models import Organisation
from app.oversight import queries as oversight
from app.oversight.figures import Measure as Shown
from app.periods import year
from app.pilots import rules as pilot_rules
from app.pilots.choices import GoalResult
from app.pilots.lifecycle import LIFECYCLE as PILOT
from app.pilots.models import AfterTest, Evaluation, Pilot
from app.pilots.showing import usability
from app.pilots.small_numbers import is_small
from app.solutions.models import Solution

Rows = list[Sequence[Any]]
Host, Firm = aliased(Organisation), aliased(Organisation)
YEARS = 5
"""How far back the yearly figures go: each year asks some forty questions of the database."""
OF_THE_COUNTY = ("E1", "E2", "E3", "E4", "E5", "K1", "N1", "N2", "F1", "F2", "F3", "P1", "P2", "B2", "O1")
OF_A_MUNICIPALITY = ("N1", "P1", "P2.1", "P2.2", "P2.3", "P2.5", "B2")
"""Per municipality only what follows from what is published one by one anyway: a request is not."""


class Said(str):
    """A text of ours, to be written in the language of the file."""

    __slots__ = ()


@dataclass(frozen=True)
class Link:
    """The page about something, by its reference."""

    route: str
    reference: str


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(SWEDEN).date() if moment else None


def needs(db: Session) -> Rows:
    """The published needs, the latest first."""
    query = (
        select(
            Challenge.reference,
            Challenge.title,
            Challenge.summary,
            Challenge.language,
            Organisation.name,
            Organisation.municipality_code,
            Challenge.operations,
            Challenge.categories,
            Challenge.effect_goals,
            Challenge.state,
            Challenge.published_at,
            Challenge.closes_on,
            Challenge.ended_at,
        )
        .join(Organisation, Organisation.id == Challenge.organisation_id)
        .where(challenge_rules.may_view.rows(VISITOR))
        .order_by(Challenge.published_at.desc().nulls_last(), Challenge.reference.desc())
    )
    return [
        (
            *row[:6],
            *(" ".join(words) for words in row[6:9]),
            row.state.value,
            Said(NEED.looks[row.state].label),
            _day(row.published_at),
            row.closes_on,
            _day(row.ended_at),
            Link("challenge", row.reference),
        )
        for row in db.execute(query)
    ]


def pilots(db: Session) -> Rows:
    """The pilots that have started, the latest first."""
    query = (
        select(Pilot, Host.name, Host.municipality_code, Firm.name, Solution.name, Challenge.reference)
        .join(Host, Host.id == Pilot.organisation_id)
        .join(Firm, Firm.id == Pilot.company_id)
        .join(Solution, Solution.id == Pilot.solution_id)
        .join(Challenge, Challenge.id == Pilot.challenge_id)
        .where(pilot_rules.may_view.rows(VISITOR))
        .order_by(Pilot.started_at.desc().nulls_last(), Pilot.reference.desc())
    )
    return [
        (
            pilot.reference,
            pilot.title,
            pilot.language,
            host,
            code,
            firm,
            solution,
            need,
            pilot.state.value,
            Said(PILOT.looks[pilot.state].label),
            pilot.starts_on,
            pilot.ends_on,
            _day(pilot.started_at),
            _day(pilot.ended_at),
            Link("pilot", pilot.reference),
        )
        for pilot, host, code, firm, solution, need in db.execute(query)
    ]


def results(db: Session) -> Rows:
    """The final reports, the latest first."""
    query = (
        select(Evaluation, Host.name, Firm.name, Solution.name, AfterTest.outcome)
        .join(Pilot, Pilot.id == Evaluation.pilot_id)
        .join(Host, Host.id == Pilot.organisation_id)
        .join(Firm, Firm.id == Pilot.company_id)
        .join(Solution, Solution.id == Pilot.solution_id)
        .outerjoin(AfterTest, AfterTest.pilot_id == Pilot.id)
        .where(pilot_rules.may_view.rows(VISITOR), Evaluation.reported_at.is_not(None))
        .options(joinedload(Evaluation.pilot))
        .order_by(Evaluation.reported_at.desc(), Pilot.reference.desc())
    )
    return [_result(*row) for row in db.execute(query)]


def _result(report: Evaluation, host: str, firm: str, solution: str, decided: Any) -> Sequence[Any]:
    goals = [one.get("result") for one in report.goal_results]
    tried = usability(report)
    return (
        report.pilot.reference,
        report.pilot.title,
        report.pilot.language,
        host,
        firm,
        solution,
        _day(report.reported_at),
        report.pilot.stop_reason != "",
        *(goals.count(result.value) for result in (GoalResult.met, GoalResult.partly, GoalResult.not_met)),
        _people(report),
        None if tried.is_small or tried.mean is None else round(tried.mean, 1),
        None if tried.is_small else tried.number,
        report.area_citizen,
        report.area_organisation,
        report.area_technology,
        report.area_economy,
        decided.value if decided else None,
        Said(decided.label) if decided else None,
        report.learning,
        Link("final_report", report.pilot.reference),
    )


def _people(report: Evaluation) -> int | None:
    """How many took part; not told where one group is small, since it would follow from the others and the whole."""
    groups = [int(one.get("actual") or 0) for one in report.participants]
    return None if any(is_small(count) for count in groups) else sum(groups)


def earlier(db: Session) -> Rows:
    """What was tested before the portal, the latest first: all of it is public, and named after no person."""
    return [
        (
            one.tested,
            "sv",
            one.municipality,
            one.year,
            one.product,
            one.result,
            one.learning,
            one.source,
            one.contact or one.organisation.name,
        )
        for one in earlier_tests.all_tests(db)
    ]


# Figures


def figures(db: Session) -> Rows:
    """The indicators of each year, for the county and for each municipality that takes part; the latest year first."""
    places = municipalities(db)
    found: Rows = []
    for number in years(db):
        gathering = Gathering(db, year(number))
        found += [_figure(number, one, gathering, None) for one in _chosen(OF_THE_COUNTY)]
        for place in places:
            own = Gathering(db, gathering.period, place.slug, gathering.asked, gathering.placed)
            found += [_figure(number, one, own, place) for one in _chosen(OF_A_MUNICIPALITY)]
    return found


def years(db: Session) -> range:
    """The latest years in which anything has happened."""
    last = today().year
    return range(last, max(first_day(db).year, last - YEARS + 1) - 1, -1)


def _chosen(codes: tuple[str, ...]) -> list[Indicator]:
    return [one for one in INDICATORS if one.code in codes or one.code.partition(".")[0] in codes]


def lead_times() -> list[Indicator]:
    """The figures of how long things take."""
    return _chosen(("F2", "F3"))


def _figure(number: int, one: Indicator, gathering: Gathering, place: Organisation | None) -> Sequence[Any]:
    value = public_value(gathering, one)
    return (
        number,
        one.code,
        Said(one.name),
        place.name if place else None,
        place.municipality_code if place else None,
        one.measure.value,
        _tidy(value.number),
        _tidy(value.high),
        value.is_hidden,
        Said(one.definition),
    )


def _tidy(number: Decimal | None) -> int | float | None:
    """Shares with four decimals; whole numbers as such."""
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else round(float(number), 4)


def public_value(gathering: Gathering, one: Indicator) -> Value:
    """The figure, or nothing where it would tell of single cases (ux.md 6.6).

    Small groups of people are in no figure at all (app/indicators/facts.py). A share or a middle is held back of fewer
    than five.
    """
    is_few = one.measure in (Measure.share, Measure.days) and 0 < _number(gathering.facts(one)) < FEWEST_FOR_A_SHARE
    return Value(one.measure, None, is_hidden=True) if is_few else gathering.value(one)


def _number(facts: list[Fact]) -> int:
    return len({fact.what for fact in facts})


def county(db: Session) -> Rows:
    """The municipalities in alphabetical order, with what the map of the county shows."""
    known = {
        one.slug: one for one in db.scalars(select(Organisation).where(Organisation.municipality_code.is_not(None)))
    }
    return [
        (
            known[each.slug].name if each.slug in known else each.name,
            known[each.slug].municipality_code if each.slug in known else None,
            each.takes_part,
            known[each.slug].joined_on if each.slug in known else None,
            each.population,
            each.value(Shown.number, today()),
            each.value(Shown.per_capita, today()),
        )
        for each in oversight.county(db).municipalities
    ]


STAGES = (
    ("published", N_("Published needs")),
    ("requested", N_("Needs with requests")),
    ("tried", N_("Needs tried in a pilot")),
    ("in_use", N_("Needs with a solution in use")),
)


def flow(db: Session) -> Rows:
    """How far the published needs have come."""
    river = oversight.river(db)
    shares = (None, *river.went_on)
    return [
        (name, Said(label), number, None if share is None else round(share, 4))
        for (name, label), number, share in zip(STAGES, river.stages, shares, strict=True)
    ]
