"""What one can be responsible for about a request (app/people/duties.py); assessing it is said by the assessments."""

from sqlalchemy import ColumnElement
from sqlalchemy.orm import joinedload

from app.actor import Role
from app.language import N_
from app.people.duties import Duty
from app.people.passing import passing
from app.test_requests.lifecycle import LIFECYCLE
from app.test_requests.models import FINAL_STATES, CompletionRound, TestRequest


def _is_open() -> ColumnElement[bool]:
    return TestRequest.state.not_in(FINAL_STATES)


def _stage(test_request: TestRequest) -> str:
    look = LIFECYCLE.looks[test_request.state]
    return look.outside or look.label


DUTIES = (
    Duty(
        "test_request.contact",
        N_("Contact for the request"),
        TestRequest.author_id,
        _is_open,
        (Role.company_rep,),
        "test_request",
        passing(TestRequest.author_id),
        next_step=_stage,
        options=(joinedload(TestRequest.solution), joinedload(TestRequest.challenge)),
    ),
)
TRACES = (CompletionRound.asked_by_id, TestRequest.declared_by_id)
