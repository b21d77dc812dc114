"""The facts of one period, each asked for once, whatever is made of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from app.indicators.facts import Counted, Fact, Value, divided, reduce, value_of
from app.indicators.indicator import Ask, Indicator
from app.indicators.queries_rows import Asked, Figures, counted, counted_by_place
from app.indicators.queries_rows import divided as divided_rows
from app.periods import Period


@dataclass
class Gathering:
    """Of one municipality, by its slug, or of all (`place` is empty)."""

    db: Session
    period: Period
    place: str = ""
    asked: dict[Ask, list[Fact]] = field(default_factory=dict)
    placed: dict[Ask, dict[str, list[Fact]]] = field(default_factory=dict)  # the same by municipality, divided once
    counts: dict[tuple[str, str], Counted] = field(default_factory=dict)  # by code and municipality

    def count(self, indicators: Iterable[Indicator]) -> None:
        """Ask for the figures of all of these at once, without their rows."""
        asked = [one for one in indicators if (one.code, self.place) not in self.counts]
        found = counted(self.db, _figures(asked), self.period, self.place)
        self.counts |= {(code, self.place): each for (code, _), each in found.items()}

    def count_places(self, indicators: Iterable[Indicator], places: Sequence[str] | None = None) -> None:
        """The same of every municipality, or of those with these slugs."""
        found = counted_by_place(self.db, _figures(indicators), self.period, places)
        self.counts |= {key: each for key, each in found.items() if key[1]}  # what is of no municipality is left out

    def all_facts(self, one: Indicator) -> list[Fact]:
        if one.asks not in self.asked:
            self.asked[one.asks] = one.asks(self.db, self.period)
        return self.asked[one.asks]

    def facts(self, one: Indicator) -> list[Fact]:
        if not self.place:
            return self.all_facts(one)
        if one.asks not in self.placed:
            found: dict[str, list[Fact]] = {}
            for fact in self.all_facts(one):
                found.setdefault(fact.place, []).append(fact)
            self.placed[one.asks] = found
        return self.placed[one.asks].get(self.place, [])

    def value(self, one: Indicator) -> Value:
        if not isinstance(one.asks, Asked):
            return reduce(one.measure, self.facts(one))
        if (one.code, self.place) not in self.counts:
            self.count([one])
        return value_of(one.measure, self.counts[one.code, self.place])

    def value_at(self, one: Indicator, place: str) -> Value:
        """Of one municipality or of all (`place` is empty), when they have been counted."""
        return value_of(one.measure, self.counts.get((one.code, place), Counted()))

    def divided(self, one: Indicator) -> list[tuple[str, list[tuple[str, Value]]]]:
        if not isinstance(one.asks, Asked):
            return divided(one.measure, self.facts(one))
        counted = divided_rows(self.db, one.asks, one.measure, self.period, self.place)
        return [(kind, [(group, value_of(one.measure, each)) for group, each in groups]) for kind, groups in counted]


def _figures(indicators: Iterable[Indicator]) -> Figures:
    """Those that the database counts."""
    return tuple((one.asks, one.code, one.measure) for one in indicators if isinstance(one.asks, Asked))
