"""The rows behind a figure as a question: the database gives them one by one, or counts them where they lie.

One statement does both, so that what is said and what can be read agree, however many rows there are.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    CTE,
    ColumnElement,
    Date,
    Float,
    Integer,
    Numeric,
    Select,
    String,
    case,
    cast,
    func,
    literal,
    null,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session

from app.database import SWEDEN
from app.indicators.facts import Counted, Fact, Measure
from app.language import N_
from app.periods import Period
from app.pilots.small_numbers import SMALLEST_SHOWN


@dataclass(frozen=True)
class Group:
    """A column that divides the rows: of what kind the groups are, and what each is called."""

    kind: str
    column: Any
    labels: Mapping[str, str] | None = None  # without them a group is called what it is
    other: str = N_("Not said")

    @property
    def of(self) -> ColumnElement[str]:
        """The group of each row: of those that have a name, and nothing for all others."""
        said = cast(self.column, String)
        return said if self.labels is None else case((said.in_(self.labels), said), else_="")

    def name(self, group: str) -> str:
        return group if self.labels is None else self.labels.get(group, self.other)


@dataclass(frozen=True)
class Rows:
    """`query` has the columns of `columns`. `of` is the route and the kind of thing each row is about.

    `key` tells apart what is counted twice of the same thing. When several figures are made of the same query, it is
    counted once for all of them, under the name `together`; then it has columns more, of which `which` says whether a
    row counts for this figure, and `holds` whether it is in the part.
    """

    query: Select[Any]
    of: tuple[str, str] = ("", "")
    groups: tuple[Group, ...] = ()
    key: str = ""
    together: str = ""
    which: str = ""
    holds: str = "holds"

    def facts(self, db: Session) -> list[Fact]:
        given = self.query.selected_columns
        groups = [group.of.label(f"group_{n}") for n, group in enumerate(self.groups)]
        ordered = self.chosen(*COLUMNS, also=groups).order_by(*(given[name] for name in ("on", "reference", "what")))
        return [self.fact(*row) for row in db.execute(ordered)]

    def fact(
        self, what: Any, on: Any, label: Any, reference: Any, subject: Any, place: Any, holds: Any, value: Any, *by: str
    ) -> Fact:
        """A row as it comes out of `COLUMNS`, with the group of each kind where that was asked for."""
        return Fact(
            f"{self.key}:{what}" if self.key else str(what),
            on,
            label,
            self.of[0],
            reference,
            self.of[1],
            subject,
            place=place or "",
            groups=tuple((group.kind, group.name(each)) for group, each in zip(self.groups, by, strict=False)),
            holds=holds,
            value=Decimal(value),
        )

    def chosen(self, *names: str, also: Sequence[Any] = ()) -> Select[Any]:
        """Only these columns of the rows: what is not asked for need not be read."""
        given = self.query.selected_columns
        found = [given[self.holds].label("holds") if name == "holds" else given[name] for name in names]
        query = self.query.with_only_columns(*([*found, *also] or [NOTHING]))
        return query.where(given[self.which]) if self.which else query

    def thin(self, *names: str) -> Select[Any]:
        """The same to be counted: from what is read once, where several figures are made of it."""
        if not self.together:
            return self.chosen(*names)
        shared = _read_once(self.query, self.together, tuple(name for name in names if name in ("what", "place"))).c
        found = [shared[self.holds].label("holds") if name == "holds" else shared[name] for name in names]
        query = select(*(found or [NOTHING])).select_from(shared[0].table)
        return query.where(shared[self.which]) if self.which else query


@lru_cache(maxsize=64)
def _read_once(query: Select[Any], name: str, names: tuple[str, ...]) -> CTE:
    """These columns of the rows and those that tell figures apart. Where it matters what each row is about, rows that
    say the same are one."""
    given = query.selected_columns
    narrow = query.with_only_columns(*(column for column in given if column.key in names or column.key not in COLUMNS))
    return (narrow.distinct() if "what" in names else narrow).cte(f"{name}_{'_'.join(names)}")


def columns(
    what: Any,
    on: Any,
    label: Any,
    reference: Any,
    subject: Any,
    place: Any,
    *,
    holds: Any = None,
    value: Any = None,
) -> list[Any]:
    """The columns of every question: what is counted, on which Swedish day, and so on as in `Fact`."""
    return [
        what.label("what"),
        on.label("on"),
        label.label("label"),
        reference.label("reference"),
        subject.label("subject"),
        place.label("place"),
        (true() if holds is None else holds).label("holds"),
        (literal(0) if value is None else value).label("value"),
    ]


NOTHING = literal(1).label("nothing")
COLUMNS = ("what", "on", "label", "reference", "subject", "place", "holds", "value")


def day(moment: Any) -> ColumnElement[Any]:
    """The Swedish day of a moment."""
    return cast(func.timezone(SWEDEN.key, moment), Date)


def days(first: Any, last: Any) -> ColumnElement[int]:
    """Whole Swedish days from one moment to another."""
    return func.date_mi(day(last), day(first), type_=Integer)


class Asked:
    """What an indicator asks, in SQL. `once`: no two of its rows are about the same thing."""

    def __init__(self, rows: Callable[[Period], Sequence[Rows]], *, once: bool) -> None:
        self.rows, self.once = rows, once
        self.__name__, self.__doc__ = rows.__name__, rows.__doc__

    def __call__(self, db: Session, period: Period) -> list[Fact]:
        return [fact for rows in self.rows(period) for fact in rows.facts(db)]

    def counted(self, name: str, measure: Measure, period: Period, place: str = "") -> Select[Any]:
        """One row with what `Counted` holds, under that name: of one municipality, or of all."""
        columns = self._columns(measure)
        rows = self._of(period, *columns, *(("place",) if place else ()))
        where = [rows.c.place == place] if place else []
        if measure in (Measure.largest, Measure.hhi):
            return self._concentrated(name, rows, where)
        if measure in (Measure.number, Measure.share) and not self.once:
            held = func.bool_or(rows.c.holds) if measure is Measure.share else true()
            things = select(rows.c.what, held.label("holds")).where(*where)
            return _summed(name, measure, things.group_by(rows.c.what).subquery(), func.count(), literal(""))
        return _summed(name, measure, rows, self._things(rows), literal("")).where(*where)

    def counted_by_place(
        self, name: str, measure: Measure, period: Period, places: Sequence[str] | None = None
    ) -> Select[Any]:
        """The same with a row for each municipality, or each of some; not of how things are spread."""
        rows = self._of(period, *self._columns(measure), "place")
        query = _summed(name, measure, rows, self._things(rows), rows.c.place).group_by(rows.c.place)
        return query if places is None else query.where(rows.c.place.in_(places))

    def divided(self, measure: Measure, period: Period, place: str = "") -> list[Select[Any]]:
        """The same with a row for each group, under the name of each kind of group; not of how things are spread."""
        parts = self.rows(period)
        names = (*self._columns(measure), *(("place",) if place else ()))
        found = []
        for n, group in enumerate(parts[0].groups):
            rows = _together([one.chosen(*names, also=[one.groups[n].of.label("by")]) for one in parts])
            query = _summed(group.kind, measure, rows, self._things(rows), rows.c.by).group_by(rows.c.by)
            found.append(query.where(rows.c.place == place) if place else query)
        return found

    def days_by_quarter(self, period: Period, place: str = "") -> Select[Any]:
        """How many rows of each quarter have each number of days: the quarter's first day, the days, how many."""
        rows = self._of(period, "on", "value", *(("place",) if place else ()))
        where = [rows.c.place == place] if place else []
        by = (cast(func.date_trunc("quarter", rows.c.on), Date), cast(rows.c.value, Float))
        return select(*by, func.count()).select_from(rows).where(*where).group_by(*by)

    def _columns(self, measure: Measure) -> tuple[str, ...]:
        """What has to be read of each row for that."""
        things = () if self.once and measure not in (Measure.largest, Measure.hhi) else ("what",)
        if measure is Measure.share:
            return (*things, "holds")
        return things if measure in (Measure.number, Measure.largest, Measure.hhi) else (*things, "value")

    def _things(self, rows: Any) -> Any:
        return func.count() if self.once else func.count(rows.c.what.distinct())

    def _of(self, period: Period, *names: str) -> Any:
        return _together([one.thin(*names) for one in self.rows(period)])

    def _concentrated(self, name: str, rows: Any, where: list[Any]) -> Select[Any]:
        each = select(func.count().label("n")).select_from(rows).where(*where).group_by(rows.c.what).subquery()
        counts = {"counts": func.array_agg(cast(each.c.n, Integer), type_=ARRAY(Integer))}
        return _row(name, literal(""), func.count(), func.coalesce(func.sum(each.c.n), 0), counts).select_from(each)


