"""How rows become figures, without a database."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.indicators.catalogue import GROUPS, INDICATORS, indicator
from app.indicators.facts import Fact, Measure, divided, reduce
from app.refusals import NotFound

DAY = date(2026, 11, 27)
things = st.sampled_from("abcdefg")
facts = st.lists(
    st.builds(
        Fact,
        what=things,
        on=st.just(DAY),
        label=st.just(""),
        holds=st.booleans(),
        value=st.integers(0, 400).map(Decimal),
        groups=st.sampled_from("xyz").map(lambda group: (("kind", group),)),
    ),
    max_size=30,
)


@settings(max_examples=80, deadline=None)
@given(facts)
def test_a_thing_counts_once_however_many_rows_it_has(rows):
    value = reduce(Measure.number, rows)
    assert value.number == len({fact.what for fact in rows})
    assert reduce(Measure.number, [*rows, *rows]) == value


@settings(max_examples=80, deadline=None)
@given(facts)
def test_a_share_is_the_part_that_holds_of_the_whole(rows):
    value = reduce(Measure.share, rows)
    holding = {fact.what for fact in rows if fact.holds}
    assert (value.part, value.whole) == (len(holding), len({fact.what for fact in rows}))
    assert (value.number is None) == (not rows)
    if rows:
        assert value.number * value.whole == pytest.approx(value.part)


@settings(max_examples=80, deadline=None)
@given(facts)
def test_nine_of_ten_are_done_within_the_high_day(rows):
    value = reduce(Measure.days, rows)
    days = [fact.value for fact in rows]
    assert (value.number is None) == (not days)
    if days:
        assert value.number == Decimal(str(median(days)))
    if len(days) < 5:
        assert value.high is None
    else:
        within = sum(day <= value.high for day in days)
        assert within * 10 >= 9 * len(days)
        assert sum(day < value.high for day in days) * 10 < 9 * len(days)


dated = st.lists(
    st.builds(
        Fact,
        what=things,
        on=st.integers(0, 120).map(lambda days: DAY + timedelta(days)),
        label=st.just(""),
        value=st.integers(0, 9).map(Decimal),
        place=st.sampled_from("pq"),
        groups=st.sampled_from("xyz").map(lambda group: (("kind", group),)),
    ),
    max_size=9,
)
days = st.integers(0, 120).map(lambda days: DAY + timedelta(days))


def told(rows):
    """Every figure of people that these rows can be read off as: of all, of a place, of each group."""
    yield reduce(Measure.persons, rows)
    for place in "pq":
        yield reduce(Measure.persons, [row for row in rows if row.place == place])
    for _, groups in divided(Measure.persons, rows):
        yield from (value for _, value in groups)


@settings(max_examples=150, deadline=None)
@given(dated, days, days, days)
def test_no_two_figures_of_people_tell_of_a_few_when_one_is_taken_from_the_other(rows, since, until, later):
    """Whichever periods overlap, for whichever places and groups: a difference is none at all, or five or more."""
    first = [row for row in rows if since <= row.on <= until]
    second = [row for row in rows if since <= row.on <= max(until, later)]
    numbers = {value.number for value in (*told(first), *told(second), *told(rows)) if value.number is not None}
    large = [row.value for row in rows if row.value >= 5]
    assert numbers <= {sum(chosen) for size in range(len(large) + 1) for chosen in combinations(large, size)}
    assert all(value.is_hidden == (value.whole > 0 and value.part == 0) for value in told(rows))


def people(*numbers):
    return [
        Fact(str(n), DAY, "", groups=(("kind", group),), value=Decimal(number))
        for n, (group, number) in enumerate(numbers)
    ]


def test_the_few_who_came_in_april_do_not_follow_from_two_reports():
    """Twenty until March; three more in April. The first four months say what the first quarter says."""
    quarter = people(("a", 8), ("b", 12))
    four_months = [*quarter, *people(("a", 3))]
    assert (reduce(Measure.persons, quarter).number, reduce(Measure.persons, four_months).number) == (20, 20)
    assert reduce(Measure.persons, four_months).whole - reduce(Measure.persons, four_months).part == 1
    assert reduce(Measure.persons, people(("a", 3), ("b", 4))).is_hidden  # seven, but nobody is told of either
    assert reduce(Measure.persons, people(("a", 0))).number == 0


@pytest.mark.parametrize(
    ("counts", "share", "index"), [("aaab", None, None), ("aaaab", "0.8", 6800), ("abcde", "0.2", 2000)]
)
def test_concentration_of_rows(counts, share, index):
    rows = [Fact(what, DAY, "") for what in counts]
    largest, hhi = reduce(Measure.largest, rows), reduce(Measure.hhi, rows)
    assert (largest.number, hhi.number) == (share and Decimal(share), index and Decimal(index))


def test_of_no_benefit_found_nothing_is_said_but_a_benefit_of_nothing_is_0_kronor():
    found = [Fact("a", DAY, "", value=Decimal(0))]
    assert (reduce(Measure.found, []).number, reduce(Measure.found, found).number) == (None, 0)
    assert reduce(Measure.kronor, []).number == 0
    assert next(one.measure for one in INDICATORS if one.code == "B1") is Measure.found


@pytest.mark.parametrize(("number", "said"), [(1, "of one case"), (4, "of 4 cases")])
def test_of_a_few_cases_it_is_said_how_many(number, said):
    text, numbers = reduce(Measure.days, [Fact(str(n), DAY, "", value=Decimal(n)) for n in range(number)]).beside
    assert text % numbers == said


def test_every_indicator_of_the_list_is_here():
    families = {one.code.partition(".")[0] for one in INDICATORS}
    assert families == {
        *("E1", "E2", "E3", "E4", "E5", "O1", "O2", "O3", "O4", "N1", "N2", "F1", "F2", "F3"),
        *("K1", "P1", "P2", "B1", "B2", "Ek1"),
    }
    assert len({one.slug for one in INDICATORS}) == len(INDICATORS) == sum(len(group) for _, group in GROUPS)
    assert all(len(one.definition) > 20 and one.readers for one in INDICATORS)
    assert indicator("ek1-2").code == "Ek1.2"
    with pytest.raises(NotFound):
        indicator("x9")
