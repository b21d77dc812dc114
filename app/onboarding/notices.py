"""Whom a municipality's way in concerns."""

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


def all_who_begin(db: Session, event: Event) -> Sequence[Membership]:
    roles = (Role.organisation_admin, Role.testbed_leader, Role.testbed_deputy, Role.sponsor)
    return people.holders(db, event.subject_organisation_id, *roles)


NOTICES: Notices = {
    Happened.onboarding_begun: Notice(the_region, "onboarding/begun", Urgency.digest),
    Happened.onboarding_changed: None,
    Happened.onboarding_paused: Notice(the_region, "onboarding/away", Urgency.digest),
    Happened.onboarding_left: Notice(the_region, "onboarding/away", Urgency.digest),
    Happened.onboarding_resumed: Notice(the_region, "onboarding/away", Urgency.digest),
    Happened.onboarding_welcomed: Notice(all_who_begin, "onboarding/welcomed", Urgency.digest),
}
