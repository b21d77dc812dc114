"""The workbook of a period: all indicators on the first page, and a page for each with its rows."""

from collections.abc import Sequence
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
from app.indicators.queries import readable
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
    def facts(self) -> dict[str, Sequence[Fact]]:
        """The rows behind each indicator, by its code, as they are asked for."""
        return {}

    def facts_of(self, one: Indicator) -> Sequence[Fact]:
        if one.code not in self.facts:
            self.facts[one.code] = readable(self.scope.db, self.actor, self.scope.gathering.facts(one))
        return self.facts[one.code]


def _find(db: Session, actor: Actor, about: About) -> Book:
    return Book(actor, find_scope(db, actor, about))


def _write(book: Book, pen: Pen) -> bytes:
    scope, say = book.scope, pen.say
    first: list[Sequence[Any]] = []
    sheets = [Sheet(say(N_("Indicators")), [say(word) for word in HEAD], first, pen.foot)]
    for done, one in enumerate(INDICATORS):
        pen.tells(done, len(INDICATORS))
        first.append(indicator_row(say, one, scope.gathering.value(one), scope.period, scope.place_name))
        rows = [fact_row(say, one, fact, scope.names) for fact in book.facts_of(one)]
        if rows:
            sheets.append(Sheet(one.code, [say(word) for word in ROWS_HEAD], rows, pen.foot))
    pen.tells(len(INDICATORS), len(INDICATORS))
    return workbook(sheets)


def _title(book: Book, say: Say) -> str:
    return say(N_("Indicators with their rows, %(where)s"), {"where": of_when(book.scope, say)})


BOOK = Export(
    slug="nyckeltal-med-rader",
    asks=("period", "kommun"),
    find=_find,
    size=lambda book: sum(len(book.facts_of(one)) for one in INDICATORS),
    title=_title,
    name=lambda book: dated(f"nyckeltal-med-rader-{book.scope.period.slug}"),
    forms={"xlsx": Form(_write, XLSX, "xlsx", NEVER)},
)
EXPORTS = (BOOK,)
