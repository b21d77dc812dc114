"""The morning: at 7 on working days everyone's letters are asked for, once; each is then written on its own."""

from sqlalchemy.orm import Session

from app.actor import Actor
from app.database import now
from app.jobs.queue import enqueue
from app.telling import actions, queries
from app.telling.escalating import escalate
from app.telling.mornings import morning_of


def begin_the_morning(db: Session, clock: Actor) -> None:
    """Ask for the letters of this morning, if it has come and nobody has asked yet. A late worker catches up."""
    del clock
    day = morning_of(now())
    if day is not None and queries.begin_morning(db, day):
        for membership_id in queries.readers(db):
            enqueue(db, "write_morning_letters", membership_id=str(membership_id), day=day.isoformat())


EVERY_NIGHT = (("telling.escalate", escalate),)
EVERY_MINUTE = (("telling.morning", begin_the_morning),)
WRITERS = {
    "write_morning_letters": actions.write_morning_letters,
    "write_test_letter": actions.write_test_letter,
}
