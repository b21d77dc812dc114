"""Whom it concerns that nobody leads a testbed."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.models import Event
from app.activity.notices import Notice, Notices, Urgency
from app.actor import Role
from app.people import queries as people
from app.people.models import Membership


def the_region(db: Session, _: Event) -> Sequence[Membership]:
    return people.holders_anywhere(db, Role.region_lead)


def the_region_and_its_administrators(db: Session, event: Event) -> Sequence[Membership]:
    return [
        *the_region(db, event),
        *people.holders(db, event.subject_organisation_id, Role.organisation_admin),
    ]


NOTICES: Notices = {
    Happened.staffing_vacant: Notice(
        the_region_and_its_administrators, "staffing/vacant", Urgency.digest, route="municipal_staffing"
    ),
    Happened.staffing_filled: Notice(the_region, "staffing/filled", Urgency.digest, route="municipal_staffing"),
}
