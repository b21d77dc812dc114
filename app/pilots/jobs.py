"""What the clock does with pilots: ends them when their last day has passed, and says what has fallen due."""

from sqlalchemy.orm import Session

from app.activity.tasks import replace
from app.actor import Actor
from app.database import today
from app.pilots import actions, queries
from app.pilots.tasks import waits


def keep_time(db: Session, clock: Actor) -> None:
    """Safe to run at any time, as often as one likes: what is said already keeps its date."""
    for pilot in queries.run_out(db, today()):
        actions.run_out(db, clock, pilot)
    for pilot in queries.with_dates(db):
        replace(db, clock, pilot, waits(pilot))


EVERY_NIGHT = (("pilots.keep_time", keep_time),)
