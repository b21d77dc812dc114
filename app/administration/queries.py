"""The state of an organisation's people."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from app.actor import Role
from app.database import today
from app.people import queries as people
from app.people.models import Membership, MembershipStatus

LEAVING_SOON = timedelta(days=30)
NEEDS_DEPUTY = (Role.testbed_leader, Role.sponsor, Role.company_rep, Role.researcher)


@dataclass(frozen=True)
class State:
    """How many people of an organisation need a look; each number with its own sentence."""

    active: int
    without_role: int
    waiting: int
    without_deputy: int
    leaving: int


def state_of(db: Session, organisation_id: UUID) -> State:
    everyone = [row for row in people.people_of(db, organisation_id) if row.status is not MembershipStatus.removed]
    active = [row for row in everyone if row.is_active]
    return State(
        active=len(active),
        without_role=sum(not row.roles for row in active),
        waiting=sum(row.status in (MembershipStatus.invited, MembershipStatus.proposed) for row in everyone),
        without_deputy=sum(not row.roles.isdisjoint(NEEDS_DEPUTY) and row.deputy_id is None for row in active),
        leaving=sum(leaves_soon(row) for row in active),
    )


def leaves_soon(member: Membership) -> bool:
    return member.valid_to is not None and member.valid_to <= today() + LEAVING_SOON
