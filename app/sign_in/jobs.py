"""What is forgotten about sign-ins that came to nothing."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.actor import Actor
from app.database import now
from app.sign_in import queries

KEPT = timedelta(days=1)  # an attempt lives ten minutes; a day is enough to look into what went wrong


def forget_attempts(db: Session, _: Actor) -> None:
    """Remove attempts that nobody can finish any more."""
    while old := queries.forgotten(db, now() - KEPT):
        for attempt in old:
            db.delete(attempt)
        db.flush()


EVERY_NIGHT = (("sign_in.forget_attempts", forget_attempts),)
