"""The decision letters before they are sent: written at the same desk, by the same hand."""

from collections.abc import Sequence

from fastapi import Request
from sqlalchemy.orm import Session

from app.activity.models import Event, Mail
from app.actor import Actor
from app.assessments import queries
from app.assessments.actions import letter_details
from app.assessments.lifecycle import LIFECYCLE, STEPS, Case
from app.assessments.notices import LETTERS
from app.database import now
from app.mail.letters import Desk


def preview(request: Request, db: Session, actor: Actor, case: Case) -> Sequence[Mail]:
    """The letter to each of the company's representatives, in their language, exactly as it will be sent."""
    if case.decision is None:
        return []
    step = LIFECYCLE.step(STEPS[case.decision.outcome])
    test_request = case.test_request
    event = Event(
        happening=step.happening,
        at=now(),
        membership_id=actor.membership_id,
        person_id=actor.person_id,
        person_name=actor.person_name,
        organisation_id=actor.organisation_id,
        organisation_name=actor.organisation_name,
        subject_type=type(test_request).__name__,
        subject_id=test_request.id,
        subject_reference=test_request.reference,
        subject_label=test_request.label,
        subject_organisation_id=test_request.organisation_id,
        details={name: str(value) for name, value in letter_details(test_request, case.decision).items()},
    )
    writing: Desk = request.app.state.desk.saying(request.app.state.cofinancing.lines())
    return [
        writing.write(LETTERS[step.happening], event, reader) for reader in queries.representatives(db, test_request)
    ]
