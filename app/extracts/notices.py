"""Whom an extract concerns: whoever ordered it."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.models import Event
from app.activity.notices import Notice, Notices
from app.extracts import queries
from app.people.models import Membership


def its_orderer(db: Session, event: Event) -> Sequence[Membership]:
    return queries.orderer(db, event.subject_id)


NOTICES: Notices = {
    Happened.extract_ordered: None,
    Happened.extract_ready: Notice(its_orderer, "extracts/ready", route="extract"),
}
