"""What waits while a request is assessed and decided, and of whom.

Every task is addressed to one person: a task for everyone with a role would also reach those with ties.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy.orm import Session

from app.activity.tasks import Waits
from app.assessments import queries
from app.assessments.lifecycle import FEWEST, TO_PREPARE, Case, unmet
from app.challenges.choices import CallType
from app.database import today
from app.language import N_
from app.people.models import Membership
from app.test_requests.models import Assessor, Standing, TestRequest
from app.test_requests.models import TestRequestState as State
from app.working_days import after_working_days

DECLARE_DAYS = 5  # working days to say whether one has ties
ASSESS_DAYS = 10  # working days to give scores
AGREE_DAYS = 5  # working days for management to agree


def waits(db: Session, test_request: TestRequest) -> list[Waits]:
    """All that waits on a request that is being assessed. `test_request` as `queries.renewed` gives it."""
    return of_case(db, queries.case(db, test_request))


def of_case(db: Session, case: Case) -> list[Waits]:
    if case.state is State.waitlisted and case.decision is not None:
        return list(_of_the_decision(db, case, _ready(db, case)))
    if case.state is not State.assessment:
        return []
    assessors = [row for row in case.test_request.assessors if row.standing in (Standing.named, Standing.cleared)]
    return [*_of_the_assessors(case, assessors), *_of_those_who_decide(db, case, assessors)]


def _of_the_assessors(case: Case, assessors: Sequence[Assessor]) -> Iterable[Waits]:
    due_on = _by(case, ASSESS_DAYS)
    for row in assessors:
        if row.standing is Standing.named:
            yield _declare(row.membership, _by(case, DECLARE_DAYS), N_("You have been asked to assess the request"))
        elif row.scores and row.assessed_at is None:
            yield _for(row.membership, N_("Assess the request"), "assess", due_on, N_("You are one of the assessors"))


def _of_those_who_decide(db: Session, case: Case, assessors: Sequence[Assessor]) -> Iterable[Waits]:
    ready = _ready(db, case)
    if not ready:
        why = N_("The request is to be assessed, and those with ties cannot take part")
        for member in queries.deciders(db, case.test_request):
            yield _declare(member, _by(case, DECLARE_DAYS), why)
        return
    scoring = [row for row in assessors if row.scores]
    has_contact = not case.unit_contacts or any(row.membership_id in case.unit_contacts for row in scoring)
    if len(scoring) < FEWEST or not has_contact:
        for member in ready:
            yield _for(
                member,
                N_("Name who will assess the request"),
                "assessors",
                _by(case, DECLARE_DAYS),
                N_("At least two must assess it, one of them a unit contact"),
            )
    if case.decision is None or not case.is_decided_by_the_impartial:
        if not unmet(case, TO_PREPARE) and all(row.assessed_at for row in scoring):
            why = N_("The assessors have given their scores")
            for member in ready:
                yield _for(member, N_("Prepare the decision"), "prepare_decision", case.test_request.decide_by, why)
        return
    yield from _of_the_decision(db, case, ready)


def _ready(db: Session, case: Case) -> list[Membership]:
    """Those who decide and have said that they have no ties."""
    cleared = {row.membership_id for row in case.test_request.assessors if row.standing is Standing.cleared}
    return [member for member in queries.deciders(db, case.test_request) if member.id in cleared]


def _of_the_decision(db: Session, case: Case, ready: Sequence[Membership]) -> Iterable[Waits]:
    decision, due_on = case.decision, case.test_request.decide_by
    assert decision is not None  # noqa: S101 - the caller has looked
    if decision.sponsor_note:
        for member in ready:
            why = N_("The decision-maker wants something changed")
            yield _for(member, N_("Rework the decision"), "prepare_decision", due_on, why)
    elif not decision.is_agreed:
        for member in queries.sponsors(db, case.test_request):
            why = N_("The test takes the unit's time or money")
            yield _for(member, N_("Agree to the decision"), "agree_to_decision", _by(case, AGREE_DAYS), why)
    elif _is_the_one_to_release(db, case):
        for member in ready:
            why = N_("All decisions are prepared")
            yield _for(member, N_("Send the decision"), "decision", due_on, why)


def _is_the_one_to_release(db: Session, case: Case) -> bool:
    """One row is enough for the decisions of a call: it stands at the first request, once all are ready."""
    need = case.test_request.challenge
    if need is None or need.call_type is not CallType.call or case.state is State.waitlisted:
        return not unmet(case)
    requests = queries.in_process(db, need)
    if not requests or requests[0].id != case.test_request.id:
        return False
    return not any(unmet(other) for other in queries.cases(db, requests))


def after(db: Session, case: Case) -> list[Waits]:
    """What waits when the decision has been sent: an accepted request is to become a pilot."""
    if case.state is not State.accepted:
        return []
    why = N_("The request has been accepted")
    return [
        _for(member, N_("Set up the pilot"), "test_request", None, why)
        for member in queries.deciders(db, case.test_request)
    ]


def _declare(member: Membership, due_on: date, why: str) -> Waits:
    return _for(member, N_("Say whether you have ties to the company"), "declare_ties", due_on, why)


def _for(member: Membership, verb: str, route: str, due_on: date | None, why: str) -> Waits:
    return Waits(verb, route, member.organisation_id, membership_id=member.id, due_on=due_on, why=why)


def _by(case: Case, days: int) -> date:
    """So many working days from now, but never after the day the company has been promised."""
    wished = after_working_days(today(), days)
    promised = case.test_request.decide_by
    return min(wished, promised) if promised is not None and promised > today() else wished
