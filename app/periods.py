"""Stretches of time that figures are counted for. Both days belong to them, and days are Swedish days."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from app.database import SWEDEN
from app.language import N_

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """`slug` is how it stands in an address, `label` with `values` how it is said."""

    slug: str
    since: date
    until: date
    label: str
    values: dict[str, Any] = field(default_factory=dict, compare=False)

    @property
    def begins(self) -> datetime:
        return datetime.combine(self.since, time(), SWEDEN)

    @property
    def ends(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.until + DAY, time(), SWEDEN)

    def holds(self, moment: datetime | None) -> bool:
        return moment is not None and self.begins <= moment < self.ends


def inside(period: Period, say: Callable[..., str]) -> str:
    """How it is said inside a sentence or a title: with a small letter first."""
    said = say(period.label, period.values)
    return f"{said[:1].lower()}{said[1:]}"


def twelve_months(day: date) -> Period:
    """The year that ends today."""
    return Period("12-manader", _a_year_before(day) + DAY, day, N_("The last twelve months"))


def _a_year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def year(number: int) -> Period:
    return Period(str(number), date(number, 1, 1), date(number, 12, 31), N_("The year %(year)s"), {"year": number})


def quarter(number: int, of: int) -> Period:
    """Quarter `number` (1–4) of the year `of`."""
    first = date(of, 3 * number - 2, 1)
    after = date(of + 1, 1, 1) if number == 4 else date(of, 3 * number + 1, 1)
    said = {"quarter": number, "year": of}
    return Period(f"{of}-k{number}", first, after - DAY, N_("Quarter %(quarter)s of %(year)s"), said)


def project_years(windows: Iterable[tuple[date, date]]) -> list[Period]:
    """The years of a project, counted from its first day; a later phase goes on with the next number (SEED-A24)."""
    found: list[Period] = []
    for starts, ends in sorted(windows):
        since = starts
        while since <= ends:
            after = _a_year_after(since)
            number = len(found) + 1
            slug, until = f"projektar-{number}", min(after - DAY, ends)
            found.append(Period(slug, since, until, N_("Project year %(number)s"), {"number": number}))
            since = after
    return found


def phases(windows: Iterable[tuple[date, date]]) -> list[Period]:
    """Each phase of a project from its first day to its last: what a final report is of."""
    return [
        Period(f"etapp-{number}", starts, ends, N_("The whole of phase %(number)s"), {"number": number})
        for number, (starts, ends) in enumerate(sorted(windows), start=1)
    ]


def _a_year_after(day: date) -> date:
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def offered(first: date, day: date, windows: Iterable[tuple[date, date]] = ()) -> list[Period]:
    """What can be chosen when something has happened since `first`: the last twelve months on top, then the years and
    quarters, the latest first, and the phases and years of the project that have begun."""
    years = range(day.year, min(first, day).year - 1, -1)
    found = [twelve_months(day)]
    for number in years:
        found += [year(number), *(quarter(n, number) for n in (4, 3, 2, 1))]
    known = sorted(windows)
    return [one for one in [*found, *phases(known), *project_years(known)] if one.since <= day]


def chosen(slug: str, choices: Sequence[Period]) -> Period:
    """The one the address asks for; the first where it asks for none that there is."""
    return next((one for one in choices if one.slug == slug), choices[0])
