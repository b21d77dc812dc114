"""How rows become figures, without a database."""

from datetime import date
from decimal import Decimal
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


@settings(max_examples=80, deadline=None)
@given(facts)
def test_few_people_are_never_told_nor_to_be_reckoned(rows):
    whole = reduce(Measure.persons, rows)
    total = sum(fact.value for fact in rows)
    assert whole.is_hidden == (0 < total < 5)
    for _, groups in divided(Measure.persons, rows):
        hidden = [value for _, value in groups if value.is_hidden]
        small = {
            group for group, value in groups if 0 < sum(fact.value for fact in rows if fact.groups[0][1] == group) < 5
        }
        assert all(value.is_hidden for group, value in groups if group in small)
        others = [value for _, value in groups if not value.is_hidden and value.number]
        assert len(hidden) != 1 or not others


def people(*numbers):
    return [
        Fact(str(n), DAY, "", groups=(("kind", group),), value=Decimal(number))
        for n, (group, number) in enumerate(numbers)
    ]


def test_one_small_group_hides_the_next_smallest_too():
    found = dict(divided(Measure.persons, people(("a", 3), ("b", 9), ("c", 20))))["kind"]
    assert [(group, value.number) for group, value in found] == [("a", None), ("b", None), ("c", 20)]
    found = dict(divided(Measure.persons, people(("a", 5), ("b", 9))))["kind"]
    assert [value.number for _, value in found] == [5, 9]


@pytest.mark.parametrize(
    ("counts", "share", "index"), [("aaab", None, None), ("aaaab", "0.8", 6800), ("abcde", "0.2", 2000)]
)
def test_concentration_of_rows(counts, share, index):
    rows = [Fact(what, DAY, "") for what in counts]
    largest, hhi = reduce(Measure.largest, rows), reduce(Measure.hhi, rows)
    assert (largest.number, hhi.number) == (share and Decimal(share), index and Decimal(index))


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
