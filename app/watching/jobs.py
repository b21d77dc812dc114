"""Letters about watches in the morning, and forgetting addresses that nobody confirmed."""

from sqlalchemy.orm import Session

from app.activity.groups import Frequency
from app.actor import Actor
from app.database import now
from app.jobs.queue import enqueue
from app.telling import queries as telling
from app.telling.mornings import first_morning, morning_of
from app.watching import actions, queries

WATCHES = "watches"


def begin_the_morning(db: Session, clock: Actor) -> None:
    """At 7 on working days: daily watches every time, weekly ones with the first morning of the week."""
    del clock
    day = morning_of(now())
    if day is None or not telling.begin_morning(db, day, WATCHES):
        return
    first = first_morning(day)
    is_weekly = day == first or not telling.had_morning(db, first, WATCHES)
    frequencies = [Frequency.daily, Frequency.weekly] if is_weekly else [Frequency.daily]
    for address in queries.addresses_waiting(db, frequencies):
        names = [often.value for often in frequencies]
        enqueue(db, "write_watch_letter", address=address, frequencies=names)


def forget_unconfirmed(db: Session, clock: Actor) -> None:
    del clock
    queries.forget_unconfirmed(db, now() - actions.CONFIRM_WITHIN)


EVERY_MINUTE = (("watching.morning", begin_the_morning),)
EVERY_NIGHT = (("watching.forget_unconfirmed", forget_unconfirmed),)
LISTENERS = (actions.take_note,)
WRITERS = {
    "write_watch_letter": actions.write_watch_letter,
    "write_watch_confirmation": actions.write_watch_confirmation,
}
