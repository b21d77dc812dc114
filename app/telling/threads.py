"""The red thread: everyone who fed a need hears once of each later step of it (lessons.md 9)."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.models import Event
from app.activity.notices import Threads
from app.people.models import Membership
from app.telling import queries


def those_who_fed_the_need(db: Session, event: Event) -> Sequence[Membership]:
    return queries.fed(db, event.subject_id)


def those_who_fed_its_need(db: Session, event: Event) -> Sequence[Membership]:
    need_id = queries.need_of_pilot(db, event.subject_id)
    return queries.fed(db, need_id) if need_id else []


OF_NEEDS = (
    Happened.challenge_published,
    Happened.challenge_signalled,
    Happened.challenge_opened,
    Happened.challenge_piloting,
    Happened.challenge_resolved,
    Happened.challenge_unmatched,
    Happened.challenge_unresolved,
    Happened.challenge_withdrawn,
    Happened.challenge_merged,
)
OF_PILOTS = (
    Happened.pilot_started,
    Happened.pilot_stopped,
    Happened.pilot_ended,
    Happened.pilot_final_reported,
    Happened.pilot_decided,
    Happened.pilot_followed_up,
    Happened.pilot_closed,
)
THREADS: Threads = {
    **dict.fromkeys(OF_NEEDS, those_who_fed_the_need),
    **dict.fromkeys(OF_PILOTS, those_who_fed_its_need),
}
"""Only steps that everyone may know of: whoever fed a need may be anyone."""
