"""What a grant pays, to the krona: every vector of domain.md 6.1, and an independent formulation in any order."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given as example_of
from hypothesis import settings
from hypothesis import strategies as st

from app.costs.arithmetic import Exclusion, Terms, counted, exclusion, phase_of, position
from app.grants.choices import Rounding

START, END = date(2021, 9, 1), date(2024, 8, 31)
PHASE = UUID(int=1)
TERMS = Terms(PHASE, Decimal(50), Decimal(4_111_981), START, END)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Row:
    amount: Decimal
    booked_on: date = START
    paid_on: date | None = None
    is_income: bool = False
    is_eligible: bool = True
    chosen_phase_id: UUID | None = None


def rows(*amounts, **values):
    return [Row(Decimal(amount), **values) for amount in amounts]


@pytest.mark.parametrize(
    ("net", "earned"),
    [
        (0, 0),
        (1, 0),
        (1_000_001, 500_000),
        (3_000_000, 1_500_000),
        (8_223_960, 4_111_980),
        (8_223_961, 4_111_980),
        (8_223_962, 4_111_981),
        (9_000_000, 4_111_981),
    ],
)
def test_what_is_earned(net, earned):
    assert position(TERMS, rows(net)).earned == earned


@pytest.mark.parametrize(("costs", "income", "earned"), [(9_000_000, 1_000_000, 4_000_000), (500_000, 600_000, 0)])
def test_income_is_deducted(costs, income, earned):
    booked = [*rows(costs), Row(Decimal(income), is_income=True)]
    assert position(TERMS, booked).earned == earned
    assert position(replace(TERMS, deducts_income=False), booked).incomes == income


@pytest.mark.parametrize(
    ("costs", "percent", "cap", "earned", "full"),
    [
        (12_500_000, "18", 2_250_000, 2_250_000, 12_500_000),
        (11_666_667, "6", 700_000, 700_000, 11_666_667),
        (11_666_666, "6", 700_000, 699_999, 11_666_667),
        (8_223_962, "50", 4_111_981, 4_111_981, 8_223_962),
        (2_320_584, "50", 1_160_292, 1_160_292, 2_320_584),
        (3, "33.3333", 1, 0, 4),
    ],
)
def test_other_grants_and_where_the_cap_is_reached(costs, percent, cap, earned, full):
    terms = replace(TERMS, percent=Decimal(percent), cap=Decimal(cap))
    assert position(terms, rows(costs)).earned == earned
    assert terms.full_draw_at == full


def test_the_claims_of_six_quarters():
    claimed, booked, amounts = Decimal(0), [], []
    for quarter in (1_200_000, 900_000, 1_500_000, 2_000_000, 1_800_000, 1_500_000):
        booked += rows(quarter)
        now = position(TERMS, booked, claimed)
        amounts.append(now.claimable)
        claimed += now.claimable
    assert amounts == [600_000, 450_000, 750_000, 1_000_000, 900_000, 411_981]
    assert position(TERMS, booked, claimed).remaining == 0
    assert position(TERMS, booked, claimed).own_part == 8_900_000 - 4_111_981


def test_rounding_each_claim_would_give_another_sum():
    """Two claims of one krona each: cumulative, the second is worth a krona; apart, neither is worth anything."""
    first = position(TERMS, rows(1))
    assert first.claimable == 0
    assert position(TERMS, rows(1, 1), first.claimable).claimable == 1


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"booked_on": START}, None),
        ({"booked_on": END}, None),
        ({"booked_on": START - DAY}, Exclusion.before),
        ({"booked_on": END + DAY}, Exclusion.after),
        ({"booked_on": date(2024, 9, 3)}, Exclusion.after),
        ({"is_eligible": False}, Exclusion.not_eligible),
        ({"booked_on": date(2023, 1, 2)}, Exclusion.later),
        ({"chosen_phase_id": UUID(int=2)}, Exclusion.elsewhere),
    ],
)
def test_why_a_booking_does_not_count(values, why):
    row = Row(Decimal(100), **values)
    until = date(2023, 1, 1) if why is Exclusion.later else None
    assert exclusion(row, TERMS, [TERMS], until) is why


def test_terms_may_ask_that_costs_are_paid_in_time():
    paid = replace(TERMS, counts_only_paid=True)
    assert exclusion(Row(Decimal(1)), paid, [paid]) is Exclusion.unpaid
    assert exclusion(Row(Decimal(1), paid_on=END), paid, [paid]) is None
    assert exclusion(Row(Decimal(1), paid_on=END + DAY), paid, [paid]) is Exclusion.paid_late
    assert exclusion(Row(Decimal(1), is_income=True), paid, [paid]) is None
    assert exclusion(Row(Decimal(1)), TERMS, [TERMS]) is None


def test_a_booking_belongs_to_one_of_two_decisions():
    second = Terms(UUID(int=2), Decimal(50), Decimal(1_000_000), END + DAY, date(2026, 2, 28))
    overlapping = replace(second, starts_on=date(2024, 1, 1))
    after, within = Row(Decimal(1), END + DAY), Row(Decimal(1), date(2024, 3, 1))
    assert phase_of(after, [second, TERMS]) == second.phase_id
    assert exclusion(after, TERMS, [TERMS, second]) is Exclusion.elsewhere
    assert phase_of(within, [overlapping, TERMS]) == PHASE
    assert [len(counted([within], terms, [TERMS, overlapping])) for terms in (TERMS, overlapping)] == [1, 0]
    chosen = replace(within, chosen_phase_id=second.phase_id)
    assert [len(counted([chosen], terms, [TERMS, overlapping])) for terms in (TERMS, overlapping)] == [0, 1]


def test_a_correction_after_a_paid_claim_is_to_be_settled():
    paid = position(TERMS, rows(1_000_000)).earned
    after = position(TERMS, rows(1_000_000, -25_000), paid)
    assert (after.claimable, after.to_settle, after.earned) == (0, 12_500, 487_500)
    more = position(TERMS, rows(1_000_000, -25_000, 100_000), paid)
    assert (more.claimable, more.to_settle) == (37_500, 0)


CENTS = st.integers(-50_000_000, 300_000_000).filter(bool)
DAYS = st.dates(date(2021, 6, 1), date(2026, 6, 1))
ROWS = st.builds(
    Row,
    amount=CENTS.map(lambda cents: Decimal(cents) / 100),
    booked_on=DAYS,
    paid_on=st.none() | DAYS,
    is_income=st.booleans(),
    is_eligible=st.booleans(),
    chosen_phase_id=st.sampled_from([None, None, PHASE, UUID(int=2)]),
)


@st.composite
def phases(draw):
    """Two decisions whose windows may overlap."""
    found = []
    for number in (1, 2):
        first, last = sorted((draw(DAYS), draw(DAYS)))
        percent = Decimal(draw(st.integers(1, 1_000_000))) / 10_000
        cap = Decimal(draw(st.integers(1, 5_000_000)))
        asks, deducts = draw(st.booleans()), draw(st.booleans())
        rounding = draw(st.sampled_from(list(Rounding)))
        found.append(Terms(UUID(int=number), percent, cap, first, last, asks, deducts, rounding))
    return found


def independently(terms, others, booked, until):
    """The same, said in another way: in hundredths of a krona and fractions, one row at a time."""
    window = {terms.starts_on + DAY * n for n in range((terms.ends_on - terms.starts_on).days + 1)}
    cost = income = 0
    for row in booked:
        owner = row.chosen_phase_id
        if owner is None:
            claims = sorted(
                (t.starts_on, t.ends_on, t.phase_id)
                for t in (terms, *others)
                if t.starts_on <= row.booked_on <= t.ends_on
            )
            owner = claims[0][2] if claims else None
        if owner != terms.phase_id or row.booked_on not in window or row.booked_on > until or not row.is_eligible:
            continue
        if row.is_income:
            income += int(row.amount * 100)
        elif not terms.counts_only_paid or (row.paid_on and row.paid_on <= terms.ends_on):
            cost += int(row.amount * 100)
    net = Fraction(max(0, cost - (income if terms.deducts_income else 0)), 100)
    share = net * Fraction(terms.percent) / 100
    whole = share.numerator // share.denominator
    if terms.rounding is Rounding.nearest and share - whole >= Fraction(1, 2):
        whole += 1
    return min(whole, int(terms.cap))


@settings(max_examples=150, deadline=None)
@example_of(phases(), st.lists(ROWS, max_size=12), st.randoms(), DAYS)
def test_an_independent_formulation_agrees_in_any_order(two, booked, chance, until):
    expected = [independently(two[n], [two[1 - n]], booked, until) for n in (0, 1)]
    chance.shuffle(booked)
    chance.shuffle(two)
    for terms in two:
        now = position(terms, counted(booked, terms, two, until))
        assert now.earned == expected[terms.phase_id.int - 1]
        assert now.earned + now.remaining == terms.cap
        assert now.claimable >= 0 <= now.to_settle
        assert now.claimable * now.to_settle == 0


@settings(max_examples=100, deadline=None)
@example_of(phases(), st.lists(ROWS, max_size=10), st.lists(DAYS, min_size=1, max_size=6))
def test_claims_add_up_to_what_is_earned_however_often_one_claims(two, booked, days):
    """What has been claimed, less what is to be settled, is what is earned; and never more than the cap."""
    terms, claimed = two[0], Decimal(0)
    for day in sorted(days):
        now = position(terms, counted(booked, terms, two, day), claimed)
        claimed += now.claimable
        assert claimed <= terms.cap
        after = position(terms, counted(booked, terms, two, day), claimed)
        assert claimed - after.to_settle == after.earned
    assert claimed == max(independently(terms, two[1:], booked, day) for day in days)
    assert all(a <= b for a, b in pairwise(sorted(days)))


@settings(max_examples=200, deadline=None)
@example_of(st.integers(1, 1_000_000), st.integers(1, 10_000_000))
def test_the_cap_is_reached_where_it_is_said(percent, cap):
    terms = replace(TERMS, percent=Decimal(percent) / 10_000, cap=Decimal(cap))
    full = terms.full_draw_at
    assert position(terms, rows(full)).earned == cap
    assert position(terms, rows(full - 1)).earned < cap
    assert full == -(-cap * 1_000_000 // percent)
