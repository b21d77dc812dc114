"""The calendar of posts as values, without a database."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from app.staffing.calendar import Cover, Served, cover_on, drawing, stretches, vacant_days, window

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
DAY = timedelta(days=1)
days = st.integers(-40, 400).map(lambda n: FIRST + n * DAY)


@st.composite
def served(draw):
    since = draw(days)
    until = draw(st.none() | st.integers(0, 200).map(lambda n: since + n * DAY))
    return Served(draw(st.sampled_from((Cover.leader, Cover.deputy))), since, until)


@settings(max_examples=60, deadline=None)
@given(st.lists(served(), max_size=6))
def test_every_day_is_in_exactly_one_stretch_and_is_what_it_was(posts):
    found = stretches(posts, FIRST, LAST)
    assert found[0].since == FIRST
    assert found[-1].until == LAST
    for one, after in pairwise(found):
        assert one.until + DAY == after.since
        assert one.cover is not after.cover
    for one in found:
        for day in (one.since, one.since + (one.until - one.since) / 2, one.until):
            assert cover_on(posts, day) is one.cover
    assert sum(one.days for one in found) == 365


def test_a_leader_covers_a_deputy_and_vacant_days_end_today():
    posts = [
        Served(Cover.leader, FIRST, date(2026, 3, 31)),
        Served(Cover.deputy, FIRST, date(2026, 4, 30)),
        Served(Cover.leader, date(2026, 6, 1)),
    ]
    found = stretches(posts, FIRST, LAST)
    assert [(one.cover, one.days) for one in found] == [
        (Cover.leader, 90),
        (Cover.deputy, 30),
        (Cover.vacant, 31),
        (Cover.leader, 214),
    ]
    assert vacant_days(found, date(2026, 5, 10)) == 10
    assert vacant_days(found, LAST) == 31


def test_the_drawing_shows_a_year_and_what_is_known_of_two_months_to_come():
    assert window(date(2026, 11, 27)) == (date(2025, 12, 1), date(2027, 1, 31))
    day = date(2026, 11, 27)
    shown = stretches([Served(Cover.leader, date(2026, 1, 1))], *window(day))
    drawn = drawing([("Nora", shown)], day)
    assert [bar.cover for bar in drawn.bars] == [Cover.vacant, Cover.leader]
    assert round(sum(bar.width for bar in drawn.bars)) == 810
    assert 150 < drawn.today_at < 960
