"""What the clock does with requests: lets expire what the company did not complete in time, reminds of drafts."""

from uuid import UUID

from sqlalchemy.orm import Session

from app.activity import queries as activity
from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import THE_CLOCK, Actor
from app.database import today
from app.test_requests import actions, handling, queries


def keep_time(db: Session, clock: Actor) -> None:
    """Safe to run at any time, as often as one likes."""
    for test_request in queries.overdue_completions(db, today()):
        handling.expire(db, clock, test_request)


def remind_of_drafts(db: Session, event_id: str) -> None:
    """A call closes within a week: companies with a draft on it are told, once for each day of closing."""
    event = activity.event(db, UUID(event_id))
    if event is None or event.happening is not Happened.challenge_closing:
        return
    for test_request in queries.unsent_on_closing(db, event.subject_id):
        if not activity.has_happened(db, test_request.id, Happened.request_closing, since=event.at):
            record(db, THE_CLOCK, Happened.request_closing, test_request, closes_on=event.details.get("closes_on"))


MOVES_THE_CALL = (Happened.challenge_announced, Happened.challenge_closed)


def follow_the_call(db: Session, event_id: str) -> None:
    """What was promised on a call counts from its last day, and can be opened once it has closed. Safe to repeat."""
    event = activity.event(db, UUID(event_id))
    if event is None or event.happening not in MOVES_THE_CALL:
        return
    for test_request in queries.sent_on(db, event.subject_id):
        actions.follow_the_call(db, test_request)


EVERY_NIGHT = (("test_requests.keep_time", keep_time),)
LISTENERS = (remind_of_drafts, follow_the_call)
