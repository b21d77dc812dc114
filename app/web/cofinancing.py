"""Who co-finances, on every page: asked anew for each request, remembered for pages that are made without the database.

The sentences are the grants' (domain.md A9). There is no setting: while a grant asks for it, it is said.
"""

from collections.abc import Callable, Mapping

from fastapi import Request
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

Lines = Mapping[str, tuple[str, ...]]
"""The sentences in each language."""


class Cofinancing:
    """`ask` finds the sentences that hold now; `begin` opens a session for the first page that has none of its own."""

    def __init__(self, ask: Callable[[Session], Lines], begin: Callable[[], Session]) -> None:
        self._ask = ask
        self._begin = begin
        self._latest: Lines | None = None

    def now(self, db: Session) -> Lines:
        self._latest = self._ask(db)
        return self._latest

    def forget(self) -> None:
        self._latest = None

    def on_page(self, request: Request) -> tuple[str, ...]:
        """The sentences of this page. A refusal before anyone was asked who they are says what was said last."""
        found: Lines | None = getattr(request.state, "cofinancing", None) or self._latest or self._first()
        return found.get(request.state.language, ()) if found else ()

    def _first(self) -> Lines | None:
        """Nothing has been shown by this process yet: ask once, in a session of our own."""
        try:
            with self._begin() as db:
                return self.now(db)
        except SQLAlchemyError:
            return None  # the page is about that, and must be shown all the same
