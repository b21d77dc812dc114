"""Every question asked of the tables of pilots. Each takes the actor and shows only what they may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from app.actor import Actor
from app.challenges.models import Challenge, CoOwner
from app.organisations.models import Organisation
from app.paging import PER_PAGE, Page, offset, paged
from app.people.models import Membership
from app.pilots import rules
from app.pilots.models import AfterTest, Evaluation, Pilot, PilotState, PlanApproval, StatusReport
from app.refusals import NotFound
from app.test_requests.models import TestRequest, TestRequestState

ENDED_STATES = (PilotState.closed,)
OPEN_STATES = (
    PilotState.preparing,
    PilotState.running,
    PilotState.paused,
    PilotState.evaluating,
    PilotState.stopped,
    PilotState.reported,
)


@dataclass(frozen=True)
class Filter:
    """What someone looks for in the list of pilots."""

    words: str = ""
    municipalities: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    seeks_research: bool = False
    page: int = 1

    @property
    def is_active(self) -> bool:
        return bool(self.words or self.municipalities or self.states or self.seeks_research)


def _listed(actor: Actor) -> Select[Pilot]:
    return (
        select(Pilot)
        .where(rules.may_view.rows(actor))
        .options(joinedload(Pilot.organisation), joinedload(Pilot.company), joinedload(Pilot.solution))
    )


def _whole(query: Select[Pilot]) -> Select[Pilot]:
    """With everything that belongs to one pilot."""
    return query.options(
        joinedload(Pilot.organisation),
        joinedload(Pilot.company),
        joinedload(Pilot.solution),
        joinedload(Pilot.challenge).joinedload(Challenge.organisation),
        joinedload(Pilot.challenge).selectinload(Challenge.co_owners).joinedload(CoOwner.organisation),
        joinedload(Pilot.sponsor).joinedload(Membership.person),
        joinedload(Pilot.evaluation),
        joinedload(Pilot.decision).joinedload(AfterTest.membership).joinedload(Membership.person),
        selectinload(Pilot.approvals).joinedload(PlanApproval.membership).joinedload(Membership.person),
        selectinload(Pilot.reports).joinedload(StatusReport.membership).joinedload(Membership.organisation),
        selectinload(Pilot.follow_ups),
    )


def pilot(db: Session, actor: Actor, reference: str) -> Pilot:
    """The pilot with that reference.

    Raises:
        NotFound: there is none that the actor may see.
    """
    found = db.scalar(_whole(_listed(actor)).where(Pilot.reference == reference))
    if found is None:
        raise NotFound
    return found


def _sought(query: Select[Any], sought: Filter) -> Select[Any]:
    if sought.words:
        company = aliased(Organisation)
        named = select(company.id).where(company.name.icontains(sought.words, autoescape=True))
        query = query.where(
            or_(
                Pilot.title.icontains(sought.words, autoescape=True),
                Pilot.purpose.icontains(sought.words, autoescape=True),
                Pilot.reference == sought.words.strip().upper(),
                Pilot.company_id.in_(named),
            )
        )
    if sought.municipalities:
        hosts = select(Organisation.id).where(Organisation.slug.in_(sought.municipalities))
        query = query.where(Pilot.organisation_id.in_(hosts))
    if sought.states:
        query = query.where(Pilot.state.in_(sought.states))
    if sought.seeks_research:
        query = query.where(Pilot.seeks_research, Pilot.state.in_(STUDIED_STATES))
    return query


STUDIED_STATES = (PilotState.preparing, PilotState.running, PilotState.paused, PilotState.evaluating)
"""While a pilot is in one of these a study of it can still be arranged."""


def pilots(db: Session, actor: Actor, sought: Filter) -> Page[Pilot]:
    """The pilots the actor may see, those that go on first, then the latest."""
    goes_on = Pilot.state.in_((PilotState.running, PilotState.paused)).desc()
    order = (goes_on, func.coalesce(Pilot.starts_on, func.date(Pilot.created_at)).desc(), Pilot.id)
    rows = db.scalars(_sought(_listed(actor), sought).order_by(*order).offset(offset(sought.page)).limit(PER_PAGE + 1))
    counted = _sought(select(func.count(Pilot.id)).where(rules.may_view.rows(actor)), sought)
    return paged(rows.all(), sought.page, db.scalar(counted))


def of_challenge(db: Session, actor: Actor, challenge_id: UUID) -> Sequence[Pilot]:
    """The pilots made from a need, as far as the actor may see them."""
    return db.scalars(_listed(actor).where(Pilot.challenge_id == challenge_id).order_by(Pilot.created_at)).all()


def of_request(db: Session, actor: Actor, test_request_id: UUID) -> Pilot | None:
    """The pilot made from a request, if there is one that the actor may see."""
    return db.scalar(_listed(actor).where(Pilot.test_request_id == test_request_id))


def seeking_research(db: Session, actor: Actor, most: int = 50) -> Sequence[Pilot]:
    """Pilots that can be studied, those that start first first."""
    query = _listed(actor).options(joinedload(Pilot.challenge))
    query = query.where(Pilot.seeks_research, Pilot.state.in_(STUDIED_STATES))
    return db.scalars(query.order_by(Pilot.starts_on.asc().nulls_last(), Pilot.id).limit(most)).all()


def accepted_request(db: Session, actor: Actor, reference: str) -> TestRequest:
    """The accepted request a pilot can be made from, with its need and solution.

    Raises:
        NotFound: there is none with that reference that the actor may make a pilot from.
    """
    found = db.scalar(
        select(TestRequest)
        .where(
            rules.may_set_up.rows(actor),
            TestRequest.reference == reference,
            TestRequest.state == TestRequestState.accepted,
            TestRequest.challenge_id.is_not(None),
            TestRequest.solution_id.is_not(None),
        )
        .options(
            joinedload(TestRequest.organisation),
            joinedload(TestRequest.solution),
            joinedload(TestRequest.challenge).joinedload(Challenge.organisation),
            joinedload(TestRequest.challenge).selectinload(Challenge.co_owners).joinedload(CoOwner.organisation),
            selectinload(TestRequest.assessors),
        )
    )
    if found is None:
        raise NotFound
    return found


def requests_without_pilot(db: Session, actor: Actor) -> Sequence[TestRequest]:
    """Accepted requests of one's own that no pilot has been made from, the longest waiting first."""
    query = (
        select(TestRequest)
        .where(
            rules.may_set_up.rows(actor),
            TestRequest.state == TestRequestState.accepted,
            TestRequest.challenge_id.is_not(None),
            TestRequest.solution_id.is_not(None),
            ~select(Pilot.id).where(Pilot.test_request_id == TestRequest.id).exists(),
        )
        .options(
            joinedload(TestRequest.organisation), joinedload(TestRequest.solution), joinedload(TestRequest.challenge)
        )
    )
    return db.scalars(query.order_by(TestRequest.decided_at, TestRequest.reference)).all()


