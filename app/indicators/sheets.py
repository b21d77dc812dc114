"""Indicators and the rows behind them as rows of a file. `say` translates; no database here."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from app.indicators.facts import Fact, Measure, Value
from app.indicators.indicator import Indicator
from app.language import N_
from app.periods import Period

HEAD = (
    N_("Code"),
    N_("Indicator"),
    N_("Value"),
    N_("Counted as"),
    N_("Part"),
    N_("Of"),
    N_("Nine of ten within"),
    N_("From and including"),
    N_("To and including"),
    N_("Municipality"),
    N_("Definition"),
)
ROWS_HEAD = (
    N_("Day"),
    N_("What"),
    N_("Reference"),
    N_("Municipality"),
    N_("In the part"),
    N_("Value"),
)


def indicator_row(
    say: Callable[..., str], one: Indicator, value: Value, period: Period, place_name: str
) -> Sequence[Any]:
    is_part = has_part(one)
    return (
        one.code,
        say(one.name),
        plain(value),
        say(one.measure.label),
        value.part if is_part else None,
        value.whole if is_part else None,
        tidy(value.high),
        period.since,
        period.until,
        place_name,
        say(one.definition),
    )


def has_part(one: Indicator) -> bool:
    """Whether it tells a part of a whole."""
    return one.measure in (Measure.share, Measure.largest, Measure.persons)


def has_value(one: Indicator) -> bool:
    """Whether each row has a value of its own that is told. People are never told row by row."""
    return one.measure.is_money or one.measure in (Measure.days, Measure.total)


def plain(value: Value) -> float | int | None:
    """A figure as files hold it: shares as 0–1 with four decimals; nothing where there is none, or too few to tell."""
    return tidy(value.number)


def tidy(number: Decimal | None) -> float | int | None:
    if number is None:
        return None
    rounded = round(number, 4)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


def fact_row(say: Callable[..., str], one: Indicator, fact: Fact, names: dict[str, str]) -> Sequence[Any]:
    """`names` are the municipalities' by slug."""
    return (
        fact.on,
        fact.label,
        fact.reference,
        names.get(fact.place, ""),
        (say(N_("Yes")) if fact.holds else say(N_("No"))) if one.measure is Measure.share else None,
        tidy(fact.value) if has_value(one) else None,
    )