def _together(questions: Sequence[Select[Any]]) -> Any:
    return (union_all(*questions) if len(questions) > 1 else questions[0]).subquery()


def _summed(name: str, measure: Measure, rows: Any, whole: Any, by: Any) -> Select[Any]:
    found: dict[str, Any] = {}
    if measure is Measure.share:
        found["part"] = whole.filter(rows.c.holds)
    elif measure is Measure.days:
        value = cast(rows.c.value, Float)
        found["middle"] = func.percentile_cont(0.5).within_group(value)
        found["high"] = func.percentile_disc(0.9).within_group(value)
    elif measure is Measure.persons:
        whole, told = func.count().filter(rows.c.value != 0), rows.c.value >= SMALLEST_SHOWN
        found |= {"part": func.count().filter(told), "total": func.coalesce(func.sum(rows.c.value).filter(told), 0)}
    elif measure.is_money or measure is Measure.total:
        found["total"] = func.coalesce(func.sum(rows.c.value), 0)
    return _row(name, by, whole, func.count(), found).select_from(rows)


def _row(name: str, by: Any, whole: Any, number: Any, found: dict[str, Any]) -> Select[Any]:
    return select(
        literal(name).label("name"),
        by.label("by"),
        cast(whole, Integer).label("whole"),
        cast(number, Integer).label("number"),
        cast(found.get("part", 0), Integer).label("part"),
        cast(found.get("middle", null()), Numeric).label("middle"),
        cast(found.get("high", null()), Numeric).label("high"),
        cast(found.get("total", 0), Numeric).label("total"),
        found.get("counts", cast(null(), ARRAY(Integer))).label("counts"),
    )


