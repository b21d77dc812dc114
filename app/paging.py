"""A page of a list: fetch one row more than is shown, and the next page is known without counting."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")

PER_PAGE = 25


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of one page, which page it is, and whether there is another."""

    rows: Sequence[Row]
    number: int = 1
    has_next: bool = False
    total: int | None = None

    @property
    def has_previous(self) -> bool:
        return self.number > 1


def offset(number: int) -> int:
    return (max(number, 1) - 1) * PER_PAGE


def paged(rows: Sequence[Row], number: int, total: int | None = None) -> Page[Row]:
    """From up to `PER_PAGE` + 1 rows, the page that holds the first `PER_PAGE` of them."""
    return Page(rows[:PER_PAGE], max(number, 1), len(rows) > PER_PAGE, total)
