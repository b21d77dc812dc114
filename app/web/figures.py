"""The shapes of drawings: pure functions from numbers to places. Templates turn them into SVG; lists carry the meaning.

What is drawn and why is ux.md 6.6. Lengths are units of the drawing's own view box, one pixel at full width.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import ceil, cos, pi, sin
from typing import Any

COUNTY = {
    "hallefors": (2, 1),
    "ljusnarsberg": (4, 1),
    "nora": (3, 2),
    "lindesberg": (5, 2),
    "karlskoga": (2, 3),
    "lekeberg": (4, 3),
    "orebro": (6, 3),
    "degerfors": (1, 4),
    "laxa": (3, 4),
    "kumla": (5, 4),
    "askersund": (4, 5),
    "hallsberg": (6, 5),
}
"""The twelve municipalities of Örebro län as hexagons: (half column, row). Keeps north–south and west–east."""

COUNTRY = {
    "norrbottens": (5, 1),
    "vasterbottens": (4, 2),
    "jamtlands": (3, 3),
    "vasternorrlands": (5, 3),
    "dalarnas": (4, 4),
    "gavleborgs": (6, 4),
    "varmlands": (1, 5),
    "orebro": (3, 5),
    "vastmanlands": (5, 5),
    "uppsala": (7, 5),
    "vastra-gotalands": (2, 6),
    "ostergotlands": (4, 6),
    "sodermanlands": (6, 6),
    "stockholms": (8, 6),
    "hallands": (1, 7),
    "jonkopings": (3, 7),
    "kalmar": (5, 7),
    "gotlands": (7, 7),
    "kronobergs": (4, 8),
    "skane": (3, 9),
    "blekinge": (5, 9),
}
"""The counties of Sweden in the same way."""

SHADES = 5
LEAST = 6.0  # px: what is there at all can be seen
TOP = 6.0
TALLEST = 140.0
BLOCK = 70.0
COLUMN = 280.0
FLOOR = 16.0  # px from the tallest block down to where the arms end


@dataclass(frozen=True)
class Cell:
    """One municipality of the hexagon map. `count` is None when it does not take part yet."""

    name: str
    count: int | None
    href: str
    words: str
    place: str
    shade: str
    shown: str = ""  # the number as it is written, where digits alone will not do


def hexagons(items: Iterable[Mapping[str, Any]]) -> list[Cell]:
    """The cells of a county, alphabetically; a place outside the county is put after the map."""
    return _cells(items, COUNTY, "p")


def counties(items: Iterable[Mapping[str, Any]]) -> list[Cell]:
    """The cells of a country, whose places are counties."""
    return _cells(items, COUNTRY, "k")


def _cells(items: Iterable[Mapping[str, Any]], places: Iterable[str], letter: str) -> list[Cell]:
    given = sorted(items, key=lambda item: str(item["name"]))
    most = max((item["count"] or 0 for item in given), default=0)
    return [
        Cell(
            name=item["name"],
            count=item["count"],
            href=item.get("href", ""),
            words=item.get("words", ""),
            place=_place(str(item["slug"]), places, letter),
            shade=_shade(item["count"], most),
            shown=item.get("shown", ""),
        )
        for item in given
    ]


def _place(slug: str, places: Iterable[str], letter: str) -> str:
    """`hallsberg` and `hallsbergs-kommun` are the same hexagon."""
    found = next((number for number, key in enumerate(places, start=1) if slug.startswith(key)), 0)
    return f"{letter}{found}" if found else "p0"


def _shade(count: int | None, most: int) -> str:
    """Five even steps from nothing to the highest number; the number itself is always printed."""
    if count is None:
        return "b0"
    return f"b{max(1, ceil(SHADES * count / most)) if most else 1}"


@cache
def mark_shape() -> tuple[str, ...]:
    """The points of the twelve hexagons of the mark, in a view box of 44 by 44."""
    return tuple(_hexagon(5.6 + 4.37 * half, 7 + 7.6 * (row - 1), 5) for half, row in COUNTY.values())


def _hexagon(x: float, y: float, radius: float) -> str:
    corners = (pi / 2 + corner * pi / 3 for corner in range(6))
    return " ".join(f"{x + radius * cos(angle):.1f},{y - radius * sin(angle):.1f}" for angle in corners)


@dataclass(frozen=True)
class Block:
    """One stage: as tall as what reached it."""

    stage: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Band:
    """What went on from one stage to the next; as tall as its share of the block it leaves."""

    stage: int
    height: float
    path: str


@dataclass(frozen=True)
class Arm:
    """What did not go on. `x` and `y` are where its number is written."""

    count: int
    height: float
    path: str
    x: float
    y: float


@dataclass(frozen=True)
class River:
    width: float
    height: float
    blocks: list[Block]
    bands: list[Band]
    arms: list[Arm]

    @property
    def is_empty(self) -> bool:
        return not self.blocks


def river_shape(counts: Sequence[int]) -> River:
    """The flow through the stages. A block is exactly as tall as the band and the arm that leave it.

    A later stage may hold more than an earlier one (several pilots of one request): then nothing falls away.
    """
    height = TOP + TALLEST + FLOOR + 30
    width = COLUMN * len(counts)
    if not any(counts):
        return River(width, height, [], [], [])
    scale = TALLEST / max(counts)
    onward = [min(now, after) for now, after in pairwise(counts)] + [counts[-1]]
    through = [_tall(count, scale) for count in onward]
    lost = [count - on for count, on in zip(counts, onward, strict=True)]
    falling = [_tall(count, scale) for count in lost]
    tall = [on + off for on, off in zip(through, falling, strict=True)]
    last = len(counts) - 1
    blocks, bands, arms = [], [], []
    for place, total in enumerate(tall):
        x = COLUMN * place
        if total:
            blocks.append(Block(place + 1, x, TOP, COLUMN if place == last else BLOCK, round(total, 1)))
        if place < last and onward[place]:
            end = min(tall[place + 1], through[place]) if counts[place + 1] > counts[place] else tall[place + 1]
            bands.append(Band(place + 1, round(through[place], 1), _band(x + BLOCK, through[place], end)))
        if lost[place]:
            arms.append(_arm(x + BLOCK, TOP + through[place], falling[place], lost[place]))
    return River(width, height, blocks, bands, arms)


def _tall(count: int, scale: float) -> float:
    return max(LEAST, count * scale) if count else 0.0


def _band(x: float, start: float, end: float) -> str:
    middle, to = x + (COLUMN - BLOCK) / 2, x + COLUMN - BLOCK
    return (
        f"M{x:.0f} {TOP:.0f}H{to:.0f}V{TOP + end:.1f}"
        f"C{middle:.0f} {TOP + end:.1f} {middle:.0f} {TOP + start:.1f} {x:.0f} {TOP + start:.1f}Z"
    )


def _arm(x: float, y: float, tall: float, count: int) -> Arm:
    """Falls to the floor and ends in a foot a good half as wide as it is tall where it leaves."""
    ground, foot = TOP + TALLEST + FLOOR, x + 90
    near = foot - max(LEAST, tall * 0.6)
    path = (
        f"M{x:.0f} {y:.1f}C{x + 60:.0f} {y:.1f} {x + 70:.0f} {ground:.0f} {foot:.0f} {ground:.0f}"
        f"H{near:.1f}C{x + 30:.0f} {ground:.0f} {x + 20:.0f} {y + tall:.1f} {x:.0f} {y + tall:.1f}Z"
    )
    return Arm(count, round(tall, 1), path, foot + 10, ground + 2)


PITCH, DOT, GAP, LABEL = 15.0, 5.5, 24.0, 44.0
ACROSS, MOST_PILED = 3, 48  # dots beside one another, and in a column of them


@dataclass(frozen=True)
class Column:
    """One column of dots. `x` is its middle; a dot is (x, y)."""

    x: float
    count: int
    dots: list[tuple[float, float]]


@dataclass(frozen=True)
class Dots:
    width: float
    height: float
    floor: float
    radius: float
    columns: list[Column]
    each: int = 1  # how many of what is counted one dot is


def dots_shape(counts: Sequence[int], most: int = 0) -> Dots:
    """A dot for each of what is counted, piled up from the floor; for several, where there are more than fit. `most`
    keeps several drawings in the same measure. Never so wide that its words would be too small on a telephone."""
    highest = max([most, *counts, 1])
    each = ceil(highest / MOST_PILED)
    across, tall = ACROSS, ceil(ceil(highest / each) / ACROSS)
    floor = PITCH * tall + DOT
    wide = PITCH * across + GAP
    columns = []
    for place, count in enumerate(counts):
        left = wide * place + GAP / 2
        dots = [
            (round(left + PITCH * (n % across) + PITCH / 2, 1), round(floor - DOT - 2 - PITCH * (n // across), 1))
            for n in range(ceil(count / each))
        ]
        columns.append(Column(round(left + PITCH * across / 2, 1), count, dots))
    return Dots(wide * len(counts), floor + LABEL, floor, DOT, columns, each)
