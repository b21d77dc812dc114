"""Every question asked about assessments and decisions. Each takes the actor and shows only what they may see."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.actor import Actor, Role
from app.assessments import rules
from app.assessments.lifecycle import Case
from app.assessments.models import Assessment, Decision
from app.challenges.choices import CallType
from app.challenges.models import CLOSING_TIME, Challenge, CoOwner, CoOwnerStatus
from app.challenges.rules import may_answer as may_lead
from app.database import SWEDEN, now
from app.people import queries as people
from app.people.models import Membership
from app.refusals import NotFound
from app.test_requests.models import Assessor, Standing, TestRequest
from app.test_requests.models import TestRequestState as State
from app.test_requests.rules import may_know_of

IN_PROCESS = (State.submitted, State.completion, State.assessment)
COMPARED = (*IN_PROCESS, State.accepted, State.waitlisted, State.declined, State.referred)
CAN_ASSESS = (Role.testbed_leader, Role.testbed_deputy, Role.unit_contact, Role.assessor)


def _last_day_closed() -> date:
    """The latest day whose closing time has passed."""
    moment = now().astimezone(SWEDEN)
    return moment.date() if moment.time() >= CLOSING_TIME else moment.date() - timedelta(days=1)


def _is_unsealed() -> ColumnElement[bool]:
    """What came in on a call is closed to everyone until the call has closed (page C9)."""
    sealed = (Challenge.call_type == CallType.call) & (Challenge.closes_on > _last_day_closed())
    return ~TestRequest.challenge.has(sealed)


def _requests() -> Select[TestRequest]:
    return select(TestRequest).options(
        joinedload(TestRequest.organisation),
        joinedload(TestRequest.challenge).joinedload(Challenge.organisation),
        joinedload(TestRequest.challenge).selectinload(Challenge.co_owners).joinedload(CoOwner.organisation),
        joinedload(TestRequest.solution),
        selectinload(TestRequest.assessors).joinedload(Assessor.membership).options(*_people()),
    )


def _people() -> tuple[Any, ...]:
    return (joinedload(Membership.person), joinedload(Membership.organisation), selectinload(Membership.role_rows))


def _readable(actor: Actor) -> Select[TestRequest]:
    return _requests().where(rules.may_declare.rows(actor), TestRequest.challenge_id.is_not(None), _is_unsealed())


def test_request(db: Session, actor: Actor, reference: str) -> TestRequest:
    """The request with that reference, to be declared, assessed or decided by the actor.

    Raises:
        NotFound: there is none that is the actor's to know of, or its call is still open.
    """
    found = db.scalar(_readable(actor).where(TestRequest.reference == reference))
    if found is None:
        raise NotFound
    return found


def heard_of(db: Session, actor: Actor, reference: str) -> TestRequest:
    """The request with that reference, for one who works with the need or is asked to take part.

    Raises:
        NotFound: there is none, it is the actor's own company's, or its call is still open.
    """
    may = or_(rules.may_declare.rows(actor), may_know_of.rows(actor) & ~TestRequest.belongs_to(actor.organisation_id))
    query = _requests().where(may, TestRequest.challenge_id.is_not(None), _is_unsealed())
    found = db.scalar(query.where(TestRequest.reference == reference))
    if found is None:
        raise NotFound
    return found


def with_decision(db: Session, actor: Actor, reference: str) -> TestRequest:
    """The request whose decision the actor may read: as one of those who decide, or once it is released.

    Raises:
        NotFound: there is none.
    """
    may = or_(rules.may_decide.rows(actor), rules.may_read_decision.rows(actor))
    query = _requests().where(may, TestRequest.challenge_id.is_not(None), _is_unsealed())
    found = db.scalar(query.where(TestRequest.reference == reference))
    if found is None:
        raise NotFound
    return found


def renewed(db: Session, test_request: TestRequest) -> TestRequest:
    """The request with all that tasks and needs are read from, whoever asks."""
    query = _requests().where(TestRequest.id == test_request.id).execution_options(populate_existing=True)
    return db.scalars(query).one()


def by_id(db: Session, test_request_id: UUID) -> TestRequest | None:
    """For the worker, who tells people of what has happened."""
    return db.scalar(_requests().where(TestRequest.id == test_request_id))


def challenge(db: Session, actor: Actor, reference: str) -> Challenge:
    """The need whose requests the actor leads, assesses or decides on.

    Raises:
        NotFound: it has none for the actor, and is not theirs to lead.
    """
    theirs = (
        select(TestRequest.id)
        .where(TestRequest.challenge_id == Challenge.id, rules.may_declare.rows(actor), _is_unsealed())
        .correlate(Challenge)
    )
    query = select(Challenge).options(joinedload(Challenge.organisation))
    may = and_(Challenge.is_public, or_(may_lead.rows(actor), theirs.exists()))
    found = db.scalar(query.where(Challenge.reference == reference, may))
    if found is None:
        raise NotFound
    return found


def received(db: Session, actor: Actor, challenge: Challenge) -> int:
    """How many requests have come in, as far as the actor is open to them."""
    query = select(func.count()).select_from(TestRequest)
    return db.scalar(query.where(_of(challenge), rules.may_declare.rows(actor))) or 0


def _of(challenge: Challenge) -> ColumnElement[bool]:
    return and_(TestRequest.challenge_id == challenge.id, TestRequest.state.in_(COMPARED))


def requests_of(db: Session, actor: Actor, challenge: Challenge) -> Sequence[TestRequest]:
    """The requests of a need that are the actor's to know of, in an order that is the same for all and says nothing.

    Not the order they came in: ids are random.
    """
    return db.scalars(_readable(actor).where(_of(challenge)).order_by(TestRequest.id)).all()


def own_assessment(db: Session, actor: Actor, test_request: TestRequest) -> Assessment | None:
    """The actor's own, draft or given."""
    query = _assessments().where(rules.may_read_scores.rows(actor), Assessment.is_by(actor.membership_id))
    return db.scalar(query.where(Assessment.test_request_id == test_request.id))


