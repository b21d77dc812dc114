"""Saying no to somebody who was proposed."""

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import Actor
from app.people import queries, rules, tasks
from app.people.actions import MOVED_ON
from app.people.models import Membership, MembershipStatus
from app.refusals import Reason, Refused


def decline(db: Session, actor: Actor, membership: Membership, *, why: str) -> None:
    """It is as if they had never been proposed; they can still be invited.

    Raises:
        NotAllowed: not the actor's to answer.
        Refused: it is no longer a proposal.
    """
    member = queries.locked(db, membership.id)
    rules.may_approve.require(actor, member)
    if member.status is not MembershipStatus.proposed:
        raise Refused(Reason(MOVED_ON))
    member.status = MembershipStatus.removed
    member.role_rows.clear()
    record(db, actor, Happened.member_declined, member, waits=tasks.waits(member), why=why)
