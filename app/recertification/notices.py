"""Whom a review of access concerns."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.models import Event
from app.activity.notices import Notice, Notices, Urgency
from app.actor import Role
from app.people import queries as people
from app.people.models import Membership


def its_administrators(db: Session, event: Event) -> Sequence[Membership]:
    return people.holders(db, event.subject_organisation_id, Role.organisation_admin)


def the_person(db: Session, event: Event) -> Sequence[Membership]:
    found = people.membership(db, event.subject_id)
    return [found] if found else []


NOTICES: Notices = {
    Happened.access_review_begun: Notice(
        its_administrators, "recertification/begun", Urgency.digest, route="access_review"
    ),
    Happened.access_review_reminded: Notice(its_administrators, "recertification/reminded", route="access_review"),
    Happened.access_review_answered: None,
    Happened.access_review_done: None,
    Happened.access_review_unanswered: Notice(its_administrators, "recertification/unanswered", route="access_review"),
    Happened.unseen_limit_set: None,
    Happened.member_unseen: Notice(the_person, "recertification/unseen", route="member"),
}
