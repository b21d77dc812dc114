"""Who co-finances, on every page. Asked anew once a minute and after every change made here, for it is on each page
and seldom changes.

The sentences are the grants' (domain.md A9). There is no setting: while a grant asks for it, it is said.
"""

from collections.abc import Callable, Mapping
from math import inf
from time import monotonic

from fastapi import Request
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

Lines = Mapping[str, tuple[str, ...]]
"""The sentences in each language."""
KEPT_SECONDS = 60
"""So long after another process has put a grant in force may a page be silent of it."""


class Cofinancing:
    """`ask` finds the sentences that hold now; `begin` opens a session for the first page that has none of its own."""

    def __init__(self, ask: Callable[[Session], Lines], begin: Callable[[], Session]) -> None:
        self._ask = ask
        self._begin = begin
        self._latest: tuple[float, Lines] | None = None

    @property
    def is_old(self) -> bool:
        """Whether it is time to ask again."""
        return self._latest is None or monotonic() - self._latest[0] > KEPT_SECONDS

    def ask(self, db: Session) -> Lines:
        lines = self._ask(db)
        self._latest = (monotonic(), lines)
        return lines

    def forget(self) -> None:
        """Something was changed: the next page asks. One that is being written says what was said last: it has a
        connection already, and must not wait for another."""
        if self._latest:
            self._latest = (-inf, self._latest[1])

    def lines(self) -> Lines:
        """What is said now, in each language. A refusal before anyone was asked who they are says what was
        said last."""
        return (self._latest[1] if self._latest else self._first()) or {}

    def on_page(self, request: Request) -> tuple[str, ...]:
        """The sentences of this page."""
        return self.lines().get(request.state.language, ())

    def _first(self) -> Lines | None:
        """Nothing has been shown by this process yet: ask once, in a session of our own."""
        try:
            with self._begin() as db:
                return self.ask(db)
        except SQLAlchemyError:
            return None  # the page is about that, and must be shown all the same
