"""What the clock does with needs: opens and closes calls, returns to what was put off, archives what ended long ago."""

from uuid import UUID

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import Actor
from app.challenges import actions, queries, queries_clock
from app.challenges.tasks import waits
from app.database import now
from app.search.index import full_vector


def keep_time(db: Session, clock: Actor) -> None:
    """Move every need whose date has come. Safe to run at any time, as often as one likes."""
    due = queries_clock.due(db)
    for challenge in due.to_open:
        actions.take_step(db, clock, challenge, "open")
    for challenge in due.to_close:
        actions.take_step(db, clock, challenge, "close_call")
    for challenge in due.to_resume:
        challenge.state_since = now()
        record(db, clock, Happened.challenge_resumed, challenge, waits=waits(db, challenge))
    for challenge in due.to_archive:
        actions.take_step(db, clock, challenge, "archive")


def tell_what_closes(db: Session, clock: Actor) -> None:
    """Say once, a week before, that a call closes. Safe to run at any time: each day of closing is told of once."""
    for challenge in queries_clock.closing(db):
        record(db, clock, Happened.challenge_closing, challenge, closes_on=challenge.closes_on)


def index_challenge(db: Session, challenge_id: str) -> None:
    """Make the need findable by every form of its words. Only the index is written: nobody's version moves."""
    queries.write_index(db, UUID(challenge_id), lambda challenge: full_vector(db, challenge.searched_texts))


HANDLERS = {"index_challenge": index_challenge}
EVERY_MINUTE = (("challenges.keep_time", keep_time),)
EVERY_NIGHT = (("challenges.tell_what_closes", tell_what_closes),)
