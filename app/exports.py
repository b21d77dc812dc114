"""What can be had as a file, each declared once: of what, who may, how many rows, and how each form is written.

A feature has a table `EXPORTS` in its file of that name. A small file is made at once (app/web/files.py), a large one
by the worker (app/extracts), from the same declaration. `find` asks the same question as the page does: whoever may not
see a thing gets no file of it, neither now nor when it is fetched.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy.orm import Session

from app.actor import Actor
from app.database import today
from app.features import said_by_features
from app.refusals import NotFound
from app.sheets import INTERNATIONAL, SWEDISH, Sheet

Say = Callable[..., str]
About = Mapping[str, str]
"""Which of several, by the words that stand in the address: a reference, a period."""
Thing = TypeVar("Thing")

AT_ONCE, ON_PAPER_AT_ONCE = 5_000, 500
"""So many rows are written while somebody waits: half a second, in a table and on paper. More are the worker's."""
NEVER = -1
"""Of files that are slow to make whatever their size."""
OFTEN = 500  # rows between two words of how far it has come

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV, JSON = "text/csv; charset=utf-8", "application/json"


class Several(Sized, Iterable[Any], Protocol):
    """Things that are gone through once, of which one knows how many there are."""


def to_nobody(done: int, whole: int) -> None:
    """Where nobody waits to hear how far it has come."""


@dataclass(frozen=True)
class Pen:
    """What a file is written with: the words of one language, what stands below (who co-finances), and whom to tell
    how much of the whole is written."""

    say: Say
    filters: Mapping[str, Callable[..., Any]]
    language: str
    foot: Sequence[str] = ()
    tells: Callable[[int, int], None] = to_nobody

    def each(self, things: Several) -> Iterator[Any]:
        """The things one after another, telling at times how many are done: whoever writes takes them one by one."""
        return self.each_of([things])[0]

    def each_of(self, parts: Sequence[Several]) -> list[Iterator[Any]]:
        """The same of several, to be gone through in turn: how many are done of all."""
        whole = sum(len(part) for part in parts)
        before = (sum(len(part) for part in parts[:n]) for n in range(len(parts)))
        return [self._from(part, first, whole) for part, first in zip(parts, before, strict=True)]

    def _from(self, things: Several, first: int, whole: int) -> Iterator[Any]:
        for done, one in enumerate(things, first):
            if done % OFTEN == 0:
                self.tells(done, whole)
            yield one
        if first + len(things) == whole:
            self.tells(whole, whole)


@dataclass(frozen=True)
class Form(Generic[Thing]):
    """One form that a file can be had in. `most` is how many rows are written while somebody waits."""

    write: Callable[[Thing, Pen], bytes]
    kind: str
    ending: str
    most: int = AT_ONCE


@dataclass(frozen=True)
class Export(Generic[Thing]):
    """`find` gives what the file is of, as the actor may see it, or raises NotFound or NotAllowed; `asks` names what it
    is found by. `size` is how many rows there are; `name` what the file is called, without its ending."""

    slug: str
    asks: tuple[str, ...]
    find: Callable[[Session, Actor, About], Thing]
    size: Callable[[Thing], int]
    title: Callable[[Thing, Say], str]
    name: Callable[[Thing], str]
    forms: Mapping[str, Form[Thing]] = field(default_factory=dict)

    def form(self, wanted: str) -> Form[Thing]:
        """
        Raises:
            NotFound: there is no such form.
        """
        if wanted not in self.forms:
            raise NotFound
        return self.forms[wanted]

    def about(self, given: Mapping[str, Any]) -> dict[str, str]:
        """What is asked about, out of an address."""
        return {name: str(given[name])[:80] for name in self.asks if given.get(name)}

    def is_large(self, thing: Thing, form: str) -> bool:
        """Whether it is for the worker."""
        most = self.form(form).most
        return most == NEVER or self.size(thing) > most


def tables(sheet: Callable[[Thing, Pen], Sheet]) -> dict[str, Form[Thing]]:
    """A table in the four forms that tables can be had in: CSV as a Swedish Excel opens it and as programs do."""
    return {
        "csv": Form(lambda thing, pen: sheet(thing, pen).csv(SWEDISH), CSV, "csv"),
        "csv-int": Form(lambda thing, pen: sheet(thing, pen).csv(INTERNATIONAL), CSV, "csv"),
        "xlsx": Form(lambda thing, pen: sheet(thing, pen).xlsx(), XLSX, "xlsx"),
        "json": Form(lambda thing, pen: sheet(thing, pen).json(), JSON, "json"),
    }


def table(pen: Pen, title: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Sheet:
    """A table whose title and heads are words of ours. Its rows are made as they are written."""
    return Sheet(pen.say(title), [pen.say(cell) for cell in head], rows, pen.foot)


def dated(name: str) -> str:
    """What a file of figures that change is called."""
    return f"{name}-{today().isoformat()}"


@cache
def _declared() -> dict[str, Export[Any]]:
    return {one.slug: one for one in said_by_features("exports", "EXPORTS")}


def export(slug: str) -> Export[Any]:
    """The one that is declared by that name.

    Raises:
        NotFound: there is none.
    """
    found = _declared().get(slug)
    if found is None:
        raise NotFound
    return found
