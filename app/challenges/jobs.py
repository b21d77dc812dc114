"""What the clock does with needs: opens and closes calls, returns to what was put off, archives what ended long ago."""

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import Actor
from app.challenges import actions, queries
from app.challenges.tasks import waits
from app.database import now


def keep_time(db: Session, clock: Actor) -> None:
    """Move every need whose date has come. Safe to run at any time, as often as one likes."""
    due = queries.due(db)
    for challenge in due.to_open:
        actions.take_step(db, clock, challenge, "open")
    for challenge in due.to_close:
        actions.take_step(db, clock, challenge, "close_call")
    for challenge in due.to_resume:
        challenge.state_since = now()
        record(db, clock, Happened.challenge_resumed, challenge, waits=waits(db, challenge))
    for challenge in due.to_archive:
        actions.take_step(db, clock, challenge, "archive")


EVERY_MINUTE = (("challenges.keep_time", keep_time),)
