"""A municipality along the calendar: on post, a deputy only, nobody. Pure functions; no database, no words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from app.language import N_, Worded

DAY = timedelta(days=1)
MONTHS_BACK, MONTHS_AHEAD = 11, 2


class Cover(Worded):
    """Who holds the post on a day. Roles only: the calendar names nobody (ux.md 6.6)."""

    leader = "leader", N_("A testbed leader is on post")
    deputy = "deputy", N_("Only a deputy")
    vacant = "vacant", N_("Nobody")


@dataclass(frozen=True)
class Served:
    """That somebody held a post. `until` is the last day, None while it is open."""

    cover: Cover
    since: date
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Stretch:
    """So it was from one day to another, both counted."""

    cover: Cover
    since: date
    until: date

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1


def cover_on(served: Sequence[Served], day: date) -> Cover:
    held = {one.cover for one in served if one.holds_on(day)}
    return next((cover for cover in (Cover.leader, Cover.deputy) if cover in held), Cover.vacant)


def stretches(served: Sequence[Served], first: date, last: date) -> tuple[Stretch, ...]:
    """How it was from the first day to the last, without gaps; neighbours differ."""
    if last < first:
        return ()
    changes = {one.since for one in served} | {one.until + DAY for one in served if one.until is not None}
    begins = [*sorted({first} | {day for day in changes if first < day <= last}), last + DAY]
    found: list[Stretch] = []
    for start, end in pairwise(begins):
        cover = cover_on(served, start)
        if found and found[-1].cover is cover:
            found[-1] = replace(found[-1], until=end - DAY)
        else:
            found.append(Stretch(cover, start, end - DAY))
    return tuple(found)


def vacant_days(shown: Sequence[Stretch], day: date) -> int:
    """Days with nobody, until that day."""
    return sum(
        (min(one.until, day) - one.since).days + 1 for one in shown if one.cover is Cover.vacant and one.since <= day
    )


def window(day: date) -> tuple[date, date]:
    """The months that are drawn: a year with this month in it, and the two that come."""
    first = day.replace(day=1)
    for _ in range(MONTHS_BACK):
        first = (first - DAY).replace(day=1)
    last = day.replace(day=1)
    for _ in range(MONTHS_AHEAD + 1):
        last = (last + 32 * DAY).replace(day=1)
    return first, last - DAY


WIDTH, LEFT, ROW, TOP, BAR = 960.0, 150.0, 34.0, 34.0, 20.0


@dataclass(frozen=True)
class Bar:
    cover: Cover
    x: float
    y: float
    width: float


@dataclass(frozen=True)
class Drawing:
    """Lengths in units of the drawing, which is 960 wide. `names` are where each municipality is written."""

    bars: tuple[Bar, ...]
    names: tuple[tuple[float, str], ...]
    months: tuple[tuple[float, date], ...]
    today_at: float
    height: float


def drawing(rows: Sequence[tuple[str, Sequence[Stretch]]], day: date) -> Drawing:
    """The municipalities along the calendar, in the order given."""
    first, last = window(day)
    scale = (WIDTH - LEFT) / ((last - first).days + 1)

    def at(when: date) -> float:
        return round(LEFT + (when - first).days * scale, 1)

    bars = tuple(
        Bar(one.cover, at(one.since), TOP + number * ROW, round(one.days * scale, 1))
        for number, (_, shown) in enumerate(rows)
        for one in shown
    )
    names = tuple((TOP + number * ROW + BAR - 5, name) for number, (name, _) in enumerate(rows))
    months, month = [], first
    while month <= last:
        months.append((at(month), month))
        month = (month + 32 * DAY).replace(day=1)
    return Drawing(bars, names, tuple(months[::2]), at(day), TOP + len(rows) * ROW + 6)
