"""What is forgotten about sign-ins that came to nothing."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.actor import Actor
from app.database import now
from app.sign_in import queries_arriving as arriving
from app.sign_in import queries_newcomers as newcomers
from app.sign_in.expiry import warn
from app.sign_in.letters_joining import tell_of_joining

KEPT = timedelta(days=1)  # an attempt lives ten minutes; a day is enough to look into what went wrong
TRACES_KEPT = timedelta(days=14)


def forget_attempts(db: Session, _: Actor) -> None:
    """Remove attempts that nobody can finish any more."""
    while old := arriving.forgotten(db, now() - KEPT):
        for attempt in old:
            db.delete(attempt)
        db.flush()


def forget_traces(db: Session, _: Actor) -> None:
    """Two weeks are enough to mend a connection by."""
    arriving.forget_traces(db, now() - TRACES_KEPT)


def forget_replays(db: Session, _: Actor) -> None:
    arriving.forget_replays(db)


def forget_requests(db: Session, _: Actor) -> None:
    """Whoever was turned away and did not ask is not remembered."""
    newcomers.forget_unmade(db, now() - KEPT)


WRITERS = {"tell_of_joining": tell_of_joining}

EVERY_NIGHT = (
    ("sign_in.forget_requests", forget_requests),
    ("sign_in.forget_replays", forget_replays),
    ("sign_in.forget_attempts", forget_attempts),
    ("sign_in.forget_traces", forget_traces),
    ("sign_in.warn_of_ends", warn),
)
