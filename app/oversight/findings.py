"""What a figure shows, as a sentence made from its numbers: the heading of the figure (ux.md 6.6)."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.language import N_
from app.oversight.figures import County, Measure, River


@dataclass(frozen=True)
class Finding:
    """A sentence to be translated, with its values. Built so that no word in it depends on how many there are."""

    text: str
    values: dict[str, Any] = field(default_factory=dict)


_LOST = (
    N_("%(lost)s of %(whole)s needs have not got a request"),
    N_("%(lost)s of %(whole)s needs with requests have not been tried in a pilot"),
    N_("%(lost)s of %(whole)s needs tried in a pilot have not led to a solution in use"),
)


def of_river(river: River) -> Finding:
    """Where the most needs have not gone on."""
    if not river.needs:
        return Finding(N_("No need has been received yet"))
    place = river.narrowest
    whole, reached = river.stages[place], river.stages[place + 1]
    if whole == reached:
        return Finding(N_("All needs have led to a solution in use"))
    return Finding(_LOST[place], {"lost": whole - reached, "whole": whole})


_MOST = {
    Measure.number: N_("Most needs: %(names)s, with %(value)s"),
    Measure.per_capita: N_("Most needs per 10,000 inhabitants: %(names)s, with %(value)s"),
    Measure.days: N_("Longest since the latest need: %(names)s, %(value)s days"),
}


_MANY = {
    Measure.number: N_("Most needs: %(number)s places, with %(value)s each"),
    Measure.per_capita: N_("Most needs per 10,000 inhabitants: %(number)s places, with %(value)s each"),
    Measure.days: N_("Longest since the latest need: %(number)s places, %(value)s days"),
}
MOST_NAMED = 3


def of_county(county: County, measure: Measure, day: date) -> Finding:
    """Which municipality stands out; when none has a need, that."""
    values = [(each, each.value(measure, day)) for each in county.with_needs]
    known = [(each, value) for each, value in values if value is not None]
    if not known:
        return Finding(N_("No municipality has a need yet"))
    top = max(value for _, value in known)
    names = [each.name for each, value in known if value == top]
    if len(names) > MOST_NAMED:
        return Finding(_MANY[measure], {"number": len(names), "value": top})
    return Finding(_MOST[measure], {"names": ", ".join(names), "value": top})
