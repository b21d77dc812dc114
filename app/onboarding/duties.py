"""What waits on the way in is said anew when people come or go."""

from uuid import UUID

from sqlalchemy.orm import Session

from app.actor import Actor
from app.onboarding import actions, queries


def _retell(db: Session, actor: Actor, onboarding_id: UUID) -> None:
    found = queries.by_id(db, onboarding_id)
    if found is not None:
        actions.follow(db, actor, found)


RETELLERS = (("Onboarding", _retell),)
