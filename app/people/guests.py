"""Somebody without an account who is let in to one thing, to do one thing there (docs/guests.md).

A guest belongs to no organisation that takes part, so no ground that says "their organisation" holds for them, and has
no role, so none that names one does either. All they read is what lies open to everyone, what they have been let in to,
and what they were asked. Whoever calls has checked that the actor may let somebody in.
"""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import THE_CLOCK, Actor
from app.database import today
from app.people import actions, beginning, queries
from app.people.models import Membership, MembershipStatus, Source


def invite(
    db: Session, actor: Actor, *, email: str, name: str, unit: str, locale: str, until: date, is_demo: bool = False
) -> Membership:
    """The guest with that address: a new one waits for their first sign-in; `until` is the last day, if it is later
    than the one they have. `unit` is where they say they work."""
    house = queries.guests(db)
    found = next((one for one in queries.memberships_at(db, house.id, email) if _is_here(one)), None)
    if found is None:
        found = beginning.made(db, actor, house, email, name, unit, locale, (), Source.manual)
        found.status, found.valid_from, found.valid_to = MembershipStatus.invited, today(), until
        found.person.is_demo = is_demo
        record(db, actor, Happened.member_invited, found, roles=[])
    member = queries.locked(db, found.id)
    member.valid_to = max(member.valid_to or until, until)
    return member


def _is_here(member: Membership) -> bool:
    return member.status in (MembershipStatus.invited, MembershipStatus.active)


def end(db: Session, membership_id: UUID) -> None:
    """Nothing is asked of the guest any more: they can no longer sign in, and are signed out."""
    actions.say_goodbye(db, THE_CLOCK, queries.locked(db, membership_id))


FORGOTTEN = "Gäst som inte kom"


def forget(db: Session, membership_id: UUID) -> None:
    """Of somebody who was invited and never came, their name, address and where they work are not kept, but for the log
    and the letters. Who came stands by name in what they did."""
    member = queries.locked(db, membership_id)
    if member.status is MembershipStatus.removed:
        member.person.name, member.person.email, member.unit = FORGOTTEN, "", ""
