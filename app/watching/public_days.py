"""The days of a call that everyone may put in a calendar."""

from collections.abc import Callable
from datetime import date

from app.challenges.models import Challenge, ChallengeState
from app.database import today
from app.language import N_
from app.watching.calendars import Day

DAYS = (
    ("opens_on", N_("Opens for requests")),
    ("questions_close_on", N_("Last day for questions")),
    ("closes_on", N_("Last day to apply")),
)
STILL_RUNS = (ChallengeState.published, ChallengeState.open)


def days_of(need: Challenge, *, origin: str, link: str, said: Callable[[str], str], is_withdrawn: bool) -> list[Day]:
    """The call's days. What was called off stays, so that calendars strike it out; of a withdrawn need without name."""
    found: list[tuple[str, date, str]] = [
        (name, getattr(need, name), label) for name, label in DAYS if getattr(need, name) is not None
    ]
    return [
        Day(
            uid=f"{need.id}-{name}@{origin.partition('//')[2]}",
            day=day,
            label=said(label),
            reference=need.reference,
            name="" if is_withdrawn else need.title,
            language=need.language,
            link=link,
            changed=need.state_since or need.created_at,
            sequence=need.version,
            text="" if is_withdrawn else need.organisation.name,
            is_off=is_withdrawn or (need.state not in STILL_RUNS and day >= today()),
        )
        for name, day, label in found
    ]
