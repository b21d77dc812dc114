"""What the clock does: steps are taken elsewhere, and seen here."""

from sqlalchemy.orm import Session

from app.actor import Actor
from app.onboarding import actions, queries


def follow_onboardings(db: Session, actor: Actor) -> None:
    for found in queries.everyone(db):
        actions.follow(db, actor, found)


EVERY_MINUTE = (("follow_onboardings", follow_onboardings),)
