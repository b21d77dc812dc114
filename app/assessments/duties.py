"""Seats in the assessment of a request (app/people/duties.py).

A seat is personal: whoever takes it over declares their own ties and gives their own scores. The list of what somebody
has says only the reference of the request: not everyone who may see the list may know more.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import Session, joinedload

from app.activity.happenings import Happened
from app.actor import Actor, Role
from app.assessments import actions, queries
from app.assessments.models import Assessment, Decision
from app.language import N_
from app.people.duties import Duty
from app.people.models import Membership
from app.refusals import Reason, Refused
from app.test_requests.models import AT_WORK, FINAL_STATES, Assessor, Standing, TestRequest
from app.test_requests.rules import LEADERS


def _is_scoring() -> ColumnElement[bool]:
    return and_(
        Assessor.standing.in_(AT_WORK),
        Assessor.scores,
        Assessor.assessed_at.is_(None),
        Assessor.test_request.has(TestRequest.state.not_in(FINAL_STATES)),
    )


def _is_handling() -> ColumnElement[bool]:
    return and_(
        Assessor.standing.in_(AT_WORK),
        ~Assessor.scores,
        Assessor.test_request.has(TestRequest.state.not_in(FINAL_STATES)),
    )


def _its_request(row: Assessor) -> TestRequest:
    return row.test_request


def _nobody_knows_more(_: Any) -> bool:
    return False


def _pass_on(db: Session, actor: Actor, row: Assessor, receiver: Membership) -> None:
    """Leave the seat, and name the receiver, who declares their ties before they see anything.

    Raises:
        Refused: the receiver has declared ties to the company.
    """
    test_request = queries.renewed(db, row.test_request)
    seats = {seat.membership_id: seat for seat in test_request.assessors}
    theirs = seats.get(receiver.id)
    if theirs is not None and theirs.standing is Standing.conflicted:
        raise Refused(Reason(N_("%(name)s cannot assess this request. Choose someone else."), values=_name(receiver)))
    former = seats[row.membership_id]
    former.standing = Standing.released
    if theirs is None:
        theirs = Assessor(test_request_id=test_request.id, membership_id=receiver.id, scores=row.scores)
        db.add(theirs)
    else:
        theirs.scores = theirs.scores or row.scores
        if theirs.standing is Standing.released:
            theirs.standing = Standing.named
    details = {"duty": "Assessor.membership_id", "former": former.membership_id, "to": receiver.id}
    actions.say_anew(db, actor, Happened.passed_on, test_request, **details)


def _name(receiver: Membership) -> dict[str, str]:
    return {"name": receiver.person.name}


def _retell(db: Session, actor: Actor, test_request_id: UUID) -> None:
    found = queries.by_id(db, test_request_id)
    if found is not None:
        actions.renew(db, actor, found)


OPTIONS = (joinedload(Assessor.test_request),)
DUTIES = (
    Duty(
        "assessor",
        N_("Assessor of the request"),
        Assessor.membership_id,
        _is_scoring,
        (Role.assessor, Role.unit_contact, *LEADERS),
        "test_request",
        _pass_on,
        subject=_its_request,
        options=OPTIONS,
        says_label=_nobody_knows_more,
    ),
    Duty(
        "handler",
        N_("Handles the request"),
        Assessor.membership_id,
        _is_handling,
        LEADERS,
        "test_request",
        _pass_on,
        subject=_its_request,
        options=OPTIONS,
        says_label=_nobody_knows_more,
    ),
)
TRACES = (
    Assessment.membership_id,
    Decision.prepared_by_id,
    Decision.sponsor_agreed_by_id,
    Decision.released_by_id,
)
RETELLERS = (("TestRequest", _retell),)
