"""Whom it concerns that people come and go."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.models import Event
from app.activity.notices import Notice, Notices, Urgency
from app.actor import Role
from app.people import queries as people
from app.people.models import Membership, Source


def the_person(db: Session, event: Event) -> Sequence[Membership]:
    found = people.membership(db, event.subject_id)
    return [found] if found else []


def its_administrators(db: Session, event: Event) -> Sequence[Membership]:
    return people.holders(db, event.subject_organisation_id, Role.organisation_admin)


def those_who_answer(db: Session, event: Event) -> Sequence[Membership]:
    """The region answers for whom people propose, its administrators for whom the organisation's service vouches."""
    found = people.any_membership(db, event.subject_id)
    if found is not None and found.source is not Source.manual:
        return its_administrators(db, event)
    return people.holders_anywhere(db, Role.region_lead)


NOTICES: Notices = {
    Happened.member_proposed: Notice(those_who_answer, "administration/proposed", Urgency.digest, route="approvals"),
    Happened.member_approved: Notice(the_person, "administration/approved", route="todo"),
    Happened.member_declined: Notice(its_administrators, "administration/declined", Urgency.digest, route="people_of"),
    Happened.newcomers_changed: Notice(its_administrators, "administration/newcomers_changed", route="newcomers"),
    Happened.facts_changed: None,
    Happened.member_invited: None,
    Happened.member_added: None,
    Happened.member_joined: Notice(its_administrators, "administration/joined", Urgency.digest, route="member"),
    Happened.member_changed: None,
    Happened.member_suspended: Notice(its_administrators, "administration/ended", Urgency.digest, route="member"),
    Happened.member_reinstated: Notice(the_person, "administration/reinstated", route="member"),
    Happened.member_removed: Notice(its_administrators, "administration/ended", Urgency.digest, route="member"),
    Happened.role_given: Notice(the_person, "administration/role_given", route="member"),
    Happened.role_taken: Notice(the_person, "administration/role_taken", route="member"),
}
