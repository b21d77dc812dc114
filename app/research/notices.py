"""Whom each thing that happens to a study concerns."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.models import Event
from app.activity.notices import Notice, Notices, Urgency
from app.actor import Role
from app.people import queries as people
from app.people.models import Membership
from app.research import queries

LEADERS = (Role.testbed_leader, Role.testbed_deputy)


def its_hosts(db: Session, event: Event) -> Sequence[Membership]:
    research = queries.by_id(db, event.subject_id)
    return people.holders(db, research.host_id, *LEADERS) if research else []


def its_researcher(db: Session, event: Event) -> Sequence[Membership]:
    research = queries.by_id(db, event.subject_id)
    found = people.membership(db, research.membership_id) if research else None
    return [found] if found else []


def researcher_and_company(db: Session, event: Event) -> Sequence[Membership]:
    research = queries.by_id(db, event.subject_id)
    company = people.holders(db, research.company_id, Role.company_rep) if research else []
    return [*its_researcher(db, event), *company]


NOTICES: Notices = {
    Happened.research_interest_sent: Notice(its_hosts, "research/interest_sent", route="answer_research"),
    Happened.research_accepted: Notice(researcher_and_company, "research/accepted"),
    Happened.research_declined: Notice(its_researcher, "research/declined"),
    Happened.research_ethics_recorded: Notice(its_hosts, "research/ethics_recorded", Urgency.digest),
    Happened.research_started: Notice(its_hosts, "research/started", Urgency.digest),
    Happened.research_ended: Notice(its_hosts, "research/ended", Urgency.digest),
    Happened.research_withdrawn: Notice(its_hosts, "research/withdrawn"),
    Happened.research_standing_changed: None,
    Happened.research_standing_removed: None,
}
