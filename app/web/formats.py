"""How dates, times, numbers and money are written, in each language (ux.md 1.7)."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from app.database import SWEDEN

LOCALES = {"sv": "sv_SE", "en": "en_GB"}
MINUS = "\u2212"


def _day_of(moment: date | datetime | str) -> date:
    """The Swedish day of a moment. Details of events keep days as text: 2026-12-04."""
    if isinstance(moment, str):
        return date.fromisoformat(moment)
    return moment.astimezone(SWEDEN).date() if isinstance(moment, datetime) else moment


def filters(language: str) -> dict[str, Callable[..., Any]]:
    """The filters of templates in one language."""
    locale = LOCALES[language]

    @lru_cache(4_000)  # ten years of days: a list says the same ones over and over
    def _in_words(day: date) -> str:
        return format_date(day, "d MMMM y", locale=locale)

    def day(moment: date | datetime | str) -> str:
        """4 december 2026: always with the year."""
        return _in_words(_day_of(moment))

    def weekday(moment: date | datetime) -> str:
        """fredag 4 december 2026: the echo of a date someone wrote."""
        return format_date(_day_of(moment), "EEEE d MMMM y", locale=locale)

    def iso_day(moment: date | datetime) -> str:
        """2026-12-04: for tables."""
        return _day_of(moment).isoformat()

    def clock(moment: datetime) -> str:
        """9.05 in Swedish, 9:05 in English."""
        local = moment.astimezone(SWEDEN)
        return f"{local.hour}{'.' if language == 'sv' else ':'}{local.minute:02d}"

    def number(value: float | Decimal, decimals: int | None = None) -> str:
        pattern = "#,##0." + "0" * decimals if decimals else ("#,##0" if decimals == 0 else "#,##0.###")
        return format_decimal(value, pattern, locale=locale).replace("-", MINUS)

    def kronor(value: float | Decimal) -> str:
        """4 111 981 kr, SEK 4,111,981; with öre only where there are any: 12,50 kr."""
        whole = number(value, 0 if value == int(value) else 2)
        return f"{whole}\u00a0kr" if language == "sv" else f"SEK\u00a0{whole}"

    def percent(value: float) -> str:
        return format_percent(value, "#,##0 %" if language == "sv" else "#,##0%", locale=locale).replace("-", MINUS)

    return {
        "day": day,
        "weekday": weekday,
        "iso_day": iso_day,
        "clock": clock,
        "number": number,
        "kronor": kronor,
        "percent": percent,
    }
