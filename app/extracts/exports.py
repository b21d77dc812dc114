"""The workbook of a period: all indicators on the first page, and a page for each with its rows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from app.actor import Actor
from app.exports import NEVER, XLSX, About, Export, Form, Pen, Say, dated
from app.indicators.catalogue import INDICATORS
from app.indicators.exports import find_scope, of_when
from app.indicators.facts import Fact
from app.indicators.indicator import Indicator
from app.indicators.queries_behind import Behind
from app.indicators.scope import Scope
from app.indicators.sheets import HEAD, ROWS_HEAD, fact_row, indicator_row
from app.language import N_
from app.sheets import Sheet, workbook


@dataclass(frozen=True)
class Book:
    """What the actor may read: a case that they are kept away from is not there."""

    actor: Actor
    scope: Scope

    @cached_property
    def rows(self) -> dict[str, Behind]:
        """The rows behind each indicator, by its code: counted when that is asked, read as they are written."""
        scope = self.scope
        return {one.code: Behind(scope.db, self.actor, one.asks, scope.period, scope.place) for one in INDICATORS}


def _find(db: Session, actor: Actor, about: About) -> Book:
    return Book(actor, find_scope(db, actor, about))


def _write(book: Book, pen: Pen) -> bytes:
    scope, say = book.scope, pen.say
    scope.gathering.count(INDICATORS)
    figures = [
        indicator_row(say, one, scope.gathering.value(one), scope.period, scope.place_name) for one in INDICATORS
    ]
    sheets = [Sheet(say(N_("Indicators")), [say(word) for word in HEAD], figures, pen.foot)]
    told = [one for one in INDICATORS if len(book.rows[one.code])]
    heads = [say(word) for word in ROWS_HEAD]
    for one, facts in zip(told, pen.each_of([book.rows[one.code] for one in told]), strict=True):
        sheets.append(Sheet(one.code, heads, _rows(say, one, facts, scope.names), pen.foot))
    return workbook(sheets)


def _rows(say: Say, one: Indicator, facts: Iterable[Fact], names: dict[str, str]) -> Iterator[Sequence[Any]]:
    return (fact_row(say, one, fact, names) for fact in facts)


def _title(book: Book, say: Say) -> str:
    return say(N_("Indicators with their rows, %(where)s"), {"where": of_when(book.scope, say)})


BOOK = Export(
    slug="nyckeltal-med-rader",
    asks=("period", "kommun"),
    find=_find,
    size=lambda book: sum(len(rows) for rows in book.rows.values()),
    title=_title,
    name=lambda book: dated(f"nyckeltal-med-rader-{book.scope.period.slug}"),
    forms={"xlsx": Form(_write, XLSX, "xlsx", NEVER)},
)
EXPORTS = (BOOK,)
