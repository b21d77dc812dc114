"""The one way to say that something happened."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.models import Event
from app.activity.tasks import Waits, replace
from app.actor import Actor
from app.jobs.queue import enqueue


def record(
    db: Session,
    actor: Actor,
    happening: Happened,
    subject: Any,
    /,
    *,
    waits: Sequence[Waits] | None = None,
    **details: Any,
) -> Event:
    """Write the audit row, say what now waits for whom, and queue the notices, in the caller's transaction.

    `subject` has `id`, `reference`, `label` and `organisation_id`. `waits` is all that now waits on it; None leaves
    the tasks as they are. Of the details, the history shows `note` (a text to everyone who may read the line) and
    `changed` (labels of fields); the rest is for the audit log and the notices.
    """
    db.flush()  # the subject needs its id
    event = Event(
        happening=happening,
        membership_id=actor.membership_id,
        person_id=actor.person_id,
        person_name=actor.person_name,
        organisation_id=actor.organisation_id,
        organisation_name=actor.organisation_name,
        subject_type=type(subject).__name__,
        subject_id=subject.id,
        subject_reference=subject.reference,
        subject_label=subject.label,
        subject_organisation_id=subject.organisation_id,
        details=json.loads(json.dumps(details, default=str)),  # ids, days and sums as text
    )
    db.add(event)
    db.flush()
    if waits is not None:
        replace(db, actor, subject, waits)
    enqueue(db, "tell_about", event_id=str(event.id))
    return event
