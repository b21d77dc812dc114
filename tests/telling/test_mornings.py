"""When the summaries go."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.database import SWEDEN
from app.telling.mornings import first_morning, morning_of


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SWEDEN)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-27T06:59:59", None),
        ("2026-11-27T07:00:00", date(2026, 11, 27)),
        ("2026-11-27T23:59:59", date(2026, 11, 27)),
        ("2026-11-28T08:00:00", None),  # Saturday
        ("2026-12-24T08:00:00", None),  # Christmas Eve
        ("2027-03-29T08:00:00", None),  # Easter Monday
        ("2027-03-30T08:00:00", date(2027, 3, 30)),
        ("2027-06-25T08:00:00", None),  # Midsummer Eve
    ],
)
def test_the_morning_comes_at_seven_on_swedish_working_days(moment, day):
    assert morning_of(at(moment)) == day


def test_seven_is_seven_in_sweden_in_summer_and_winter():
    assert morning_of(datetime(2026, 7, 1, 5, 0, tzinfo=UTC)) == date(2026, 7, 1)
    assert morning_of(datetime(2026, 12, 1, 5, 59, tzinfo=UTC)) is None
    assert morning_of(datetime(2026, 12, 1, 6, 0, tzinfo=UTC)) == date(2026, 12, 1)


def test_the_weekly_things_come_on_monday_or_the_day_after_a_holiday():
    week = [date(2027, 3, 29) + timedelta(days=n) for n in range(7)]  # begins with Easter Monday
    assert {first_morning(day) for day in week[1:]} == {date(2027, 3, 30)}
    assert first_morning(date(2026, 11, 27)) == date(2026, 11, 23)
