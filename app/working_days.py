"""Working days in Sweden, for promised answers: not weekends, not public holidays, not the eves that offices keep.

Public holidays: the Act (1989:253) on public holidays; Midsummer Eve, Christmas Eve and New Year's Eve are days off in
the public sector by agreement.
"""

from datetime import date, timedelta

FIXED = {(1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31)}
FRIDAY, SATURDAY = 4, 5


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous algorithm, Meeus 1991)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def is_working_day(day: date) -> bool:
    if day.weekday() >= SATURDAY or (day.month, day.day) in FIXED:
        return False
    since_easter = (day - easter(day.year)).days
    if since_easter in (-2, 1, 39):  # Good Friday, Easter Monday, Ascension
        return False
    return not (day.month == 6 and 19 <= day.day <= 25 and day.weekday() == FRIDAY)  # Midsummer Eve


def after_working_days(start: date, days: int) -> date:
    """The date that lies so many working days after `start`."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days have passed from `start` to `end`, the first not counted."""
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))
