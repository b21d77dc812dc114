"""Whom each thing that happens to a pilot concerns."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.models import Event
from app.activity.notices import Notice, Notices, Urgency
from app.actor import Role
from app.people import queries as people
from app.people.models import Membership
from app.pilots import queries

LEADERS = (Role.testbed_leader, Role.testbed_deputy)


def its_leaders(db: Session, event: Event) -> Sequence[Membership]:
    return people.holders(db, event.subject_organisation_id, *LEADERS)


def its_company(db: Session, event: Event) -> Sequence[Membership]:
    pilot = queries.by_id(db, event.subject_id)
    return people.holders(db, pilot.company_id, Role.company_rep) if pilot else []


def both_parties(db: Session, event: Event) -> Sequence[Membership]:
    return [*its_leaders(db, event), *its_company(db, event)]


def the_other_party(db: Session, event: Event) -> Sequence[Membership]:
    """Those who did not do it: the company when the municipality did, and the other way round."""
    return [row for row in both_parties(db, event) if row.organisation_id != event.organisation_id]


def its_sponsor(db: Session, event: Event) -> Sequence[Membership]:
    pilot = queries.by_id(db, event.subject_id)
    sponsor = people.membership(db, pilot.sponsor_id) if pilot and pilot.sponsor_id else None
    return [sponsor] if sponsor else []


def everyone_in_it(db: Session, event: Event) -> Sequence[Membership]:
    return [*both_parties(db, event), *its_sponsor(db, event), *the_region(db, event)]


def the_region(db: Session, _: Event) -> Sequence[Membership]:
    region = people.region(db)
    return people.holders(db, region.id, Role.region_lead) if region else []


def those_asked_to_help(db: Session, event: Event) -> Sequence[Membership]:
    """A report is for the other party, and for those it asks for help."""
    asked = {"sponsor": its_sponsor, "company": its_company, "region": the_region}
    helpers = asked.get(str(event.details.get("help_from", "")))
    return [*the_other_party(db, event), *(helpers(db, event) if helpers else [])]


NOTICES: Notices = {
    Happened.pilot_created: Notice(its_company, "pilots/created", route="pilot_plan"),
    Happened.pilot_edited: Notice(the_other_party, "pilots/edited", Urgency.digest, route="pilot_plan"),
    Happened.pilot_plan_sent: Notice(both_parties, "pilots/plan_sent", route="approve_plan"),
    Happened.pilot_plan_approved: Notice(the_other_party, "pilots/plan_approved"),
    Happened.pilot_plan_reopened: Notice(both_parties, "pilots/plan_reopened", route="pilot_plan"),
    Happened.pilot_started: Notice(everyone_in_it, "pilots/started"),
    Happened.pilot_reported: Notice(those_asked_to_help, "pilots/reported", Urgency.digest),
    Happened.pilot_reached_halfway: Notice(everyone_in_it, "pilots/halfway", Urgency.digest),
    Happened.pilot_paused: Notice(everyone_in_it, "pilots/paused"),
    Happened.pilot_resumed: Notice(everyone_in_it, "pilots/resumed"),
    Happened.pilot_stopped: Notice(everyone_in_it, "pilots/stopped"),
    Happened.pilot_ended: Notice(both_parties, "pilots/ended"),
    Happened.pilot_evaluated: None,
    Happened.pilot_final_reported: Notice(everyone_in_it, "pilots/final_reported", route="final_report"),
    Happened.pilot_company_replied: Notice(its_leaders, "pilots/company_replied", Urgency.digest, route="final_report"),
    Happened.pilot_decided: Notice(everyone_in_it, "pilots/decided"),
    Happened.pilot_followed_up: Notice(its_sponsor, "pilots/followed_up", Urgency.digest),
    Happened.pilot_closed: Notice(both_parties, "pilots/closed", Urgency.digest),
}
