"""What one indicator is."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.indicators.facts import Fact, Measure, Reader
from app.periods import Period

Ask = Callable[[Session, Period], list[Fact]]


@dataclass(frozen=True)
class Indicator:
    """`code` as the funder knows it; `asks` gives the rows of a period, and everything follows from them."""

    code: str
    name: str
    definition: str
    measure: Measure
    asks: Ask
    readers: tuple[Reader, ...]

    @property
    def slug(self) -> str:
        return self.code.lower().replace(".", "-")
