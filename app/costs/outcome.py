"""Budget and outcome side by side: per year, kind of cost and organisation. No database here."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.costs.models import Booking


@dataclass(frozen=True)
class Line:
    """One line: what was planned, and what it came to. Kronor."""

    name: Any
    budget: Decimal
    outcome: Decimal

    @property
    def left(self) -> Decimal:
        return self.budget - self.outcome


def lines(
    budget: Iterable[dict[str, Any]],
    booked: Sequence[Booking],
    planned_as: Callable[[dict[str, Any]], Any],
    booked_as: Callable[[Booking], Any],
) -> list[Line]:
    """The lines of one way to divide the costs, in the order of their names. Incomes are no costs."""
    planned: dict[Any, Decimal] = defaultdict(Decimal)
    came_to: dict[Any, Decimal] = defaultdict(Decimal)
    for row in budget:
        planned[planned_as(row)] += Decimal(row["amount"])
    for booking in booked:
        if not booking.is_income:
            came_to[booked_as(booking)] += booking.amount
    return [Line(name, planned[name], came_to[name]) for name in sorted({*planned, *came_to})]
