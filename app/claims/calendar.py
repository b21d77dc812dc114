"""When claims are to be made: at least every third month, and the last within one month (domain.md 6.1, calendar)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS_OF_A_PERIOD = 3
MONTHS_TO_ANSWER = 1
REMINDERS = (30, 14, 3)
"""Days before the last day."""


@dataclass(frozen=True)
class Period:
    ends_on: date
    due_on: date


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))


def periods(starts_on: date, ends_on: date) -> Iterator[Period]:
    """The periods of a window in order; the last one ends with it."""
    number = 1
    while True:
        end = min(months_later(starts_on, MONTHS_OF_A_PERIOD * number) - timedelta(days=1), ends_on)
        yield Period(end, months_later(end, MONTHS_TO_ANSWER))
        if end >= ends_on:
            return
        number += 1


def reminder_of(due_on: date, today: date) -> int | None:
    """Which reminder it is time for: the nearest of those whose day has come; None before the first."""
    left = (due_on - today).days
    return min((days for days in REMINDERS if left <= days), default=None)
