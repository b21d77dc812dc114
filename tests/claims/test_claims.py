"""Claims as they are made: locked rows, exact sums, and what happens when something changes afterwards."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from app import clock
from app.activity import queries as activity
from app.activity.models import Event
from app.actor import THE_CLOCK
from app.claims import actions, queries
from app.claims.calendar import Period, months_later, periods, reminder_of
from app.claims.forms import AnswerForm, PaidForm, SignForm
from app.claims.models import ClaimRow, ClaimState
from app.costs import actions as costs
from app.costs import queries as cost_queries
from app.costs.forms import BookingForm, CorrectionForm
from app.database import SWEDEN, now
from app.grants import actions as grants
from app.grants.forms import ConditionForm
from app.refusals import NotAllowed, Refused
from tests.claims.asking import QUARTERS

ENDS = [
    date(2023, 3, 31),
    date(2023, 6, 30),
    date(2023, 9, 30),
    date(2023, 12, 31),
    date(2024, 3, 31),
    date(2024, 6, 30),
]
SIGN = {"signatory": "Kim Direktör", "signatory_capacity": "Direktör", "signed_on": "2024-01-10", "declared": True}
TAKES_BACK = {"booked_on": "2024-02-01", "amount": "-25 000", "description": "Kreditfaktura"}


def test_six_quarters_are_claimed_to_the_krona(asking, db):
    decision = asking.in_force()
    amounts = []
    for end, amount in zip(ENDS, QUARTERS, strict=True):
        asking.book(asking.grant_of(decision), amount, end.isoformat())
        claim = asking.answered(asking.signed(decision, end))
        amounts.append(claim.amount)
        actions.pay(db, asking.officer.actor, claim, PaidForm(paid_on="2024-10-15"))
    assert amounts == [600_000, 450_000, 750_000, 1_000_000, 900_000, 411_981]
    grant = asking.grant_of(decision)
    stands = queries.standing(db, grant, cost_queries.terms_in_force(grant)[0])
    assert (stands.earned, stands.remaining, stands.claimable, stands.to_settle) == (4_111_981, 0, 0, 0)
    assert claim.to_settle == 0


def test_rows_of_a_claim_are_locked_and_no_other_claim_takes_them(asking, db):
    decision = asking.in_force()
    row = asking.book(decision.grant, 1000, "2023-01-10")
    other = asking.book(decision.grant, 500, "2023-01-11")
    claim = asking.started(decision, date(2023, 3, 31), [row])
    assert [held.booking_id for held in claim.rows] == [row.id]
    with pytest.raises(Refused):
        asking.started(decision, date(2023, 3, 31), [other])
    actions.discard(db, asking.officer.actor, claim)
    signed = asking.signed(decision, date(2023, 3, 31), [row])
    with pytest.raises(Refused):
        asking.started(decision, date(2023, 6, 30), [row])
    third = asking.started(decision, date(2023, 6, 30), [other])
    twice = {"id": uuid4(), "created_at": now(), "claim_id": third.id, "booking_id": row.id, "is_released": False}
    with pytest.raises(IntegrityError, match="claim_rows_held_once"), db.begin_nested():
        db.execute(insert(ClaimRow).values(**twice))
    assert signed.amount == 500
    booking = cost_queries.booking(db, asking.grant_of(signed), row.number)
    said = {"kind": "cost", "booked_on": "2023-01-10", "amount": "2", "category": "travel", "eligible": "yes"}
    form = BookingForm(**said, bearer_id=str(asking.region.id), description="Resa")
    with pytest.raises(Refused):
        costs.edit(db, asking.officer.actor, booking, form)


@pytest.mark.parametrize(
    ("booked_on", "values", "text"),
    [
        ("2024-09-03", {}, "after the project's end"),
        ("2021-08-31", {}, "before the project's start"),
        ("2023-07-01", {}, "after the period"),
        ("2023-02-01", {"eligible": "no", "reason": "Representation"}, "does not count"),
    ],
)
def test_a_row_that_does_not_count_cannot_be_claimed(asking, booked_on, values, text):
    decision = asking.in_force()
    row = asking.book(decision.grant, 1000, booked_on, **values)
    with pytest.raises(Refused) as refused:
        asking.started(decision, date(2023, 6, 30), [row])
    assert text in refused.value.reasons[0].text


def test_it_is_signed_with_its_files_and_by_someone_who_may(asking, db):
    decision = asking.in_force()
    asking.book(decision.grant, 1000, "2023-01-10")
    claim = asking.started(decision, date(2023, 3, 31))
    with pytest.raises(Refused) as refused:
        actions.sign(db, asking.lead.actor, claim, SignForm(**SIGN))
    assert len(refused.value.reasons) == 2
    claim = asking.with_files(claim)
    with pytest.raises(NotAllowed):
        actions.sign(db, asking.officer.actor, claim, SignForm(**SIGN))
    actions.sign(db, asking.lead.actor, claim, SignForm(**SIGN))
    with pytest.raises(Refused):
        actions.sign(db, asking.lead.actor, asking.again(claim), SignForm(**SIGN))
    with pytest.raises(NotAllowed):
        actions.answer(db, asking.lead.actor, asking.again(claim), answer_form())


def answer_form():
    return AnswerForm(given="approve", answered_on="2024-01-20")


def test_a_blocking_condition_that_is_not_fulfilled_blocks(asking, db):
    decision = asking.in_force()
    asking.book(decision.grant, 1000, "2023-01-10")
    unmet = ConditionForm(status="unmet", owner_id=str(asking.officer.id))
    grants.update_condition(db, asking.officer.actor, decision.conditions[0], unmet)
    claim = asking.with_files(asking.started(decision, date(2023, 3, 31)))
    with pytest.raises(Refused):
        actions.sign(db, asking.lead.actor, claim, SignForm(**SIGN))
    assert asking.again(claim).state == ClaimState.draft


def test_a_correction_after_a_paid_claim_is_to_be_settled(asking, db):
    decision = asking.in_force()
    row = asking.book(decision.grant, 1_000_000, "2024-01-10")
    claim = asking.answered(asking.signed(decision, date(2024, 1, 31)))
    actions.pay(db, asking.officer.actor, claim, PaidForm(paid_on="2024-02-15"))
    booking = cost_queries.booking(db, asking.grant_of(decision), row.number)
    costs.correct(db, asking.officer.actor, booking, CorrectionForm(**TAKES_BACK))
    grant = asking.grant_of(decision)
    stands = queries.standing(db, grant, cost_queries.terms_in_force(grant)[0])
    assert (stands.claimable, stands.to_settle) == (0, 12_500)
    following = asking.signed(decision, date(2024, 4, 30))
    assert (following.amount, following.to_settle, following.claimed_before) == (0, 12_500, 500_000)
    booking = cost_queries.booking(db, asking.grant_of(decision), row.number)
    with pytest.raises(Refused):
        costs.correct(db, asking.officer.actor, booking, CorrectionForm(**(TAKES_BACK | {"amount": "-1 000 001"})))


def test_what_is_refused_can_be_claimed_again_and_what_is_refused_of_a_part_cannot(asking, db):
    decision = asking.in_force()
    first, second = (asking.book(decision.grant, 1000, f"2023-01-1{n}") for n in (0, 1))
    claim = asking.answered(asking.signed(decision, date(2023, 3, 31)), "refuse", answer_reason="Fel huvudbok.")
    assert claim.held == 0
    again = asking.signed(decision, date(2023, 3, 31))
    assert again.amount == 1000
    reason = {"answer_reason": "Raden gäller ordinarie verksamhet.", "refused_rows": [str(second.id)]}
    partly = asking.answered(again, "approve_in_part", amount_approved="500", **reason)
    assert (partly.held, queries.claimed(db, decision.phase_id)) == (500, 500)
    grant = asking.grant_of(decision)
    stands = queries.standing(db, grant, cost_queries.terms_in_force(grant)[0])
    assert (stands.eligible, stands.claimable, stands.to_settle) == (1000, 0, 0)
    assert cost_queries.booking(db, grant, second.number).is_eligible is False
    assert cost_queries.booking(db, grant, first.number).is_locked


def test_what_was_signed_stands_when_a_later_decision_changes_the_terms(asking, db):
    decision = asking.in_force()
    asking.book(decision.grant, 1_000_000, "2023-01-10")
    claim = asking.answered(asking.signed(decision, date(2023, 3, 31)))
    lower = asking.in_force(asking.grant_of(claim), amends_id=str(decision.id), cap="400 000", conditions_asked=[])
    claim = asking.again(claim)
    assert (claim.amount, claim.cap) == (500_000, 4_111_981)
    lower = asking.again_decision(lower)
    stands = queries.standing(db, lower.grant, cost_queries.terms_in_force(lower.grant)[0])
    assert (stands.earned, stands.to_settle) == (400_000, 100_000)


def test_two_decisions_with_windows_of_their_own_claim_their_own_costs(asking, db):
    first = asking.in_force()
    second = asking.in_force(
        first.grant, starts_on="2024-09-01", ends_on="2026-02-28", cap="1 000 000", title="Etapp 2"
    )
    asking.book(second.grant, 3000, "2024-08-31")
    asking.book(second.grant, 5000, "2024-09-01")
    claims = [asking.signed(asking.again_decision(one), one.ends_on) for one in (first, second)]
    assert [claim.amount for claim in claims] == [1500, 2500]


def test_a_phase_is_settled_when_nothing_is_open(asking, db):
    decision = asking.in_force()
    asking.book(decision.grant, 1000, "2023-01-10")
    claim = asking.signed(decision, date(2023, 3, 31))
    assert claim.amount == 500
    with pytest.raises(Refused):
        actions.settle(db, asking.lead.actor, asking.again_decision(decision))
    actions.pay(db, asking.officer.actor, asking.answered(claim), PaidForm(paid_on="2024-02-15"))
    actions.settle(db, asking.lead.actor, asking.again_decision(decision))
    assert asking.again_decision(decision).state == "settled"


# When claims are to be made


def test_the_periods_of_a_window():
    found = list(periods(date(2021, 9, 1), date(2024, 8, 31)))
    assert len(found) == 12
    assert found[0] == Period(date(2021, 11, 30), date(2021, 12, 30))
    assert found[-1] == Period(date(2024, 8, 31), date(2024, 9, 30))
    assert [one.ends_on for one in periods(date(2024, 1, 31), date(2024, 5, 15))] == [
        date(2024, 4, 29),
        date(2024, 5, 15),
    ]


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2024, 12, 31), 2, date(2025, 2, 28)),
        (date(2023, 12, 1), 1, date(2024, 1, 1)),
        (date(2023, 10, 31), 2, date(2023, 12, 31)),
    ],
)
def test_months_later(day, months, later):
    assert months_later(day, months) == later


@pytest.mark.parametrize(("left", "days"), [(31, None), (30, 30), (15, 30), (14, 14), (3, 3), (-5, 3)])
def test_which_reminder_it_is_time_for(left, days):
    day = date(2026, 3, 1)
    assert reminder_of(day + timedelta(days=left), day) == days


def at_noon(db, day):
    with clock.at(datetime(day.year, day.month, day.day, 12, tzinfo=SWEDEN)):
        actions.remind(db, THE_CLOCK)
        actions.remind(db, THE_CLOCK)
        db.flush()


def test_people_are_reminded_three_times_and_not_when_the_claim_is_made(asking, db):
    decision = asking.in_force(starts_on="2026-01-01", ends_on="2026-06-30")
    for day in (date(2026, 3, 30), date(2026, 3, 31), date(2026, 4, 16), date(2026, 4, 20), date(2026, 4, 27)):
        at_noon(db, day)
    reminders = select(Event).where(Event.subject_type == "ClaimDue").order_by(Event.at)
    assert [event.details["days"] for event in db.scalars(reminders)] == [30, 14, 3]
    assert [task.verb for task in activity.tasks_for(db, asking.officer.actor)] == ["Make the claim"]
    asking.book(asking.grant_of(decision), 1000, "2026-02-10")
    asking.signed(decision, date(2026, 3, 31))
    assert "Make the claim" not in [task.verb for task in activity.tasks_for(db, asking.officer.actor)]
    at_noon(db, date(2026, 4, 28))
    assert len(db.scalars(reminders).all()) == 3
