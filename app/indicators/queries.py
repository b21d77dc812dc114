"""What the questions behind the indicators share, and those about companies (E1–E5, K1)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, aliased

from app.activity.happenings import Happened
from app.activity.models import Event
from app.actor import Actor
from app.assessments.models import Decision, Outcome
from app.challenges.models import Challenge, Question
from app.database import SWEDEN
from app.indicators.facts import Fact
from app.language import N_
from app.neutrality.figures import Company
from app.neutrality.queries import spread
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


def _grouped(company: Company | None) -> tuple[tuple[str, str], ...]:
    size = company.size.label if company and company.size else NOT_SAID
    seat = company.seat.label if company and company.seat else NOT_SAID
    new = N_("New") if company and company.is_new else N_("Has taken part before")
    return ((BY_SIZE, size), (BY_SEAT, seat), (BY_NEW, new))


def participation(db: Session, period: Period) -> list[Fact]:
    """Companies that sent a request, or whose test began: a row for each time."""
    companies = {one.id: one for one in spread(db, period).companies}
    return [
        replace(fact, groups=_grouped(companies.get(UUID(fact.what))))
        for fact in [*requests_sent(db, period), *tests_begun(db, period)]
    ]


def requests_sent(db: Session, period: Period) -> list[Fact]:
    query = (
        select(TestRequest.id, TestRequest.reference, TestRequest.submitted_at, Firm.id, Firm.name, Host.slug)
        .join(Firm, Firm.id == TestRequest.organisation_id)
        .outerjoin(Host, Host.id == TestRequest.host_id)
        .where(TestRequest.is_received, within(TestRequest.submitted_at, period))
        .order_by(TestRequest.submitted_at, TestRequest.id)
    )
    return [
        Fact(str(firm), day_of(at), name, "test_request", reference, TestRequest.__name__, id_, host or "")
        for id_, reference, at, firm, name, host in db.execute(query)
    ]


def tests_begun(db: Session, period: Period) -> list[Fact]:
    query = (
        select(Pilot.id, Pilot.reference, Pilot.started_at, Firm.id, Firm.name, Host.slug)
        .join(Firm, Firm.id == Pilot.company_id)
        .join(Host, Host.id == Pilot.organisation_id)
        .where(within(Pilot.started_at, period))
        .order_by(Pilot.started_at, Pilot.id)
    )
    return [
        Fact(str(firm), day_of(at), name, "pilot", reference, Pilot.__name__, id_, host)
        for id_, reference, at, firm, name, host in db.execute(query)
    ]


def _which(db: Session, period: Period, holds: Any) -> list[Fact]:
    companies = {one.id: one for one in spread(db, period).companies}
    return [
        replace(fact, holds=UUID(fact.what) in companies and bool(holds(companies[UUID(fact.what)])))
        for fact in [*requests_sent(db, period), *tests_begun(db, period)]
    ]


def small_ones(db: Session, period: Period) -> list[Fact]:
    return _which(db, period, lambda one: one.size in SMALL)


def micro_ones(db: Session, period: Period) -> list[Fact]:
    return _which(db, period, lambda one: one.size is SizeClass.micro)


def in_the_county(db: Session, period: Period) -> list[Fact]:
    return _which(db, period, lambda one: one.seat is Seat.county)


def new_ones(db: Session, period: Period) -> list[Fact]:
    return _which(db, period, lambda one: one.is_new)


def with_research(db: Session, period: Period) -> list[Fact]:
    """Companies in whose pilot a researcher was welcomed."""
    query = (
        select(Pilot.id, Pilot.reference, func.min(Event.at), Firm.id, Firm.name, Host.slug)
        .join(Research, Research.id == Event.subject_id)
        .join(Pilot, Pilot.id == Research.pilot_id)
        .join(Firm, Firm.id == Pilot.company_id)
        .join(Host, Host.id == Pilot.organisation_id)
        .where(Event.happening == Happened.research_accepted, within(Event.at, period))
        .group_by(Pilot.id, Pilot.reference, Firm.id, Firm.name, Host.slug)
        .order_by(func.min(Event.at))
    )
    return [
        Fact(str(firm), day_of(at), name, "pilot", reference, Pilot.__name__, id_, host)
        for id_, reference, at, firm, name, host in db.execute(query)
    ]


def bettered(db: Session, period: Period) -> list[Fact]:
    """Solutions that their company answered improvement points about, or that are to be developed further."""
    pilots = (
        select(Pilot.id, Pilot.reference, Solution.id, Solution.name, Host.slug)
        .join(Solution, Solution.id == Pilot.solution_id)
        .join(Host, Host.id == Pilot.organisation_id)
    )
    replied = (
        pilots.add_columns(Evaluation.company_replied_at)
        .join(Evaluation, Evaluation.pilot_id == Pilot.id)
        .where(within(Evaluation.company_replied_at, period))
    )
    further = (
        pilots.add_columns(AfterTest.created_at)
        .join(AfterTest, AfterTest.pilot_id == Pilot.id)
        .where(AfterTest.outcome == PilotOutcome.develop, within(AfterTest.created_at, period))
    )
    ways = ((replied, N_("The company answered improvement points")), (further, N_("To be developed further")))
    return [
        Fact(
            str(solution),
            day_of(at),
            name,
            "pilot",
            reference,
            Pilot.__name__,
            id_,
            host,
            groups=((N_("How we know"), how),),
        )
        for query, how in ways
        for id_, reference, solution, name, host, at in db.execute(query.order_by(Pilot.reference))
    ]


# K1


def refusals(db: Session, period: Period) -> list[Fact]:
    """Declined requests; `holds` when the decision gives reasons."""
    query = (
        select(TestRequest.id, TestRequest.reference, Decision.released_at, Decision.reason_text, Firm.name, Host.slug)
        .join(TestRequest, TestRequest.id == Decision.test_request_id)
        .join(Firm, Firm.id == TestRequest.organisation_id)
        .outerjoin(Host, Host.id == TestRequest.host_id)
        .where(Decision.outcome == Outcome.declined, within(Decision.released_at, period))
        .order_by(Decision.released_at, TestRequest.id)
    )
    return [
        Fact(
            str(id_),
            day_of(at),
            name,
            "test_request",
            reference,
            TestRequest.__name__,
            id_,
            host or "",
            holds=bool(reason.strip()),
        )
        for id_, reference, at, reason, name, host in db.execute(query)
    ]


def conflicts(db: Session, period: Period) -> list[Fact]:
    """Conflicts of interest that were declared. Whose they are stands nowhere here."""
    query = (
        select(Assessor.id, Assessor.declared_at, TestRequest.id, TestRequest.reference, Host.slug)
        .join(TestRequest, TestRequest.id == Assessor.test_request_id)
        .outerjoin(Host, Host.id == TestRequest.host_id)
        .where(Assessor.standing == Standing.conflicted, within(Assessor.declared_at, period))
        .order_by(Assessor.declared_at, Assessor.id)
    )
    return [
        Fact(str(id_), day_of(at), reference, "test_request", reference, TestRequest.__name__, request_id, host or "")
        for id_, at, request_id, reference, host in db.execute(query)
    ]


def questions(db: Session, period: Period) -> list[Fact]:
    """Questions that were asked; `holds` when one has been answered, for everyone. Who asked stands nowhere here."""
    query = (
        select(Question.id, Question.created_at, Question.answered_at, Challenge.id, Challenge.reference, Host.slug)
        .add_columns(Challenge.title)
        .join(Challenge, Challenge.id == Question.challenge_id)
        .join(Host, Host.id == Challenge.organisation_id)
        .where(within(Question.created_at, period))
        .order_by(Question.created_at, Question.id)
    )
    return [
        Fact(
            str(id_),
            day_of(at),
            title,
            "challenge",
            reference,
            Challenge.__name__,
            need,
            host,
            holds=answered is not None,
        )
        for id_, at, answered, need, reference, host, title in db.execute(query)
    ]


# O1, O2


def taking_part(db: Session, period: Period) -> list[Fact]:
    """Municipalities that take part and had joined by the last day of the period."""
    found = [one for one in municipalities(db) if (one.joined_on or day_of(one.created_at)) <= period.until]
    return [Fact(str(one.id), one.joined_on or day_of(one.created_at), one.name, place=one.slug) for one in found]
