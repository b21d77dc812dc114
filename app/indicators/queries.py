"""What the questions behind the indicators share, and those about companies (E1–E5, K1)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, func, literal, select, true
from sqlalchemy.orm import Session, aliased

from app.activity.happenings import Happened
from app.activity.models import Event
from app.actor import Actor
from app.assessments.models import Decision, Outcome
from app.challenges.models import Challenge, Question
from app.database import SWEDEN
from app.indicators.facts import Fact
from app.indicators.queries_rows import Group, Rows, columns, day, often, once
from app.language import N_
from app.neutrality.queries import companies_of
from app.organisations.models import Organisation, OrganisationKind, Seat, SizeClass
from app.oversight import queries as oversight
from app.oversight import queries_stopped
from app.periods import Period
from app.pilots.choices import PilotOutcome
from app.pilots.models import AfterTest, Evaluation, Pilot
from app.research.models import Research
from app.solutions.models import Solution
from app.test_requests.models import Assessor, Standing, TestRequest

Host, Firm = aliased(Organisation), aliased(Organisation)
BY_SIZE, BY_SEAT, BY_NEW = N_("By the number of people"), N_("By seat"), N_("New to the testbed or not")
NOT_SAID = N_("Not said")
OF_REQUEST, OF_PILOT = ("test_request", TestRequest.__name__), ("pilot", Pilot.__name__)
OF_NEED = ("challenge", Challenge.__name__)
BLANK = " \t\r\n"
SMALL = (SizeClass.micro, SizeClass.small, SizeClass.medium)


def within(moment: Any, period: Period) -> ColumnElement[bool]:
    return and_(moment >= period.begins, moment < period.ends)


def day_of(moment: datetime | None) -> date:
    """The Swedish day of a moment; a question asked of a period has made sure that there is one."""
    return cast(datetime, moment).astimezone(SWEDEN).date()


def municipalities(db: Session) -> Sequence[Organisation]:
    """Those that take part, for the choice of one."""
    query = select(Organisation).where(
        Organisation.kind == OrganisationKind.municipality, Organisation.status.in_(oversight.TAKES_PART)
    )
    return db.scalars(query.order_by(Organisation.short_name)).all()


def readable(db: Session, actor: Actor, facts: Iterable[Fact]) -> list[Fact]:
    """Those of the rows that the actor may read: someone with a conflict of interest does not meet the case here."""
    rows = list(facts)
    seen: set[UUID] = set()
    for kind in {fact.subject_type for fact in rows if fact.subject_type}:
        seen |= queries_stopped.readable_subjects(
            db, actor, kind, [fact.subject_id for fact in rows if fact.subject_type == kind]
        )
    return [fact for fact in rows if not fact.subject_type or fact.subject_id in seen]


@often
def participation(period: Period) -> Sequence[Rows]:
    """Companies that sent a request, or whose test began: a row for each time."""
    return _taking_part(period)


def _taking_part(period: Period, holds: str = "holds") -> Sequence[Rows]:
    return [
        Rows(
            query,
            of,
            (
                Group(BY_SIZE, query.selected_columns.size, {one.value: one.label for one in SizeClass}, NOT_SAID),
                Group(BY_SEAT, query.selected_columns.seat, {one.value: one.label for one in Seat}, NOT_SAID),
                Group(BY_NEW, query.selected_columns.new, {"true": N_("New")}, N_("Has taken part before")),
            ),
            together=of[0] + "_companies",
            holds=holds,
        )
        for query, of in zip(_with_companies(period), (OF_REQUEST, OF_PILOT), strict=True)
    ]


@lru_cache(maxsize=8)
def _with_companies(period: Period) -> tuple[Select[Any], Select[Any]]:
    """Requests and tests with what divides companies."""
    company = companies_of(period)
    size, seat = func.coalesce(company.c.size, ""), func.coalesce(company.c.seat, "")
    sent, begun = (
        rows.query.add_columns(
            size.label("size"),
            seat.label("seat"),
            func.coalesce(company.c.is_new, false()).label("new"),
            size.in_([one.value for one in SMALL]).label("small"),
            (size == SizeClass.micro.value).label("micro"),
            (seat == Seat.county.value).label("near"),
        ).outerjoin(company, company.c.company == rows.query.selected_columns.what)
        for rows in (requests_sent(period), _tests_begun(period))
    )
    return sent, begun


def requests_sent(period: Period) -> Rows:
    """The companies that sent a request."""
    query = (
        select(
            *columns(
                TestRequest.organisation_id,
                day(TestRequest.submitted_at),
                Firm.name,
                TestRequest.reference,
                TestRequest.id,
                Host.slug,
            )
        )
        .select_from(TestRequest)
        .outerjoin(Firm, Firm.id == TestRequest.organisation_id)
        .outerjoin(Host, Host.id == TestRequest.host_id)
        .where(TestRequest.is_received, within(TestRequest.submitted_at, period))
    )
    return Rows(query, OF_REQUEST)


def _tests_begun(period: Period) -> Rows:
    return _of_pilots(Pilot.company_id, Pilot.started_at, Firm.name, within(Pilot.started_at, period))


def _of_pilots(what: Any, at: Any, label: Any, which: Any) -> Rows:
    query = (
        select(*columns(what, day(at), label, Pilot.reference, Pilot.id, Host.slug))
        .select_from(Pilot)
        .outerjoin(Firm, Firm.id == Pilot.company_id)
        .outerjoin(Host, Host.id == Pilot.organisation_id)
        .where(which)
    )
    return Rows(query, OF_PILOT)


@often
def tests_begun(period: Period) -> Sequence[Rows]:
    return [_tests_begun(period)]


@often
def small_ones(period: Period) -> Sequence[Rows]:
    return _taking_part(period, "small")


@often
def micro_ones(period: Period) -> Sequence[Rows]:
    return _taking_part(period, "micro")


@often
def in_the_county(period: Period) -> Sequence[Rows]:
    return _taking_part(period, "near")


@often
def new_ones(period: Period) -> Sequence[Rows]:
    return _taking_part(period, "new")


@often
def with_research(period: Period) -> Sequence[Rows]:
    """Companies in whose pilot a researcher was welcomed."""
    welcomed = (
        select(Research.pilot_id, func.min(Event.at).label("at"))
        .join(Event, (Event.subject_type == Research.__name__) & (Event.subject_id == Research.id))
        .where(Event.happening == Happened.research_accepted, within(Event.at, period))
        .group_by(Research.pilot_id)
        .subquery()
    )
    rows = _of_pilots(Pilot.company_id, welcomed.c.at, Firm.name, true())
    return [replace(rows, query=rows.query.join(welcomed, welcomed.c.pilot_id == Pilot.id))]


@often
def bettered(period: Period) -> Sequence[Rows]:
    """Solutions that their company answered improvement points about, or that are to be developed further."""
    how = {"replied": N_("The company answered improvement points"), "further": N_("To be developed further")}
    replied = _of_pilots(
        Solution.id, Evaluation.company_replied_at, Solution.name, within(Evaluation.company_replied_at, period)
    )
    further = _of_pilots(
        Solution.id,
        AfterTest.created_at,
        Solution.name,
        and_(AfterTest.outcome == PilotOutcome.develop, within(AfterTest.created_at, period)),
    )
    return [
        replace(
            rows,
            query=rows.query.join(Solution, Solution.id == Pilot.solution_id).join(of, of.pilot_id == Pilot.id),
            groups=(Group(N_("How we know"), literal(way), how),),
        )
        for rows, of, way in ((replied, Evaluation, "replied"), (further, AfterTest, "further"))
    ]


# K1


@often
def refusals(period: Period) -> Sequence[Rows]:
    """Declined requests; `holds` when the decision gives reasons."""
    query = (
        select(
            *columns(
                Decision.test_request_id,
                day(Decision.released_at),
                Firm.name,
                TestRequest.reference,
                TestRequest.id,
                Host.slug,
                holds=func.btrim(Decision.reason_text, BLANK) != "",
            )
        )
        .select_from(Decision)
        .outerjoin(TestRequest, TestRequest.id == Decision.test_request_id)
        .outerjoin(Firm, Firm.id == TestRequest.organisation_id)
        .outerjoin(Host, Host.id == TestRequest.host_id)
        .where(Decision.outcome == Outcome.declined, within(Decision.released_at, period))
    )
    return [Rows(query, OF_REQUEST)]


@once
def conflicts(period: Period) -> Sequence[Rows]:
    """Conflicts of interest that were declared. Whose they are stands nowhere here."""
    reference = TestRequest.reference
    query = (
        select(*columns(Assessor.id, day(Assessor.declared_at), reference, reference, TestRequest.id, Host.slug))
        .select_from(Assessor)
        .join(TestRequest, TestRequest.id == Assessor.test_request_id)
        .outerjoin(Host, Host.id == TestRequest.host_id)
        .where(Assessor.standing == Standing.conflicted, within(Assessor.declared_at, period))
    )
    return [Rows(query, OF_REQUEST)]


@once
def questions(period: Period) -> Sequence[Rows]:
    """Questions that were asked; `holds` when one has been answered, for everyone. Who asked stands nowhere here."""
    query = (
        select(
            *columns(
                Question.id,
                day(Question.created_at),
                Challenge.title,
                Challenge.reference,
                Challenge.id,
                Host.slug,
                holds=Question.answered_at.is_not(None),
            )
        )
        .select_from(Question)
        .join(Challenge, Challenge.id == Question.challenge_id)
        .join(Host, Host.id == Challenge.organisation_id)
        .where(within(Question.created_at, period))
    )
    return [Rows(query, OF_NEED)]
