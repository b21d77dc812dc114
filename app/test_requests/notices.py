"""Whom each thing that happens to a request concerns. Nobody with a declared conflict of interest is told anything."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.models import Event
from app.activity.notices import Notice, Notices, Urgency
from app.actor import Role
from app.people import queries as people
from app.people.models import Membership
from app.test_requests import queries, rules


def _impartial(db: Session, event: Event, found: Sequence[Membership]) -> list[Membership]:
    conflicted = queries.conflicted(db, event.subject_id)
    return [membership for membership in found if membership.id not in conflicted]


def the_company(db: Session, event: Event) -> Sequence[Membership]:
    return people.holders(db, event.subject_organisation_id, Role.company_rep)


def the_hosts(db: Session, event: Event) -> Sequence[Membership]:
    test_request = queries.by_id(db, event.subject_id)
    if test_request is None:
        return []
    return _impartial(db, event, people.holders(db, test_request.host_id, *rules.LEADERS))


def both(db: Session, event: Event) -> Sequence[Membership]:
    return [*the_company(db, event), *the_hosts(db, event)]


def the_region(db: Session, event: Event) -> Sequence[Membership]:
    region = people.region(db)
    return _impartial(db, event, people.holders(db, region.id, *rules.REGION)) if region else []


def the_company_and_the_region(db: Session, event: Event) -> Sequence[Membership]:
    return [*the_company(db, event), *the_region(db, event)]


def the_company_and_all_leaders(db: Session, event: Event) -> Sequence[Membership]:
    leaders = _impartial(db, event, people.holders_anywhere(db, *rules.LEADERS))
    return [*the_company(db, event), *leaders]


NOTICES: Notices = {
    Happened.request_drafted: None,
    Happened.request_discarded: None,
    Happened.request_closing: Notice(the_company, "test_requests/closing", route="check_test_request"),
    Happened.request_submitted: Notice(both, "test_requests/submitted"),
    Happened.request_proposed: Notice(the_company_and_the_region, "test_requests/proposed"),
    Happened.request_linked: Notice(both, "test_requests/linked"),
    Happened.request_offered: Notice(the_company_and_all_leaders, "test_requests/offered", Urgency.digest),
    Happened.request_screened: Notice(the_company, "test_requests/screened"),
    Happened.request_completion_asked: Notice(
        the_company, "test_requests/completion_asked", route="complete_test_request"
    ),
    Happened.request_completed: Notice(the_hosts, "test_requests/completed"),
    Happened.request_expired: Notice(both, "test_requests/expired"),
    Happened.request_released_assessor: None,
    Happened.request_withdrawn: Notice(the_hosts, "test_requests/withdrawn"),
    Happened.document_added: None,
    Happened.document_removed: None,
    Happened.document_opened: None,
}
