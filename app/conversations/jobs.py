"""What the clock does with conversations: what somebody began to write and left for long is thrown away."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.actor import Actor
from app.conversations import actions, queries
from app.database import now

KEPT = timedelta(days=90)  # since it was last saved (ux.md 2.0)


def discard_old_drafts(db: Session, clock: Actor) -> None:
    """Safe to run at any time. Nobody is told: a draft is its writer's own, and nothing of it has been sent."""
    del clock
    for draft in queries.drafts_left_since(db, now() - KEPT):
        actions.discard(db, draft)


EVERY_NIGHT = (("conversations.discard_old_drafts", discard_old_drafts),)
