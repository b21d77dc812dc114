"""Whom it concerns that roles follow from other groups than before: every administrator."""

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
    Happened.role_mappings_changed: Notice(the_administrators, "role_mappings/changed", route="role_mappings"),
}
