"""What of a pilot is shown to whom: the questions say themselves who may read the answer (`Ask.visibility`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.asking import Asked, questions
from app.parts import Parts
from app.pilots import sus
from app.pilots.models import Evaluation, Pilot
from app.pilots.models import PilotState as State
from app.pilots.small_numbers import is_small


def names_shown(model: type[Asked], *, inside: bool) -> list[str]:
    """The questions of a form whose answers this reader may see, in order."""
    return [name for name, _, ask in questions(model) if inside or ask.visibility == "public"]


def parts_shown(parts: Parts, *, inside: bool) -> list[tuple[str, type[Asked], list[str]]]:
    """Title, form and visible questions of each part in which the reader sees something."""
    shown = [(part.title, part.model, names_shown(part.model, inside=inside)) for part in parts]
    return [(title, model, names) for title, model, names in shown if names]


@dataclass(frozen=True)
class Usability:
    """How easy it was to use. `is_small`: so few answered that the public is not told how."""

    number: int
    mean: float | None
    average: int
    is_small: bool


def usability(evaluation: Evaluation) -> Usability:
    people = [[int(row[f"q{n}"]) for n in range(1, sus.STATEMENTS + 1)] for row in evaluation.sus]
    return Usability(len(people), sus.mean(people), sus.AVERAGE, is_small(len(people)))


@dataclass(frozen=True)
class Bar:
    """One pilot in the drawing of the list. Lengths in units of the drawing, which is 960 wide."""

    pilot: Pilot
    x: float
    y: float
    width: float
    stage: str


@dataclass(frozen=True)
class Drawing:
    bars: tuple[Bar, ...]
    months: tuple[tuple[float, date], ...]  # where a month begins
    today_at: float | None
    height: float


WIDTH, ROW, TOP, LEAST = 960.0, 42.0, 30.0, 6.0
MOST_BARS = 25
STAGES = {
    State.preparing: "2",
    State.running: "3",
    State.paused: "3",
    State.evaluating: "3",
    State.stopped: "ended",
    State.reported: "3",
    State.decided: "4",
    State.follow_up: "4",
    State.closed: "ended",
}


def drawing(pilots: Sequence[Pilot], day: date) -> Drawing | None:
    """The pilots along the calendar, the first to start on top; None when none has dates."""
    dated = sorted(
        (pilot for pilot in pilots if pilot.starts_on and pilot.ends_on),
        key=lambda pilot: (pilot.starts_on or day, pilot.reference),
    )[:MOST_BARS]
    spans = [(pilot, pilot.starts_on, pilot.ends_on) for pilot in dated if pilot.starts_on and pilot.ends_on]
    if not spans:
        return None
    first = min(start for _, start, _ in spans).replace(day=1)
    last = max(end for _, _, end in spans) + timedelta(days=1)
    scale = WIDTH / max((last - first).days, 1)
    bars = tuple(
        Bar(
            pilot,
            round((start - first).days * scale, 1),
            TOP + number * ROW,
            round(max((end - start).days * scale, LEAST), 1),
            STAGES[pilot.state],
        )
        for number, (pilot, start, end) in enumerate(spans)
    )
    today_at = round((day - first).days * scale, 1) if first <= day <= last else None
    return Drawing(bars, _months(first, last, scale), today_at, TOP + len(bars) * ROW)


def _months(first: date, last: date, scale: float) -> tuple[tuple[float, date], ...]:
    """The beginning of months, so many that their names do not run together."""
    starts = []
    month = first
    while month < last:
        starts.append(month)
        month = (month + timedelta(days=32)).replace(day=1)
    every = -(-len(starts) // 8)
    return tuple((round((start - first).days * scale, 1), start) for start in starts[::every])