def has_pilot(db: Session, test_request: TestRequest) -> bool:
    return db.scalar(select(Pilot.id).where(Pilot.test_request_id == test_request.id)) is not None


def has_other_open_pilots(db: Session, pilot: Pilot) -> bool:
    """Whether the same need is still tried in another pilot."""
    others = select(Pilot.id).where(
        Pilot.challenge_id == pilot.challenge_id, Pilot.id != pilot.id, Pilot.state.in_(OPEN_STATES)
    )
    return db.scalar(select(others.exists())) is True


def hold(db: Session, pilot: Pilot) -> None:
    """Let no one else change the pilot until the transaction ends, and know what has been saved until now."""
    db.flush()  # a refresh would undo what is not yet written
    columns = [column.key for column in Pilot.__mapper__.column_attrs]
    db.refresh(pilot, columns, with_for_update=True)
    query = select(PlanApproval).where(PlanApproval.pilot_id == pilot.id).order_by(PlanApproval.created_at)
    approvals = db.scalars(query.options(joinedload(PlanApproval.membership).joinedload(Membership.person))).all()
    set_committed_value(pilot, "approvals", list(approvals))


def hold_evaluation(db: Session, evaluation: Evaluation) -> None:
    db.flush()
    columns = [column.key for column in Evaluation.__mapper__.column_attrs]
    db.refresh(evaluation, columns, with_for_update=True)


def renewed(db: Session, pilot: Pilot) -> Pilot:
    """The pilot read anew, with all that tasks are read from."""
    query = _whole(select(Pilot)).where(Pilot.id == pilot.id).execution_options(populate_existing=True)
    return db.scalars(query).unique().one()


def by_id(db: Session, pilot_id: UUID) -> Pilot | None:
    """For notices and the clock, which act for nobody: the pilot whoever may see it."""
    return db.scalar(_whole(select(Pilot)).where(Pilot.id == pilot_id))


# What the clock looks for. It sees everything, because nobody reads the answer.


def run_out(db: Session, day: date) -> Sequence[Pilot]:
    """Pilots whose last day has passed."""
    states = (PilotState.running, PilotState.paused)
    return db.scalars(_whole(select(Pilot)).where(Pilot.state.in_(states), Pilot.ends_on < day)).all()


def with_dates(db: Session) -> Sequence[Pilot]:
    """Pilots for which something may fall due by the calendar alone."""
    states = (PilotState.running, PilotState.reported, PilotState.decided, PilotState.follow_up)
    return db.scalars(_whole(select(Pilot)).where(Pilot.state.in_(states)).order_by(Pilot.reference)).all()
