"""Whom a message concerns: the circle it was written to, asked of the rules when it is told."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.models import Event
from app.activity.notices import Group, Notice, Notices
from app.conversations import queries
from app.people.models import Membership


def those_it_is_for(db: Session, event: Event) -> Sequence[Membership]:
    message = queries.message_by_id(db, event.subject_id)
    return queries.concerned(db, message) if message else []


NOTICES: Notices = {
    Happened.message_sent: Notice(those_it_is_for, "conversations/message", group=Group.messages),
    Happened.message_changed: None,
}
