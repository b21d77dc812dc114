"""Spread, signs, periods and dots as values, without a database."""

import itertools
from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.activity.happenings import Happened
from app.neutrality.contacts import CONTACTS, KINDS
from app.neutrality.figures import Company, Spread, Terms, by_number, hhi, signs
from app.periods import chosen, offered, project_years, quarter, twelve_months, year
from app.web.figures import dots_shape

TODAY = date(2026, 11, 27)
numbers = st.lists(st.integers(0, 30), max_size=40)


def spread_of(*tests):
    return Spread(tuple(Company(uuid4(), f"c{n}", f"Bolag {n}", tests=each) for n, each in enumerate(tests)))


@settings(max_examples=60, deadline=None)
@given(numbers)
def test_concentration_lies_between_even_and_alone_and_knows_no_order(tests):
    found = hhi(tests)
    some = [each for each in tests if each]
    if not some:
        assert found == 0
        return
    assert round(10_000 / len(some)) - 1 <= found <= 10_000
    assert found == hhi(list(reversed(tests)))
    assert (found == 10_000) == (len(some) == 1)


@settings(max_examples=60, deadline=None)
@given(numbers)
def test_every_company_with_tests_stands_in_one_column(tests):
    spread = spread_of(*tests)
    assert sum(spread.by_number) == len(spread.tested)
    assert spread.tests == sum(tests)
    assert spread.by_number[3] == sum(each >= 4 for each in tests)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 80), min_size=4, max_size=4), st.integers(0, 120))
def test_as_many_dots_as_counted_each_in_a_place_of_its_own(counts, most):
    """Where they would be too many, a dot is several."""
    drawn = dots_shape(counts, most)
    places = [dot for column in drawn.columns for dot in column.dots]
    assert len(places) == len(set(places)) == sum(-(-count // drawn.each) for count in counts)
    assert drawn.each == max(1, -(-max(most, *counts) // 48))
    assert drawn.width <= 300, "its words would be too small on a telephone"
    assert all(0 < x < drawn.width and y - drawn.radius >= 0 and y < drawn.floor for x, y in places)


def test_too_few_tests_say_nothing_of_concentration():
    few = spread_of(4)
    assert (few.concentration, few.largest_share) == (None, None)
    assert spread_of(3, 1, 1).concentration == 4400
    assert spread_of(3, 1, 1).largest_share == 0.6


@pytest.mark.parametrize(
    ("tests", "stands_out"), [((5, 15), True), ((2, 2, 2, 2), False), ((4,), False), ((3, 2, 2, 2, 2), True)]
)
def test_a_company_with_more_than_a_quarter_of_at_least_five_tests_stands_out(tests, stands_out):
    found = signs(spread_of(*tests), Terms(), 0, 10)
    assert bool(found) == stands_out


def test_a_quarter_exactly_does_not_stand_out():
    assert signs(spread_of(2, 2, 2, 2), Terms(), 0, 10) == []


def test_what_else_stands_out():
    found = signs(Spread(), Terms(calls=5, with_several=2, declined=3, with_reasons=2), 1, 10)
    assert [one.key for one in found] == ["reasons", "questions", "calls"]
    assert signs(Spread(), Terms(calls=4, with_several=0, declined=3, with_reasons=3), 0, 10) == []


def test_by_number_forgets_those_without():
    assert by_number(spread_of(0, 1, 1, 2, 7).companies) == (2, 1, 0, 1)


def test_for_every_happening_about_a_company_it_is_decided_whether_it_is_a_contact():
    """So that the log of contacts can leave nothing out by being forgotten."""
    about = {one for one in Happened if one.value.partition(".")[0] in KINDS}
    assert about - set(CONTACTS) == set()
    assert {one for one in CONTACTS if one not in about} == {Happened.challenge_announced}


def test_quarters_are_the_year():
    whole = year(2026)
    four = [quarter(n, 2026) for n in (1, 2, 3, 4)]
    assert (four[0].since, four[3].until) == (whole.since, whole.until)
    assert all(one.until + timedelta(days=1) == after.since for one, after in itertools.pairwise(four))


def test_a_day_belongs_to_one_quarter_by_swedish_time():
    moment = quarter(1, 2026).ends
    assert not quarter(1, 2026).holds(moment)
    assert quarter(2, 2026).holds(moment)
    assert quarter(1, 2026).holds(moment - timedelta(microseconds=1))


@settings(max_examples=40, deadline=None)
@given(st.dates(date(2001, 1, 1), date(2090, 1, 1)), st.integers(1, 2500))
def test_project_years_cover_the_window_once(starts, days):
    ends = starts + timedelta(days=days)
    years = project_years([(starts, ends)])
    assert (years[0].since, years[-1].until) == (starts, ends)
    assert all(one.until + timedelta(days=1) == after.since for one, after in itertools.pairwise(years))
    assert [one.slug for one in years] == [f"projektar-{n + 1}" for n in range(len(years))]


def test_a_later_phase_goes_on_counting():
    first, second = (date(2021, 9, 1), date(2024, 8, 31)), (date(2024, 9, 1), date(2026, 2, 28))
    years = project_years([second, first])
    assert [(str(one.since), str(one.until)) for one in years[2:4]] == [
        ("2023-09-01", "2024-08-31"),
        ("2024-09-01", "2025-08-31"),
    ]
    assert len(years) == 5


def test_what_cannot_be_chosen_is_the_last_twelve_months():
    choices = offered(date(2025, 3, 1), TODAY, [(date(2026, 1, 1), date(2029, 1, 1))])
    assert chosen("x", choices) == twelve_months(TODAY)
    assert chosen("2025-k4", choices) == quarter(4, 2025)
    slugs = [one.slug for one in choices]
    assert slugs[:3] == ["12-manader", "2026", "2026-k4"]
    assert slugs[-2:] == ["etapp-1", "projektar-1"]
    assert chosen("etapp-1", choices).until == date(2029, 1, 1)
    assert twelve_months(date(2028, 2, 29)).since == date(2027, 3, 1)
