"""What the portal does by itself with files of earlier tests."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.actor import Actor
from app.database import now
from app.earlier_tests import queries
from app.jobs.clock import Step

KEPT = timedelta(days=7)


def forget_files(db: Session, actor: Actor) -> None:
    """A file that was read and never imported is forgotten after a week."""
    del actor
    queries.forget_drafts(db, now() - KEPT)


EVERY_NIGHT: tuple[Step, ...] = (("forget_earlier_tests_never_imported", forget_files),)
