"""The workbook: all indicators on the first page, and a page for each with its rows. No database but what is given."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.actor import Actor
from app.indicators.catalogue import INDICATORS
from app.indicators.gathering import Gathering
from app.indicators.queries import readable
from app.indicators.sheets import HEAD, ROWS_HEAD, fact_row, indicator_row
from app.language import N_
from app.sheets import Sheet, workbook

Say = Callable[..., str]


@dataclass(frozen=True)
class Book:
    content: bytes
    rows: int


def book(gathering: Gathering, actor: Actor, names: dict[str, str], say: Say, foot: Sequence[str]) -> Book:
    """What the actor may read: a case that they are kept away from is not there. `names` are the municipalities'."""
    place = names.get(gathering.place, "")
    head = [say(word) for word in HEAD]
    first = [indicator_row(say, one, gathering.value(one), gathering.period, place) for one in INDICATORS]
    sheets, count = [Sheet(say(N_("Indicators")), head, first, foot)], 0
    for one in INDICATORS:
        facts = readable(gathering.db, actor, gathering.facts(one))
        rows = [fact_row(say, one, fact, names) for fact in facts]
        count += len(rows)
        if rows:
            sheets.append(Sheet(one.code, [say(word) for word in ROWS_HEAD], rows, foot))
    return Book(workbook(sheets), count)
