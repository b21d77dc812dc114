"""Who is told of what on these pages."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.models import Event
from app.activity.notices import Notice, Notices, Urgency
from app.actor import Role
from app.people import queries as people
from app.people.models import Membership


def _those_who_run_the_portal(db: Session, event: Event) -> Sequence[Membership]:
    found = people.holders(db, event.subject_organisation_id, Role.platform_admin, Role.organisation_admin)
    return found or people.holders_anywhere(db, Role.platform_admin)


NOTICES: Notices = {
    Happened.barrier_reported: Notice(_those_who_run_the_portal, "home/barrier_reported", Urgency.direct),
    Happened.barrier_answered: None,
    Happened.language_chosen: None,
    Happened.letters_chosen: None,
    Happened.summaries_stopped: None,
    Happened.address_cleared: None,
}
