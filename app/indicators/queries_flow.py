"""The flow from need to everyday use: needs, the funnel, lead times, and promises kept (N1, N2, O4, F1–F3)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, exists, func, select
from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.models import Event
from app.challenges.choices import CallType, MandateAnswer
from app.challenges.models import Challenge, CoOwner, CoOwnerStatus, Mandate
from app.indicators.facts import Fact
from app.indicators.queries import Firm, Host, day_of, within
from app.language import N_
from app.oversight.queries import AFTER_THE_CALL, INTRODUCED
from app.periods import Period
from app.pilots.models import AfterTest, Evaluation, Pilot
from app.test_requests.models import TestRequest, TestRequestState

STEP = N_("Step")


def _days(first: datetime, last: datetime) -> Decimal:
    """Whole Swedish days from one moment to another."""
    return Decimal((day_of(last) - day_of(first)).days)


# Needs


def _needs(*columns: Any) -> Select[Any]:
    return select(Challenge.id, Challenge.reference, Challenge.title, Host.slug, *columns).join(
        Host, Host.id == Challenge.organisation_id
    )


def _need(id_: UUID, reference: str, title: str, host: str, on: date, **more: Any) -> Fact:
    return Fact(str(id_), on, title, "challenge", reference, Challenge.__name__, id_, host, **more)


def _is_shared() -> Any:
    joined = CoOwner.status == CoOwnerStatus.joined
    return exists().where(CoOwner.challenge_id == Challenge.id, joined)


def published(db: Session, period: Period) -> list[Fact]:
    """Needs that were published; `holds` when two municipalities or more share one."""
    query = _needs(Challenge.published_at, _is_shared()).where(
        within(Challenge.published_at, period), Challenge.merged_into_id.is_(None)
    )
    return [
        _need(id_, reference, title, host, day_of(at), holds=bool(shared))
        for id_, reference, title, host, at, shared in db.execute(query.order_by(Challenge.published_at))
    ]


def closed_calls(db: Session, period: Period) -> list[Fact]:
    """Calls whose last day was in the period; `holds` when two companies or more sent a request."""
    applicants = (
        select(func.count(TestRequest.organisation_id.distinct()))
        .where(TestRequest.challenge_id == Challenge.id, TestRequest.is_received)
        .scalar_subquery()
    )
    query = _needs(Challenge.closes_on, applicants).where(
        Challenge.state.in_(AFTER_THE_CALL),
        Challenge.call_type == CallType.call,
        Challenge.closes_on.between(period.since, period.until),
    )
    return [
        _need(id_, reference, title, host, on, holds=number >= 2)
        for id_, reference, title, host, on, number in db.execute(query.order_by(Challenge.closes_on))
    ]


def _sent(first_or_last: Any, *when: Any) -> Any:
    """The first or last moment at which a need was sent to management: one that was sent back is sent again."""
    mine = (Event.subject_id == Challenge.id, Event.happening == Happened.challenge_submitted)
    return select(first_or_last(Event.at)).where(*mine, *when).scalar_subquery()


def sent_to_management(db: Session, period: Period) -> list[Fact]:
    """Needs that were sent to management; `holds` when it has given its mandate."""
    anchored = exists().where(Mandate.challenge_id == Challenge.id, Mandate.answer == MandateAnswer.yes)
    at = _sent(func.max, within(Event.at, period))
    query = _needs(at, anchored).where(at.is_not(None))
    return [
        _need(id_, reference, title, host, day_of(sent), holds=bool(given))
        for id_, reference, title, host, sent, given in db.execute(query.order_by(at))
    ]


def management_decisions(db: Session, period: Period) -> list[Fact]:
    """Days from when a need was sent until management said yes or no."""
    sent = _sent(func.max, Event.at <= Mandate.created_at)
    query = (
        _needs(sent, Mandate.created_at, Mandate.id)
        .join(Mandate, Mandate.challenge_id == Challenge.id)
        .where(
            Mandate.answer.in_((MandateAnswer.yes, MandateAnswer.no)),
            within(Mandate.created_at, period),
            sent.is_not(None),
        )
    )
    return [
        _as(_need(id_, reference, title, host, day_of(at), value=_days(began, at)), str(mandate))
        for id_, reference, title, host, began, at, mandate in db.execute(query.order_by(Mandate.created_at))
    ]


def to_publication(db: Session, period: Period) -> list[Fact]:
    """Days from when a need was first sent to management until it was published."""
    sent = _sent(func.min)
    query = _needs(sent, Challenge.published_at).where(within(Challenge.published_at, period), sent.is_not(None))
    return [
        _need(id_, reference, title, host, day_of(at), value=_days(began, at))
        for id_, reference, title, host, began, at in db.execute(query.order_by(Challenge.published_at))
    ]


# Requests, as far as each has come


def _requests(*columns: Any) -> Select[Any]:
    return (
        select(TestRequest.id, TestRequest.reference, Firm.name, Host.slug, *columns)
        .join(Firm, Firm.id == TestRequest.organisation_id)
        .outerjoin(Host, Host.id == TestRequest.host_id)
        .outerjoin(Pilot, Pilot.test_request_id == TestRequest.id)
        .where(TestRequest.is_received)
    )


def _request(id_: UUID, reference: str, name: str, host: str | None, on: date, **more: Any) -> Fact:
    return Fact(str(id_), on, name, "test_request", reference, TestRequest.__name__, id_, host or "", **more)


def _cohort(db: Session, period: Period, reached: Any) -> list[Fact]:
    """Requests that were sent in the period and have come so far, whenever they came there."""
    query = (
        _requests(TestRequest.submitted_at)
        .outerjoin(Evaluation, Evaluation.pilot_id == Pilot.id)
        .outerjoin(AfterTest, AfterTest.pilot_id == Pilot.id)
        .where(within(TestRequest.submitted_at, period), reached)
    )
    return [
        _request(id_, reference, name, host, day_of(at))
        for id_, reference, name, host, at in db.execute(query.order_by(TestRequest.submitted_at))
    ]


def cohort_sent(db: Session, period: Period) -> list[Fact]:
    return _cohort(db, period, TestRequest.is_received)


def cohort_screened(db: Session, period: Period) -> list[Fact]:
    return _cohort(db, period, TestRequest.screened_at.is_not(None))


def cohort_accepted(db: Session, period: Period) -> list[Fact]:
    return _cohort(db, period, TestRequest.state == TestRequestState.accepted)


def cohort_started(db: Session, period: Period) -> list[Fact]:
    return _cohort(db, period, Pilot.started_at.is_not(None))


def cohort_reported(db: Session, period: Period) -> list[Fact]:
    return _cohort(db, period, and_(Pilot.started_at.is_not(None), Evaluation.reported_at.is_not(None)))


def cohort_introduced(db: Session, period: Period) -> list[Fact]:
    return _cohort(db, period, and_(Pilot.started_at.is_not(None), AfterTest.outcome.in_(INTRODUCED)))


# Lead times: counted in the period in which the step was done


def _lead(db: Session, period: Period, first: Any, last: Any) -> list[Fact]:
    query = _requests(first, last).where(within(last, period), first <= last)
    return [
        _request(id_, reference, name, host, day_of(done), value=_days(began, done))
        for id_, reference, name, host, began, done in db.execute(query.order_by(last))
    ]


def screening(db: Session, period: Period) -> list[Fact]:
    return _lead(db, period, TestRequest.submitted_at, TestRequest.screened_at)


def deciding(db: Session, period: Period) -> list[Fact]:
    return _lead(db, period, TestRequest.screened_at, TestRequest.decided_at)


def starting(db: Session, period: Period) -> list[Fact]:
    return _lead(db, period, TestRequest.decided_at, Pilot.started_at)


def _pilots(db: Session, period: Period, first: Any, last: Any) -> list[Fact]:
    query = (
        select(Pilot.id, Pilot.reference, Pilot.title, Host.slug, first, last)
        .join(Host, Host.id == Pilot.organisation_id)
        .outerjoin(Evaluation, Evaluation.pilot_id == Pilot.id)
        .where(within(last, period), first <= last)
        .order_by(last)
    )
    return [
        Fact(str(id_), day_of(done), title, "pilot", reference, Pilot.__name__, id_, host, value=_days(began, done))
        for id_, reference, title, host, began, done in db.execute(query)
    ]


def running(db: Session, period: Period) -> list[Fact]:
    return _pilots(db, period, Pilot.started_at, Pilot.ended_at)


def reporting(db: Session, period: Period) -> list[Fact]:
    return _pilots(db, period, Pilot.ended_at, Evaluation.reported_at)


# Promises


def promises(db: Session, period: Period) -> list[Fact]:
    """What companies were promised an answer to by a day; `holds` when they got it by then."""
    ways = (
        (N_("Whether the request is complete"), "screened", TestRequest.screened_at, TestRequest.screen_by),
        (N_("The decision"), "decided", TestRequest.decided_at, TestRequest.decide_by),
    )
    found = []
    for step, key, done, promised in ways:
        query = _requests(done, promised).where(within(done, period), promised.is_not(None)).order_by(done)
        for id_, reference, name, host, at, by in db.execute(query):
            fact = _request(id_, reference, name, host, day_of(at), groups=((STEP, step),), holds=day_of(at) <= by)
            found.append(_as(fact, f"{key}:{id_}"))
    return found


def _as(fact: Fact, what: str) -> Fact:
    return Fact(**(fact.__dict__ | {"what": what}))
