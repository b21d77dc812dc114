"""Whom the assessment of a request concerns. Nobody with ties is ever told of it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.models import Event
from app.activity.notices import Notice, Notices
from app.assessments import queries
from app.people import queries as people
from app.people.models import Membership


def the_one_named(db: Session, event: Event) -> Sequence[Membership]:
    named = people.membership(db, UUID(str(event.details["membership_id"])))
    return [named] if named else []


def those_who_decide(db: Session, event: Event) -> Sequence[Membership]:
    found = queries.by_id(db, event.subject_id)
    return queries.deciders(db, found) if found else []


def those_who_decide_when_all_have_scored(db: Session, event: Event) -> Sequence[Membership]:
    found = queries.by_id(db, event.subject_id)
    if found is None or any(row.assessed_at is None for row in found.assessors if row.is_scoring):
        return []
    return queries.deciders(db, found)


def management_if_it_takes_resources(db: Session, event: Event) -> Sequence[Membership]:
    found = queries.by_id(db, event.subject_id)
    return queries.sponsors(db, found) if found and event.details.get("needs_sponsor") else []


def the_company(db: Session, event: Event) -> Sequence[Membership]:
    found = queries.by_id(db, event.subject_id)
    return queries.representatives(db, found) if found else []


LETTERS: dict[Happened, Notice] = {
    Happened.request_accepted: Notice(the_company, "assessments/accepted", route="decision"),
    Happened.request_waitlisted: Notice(the_company, "assessments/waitlisted", route="decision"),
    Happened.request_declined: Notice(the_company, "assessments/declined", route="decision"),
    Happened.request_referred: Notice(the_company, "assessments/referred"),
}
"""The decision letters, as they are previewed and as they are sent."""

NOTICES: Notices = {
    Happened.request_assigned: Notice(the_one_named, "assessments/assigned", route="declare_ties"),
    Happened.request_conflict_declared: Notice(those_who_decide, "assessments/conflict_declared", route="assessors"),
    Happened.request_cleared: None,
    Happened.request_assessed: Notice(
        those_who_decide_when_all_have_scored, "assessments/assessed", route="prepare_decision"
    ),
    Happened.request_decision_prepared: Notice(
        management_if_it_takes_resources, "assessments/agree", route="agree_to_decision"
    ),
    Happened.request_agreed: Notice(those_who_decide, "assessments/agreed", route="decision"),
    Happened.request_objected: Notice(those_who_decide, "assessments/objected", route="prepare_decision"),
    **LETTERS,
}
