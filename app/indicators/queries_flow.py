"""The flow from need to everyday use: needs, the funnel, lead times, and promises kept (N1, N2, O4, F1–F3)."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, and_, func, literal, select

from app.activity.happenings import Happened
from app.activity.models import Event
from app.challenges.choices import CallType, MandateAnswer
from app.challenges.models import Challenge, CoOwner, CoOwnerStatus, Mandate
from app.indicators.queries import OF_NEED, OF_PILOT, OF_REQUEST, Firm, Host, within
from app.indicators.queries_rows import Group, Rows, columns, day, days, once
from app.language import N_
from app.oversight.queries import AFTER_THE_CALL, INTRODUCED
from app.periods import Period
from app.pilots.models import AfterTest, Evaluation, Pilot
from app.test_requests.models import TestRequest, TestRequestState

STEP = N_("Step")


# Needs


def _of_need(on: Any, *, what: Any = Challenge.id, holds: Any = None, value: Any = None) -> list[Any]:
    return columns(what, on, Challenge.title, Challenge.reference, Challenge.id, Host.slug, holds=holds, value=value)


def _need(on: Any, *, holds: Any = None, value: Any = None) -> Select[Any]:
    query = select(*_of_need(on, holds=holds, value=value)).select_from(Challenge)
    return query.outerjoin(Host, Host.id == Challenge.organisation_id)


def _is_shared() -> Any:
    return Challenge.id.in_(select(CoOwner.challenge_id).where(CoOwner.status == CoOwnerStatus.joined))


@once
def published(period: Period) -> Sequence[Rows]:
    """Needs that were published; `holds` when two municipalities or more share one."""
    query = _need(day(Challenge.published_at), holds=_is_shared()).where(
        within(Challenge.published_at, period), Challenge.merged_into_id.is_(None)
    )
    return [Rows(query, OF_NEED)]


@once
def closed_calls(period: Period) -> Sequence[Rows]:
    """Calls whose last day was in the period; `holds` when two companies or more sent a request."""
    companies = (
        select(TestRequest.challenge_id, TestRequest.organisation_id)
        .where(TestRequest.is_received, TestRequest.challenge_id.is_not(None))
        .distinct()
        .subquery()
    )
    several = select(companies.c.challenge_id).group_by(companies.c.challenge_id).having(func.count() > 1).subquery()
    query = (
        _need(Challenge.closes_on, holds=several.c.challenge_id.is_not(None))
        .outerjoin(several, several.c.challenge_id == Challenge.id)
        .where(
            Challenge.state.in_(AFTER_THE_CALL),
            Challenge.call_type == CallType.call,
            Challenge.closes_on.between(period.since, period.until),
        )
    )
    return [Rows(query, OF_NEED)]


@once
def sent_to_management(period: Period) -> Sequence[Rows]:
    """Needs that were sent to management; `holds` when it has given its mandate."""
    given = select(Mandate.challenge_id).where(Mandate.answer == MandateAnswer.yes).distinct().subquery()
    sent = (
        select(Event.subject_id, func.max(Event.at).label("at"))
        .where(
            Event.subject_type == Challenge.__name__,
            Event.happening == Happened.challenge_submitted,
            within(Event.at, period),
        )
        .group_by(Event.subject_id)
        .subquery()
    )
    query = (
        select(*_of_need(day(sent.c.at), what=sent.c.subject_id, holds=given.c.challenge_id.is_not(None)))
        .select_from(sent)
        .outerjoin(given, given.c.challenge_id == sent.c.subject_id)
        .outerjoin(Challenge, Challenge.id == sent.c.subject_id)
        .outerjoin(Host, Host.id == Challenge.organisation_id)
    )
    return [Rows(query, OF_NEED)]


@once
def management_decisions(period: Period) -> Sequence[Rows]:
    """Days from when a need was sent until management said yes or no."""
    at = Mandate.created_at
    query = (
        select(*_of_need(day(at), what=Mandate.id, value=Mandate.days))
        .select_from(Mandate)
        .outerjoin(Challenge, Challenge.id == Mandate.challenge_id)
        .outerjoin(Host, Host.id == Challenge.organisation_id)
        .where(Mandate.answer.in_((MandateAnswer.yes, MandateAnswer.no)), within(at, period), Mandate.days.is_not(None))
    )
    return [Rows(query, OF_NEED)]


@once
def to_publication(period: Period) -> Sequence[Rows]:
    """Days from when a need was first sent to management until it was published."""
    at, took = Challenge.published_at, Challenge.days_to_publication
    query = _need(day(at), value=took).where(within(at, period), took.is_not(None))
    return [Rows(query, OF_NEED)]


# Requests, as far as each has come


def _request(at: Any, *, holds: Any = None, value: Any = None) -> Select[Any]:
    given = columns(
        TestRequest.id, day(at), Firm.name, TestRequest.reference, TestRequest.id, Host.slug, holds=holds, value=value
    )
    return (
        select(*given)
        .select_from(TestRequest)
        .outerjoin(Firm, Firm.id == TestRequest.organisation_id)
        .outerjoin(Host, Host.id == TestRequest.host_id)
        .outerjoin(Pilot, Pilot.test_request_id == TestRequest.id)
        .where(TestRequest.is_received)
    )


@lru_cache(maxsize=8)
def _sent_in(period: Period) -> Select[Any]:
    """The requests of a period and how far each has come."""
    begun = Pilot.started_at.is_not(None)
    return (
        _request(TestRequest.submitted_at)
        .add_columns(
            TestRequest.screened_at.is_not(None).label("screened"),
            (TestRequest.state == TestRequestState.accepted).label("accepted"),
            begun.label("started"),
            and_(begun, Evaluation.reported_at.is_not(None)).label("reported"),
            and_(begun, AfterTest.outcome.in_(INTRODUCED)).label("introduced"),
        )
        .outerjoin(Evaluation, Evaluation.pilot_id == Pilot.id)
        .outerjoin(AfterTest, AfterTest.pilot_id == Pilot.id)
        .where(within(TestRequest.submitted_at, period))
    )


def _cohort(period: Period, reached: str = "") -> Sequence[Rows]:
    """Requests that were sent in the period and have come so far, whenever they came there."""
    return [Rows(_sent_in(period), OF_REQUEST, together="requests_sent", which=reached)]


@once
def cohort_sent(period: Period) -> Sequence[Rows]:
    return _cohort(period)


@once
def cohort_screened(period: Period) -> Sequence[Rows]:
    return _cohort(period, "screened")


@once
def cohort_accepted(period: Period) -> Sequence[Rows]:
    return _cohort(period, "accepted")


@once
def cohort_started(period: Period) -> Sequence[Rows]:
    return _cohort(period, "started")


@once
def cohort_reported(period: Period) -> Sequence[Rows]:
    return _cohort(period, "reported")


@once
def cohort_introduced(period: Period) -> Sequence[Rows]:
    return _cohort(period, "introduced")


# Lead times: counted in the period in which the step was done


def _lead(period: Period, first: Any, last: Any) -> Sequence[Rows]:
    query = _request(last, value=days(first, last)).where(within(last, period), first <= last)
    return [Rows(query, OF_REQUEST)]


@once
def screening(period: Period) -> Sequence[Rows]:
    return _lead(period, TestRequest.submitted_at, TestRequest.screened_at)


@once
def deciding(period: Period) -> Sequence[Rows]:
    return _lead(period, TestRequest.screened_at, TestRequest.decided_at)


@once
def starting(period: Period) -> Sequence[Rows]:
    return _lead(period, TestRequest.decided_at, Pilot.started_at)


def _pilots(period: Period, first: Any, last: Any) -> Sequence[Rows]:
    query = (
        select(
            *columns(Pilot.id, day(last), Pilot.title, Pilot.reference, Pilot.id, Host.slug, value=days(first, last))
        )
        .select_from(Pilot)
        .outerjoin(Host, Host.id == Pilot.organisation_id)
        .outerjoin(Evaluation, Evaluation.pilot_id == Pilot.id)
        .where(within(last, period), first <= last)
    )
    return [Rows(query, OF_PILOT)]


@once
def running(period: Period) -> Sequence[Rows]:
    return _pilots(period, Pilot.started_at, Pilot.ended_at)


@once
def reporting(period: Period) -> Sequence[Rows]:
    return _pilots(period, Pilot.ended_at, Evaluation.reported_at)


# Promises


@once
def promises(period: Period) -> Sequence[Rows]:
    """What companies were promised an answer to by a day; `holds` when they got it by then."""
    steps = {"screened": N_("Whether the request is complete"), "decided": N_("The decision")}
    ways = (
        ("screened", TestRequest.screened_at, TestRequest.screen_by),
        ("decided", TestRequest.decided_at, TestRequest.decide_by),
    )
    return [
        Rows(
            _request(done, holds=day(done) <= promised).where(within(done, period), promised.is_not(None)),
            OF_REQUEST,
            (Group(STEP, literal(key), steps),),
            key,
        )
        for key, done, promised in ways
    ]
