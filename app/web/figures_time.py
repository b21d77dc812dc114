"""Shapes of drawings of time and money: lines from day to day, strips of dots, one bar. Pure functions.

Lengths are units of the drawing's own view box: 0 to 300 from left to right.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH = 300.0
INSET = 8.0  # so that what stands at an edge is drawn whole


@dataclass(frozen=True)
class Span:
    """One line of a timeline. `done` and `planned` are (from, to); None where there is nothing of it."""

    done: tuple[float, float] | None
    planned: tuple[float, float] | None
    halfway: float | None
    today: float | None


def span_shape(
    first: date,
    last: date,
    *,
    starts: date,
    ends: date,
    today: date,
    ended: date | None = None,
    halfway: date | None = None,
) -> Span:
    """Where a thing lies between the first and the last day of the drawing: whole until today, dashed after."""
    until = ended or min(today, ends)
    done = (_at(starts, first, last), _at(until, first, last)) if until >= starts else None
    begins = max(starts, until) if done else starts
    planned = (_at(begins, first, last), _at(ends, first, last)) if ended is None and ends > begins else None
    is_inside = first <= today <= last
    return Span(
        done,
        planned,
        _at(halfway, first, last) if halfway and first <= halfway <= last else None,
        _at(today, first, last) if is_inside else None,
    )


def _at(day: date, first: date, last: date) -> float:
    whole = max(1, (last - first).days)
    part = min(1.0, max(0.0, (day - first).days / whole))
    return round(INSET + part * (WIDTH - 2 * INSET), 1)


@dataclass(frozen=True)
class Strip:
    """One row of dots, and where the middle is. A dot is (x, how many there are at that place before it)."""

    dots: list[tuple[float, int]]
    middle: float | None


def strip_shape(numbers: Sequence[float], middle: float | None, most: float) -> Strip:
    """Dots at their numbers, from nothing to `most`; several at one place are piled."""
    whole = max(most, 1)
    places: dict[float, int] = {}
    dots = []
    for number in sorted(numbers):
        x = round(INSET + min(number / whole, 1) * (WIDTH - 2 * INSET), 1)
        dots.append((x, places.get(x, 0)))
        places[x] = places.get(x, 0) + 1
    at = round(INSET + min(middle / whole, 1) * (WIDTH - 2 * INSET), 1) if middle is not None else None
    return Strip(dots, at)


def meter_shape(parts: Sequence[float]) -> list[tuple[float, float]]:
    """One bar divided: (from, how wide) of each part, which together are the whole bar."""
    whole = sum(parts)
    found, x = [], 0.0
    for part in parts:
        wide = round(WIDTH * float(part) / float(whole), 2) if whole else 0.0
        found.append((round(x, 2), wide))
        x += wide
    return found
