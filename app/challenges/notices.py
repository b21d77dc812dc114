"""Whom each thing that happens to a need concerns."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.models import Event
from app.activity.notices import Notice, Notices, Urgency
from app.actor import Role
from app.challenges import queries
from app.people import queries as people
from app.people.models import Membership

LEADERS = (Role.testbed_leader, Role.testbed_deputy)


def its_leaders(db: Session, event: Event) -> Sequence[Membership]:
    return people.holders(db, event.subject_organisation_id, *LEADERS)


def its_sponsor(db: Session, event: Event) -> Sequence[Membership]:
    sponsor = queries.sponsor_of(db, event.subject_id)
    return [sponsor] if sponsor else []


def the_region(db: Session, _: Event) -> Sequence[Membership]:
    region = people.region(db)
    return people.holders(db, region.id, Role.region_lead) if region else []


def the_municipality_asked(db: Session, event: Event) -> Sequence[Membership]:
    return people.holders(db, UUID(str(event.details["to"])), *LEADERS)


def its_leaders_and_sponsor(db: Session, event: Event) -> Sequence[Membership]:
    return [*its_leaders(db, event), *its_sponsor(db, event)]


def its_leaders_and_the_region(db: Session, event: Event) -> Sequence[Membership]:
    return [*its_leaders(db, event), *the_region(db, event)]


def those_who_asked(db: Session, event: Event) -> Sequence[Membership]:
    return queries.askers(db, event.subject_id)


NOTICES: Notices = {
    Happened.challenge_drafted: None,
    Happened.challenge_edited: None,
    Happened.challenge_submitted: Notice(its_sponsor, "challenges/submitted", route="mandate"),
    Happened.challenge_anchored: Notice(its_leaders, "challenges/anchored"),
    Happened.challenge_refused: Notice(its_leaders, "challenges/refused"),
    Happened.challenge_postponed: Notice(its_leaders, "challenges/postponed"),
    Happened.challenge_resumed: Notice(its_sponsor, "challenges/submitted", route="mandate"),
    Happened.challenge_sent_back: Notice(its_leaders, "challenges/sent_back", route="edit_challenge"),
    Happened.challenge_approved: Notice(its_leaders, "challenges/approved"),
    Happened.challenge_published: Notice(the_region, "challenges/published", Urgency.digest),
    Happened.challenge_signalled: Notice(the_region, "challenges/published", Urgency.digest),
    Happened.challenge_announced: Notice(those_who_asked, "challenges/announced"),
    Happened.challenge_registered: None,
    Happened.challenge_opened: Notice(its_leaders, "challenges/opened", Urgency.digest),
    Happened.challenge_closing: Notice(its_leaders_and_the_region, "challenges/closing", Urgency.digest),
    Happened.challenge_closed: Notice(its_leaders, "challenges/closed"),
    Happened.challenge_piloting: Notice(its_sponsor, "challenges/piloting", Urgency.digest),
    Happened.challenge_resolved: Notice(the_region, "challenges/resolved", Urgency.digest),
    Happened.challenge_unmatched: Notice(its_sponsor, "challenges/ended", Urgency.digest),
    Happened.challenge_unresolved: Notice(its_leaders_and_sponsor, "challenges/ended", Urgency.digest),
    Happened.challenge_withdrawn: Notice(its_sponsor, "challenges/ended", Urgency.digest),
    Happened.challenge_merged: Notice(its_leaders, "challenges/merged"),
    Happened.challenge_archived: None,
    Happened.challenge_co_owner_invited: Notice(
        the_municipality_asked, "challenges/co_owner_invited", route="share_challenge"
    ),
    Happened.challenge_co_owner_joined: Notice(its_leaders, "challenges/co_owner_answered", Urgency.digest),
    Happened.challenge_co_owner_declined: Notice(its_leaders, "challenges/co_owner_answered", Urgency.digest),
    Happened.challenge_endorsed: Notice(its_leaders, "challenges/endorsed", Urgency.digest),
    Happened.question_asked: Notice(its_leaders, "challenges/question_asked", route="answer_questions"),
    Happened.question_answered: Notice(those_who_asked, "challenges/question_answered", route="challenge_questions"),
}
