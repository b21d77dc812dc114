"""What is done about metadata and answers by night: read what is published anew, forget what is used."""

from sqlalchemy.orm import Session

from app.actor import Actor
from app.database import now
from app.saml import queries


def forget_answers(db: Session, _: Actor) -> None:
    """What was parked and not fetched, and the names of assertions that are too old to be believed again."""
    queries.forget(db, now())


EVERY_NIGHT = (("saml.forget_answers", forget_answers),)
