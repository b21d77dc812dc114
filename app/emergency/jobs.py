from sqlalchemy.orm import Session

from app.actor import Actor
from app.emergency import unlocking


def raise_again(db: Session, _: Actor) -> None:
    """Organisations that were unlocked for a while demand their sign-in service again."""
    unlocking.raise_again(db)


EVERY_MINUTE = (("emergency.raise_again", raise_again),)
