"""What the clock does: last days, reminders, and the end of the time to answer."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.actor import Actor
from app.database import SWEDEN, today
from app.handovers import actions, queries
from app.people import actions as people
from app.people import handing_on
from app.working_days import working_days_between

FIRST_REMINDER = 5  # working days after it was sent (ux.md 1.6)
WEEK_BEFORE = timedelta(days=7)
MOST_REMINDERS = 2


def end_the_expired(db: Session, actor: Actor) -> None:
    people.end_the_expired(db, actor)


def mind_the_unowned(db: Session, actor: Actor) -> None:
    handing_on.mind_the_unowned(db, actor)


def follow_handovers(db: Session, actor: Actor) -> None:
    """Time out, or a reminder: after five working days, and a week before the time is out; at most two."""
    day = today()
    for handover in queries.sent(db):
        if handover.expires_on is None or handover.sent_at is None:
            continue
        if handover.expires_on < day:
            actions.expire(db, actor, handover)
            continue
        waited = working_days_between(handover.sent_at.astimezone(SWEDEN).date(), day)
        is_soon = handover.expires_on - day <= WEEK_BEFORE and waited > 0
        wanted = int(waited >= FIRST_REMINDER) + int(is_soon)
        if min(wanted, MOST_REMINDERS) > handover.reminders and handover.reminded_on != day:
            actions.remind(db, actor, handover)


def cancel_the_pointless(db: Session, actor: Actor) -> None:
    """A draft about somebody who is gone: what they had has been seen to without it."""
    for handover in queries.drafts(db):
        if not handover.leaver.is_active:
            actions.cancel(db, actor, handover)


EVERY_MINUTE = (("end_the_expired", end_the_expired), ("mind_the_unowned", mind_the_unowned))
EVERY_NIGHT = (("follow_handovers", follow_handovers), ("cancel_the_pointless", cancel_the_pointless))
