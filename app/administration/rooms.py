"""The rooms of this feature."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.actor import Actor, Role
from app.administration import queries
from app.language import N_
from app.onboarding import queries as onboarding
from app.people import queries as people
from app.web.rooms import Open, Room, counted


def open_among_people(db: Session, actor: Actor) -> Sequence[Open]:
    """What an administrator should look at: people without a role, and nobody to stand in."""
    found = queries.state_of(db, actor.organisation_id)
    nobody = [
        (found.lacks_leader, N_("Nobody leads your testbed. Give the role to a colleague, or invite somebody.")),
        (found.lacks_sponsor, N_("Nobody in management can decide on needs. Name a decision-maker.")),
    ]
    way_in = N_("%(done)s of %(whole)s steps are done before your municipality takes part.")
    return [
        *(
            Open(way_in, {"done": one.way.done, "whole": one.way.whole}, "onboarding", {"ref": one.organisation.slug})
            for one in onboarding.progress(db, actor)
            if one.is_on_its_way and one.organisation.id == actor.organisation_id
        ),
        *(Open(text) for lacks, text in nobody if lacks),
        *counted(
            found.without_role,
            N_("One person has no role and can do nothing."),
            N_("%(count)s people have no role and can do nothing."),
        ),
        *counted(
            found.waiting,
            N_("One person has been invited and has not come yet."),
            N_("%(count)s people have been invited and have not come yet."),
        ),
        *counted(
            found.without_deputy,
            N_("One person with duties has nobody who stands in for them."),
            N_("%(count)s people with duties have nobody who stands in for them."),
        ),
        *counted(
            found.leaving,
            N_("One person leaves within 30 days."),
            N_("%(count)s people leave within 30 days."),
        ),
    ]


def open_approvals(db: Session, actor: Actor) -> Sequence[Open]:
    one, many = N_("One person waits for your approval."), N_("%(count)s people wait for your approval.")
    return counted(len(people.proposals(db, actor)), one, many)


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
