"""The figures as values: what a query counted, and what follows from it. No database here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from app.actor import NOBODY
from app.references.slugs import slug

MOST_DRAWN = 50
"""Hexagons one can take in; the county with most municipalities has 49."""
FEWEST_FOR_A_SHARE = 5
"""Below this a share says more about one case than about the whole (ux.md 6.6: n < 5 is not shown)."""


def share(part: int, whole: int) -> float | None:
    """The part as 0–1, or None when there is nothing to take a part of."""
    return part / whole if whole else None


@dataclass(frozen=True)
class River:
    """How far the needs have come. Each number of needs holds those after it, so the flow only narrows.

    `requests` and `pilots` count things, which can be more than one for a need.
    """

    needs: int = 0
    with_requests: int = 0
    with_pilots: int = 0
    adopted: int = 0
    requests: int = 0
    pilots: int = 0
    municipalities: int = 0

    @property
    def stages(self) -> tuple[int, int, int, int]:
        return (self.needs, self.with_requests, self.with_pilots, self.adopted)

    @property
    def went_on(self) -> tuple[float | None, float | None, float | None]:
        """The share of each stage that has reached the next one."""
        reached = self.stages
        return (share(reached[1], reached[0]), share(reached[2], reached[1]), share(reached[3], reached[2]))

    @property
    def narrowest(self) -> int:
        """After which stage (0, 1, 2) the largest number has not gone on."""
        reached = self.stages
        lost = [reached[n] - reached[n + 1] for n in range(3)]
        return lost.index(max(lost))


@dataclass(frozen=True)
class Begun:
    """The needs of one municipality that began in one year: when the latest did, and the first six numbers of a
    river."""

    year: int
    owner: UUID
    latest: datetime
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Rivers:
    """The rivers of all years."""

    rows: tuple[Begun, ...] = ()

    @property
    def years(self) -> list[int]:
        """The years in which needs began, the latest first."""
        return sorted({one.year for one in self.rows}, reverse=True)

    def of(self, year: int | None = None) -> River:
        """The river of one year, or of all."""
        chosen = [one for one in self.rows if year in (None, one.year)]
        sums = [sum(column) for column in zip(*(one.numbers for one in chosen), strict=True)]
        return River(*[*sums, len({one.owner for one in chosen})]) if chosen else River()


class Measure(StrEnum):
    """What the county shows; the value stands in the address."""

    number = "antal"
    per_capita = "per-10000"
    days = "dagar"


@dataclass(frozen=True)
class Municipality:
    """One municipality of the county with its needs, or one county of a country. `latest` is the newest's day."""

    id: UUID
    slug: str
    name: str
    takes_part: bool
    population: int | None = None
    needs: int = 0
    latest: date | None = None
    owned: int = 0  # of the needs, those that it does not share as a guest of another municipality's
    county: str = ""

    def value(self, measure: Measure, today: date) -> float | int | None:
        """The number to show; None where it has none (a municipality that does not take part, or has no needs yet)."""
        if not self.takes_part:
            return None
        if measure == Measure.per_capita:
            return round(self.needs * 10_000 / self.population, 1) if self.population else None
        if measure == Measure.days:
            return (today - self.latest).days if self.latest else None
        return self.needs


@dataclass(frozen=True)
class County:
    """The municipalities in alphabetical order; of a country its counties, or all municipalities before they are put
    together."""

    municipalities: tuple[Municipality, ...] = ()

    @property
    def is_country(self) -> bool:
        """Too many to be drawn as municipalities."""
        return len(self.municipalities) > MOST_DRAWN

    def within(self, county: str) -> "County":
        """The municipalities of the county with that slug."""
        return County(tuple(each for each in self.municipalities if slug(each.county) == county))

    def by_county(self, guests: Mapping[str, int]) -> "County":
        """Its counties: the needs that their municipalities own, and by the county's name how many more they share with
        another county's."""
        counties: dict[str, list[Municipality]] = {}
        for each in self.municipalities:
            counties.setdefault(each.county, []).append(each)
        return County(tuple(_county(name, each, guests.get(name, 0)) for name, each in sorted(counties.items())))

    @property
    def taking_part(self) -> tuple[Municipality, ...]:
        return tuple(each for each in self.municipalities if each.takes_part)

    @property
    def with_needs(self) -> tuple[Municipality, ...]:
        return tuple(each for each in self.taking_part if each.needs)

    @property
    def without_needs(self) -> tuple[Municipality, ...]:
        return tuple(each for each in self.taking_part if not each.needs)

    @property
    def most(self) -> tuple[Municipality, ...]:
        """Those that share the highest number; none when no municipality has a need."""
        top = max((each.needs for each in self.taking_part), default=0)
        return tuple(each for each in self.with_needs if each.needs == top)


@dataclass(frozen=True)
class Places:
    """What the map shows: the municipalities, or the counties of a country; `within` is the one county chosen of it.
    `others` is how many municipalities it leaves out: more than one can take in."""

    shown: County
    is_of_counties: bool = False
    within: str = ""
    others: int = 0


def _county(name: str, municipalities: Sequence[Municipality], guests: int) -> Municipality:
    days = [each.latest for each in municipalities if each.latest]
    known = [each.population for each in municipalities if each.population]
    return Municipality(
        id=NOBODY,
        slug=slug(name),
        name=name,
        takes_part=any(each.takes_part for each in municipalities),
        population=sum(known) if len(known) == len(municipalities) else None,
        needs=sum(each.owned for each in municipalities) + guests,
        latest=max(days, default=None),
        county=name,
    )


@dataclass(frozen=True)
class EqualTerms:
    """What shows whether everyone meets the same terms (domain.md 6.2 N1, N2, K1; SEED-A10, A11)."""

    published: int = 0
    closed_calls: int = 0
    with_several_applicants: int = 0
    declined: int = 0
    declined_with_reasons: int = 0
    questions: int = 0
    answered: int = 0
    conflicts: int = 0
    pilots: int = 0
    most_pilots_of_one_company: int = 0

    @property
    def share_with_several(self) -> float | None:
        return share(self.with_several_applicants, self.closed_calls)

    @property
    def share_with_reasons(self) -> float | None:
        return share(self.declined_with_reasons, self.declined)

    @property
    def share_answered(self) -> float | None:
        return share(self.answered, self.questions)

    @property
    def largest_share_of_pilots(self) -> float | None:
        """The share of the company with most pilots; None while there are too few for a share to mean anything."""
        if self.pilots < FEWEST_FOR_A_SHARE:
            return None
        return share(self.most_pilots_of_one_company, self.pilots)


@dataclass(frozen=True)
class Stopped:
    """Something that waits too long, or moves for nobody. `who` is the organisation that has it, `roles` whom there."""

    subject_type: str
    reference: str
    label: str
    verb: str  # what is to be done; empty when nothing waits for anyone
    who: str
    roles: tuple[str, ...]
    since: date
    due_on: date | None = None

    def days(self, today: date) -> int:
        """Days overdue, or days without movement where nothing was promised."""
        return (today - (self.due_on or self.since)).days

    @property
    def key(self) -> str:
        return self.reference.lower()


@dataclass(frozen=True)
class Vacancy:
    """A municipality that takes part and has no testbed leader. `has_deputy`: someone holds the post meanwhile."""

    organisation_id: UUID
    name: str
    since: date
    has_deputy: bool

    def days(self, today: date) -> int:
        return (today - self.since).days
