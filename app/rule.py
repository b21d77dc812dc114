"""A rule says on which grounds something is allowed. One definition answers three questions."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import ColumnElement, false, or_

from app.actor import Actor
from app.refusals import NotAllowed
from app.remembered import remembered

Row = TypeVar("Row")
Ground = Callable[[Actor, Row], bool]


class Rule(Generic[Row]):
    """Grounds joined by *or*. A ground is one expression over facts of the row, joined with `&` and the row first."""

    def __init__(self, model: type[Row], *grounds: Ground[Row]) -> None:
        self.model = model
        self.grounds = grounds

    def __call__(self, actor: Actor, row: Row) -> bool:
        """May the actor, with this row?"""
        return any(ground(actor, row) for ground in self.grounds)

    def rows(self, actor: Actor) -> ColumnElement[bool]:
        """With which rows may the actor? The same grounds, asked of the class: a WHERE clause.

        It is the same all day for the same actor.
        """
        return _rows(actor, self)

    def _rows(self, actor: Actor) -> ColumnElement[bool]:
        return or_(false(), *(cast(Any, ground(actor, cast(Row, self.model))) for ground in self.grounds))

    def why(self, actor: Actor, row: Row) -> list[str]:
        """On which grounds, for a person who asks: the first sentence of each ground's docstring."""
        return [(ground.__doc__ or ground.__name__).strip() for ground in self.grounds if ground(actor, row)]

    def require(self, actor: Actor, row: Row) -> None:
        """Go on only if allowed.

        Raises:
            NotAllowed: no ground holds.
        """
        if not self(actor, row):
            raise NotAllowed


@remembered
def _rows(actor: Actor, rule: Rule[Any]) -> ColumnElement[bool]:
    return rule._rows(actor)
