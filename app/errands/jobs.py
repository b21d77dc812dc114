"""What the clock does with errands: tells whoever asked that one was not done in time."""

from sqlalchemy.orm import Session

from app.actor import Actor
from app.database import today
from app.errands import actions, queries


def look_for_late(db: Session, clock: Actor) -> None:
    """Safe to run at any time, as often as one likes."""
    for errand in queries.late(db, today()):
        actions.say_what_is_late(db, clock, errand)


EVERY_NIGHT = (("errands.look_for_late", look_for_late),)
