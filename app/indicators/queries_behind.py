"""The rows behind a figure that somebody may read: counted, and read a page at a time, however many there are.

Someone with a conflict of interest does not meet the case here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Select, func, literal, select, union_all
from sqlalchemy.orm import Session

from app.actor import Actor
from app.indicators.facts import Fact
from app.indicators.indicator import Ask
from app.indicators.queries import readable
from app.indicators.queries_rows import COLUMNS, Asked, Rows
from app.oversight.queries_stopped import readable_ids
from app.periods import Period

AT_A_TIME = 2_000  # when all are read one after another


@dataclass(frozen=True)
class Behind:
    """The rows in a period, of one municipality or of all (`place` is empty), the earliest first."""

    db: Session
    actor: Actor
    asks: Ask
    period: Period
    place: str = ""

    def __len__(self) -> int:
        return self._number

    def __iter__(self) -> Iterator[Fact]:
        if not isinstance(self.asks, Asked):
            yield from self._few
            return
        for row in self.db.execute(self._ordered, execution_options={"yield_per": AT_A_TIME}):
            yield self._told(row)

    def some(self, first: int, most: int) -> Sequence[Fact]:
        """At most so many, when the first ones are left out."""
        if not isinstance(self.asks, Asked):
            return self._few[first : first + most]
        return [self._told(row) for row in self.db.execute(self._ordered.offset(first).limit(most))]

    @cached_property
    def _number(self) -> int:
        if not isinstance(self.asks, Asked):
            return len(self._few)
        parts = [self._theirs(rows, rows.chosen()) for rows in self._parts]
        return self.db.scalar(select(func.count()).select_from(union_all(*parts).subquery())) or 0

    @cached_property
    def _few(self) -> list[Fact]:
        """All of those that no question of the database gives by itself."""
        rows = readable(self.db, self.actor, self.asks(self.db, self.period))
        return [fact for fact in rows if not self.place or fact.place == self.place]

    @cached_property
    def _parts(self) -> Sequence[Rows]:
        return self.asks.rows(self.period) if isinstance(self.asks, Asked) else ()

    @property
    def _ordered(self) -> Select[Any]:
        parts = [
            self._theirs(rows, rows.chosen(*COLUMNS, also=[literal(n).label("part")]))
            for n, rows in enumerate(self._parts)
        ]
        rows = union_all(*parts).subquery()
        return select(rows).order_by(*(rows.c[name] for name in ("part", "on", "reference", "what")))

    def _theirs(self, rows: Rows, query: Select[Any]) -> Select[Any]:
        given = rows.query.selected_columns
        if rows.of[1]:
            query = query.where(given["subject"].in_(readable_ids(self.actor, rows.of[1])))
        return query.where(given["place"] == self.place) if self.place else query

    def _told(self, row: Any) -> Fact:
        *columns, part = row
        rows: Rows = self._parts[part]
        return rows.fact(*columns)
