"""What the clock does with requests: lets expire what the company did not complete in time."""

from sqlalchemy.orm import Session

from app.actor import Actor
from app.database import today
from app.test_requests import handling, queries


def keep_time(db: Session, clock: Actor) -> None:
    """Safe to run at any time, as often as one likes."""
    for test_request in queries.overdue_completions(db, today()):
        handling.expire(db, clock, test_request)


EVERY_NIGHT = (("test_requests.keep_time", keep_time),)
