"""What an indicator is computed from, and how. No database here.

An indicator never counts in any other way than from its facts, so that what is said and what can be read agree.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from statistics import median
from uuid import UUID

from app.actor import NOBODY
from app.language import N_, Worded
from app.neutrality.figures import hhi
from app.pilots.small_numbers import is_small

FEWEST_FOR_A_SHARE = 5
"""Of fewer things, the share and the middle say more of one case than of the whole."""


Sentence = tuple[str, Mapping[str, int | Decimal]]
"""A text to be translated, and the numbers that stand in it."""


class Measure(Worded):
    """How facts become a figure."""

    number = "number", N_("Number")
    share = "share", N_("Share")
    days = "days", N_("Days, median")
    total = "total", N_("Days together")
    kronor = "kronor", N_("Kronor")
    found = "kronor_found", N_("Kronor")  # of nothing found nothing is known, and that is not 0 kr
    persons = "persons", N_("People")
    largest = "largest", N_("Largest share")
    hhi = "hhi", N_("Index, at most 10,000")

    @property
    def is_money(self) -> bool:
        return self in (Measure.kronor, Measure.found)


class Reader(Worded):
    """For whom the indicator is."""

    funder = "funder", N_("The funder")
    region = "region", N_("The region")
    committee = "committee", N_("The committee")
    companies = "companies", N_("Companies")
    everyone = "everyone", N_("Everyone")


@dataclass(frozen=True)
class Fact:
    """One row behind a figure. `what` is the thing that is counted: however many rows it has, it counts once.

    `place` is a municipality's slug; `groups` are (kind of group, group), to be translated; `holds` says whether it is
    in the part that a share is about; `value` is what is summed, or the days.
    """

    what: str
    on: date
    label: str
    route: str = ""
    reference: str = ""
    subject_type: str = ""
    subject_id: UUID = NOBODY
    place: str = ""
    groups: tuple[tuple[str, str], ...] = ()
    holds: bool = True
    value: Decimal = Decimal(0)


@dataclass(frozen=True)
class Value:
    """A figure. `part` of `whole` of a share; `high` is the day within which nine of ten were done.

    Of people, `part` of `whole` groups are counted: the others are so small that someone could be recognised.
    `is_hidden`: there are too few people to tell how many. None is no figure at all: there is nothing to count.
    """

    measure: Measure
    number: Decimal | None
    part: int = 0
    whole: int = 0
    high: Decimal | None = None
    is_hidden: bool = False

    @property
    def beside(self) -> Sentence:
        """What stands beside the figure, wherever it is told: of how many, how long at most."""
        if self.number is None:
            return "", {}
        if self.measure in (Measure.share, Measure.largest):
            return N_("%(part)s of %(whole)s"), {"part": self.part, "whole": self.whole}
        if self.measure is Measure.persons and self.part < self.whole:
            return N_("groups of fewer than five people, not counted in: %(number)s"), {
                "number": self.whole - self.part
            }
        if self.measure is Measure.days and self.high is not None:
            return N_("nine of ten within %(days)s days"), {"days": self.high}
        if self.measure is Measure.days:
            return self.of_cases
        return (N_("of 10,000") if self.measure is Measure.hhi else ""), {}

    @property
    def of_cases(self) -> Sentence:
        if self.whole == 1:
            return N_("of one case"), {}
        return N_("of %(number)s cases"), {"number": self.whole}


@dataclass(frozen=True)
class Counted:
    """What a figure is made of: how many things and how many rows, the things in the part, of the rows' values the
    middle, the least that nine of ten do not exceed, and the sum; and how many rows each thing has."""

    things: int = 0
    rows: int = 0
    part: int = 0
    middle: Decimal | None = None
    high: Decimal | None = None
    total: Decimal = Decimal(0)
    counts: tuple[int, ...] = ()


def reduce(measure: Measure, facts: Iterable[Fact]) -> Value:
    """The figure that the facts come to."""
    rows = list(facts)
    return value_of(measure, _people([fact.value for fact in rows]) if measure is Measure.persons else count(rows))


def _people(groups: Sequence[Decimal]) -> Counted:
    """The people of the groups that are large enough to be told one by one.

    The others are not counted in. Whatever figures somebody takes from one another (a quarter from the year it is in, a
    municipality from the county, one group from all), what is left is made of groups that are told anyway.
    """
    told = [people for people in groups if people and not is_small(int(people))]
    return Counted(things=sum(1 for people in groups if people), part=len(told), total=sum(told, Decimal(0)))


def count(rows: Sequence[Fact]) -> Counted:
    counts: dict[str, int] = {}
    for fact in rows:
        counts[fact.what] = counts.get(fact.what, 0) + 1
    return replace(
        count_days(sorted(float(fact.value) for fact in rows)),
        things=len(counts),
        part=len({fact.what for fact in rows if fact.holds}),
        total=sum((fact.value for fact in rows), Decimal(0)),
        counts=tuple(counts.values()),
    )


def count_days(days: Sequence[float]) -> Counted:
    """The days of one row each, in order, each about a thing of its own."""
    number = len(days)
    middle = Decimal(str(median(days))) if days else None
    high = Decimal(str(days[max(0, -(-9 * number // 10) - 1)])) if days else None  # nearest rank
    return Counted(things=number, rows=number, middle=middle, high=high)


def value_of(measure: Measure, found: Counted) -> Value:
    """The figure, and what is too few to be told."""
    whole = found.things
    if measure is Measure.number:
        return Value(measure, Decimal(whole), whole, whole)
    if measure is Measure.share:
        return Value(measure, Decimal(found.part) / whole if whole else None, found.part, whole)
    if measure is Measure.days:
        high = found.high if found.rows >= FEWEST_FOR_A_SHARE else None
        return Value(measure, found.middle, whole, whole, high) if found.rows else Value(measure, None)
    if measure in (Measure.largest, Measure.hhi):
        return _of_concentration(measure, found)
    if measure is Measure.persons:
        is_hidden = bool(whole) and not found.part
        return Value(measure, None if is_hidden else found.total, found.part, whole, is_hidden=is_hidden)
    return Value(measure, None if measure is Measure.found and not found.rows else found.total, whole, whole)


def _of_concentration(measure: Measure, found: Counted) -> Value:
    """Of the rows that belong to one thing: how large a part it has, or how concentrated all parts are."""
    most = max(found.counts, default=0)
    if found.rows < FEWEST_FOR_A_SHARE:
        return Value(measure, None, most, found.rows)
    number = Decimal(most) / found.rows if measure is Measure.largest else Decimal(hhi(found.counts))
    return Value(measure, number, most, found.rows)


def divided(measure: Measure, facts: Sequence[Fact]) -> list[tuple[str, list[tuple[str, Value]]]]:
    """The figure of each group, by kind of group."""
    kinds: dict[str, dict[str, list[Fact]]] = {}
    for fact in facts:
        for kind, group in fact.groups:
            kinds.setdefault(kind, {}).setdefault(group, []).append(fact)
    return [
        (kind, [(group, reduce(measure, rows)) for group, rows in sorted(groups.items())])
        for kind, groups in kinds.items()
    ]