def _assessments() -> Select[Assessment]:
    return select(Assessment).options(
        joinedload(Assessment.membership).options(*_people()),
        joinedload(Assessment.test_request).selectinload(TestRequest.assessors),
    )


def _counted() -> ColumnElement[bool]:
    """Given by someone who has no ties."""
    impartial = (Assessor.membership_id == Assessment.membership_id) & (Assessor.standing == Standing.cleared)
    return and_(Assessment.is_given, Assessment.test_request.has(TestRequest.assessors.any(impartial)))


def shown_assessments(db: Session, actor: Actor, requests: Sequence[TestRequest]) -> dict[UUID, list[Assessment]]:
    """The given scores of each request that the actor may see: others' only once their own are given."""
    query = _assessments().where(
        Assessment.test_request_id.in_([row.id for row in requests]),
        rules.may_read_scores.rows(actor),
        _counted(),
    )
    found: dict[UUID, list[Assessment]] = {row.id: [] for row in requests}
    for assessment in db.scalars(query.order_by(Assessment.id)):
        found[assessment.test_request_id].append(assessment)
    return found


def scores_behind(db: Session, actor: Actor, test_request: TestRequest) -> Sequence[Assessment]:
    """The scores a released decision rests on, for those who may read it. Names are for no one outside."""
    if not rules.may_read_decision(actor, test_request):
        return []
    query = _assessments().where(Assessment.test_request_id == test_request.id, _counted())
    return db.scalars(query.order_by(Assessment.id)).all()


def released_decision(db: Session, actor: Actor, test_request: TestRequest) -> Decision | None:
    """The latest decision that has been sent, if the actor may read it."""
    if not rules.may_read_decision(actor, test_request):
        return None
    query = select(Decision).where(Decision.test_request_id == test_request.id, Decision.released_at.is_not(None))
    return db.scalar(query.order_by(Decision.released_at.desc()).limit(1))


def _prepared() -> Select[Decision]:
    return select(Decision).where(Decision.released_at.is_(None)).options(joinedload(Decision.test_request))


def cases(db: Session, requests: Sequence[TestRequest]) -> list[Case]:
    """The requests with all that decisions rest on. Sees everything: whose it is to see is the caller's to ask."""
    ids = [row.id for row in requests]
    prepared = {row.test_request_id: row for row in db.scalars(_prepared().where(Decision.test_request_id.in_(ids)))}
    given: dict[UUID, list[Assessment]] = {id_: [] for id_ in ids}
    for assessment in db.scalars(
        _assessments().where(Assessment.test_request_id.in_(ids), _counted()).order_by(Assessment.id)
    ):
        given[assessment.test_request_id].append(assessment)
    contacts = {host: unit_contacts(db, host) for host in {row.host_id for row in requests}}
    return [Case(row, prepared.get(row.id), given[row.id], contacts[row.host_id] - _tied(row)) for row in requests]


def case(db: Session, test_request: TestRequest) -> Case:
    return cases(db, [test_request])[0]


def _tied(test_request: TestRequest) -> frozenset[UUID]:
    return frozenset(row.membership_id for row in test_request.assessors if row.standing is Standing.conflicted)


def unit_contacts(db: Session, organisation_id: UUID) -> frozenset[UUID]:
    return frozenset(row.id for row in people.holders(db, organisation_id, Role.unit_contact))


def in_process(db: Session, challenge: Challenge, *, locked: bool = False) -> Sequence[TestRequest]:
    """All requests of a need that wait for a decision, whoever may see them; `locked` until the transaction ends."""
    query = _requests().where(TestRequest.challenge_id == challenge.id, TestRequest.state.in_(IN_PROCESS))
    if locked:
        query = query.with_for_update(of=TestRequest).execution_options(populate_existing=True)
    return db.scalars(query.order_by(TestRequest.reference)).all()


def candidates(db: Session, test_request: TestRequest) -> list[Membership]:
    """Those who can be asked to assess: from the municipality that owns the need and those that share it.

    Not those who have declared ties.
    """
    need = test_request.challenge
    if need is None:
        return []
    joined = [row.organisation_id for row in need.co_owners if row.status is CoOwnerStatus.joined]
    tied = _tied(test_request)
    found = [
        member
        for organisation_id in [test_request.host_id, *joined]
        for member in people.holders(db, organisation_id, *CAN_ASSESS)
    ]
    return [member for member in found if member.id not in tied]


def deciders(db: Session, test_request: TestRequest) -> list[Membership]:
    """Those who can handle the request and have no ties: leaders and deputies, or else the decision-makers."""
    tied = _tied(test_request)
    for roles in (rules.LEADERS, (Role.sponsor,)):
        found = [row for row in people.holders(db, test_request.host_id, *roles) if row.id not in tied]
        if found:
            return found
    return []


def sponsors(db: Session, test_request: TestRequest) -> list[Membership]:
    """Who in management is asked: the one who gave the need its mandate, or another one without ties."""
    tied = _tied(test_request)
    found = [row for row in people.holders(db, test_request.host_id, Role.sponsor) if row.id not in tied]
    asked = test_request.challenge.sponsor_id if test_request.challenge else None
    return [row for row in found if row.id == asked] or found


def representatives(db: Session, test_request: TestRequest) -> Sequence[Membership]:
    """Those who get the company's letters."""
    return people.holders(db, test_request.organisation_id, Role.company_rep)