def once(rows: Callable[[Period], Sequence[Rows]]) -> Asked:
    """Every row is a thing of its own."""
    return Asked(rows, once=True)


def often(rows: Callable[[Period], Sequence[Rows]]) -> Asked:
    """Several rows may be about the same thing, which counts once."""
    return Asked(rows, once=False)


def days_of_quarters(db: Session, question: Select[Any]) -> dict[date, list[float]]:
    """The days of every row in order, by the first day of the quarter."""
    found: dict[date, list[float]] = {}
    for first, days, number in db.execute(question):
        found.setdefault(first, []).extend([days] * number)
    return {first: sorted(each) for first, each in found.items()}


Figures = tuple[tuple[Asked, str, Measure], ...]


def counted(db: Session, figures: Figures, period: Period, place: str) -> dict[tuple[str, str], Counted]:
    """Each figure under its name and nothing, all asked at once: of one municipality, or of all (`place` is empty)."""
    return _told(db, _all_at_once(figures, period, place)) if figures else {}


@lru_cache(maxsize=16)
def _all_at_once(figures: Figures, period: Period, place: str) -> Any:
    """Built once for whoever asks for the same: it takes as long as some of the answer."""
    questions = [asks.counted(name, measure, period, place) for asks, name, measure in figures]
    return union_all(*questions) if len(questions) > 1 else questions[0]


def counted_by_place(
    db: Session, figures: Figures, period: Period, places: Sequence[str] | None = None
) -> dict[tuple[str, str], Counted]:
    """Each figure under its name and the municipality, of all municipalities or of some."""
    questions = [asks.counted_by_place(name, measure, period, places) for asks, name, measure in figures]
    return _told(db, union_all(*questions) if len(questions) > 1 else questions[0]) if questions else {}


def divided(
    db: Session, asks: Asked, measure: Measure, period: Period, place: str
) -> list[tuple[str, list[tuple[str, Counted]]]]:
    """What each group comes to, by kind of group: of one municipality, or of all (`place` is empty)."""
    questions = asks.divided(measure, period, place)
    if not questions:
        return []
    counts = _told(db, union_all(*questions) if len(questions) > 1 else questions[0])
    kinds = [
        (group.kind, sorted((group.name(by), each) for (kind, by), each in counts.items() if kind == group.kind))
        for group in asks.rows(period)[0].groups
    ]
    return [(kind, groups) for kind, groups in kinds if groups]


def _told(db: Session, question: Any) -> dict[tuple[str, str], Counted]:
    return {
        (name, by or ""): Counted(whole, number, part, middle, high, total, tuple(counts or ()))
        for name, by, whole, number, part, middle, high, total, counts in db.execute(question)
    }
