"""Keys of presses and parked forms do their work within hours; then they go."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.actor import Actor
from app.database import now
from app.submissions import queries

KEPT = timedelta(days=2)


def forget(db: Session, _: Actor) -> None:
    queries.forget(db, now() - KEPT)


EVERY_NIGHT = (("submissions.forget", forget),)
