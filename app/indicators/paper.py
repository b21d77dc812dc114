"""All indicators on paper: what the page says, in the same words, with the definitions behind."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from app.database import SWEDEN
from app.indicators.catalogue import GROUPS, INDICATORS
from app.indicators.facts import Measure, Value
from app.indicators.scope import Scope
from app.language import N_

Say = Callable[..., str]
Filters = Mapping[str, Callable[..., Any]]


def said(scope: Scope, at: datetime, say: Say, filters: Filters, language: str, foot: Sequence[str]) -> dict[str, Any]:
    """What the paper says, in words: the template adds nothing."""
    period, head = scope.period, [say(word) for word in (N_("Indicator"), N_("Value"), N_("Comes from"))]
    facts = [
        (N_("Period"), say(period.label, period.values)),
        (N_("Days"), f"{period.since} – {period.until}"),
        (N_("Municipality"), scope.place_name or say(N_("All municipalities"))),
        (N_("Counted"), f"{at.astimezone(SWEDEN):%Y-%m-%d %H:%M}"),
    ]
    tables = []
    for label, group in GROUPS:
        values = [(one, scope.gathering.value(one)) for one in group]
        rows = [
            [f"{one.code} {say(one.name)}", told(value, say, filters), beside(value, say, filters)]
            for one, value in values
        ]
        tables.append({"caption": say(label), "head": head, "numeric": [1], "rows": rows})
    defined = [[one.code, say(one.definition)] for one in INDICATORS]
    return {
        "title": say(N_("Indicators")),
        "language": language,
        "facts": [[say(name), value] for name, value in facts],
        "foot": list(foot),
        "sections": [
            {"title": say(N_("Values")), "sentences": [], "tables": tables},
            {
                "title": say(N_("Definitions")),
                "sentences": [say(N_("Groups of fewer than five people are never told."))],
                "tables": [
                    {
                        "caption": say(N_("What each indicator counts")),
                        "head": [say(N_("Code")), say(N_("Definition"))],
                        "numeric": [],
                        "rows": defined,
                    }
                ],
            },
        ],
    }


def told(value: Value, say: Say, filters: Filters) -> str:
    """A figure in words."""
    if value.is_hidden:
        return say(N_("fewer than five in each group") if value.whole > 1 else N_("fewer than five"))
    if value.number is None:
        is_unsaid = value.measure in (Measure.largest, Measure.hhi) and value.whole
        return say(N_("too few to say")) if is_unsaid else "–"
    if value.measure in (Measure.share, Measure.largest):
        return str(filters["percent"](value.number))
    return str(filters["kronor" if value.measure.is_money else "number"](value.number))


def beside(value: Value, say: Say, filters: Filters) -> str:
    """What stands beside it: of how many, how long at most."""
    text, numbers = value.beside
    return say(text, {name: filters["number"](number) for name, number in numbers.items()}) if text else ""
