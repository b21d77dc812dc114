"""The facts of one period, each asked for once, whatever is made of them."""

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from app.indicators.facts import Fact, Value, divided, reduce
from app.indicators.indicator import Ask, Indicator
from app.periods import Period


@dataclass
class Gathering:
    """Of one municipality, by its slug, or of all (`place` is empty)."""

    db: Session
    period: Period
    place: str = ""
    asked: dict[Ask, list[Fact]] = field(default_factory=dict)
    placed: dict[Ask, dict[str, list[Fact]]] = field(default_factory=dict)  # the same by municipality, divided once

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
        return reduce(one.measure, self.facts(one))

    def divided(self, one: Indicator) -> list[tuple[str, list[tuple[str, Value]]]]:
        return divided(one.measure, self.facts(one))
