from sqlalchemy.orm import Session

from app.actor import Actor
from app.emergency import letters, unlocking


def raise_again(db: Session, _: Actor) -> None:
    """Organisations that were unlocked for a while demand their sign-in service again."""
    unlocking.raise_again(db)


WRITERS = {"tell_of_emergency": letters.tell_of_emergency}
EVERY_MINUTE = (("emergency.raise_again", raise_again),)
