"""The rooms of this feature."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.actor import Actor, Role
from app.administration import queries
from app.language import N_
from app.people import queries as people
from app.web.rooms import Open, Room


def open_among_people(db: Session, actor: Actor) -> Sequence[Open]:
    """What an administrator should look at: people without a role, and nobody to stand in."""
    found = queries.state_of(db, actor.organisation_id)
    said = [
        (found.without_role, N_("%(count)s people have no role and can do nothing.")),
        (found.waiting, N_("%(count)s people have been invited and have not come yet.")),
        (found.without_deputy, N_("%(count)s people with duties have nobody who stands in for them.")),
        (found.leaving, N_("%(count)s people leave within 30 days.")),
    ]
    return [Open(text, {"count": count}) for count, text in said if count]


def open_approvals(db: Session, actor: Actor) -> Sequence[Open]:
    waiting = len(people.proposals(db, actor))
    return [Open(N_("%(count)s people wait for your approval."), {"count": waiting})] if waiting else []


def open_facts(db: Session, actor: Actor) -> Sequence[Open]:
    said = queries.own_organisation(db, actor).has_said_whom_to_ask
    return [] if said else [Open(N_("Say where others turn to you."))]


ROOMS = (
    Room(
        "organisation_facts",
        N_("Facts of the organisation"),
        N_("Where others turn to you: for public documents, and about personal data."),
        open_there=open_facts,
        order=5,
    ),
    Room(
        "people_of",
        N_("People"),
        N_("Who acts for your organisation, with which roles, and who stands in for whom."),
        open_there=open_among_people,
        order=10,
    ),
    Room(
        "approvals",
        N_("People to approve"),
        N_("People who have been proposed and cannot sign in until you have said yes."),
        (Role.organisation_admin, Role.region_lead),
        open_approvals,
        order=11,
    ),
    Room(
        "newcomers",
        N_("Newcomers"),
        N_("Who comes in without an invitation, as what, and whether an administrator approves each of them."),
        order=12,
    ),
)
