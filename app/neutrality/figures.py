"""How help is spread over companies, as values. No database here."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from app.language import N_
from app.organisations.models import Seat, SizeClass
from app.oversight.figures import FEWEST_FOR_A_SHARE, share

COLUMNS = (1, 2, 3, 4)
"""Tests of one company: one, two, three, four or more."""
MOST_SHARE = 0.25
"""Of the tests begun in twelve months; above it, one company stands out (domain.md 6.2 K1)."""


@dataclass(frozen=True)
class Company:
    """One company in a period. `first_on` is the day of its first request ever."""

    id: UUID
    slug: str
    name: str
    size: SizeClass | None = None
    seat: Seat | None = None
    requests: int = 0
    declined: int = 0
    tests: int = 0
    first_on: date | None = None
    is_new: bool = False


@dataclass(frozen=True)
class Spread:
    """Companies that sent a request, got a decision or began a test in the period, by name."""

    companies: tuple[Company, ...] = ()

    @property
    def tested(self) -> tuple[Company, ...]:
        return tuple(one for one in self.companies if one.tests)

    @property
    def asked(self) -> tuple[Company, ...]:
        return tuple(one for one in self.companies if one.requests)

    @property
    def new(self) -> tuple[Company, ...]:
        return tuple(one for one in self.asked if one.is_new)

    @property
    def tests(self) -> int:
        return sum(one.tests for one in self.companies)

    @property
    def by_number(self) -> tuple[int, ...]:
        """How many companies have had one, two, three, four or more tests."""
        return by_number(self.tested)

    @property
    def most_common(self) -> int | None:
        counts = self.by_number
        return COLUMNS[counts.index(max(counts))] if any(counts) else None

    @property
    def many(self) -> int:
        """Companies with three tests or more."""
        return sum(self.by_number[2:])

    @property
    def concentration(self) -> int | None:
        """The Herfindahl–Hirschman index of the tests: 10 000 when one company has them all, near 0 when they are
        spread over many. None while there are too few tests for it to mean anything."""
        return hhi([one.tests for one in self.tested]) if self.tests >= FEWEST_FOR_A_SHARE else None

    @property
    def largest(self) -> Company | None:
        """The company with most tests, the first by name of several; None while there are too few to say."""
        if self.tests < FEWEST_FOR_A_SHARE:
            return None
        return min(self.tested, key=lambda one: (-one.tests, one.name))

    @property
    def largest_share(self) -> float | None:
        return share(self.largest.tests, self.tests) if self.largest else None

    @property
    def share_of_new(self) -> float | None:
        return share(len(self.new), len(self.asked))

    def among(self, belongs: Callable[[Company], bool]) -> tuple[Company, ...]:
        return tuple(one for one in self.companies if belongs(one))


def by_number(companies: Iterable[Company]) -> tuple[int, ...]:
    counts = Counter(min(one.tests, COLUMNS[-1]) for one in companies if one.tests)
    return tuple(counts[column] for column in COLUMNS)


def hhi(numbers: Sequence[int]) -> int:
    """The sum of the squared shares in percent, as a whole number; 0 when there is nothing to share."""
    whole = sum(numbers)
    return round(sum((100 * number / whole) ** 2 for number in numbers)) if whole else 0


@dataclass(frozen=True)
class Terms:
    """How companies were met in a period."""

    calls: int = 0
    with_several: int = 0
    declined: int = 0
    with_reasons: int = 0
    questions: int = 0
    answered: int = 0
    to_all: int = 0
    to_one: int = 0
    conflicts: int = 0

    @property
    def share_with_several(self) -> float | None:
        return share(self.with_several, self.calls)

    @property
    def share_with_reasons(self) -> float | None:
        return share(self.with_reasons, self.declined)

    @property
    def share_to_all(self) -> float | None:
        return share(self.to_all, self.to_all + self.to_one)


@dataclass(frozen=True)
class Sign:
    """Something that may have a good reason, and that somebody should be able to explain."""

    key: str
    text: str
    values: dict[str, Any]


def signs(spread: Spread, terms: Terms, overdue: int, agreed: int) -> list[Sign]:
    """What stands out in the last twelve months. `overdue` questions have waited more than `agreed` working days."""
    found = []
    part, most = spread.largest_share, spread.largest
    if most is not None and part is not None and part > MOST_SHARE:
        said = {"company": most.name, "tests": most.tests, "whole": spread.tests, "percent": round(100 * part)}
        text = N_("%(company)s has %(tests)s of the %(whole)s tests that have begun: %(percent)s percent")
        found.append(Sign(f"share-{most.slug}", text, said))
    if without := terms.declined - terms.with_reasons:
        text = N_("%(number)s of %(whole)s declined requests got no reasons")
        found.append(Sign("reasons", text, {"number": without, "whole": terms.declined}))
    if overdue:
        text = N_("Questions of companies that have waited more than %(days)s working days for an answer: %(number)s")
        found.append(Sign("questions", text, {"number": overdue, "days": agreed}))
    several = terms.share_with_several
    if several is not None and terms.calls >= FEWEST_FOR_A_SHARE and several < 0.5:
        text = N_("Fewer than two companies answered %(number)s of the %(whole)s calls that closed")
        found.append(Sign("calls", text, {"number": terms.calls - terms.with_several, "whole": terms.calls}))
    return found
