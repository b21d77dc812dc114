"""The ceiling: what a company may have in any three years (Regulation (EU) 2023/2831, article 3). No database here."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

CEILING = Decimal(300_000)
"""Euro for one undertaking, its group included, in any period of three years, since 1 January 2024."""
YEARS = 3


@dataclass(frozen=True)
class Aid:
    """Something that was given, in euro. `giver` is empty for what was given here."""

    giver: str
    on: date
    amount: Decimal


@dataclass(frozen=True)
class Room:
    """How it stands on a day: what counts, what does not any more, and what may still be given."""

    counted: tuple[Aid, ...]
    passed: tuple[Aid, ...]

    @property
    def total(self) -> Decimal:
        return sum((aid.amount for aid in self.counted), Decimal(0))

    @property
    def left(self) -> Decimal:
        return max(CEILING - self.total, Decimal(0))

    def holds(self, planned: Decimal) -> bool:
        return self.total + planned <= CEILING


def first_day(on: date) -> date:
    """The first day of the three years that end on a day: aid of the same day three years before does not count."""
    day = 28 if (on.month, on.day) == (2, 29) else on.day
    return date.fromordinal(on.replace(year=on.year - YEARS, day=day).toordinal() + 1)


def room(on: date, given: Iterable[Aid]) -> Room:
    """How it stands on a day when these have been given. What is given later than that day counts too: the ceiling
    holds for any three years, so aid already promised takes its room."""
    rows = sorted(given, key=lambda aid: (aid.on, aid.giver, aid.amount))
    since = first_day(on)
    return Room(tuple(aid for aid in rows if aid.on >= since), tuple(aid for aid in rows if aid.on < since))
