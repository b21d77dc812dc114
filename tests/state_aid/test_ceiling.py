"""The sum and the three years, against an independent formulation."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.state_aid.ceiling import CEILING, Aid, first_day, room

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
AIDS = st.lists(st.builds(Aid, st.just("Någon"), DAYS, st.decimals("0.01", "400000", places=2)), max_size=6)


@pytest.mark.parametrize(
    ("on", "first"),
    [
        (date(2026, 11, 27), date(2023, 11, 28)),
        (date(2024, 2, 29), date(2021, 3, 1)),
        (date(2027, 3, 1), date(2024, 3, 2)),
        (date(2027, 2, 28), date(2024, 2, 29)),
    ],
)
def test_three_years_begin_the_day_after_the_same_day_three_years_before(on, first):
    assert first_day(on) == first


def test_the_ceiling_itself_may_be_reached_but_not_passed():
    stands = room(date(2026, 6, 1), [Aid("Kommunen", date(2025, 1, 1), Decimal("299999.99"))])
    assert stands.holds(Decimal("0.01"))
    assert not stands.holds(Decimal("0.02"))
    assert stands.left == Decimal("0.01")


def test_old_aid_counts_no_more_and_what_is_promised_counts_already():
    old, now, promised = (Aid("x", day, Decimal(100)) for day in (date(2023, 6, 1), date(2023, 6, 2), date(2026, 9, 1)))
    stands = room(date(2026, 6, 1), [promised, now, old])
    assert (stands.counted, stands.passed) == ((now, promised), (old,))


@settings(max_examples=80, deadline=None)
@given(DAYS, AIDS, st.decimals("0.01", "400000", places=2))
def test_it_agrees_with_a_count_day_by_day(on, given_aid, planned):
    """Nobody passes the ceiling in any three years that end on the day or later, as far as what is known goes."""
    last = on - timedelta(days=1)
    window = set()
    while (last.year, last.month, last.day) > (on.year - 3, on.month, min(on.day, 28) if on.month == 2 else on.day):
        window.add(last)
        last -= timedelta(days=1)
    expected = sum((aid.amount for aid in given_aid if aid.on in window or aid.on >= on), Decimal(0))
    stands = room(on, given_aid)
    assert stands.total == expected
    assert stands.holds(planned) is (expected + planned <= CEILING)
