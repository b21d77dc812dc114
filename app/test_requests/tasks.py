"""What a request waits for, and of whom, in each state. Handed to `record()` whenever something happens to it.

A draft waits for nobody: it is the company's own space. A person with a declared conflict of interest is never asked,
so where somebody has one the task goes to the others by name.
"""

from datetime import date

from sqlalchemy.orm import Session

from app.activity.tasks import Waits
from app.actor import NOBODY, Role
from app.database import today
from app.language import N_
from app.people import queries as people
from app.test_requests import queries, rules
from app.test_requests.models import TestRequest
from app.test_requests.models import TestRequestState as State
from app.working_days import after_working_days, working_days_between

SCREENING_DAYS = 10  # working days from the last day of the call, or from receipt (domain.md 3.2)
DECISION_DAYS = 30  # working days from the last day of the call, or from receipt
TRIAGE_DAYS = 10  # working days from receipt: the region goes through proposals every second week
COMPLETION_DAYS = 5  # working days a company has at least


def promised_screening(received: date, closes_on: date | None) -> date:
    """Ten working days after the deadline, before which nobody opens it; after receipt where there is none."""
    return after_working_days(max(received, closes_on or received), SCREENING_DAYS)


def promised_decision(received: date, closes_on: date | None) -> date:
    """Thirty working days after the deadline, or after receipt where there is none."""
    return after_working_days(max(received, closes_on or received), DECISION_DAYS)


def moved(promised: date | None, paused_on: date, resumed_on: date) -> date | None:
    """A promised date after a pause: later by as many working days as the clock stood still."""
    return after_working_days(promised, working_days_between(paused_on, resumed_on)) if promised else None


def earliest_completion(day: date) -> date:
    return after_working_days(day, COMPLETION_DAYS)


PROMISED = N_("The company has been promised an answer by this date")
SEALED = N_("It is opened when the call has closed")


def is_sealed(test_request: TestRequest) -> bool:
    """Whether its call is open, so that nobody at the municipality opens it yet. Needs the need loaded."""
    need = test_request.challenge
    return need is not None and need.is_sealed


def waits(db: Session, test_request: TestRequest) -> list[Waits]:
    """All that waits on the request now, as far as this room knows; deciding is said by the assessments."""
    if test_request.state is State.submitted:
        return to_hosts(
            db,
            test_request,
            N_("Check that the request is complete"),
            "test_request",
            due_on=test_request.screen_by,
            why=SEALED if is_sealed(test_request) else PROMISED,
        )
    if test_request.state is State.completion:
        asked = queries.open_completion(db, test_request)
        return [
            Waits(
                N_("Answer the questions about the request"),
                "complete_test_request",
                test_request.organisation_id,
                (Role.company_rep,),
                due_on=asked.due_on if asked else None,
                why=N_("The request expires if the questions are not answered"),
            )
        ]
    if test_request.state is State.assessment:
        return to_hosts(
            db,
            test_request,
            N_("Name who will assess the request"),
            "test_request",
            due_on=test_request.decide_by,
            why=N_("The request is complete"),
        )
    if test_request.state is State.proposed:
        region = people.region(db)
        received = test_request.submitted_at.date() if test_request.submitted_at else today()
        return [
            Waits(
                N_("Find a receiver for the proposal"),
                "distribute",
                region.id if region else NOBODY,
                rules.REGION,
                due_on=after_working_days(received, TRIAGE_DAYS),
                why=N_("The proposal answers no published need"),
            )
        ]
    return []


def to_hosts(
    db: Session,
    test_request: TestRequest,
    verb: str,
    route: str,
    *,
    due_on: date | None = None,
    why: str = "",
) -> list[Waits]:
    """A task for those who lead the testbed that owns the need; never for one with a conflict of interest."""
    conflicted = queries.conflicted(db, test_request.id)
    leaders = people.holders(db, test_request.host_id, *rules.LEADERS)
    if not conflicted.intersection(row.id for row in leaders):
        return [Waits(verb, route, test_request.host_id, rules.LEADERS, due_on=due_on, why=why)]
    return [
        Waits(verb, route, test_request.host_id, membership_id=row.id, due_on=due_on, why=why)
        for row in leaders
        if row.id not in conflicted
    ]
