"""What is forgotten, and doors that are closed when an organisation has got a sign-in service."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.actor import Actor
from app.database import now
from app.passkeys import actions, letters, queries

KEPT = timedelta(days=1)


def forget(db: Session, _: Actor) -> None:
    """Requests for links hold addresses: a day is enough to look into what went wrong."""
    queries.forget(db, now() - KEPT)


def close_ways(db: Session, _: Actor) -> None:
    """Whoever came in without a sign-in service goes when their organisation has one in use."""
    actions.close_ways(db)


WRITERS = {"send_sign_in_link": letters.send_link, "tell_of_passkey": letters.tell_of_change}
EVERY_MINUTE = (("passkeys.close_ways", close_ways),)
EVERY_NIGHT = (("passkeys.forget", forget),)
