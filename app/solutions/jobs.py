"""What the clock does with solutions: asks for the yearly confirmation, and lets lapse what nobody confirmed."""

from sqlalchemy.orm import Session

from app.actor import Actor
from app.database import now
from app.solutions import actions, queries
from app.solutions.lifecycle import CONFIRMED_FOR, REMINDED_BEFORE


def keep_time(db: Session, clock: Actor) -> None:
    """Safe to run at any time, as often as one likes."""
    for solution in queries.confirmed_before(db, now() - CONFIRMED_FOR):
        actions.take_step(db, clock, solution, "lapse")
    for solution in queries.confirmed_before(db, now() - CONFIRMED_FOR + REMINDED_BEFORE):
        actions.remind(db, clock, solution)


EVERY_NIGHT = (("solutions.keep_time", keep_time),)
