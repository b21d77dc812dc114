"""Whom it concerns that a directory is connected: the other administrators, so that nobody does it unseen."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.models import Event
from app.activity.notices import Notice, Notices
from app.actor import Role
from app.people import queries as people
from app.people.models import Membership


def the_administrators(db: Session, event: Event) -> Sequence[Membership]:
    return people.holders(db, event.subject_organisation_id, Role.organisation_admin)


NOTICES: Notices = {
    Happened.directory_token_created: Notice(the_administrators, "scim/key_created", route="directory"),
    Happened.directory_token_revoked: None,
    Happened.directory_approved: Notice(the_administrators, "scim/approved", route="directory"),
    Happened.directory_discarded: None,
}
