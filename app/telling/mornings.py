"""When the summaries go: at 7 in Sweden on working days, and the weekly things with the first of each week."""

from datetime import date, datetime, time, timedelta

from app.database import SWEDEN
from app.working_days import is_working_day

SEVEN = time(7, 0)


def morning_of(moment: datetime) -> date | None:
    """The working day whose morning has come at that moment; None before 7 and on days off."""
    local = moment.astimezone(SWEDEN)
    return local.date() if local.time() >= SEVEN and is_working_day(local.date()) else None


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def first_morning(day: date) -> date:
    """The first working day of the week that holds `day`: Monday, or the day after a holiday."""
    first = monday_of(day)
    while not is_working_day(first) and first < day:
        first += timedelta(days=1)
    return first
