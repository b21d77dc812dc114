"""What a report says: sections of tables and sentences, and how they become words in one language. No database here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Shape(StrEnum):
    """How a cell is written."""

    words = "words"  # a text of ours, to be translated
    text = "text"  # as a person wrote it
    number = "number"
    kronor = "kronor"
    percent = "percent"
    day = "day"


@dataclass(frozen=True)
class Cell:
    shape: Shape
    value: Any
    values: Mapping[str, Any] = field(default_factory=dict)


def words(text: str, **values: Any) -> Cell:
    return Cell(Shape.words, text, values)


def written(said: str) -> Cell:
    return Cell(Shape.text, said)


def number(value: Decimal | int | None) -> Cell:
    return Cell(Shape.number, value)


def kronor(value: Decimal | int | None) -> Cell:
    return Cell(Shape.kronor, value)


def percent(value: Decimal | float | None) -> Cell:
    return Cell(Shape.percent, value)


def day(value: date | None) -> Cell:
    return Cell(Shape.day, value)


@dataclass(frozen=True)
class Table:
    """The first column names the row. `numeric` are the places of columns of numbers."""

    caption: Cell
    head: Sequence[Cell]
    rows: Sequence[Sequence[Cell]]
    numeric: frozenset[int] = frozenset({1})


@dataclass(frozen=True)
class Section:
    """`source` is the address at which the same figures can be read live, with their rows."""

    title: Cell
    source: str = ""
    sentences: Sequence[Cell] = ()
    tables: Sequence[Table] = ()


Filters = Mapping[str, Callable[..., Any]]
Say = Callable[..., str]


def settled(title: str, sections: Sequence[Section], say: Say, filters: Filters, at: datetime) -> dict[str, Any]:
    """The report in one language, word by word, as it is kept. A cell is {"v": the value, "t": how it is read}."""
    return {
        "title": title,
        "counted_at": at.isoformat(),
        "sections": [
            {
                "title": _read(section.title, say, filters),
                "source": section.source,
                "sentences": [_read(one, say, filters) for one in section.sentences],
                "tables": [_table(one, say, filters) for one in section.tables],
            }
            for section in sections
        ],
    }


def _table(table: Table, say: Say, filters: Filters) -> dict[str, Any]:
    return {
        "caption": _read(table.caption, say, filters),
        "head": [_read(one, say, filters) for one in table.head],
        "numeric": sorted(table.numeric),
        "rows": [
            [{"v": _kept(cell, say, filters), "t": _read(cell, say, filters)} for cell in row] for row in table.rows
        ],
    }


def _read(cell: Cell, say: Say, filters: Filters) -> str:
    if cell.shape is Shape.words:
        return say(cell.value, cell.values)
    if cell.value is None:
        return "–"
    if cell.shape is Shape.text:
        return str(cell.value)
    return str(filters["iso_day" if cell.shape is Shape.day else cell.shape.value](cell.value))


def _kept(cell: Cell, say: Say, filters: Filters) -> Any:
    """The value itself: a number where it is one, so that files can reckon with it."""
    if cell.shape in (Shape.words, Shape.text):
        return _read(cell, say, filters)
    if isinstance(cell.value, date):
        return cell.value.isoformat()
    if isinstance(cell.value, Decimal | float):
        rounded = round(Decimal(str(cell.value)), 4)
        return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)
    return cell.value
