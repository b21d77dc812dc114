"""Whom it concerns how an organisation's sign-in service fares."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.models import Event
from app.activity.notices import Notice, Notices
from app.actor import Role
from app.people import queries as people
from app.people.models import Membership


def its_administrators(db: Session, event: Event) -> Sequence[Membership]:
    return people.holders(db, event.subject_organisation_id, Role.organisation_admin)


def its_administrators_and_ours(db: Session, event: Event) -> Sequence[Membership]:
    return [*its_administrators(db, event), *people.holders_anywhere(db, Role.platform_admin)]


NOTICES: Notices = {
    Happened.connection_expiring: Notice(its_administrators_and_ours, "sign_in/expiring"),
    Happened.connection_closed: Notice(its_administrators, "sign_in/closed"),
    Happened.account_joined: None,  # a letter goes to both addresses (letters_joining.py): one of them is no member's
    Happened.account_parted: None,
}
