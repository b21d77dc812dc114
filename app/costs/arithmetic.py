"""What a grant pays: whole kronor, cumulative over its phase, exact (domain.md 6.1). No database here.

Money is `Decimal` in kronor; what is earned and claimed is whole kronor. Everything follows from the terms in force,
the bookings and what has been claimed, whatever order they came in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from typing import Protocol, TypeVar
from uuid import UUID

from app.grants.choices import Rounding
from app.language import N_, Worded

EXACT = Context(prec=60)
KRONA = Decimal(1)
ROUNDINGS = {Rounding.down: ROUND_FLOOR, Rounding.nearest: ROUND_HALF_UP}


class Exclusion(Worded):
    """Why a booking does not count."""

    not_eligible = "not_eligible", N_("Not eligible")
    before = "before", N_("Booked before the project could start")
    after = "after", N_("Booked after the project's last day")
    unpaid = "unpaid", N_("Not paid yet")
    paid_late = "paid_late", N_("Paid after the project's last day")
    later = "later", N_("Booked after the period")
    elsewhere = "elsewhere", N_("Belongs to another decision")


class Booked(Protocol):
    """What the arithmetic needs of a booking."""

    @property
    def amount(self) -> Decimal: ...
    @property
    def booked_on(self) -> date: ...
    @property
    def paid_on(self) -> date | None: ...
    @property
    def is_income(self) -> bool: ...
    @property
    def is_eligible(self) -> bool: ...
    @property
    def chosen_phase_id(self) -> UUID | None: ...


@dataclass(frozen=True)
class Terms:
    """What holds in a phase. `percent` is of the costs, `cap` whole kronor, the window is both days included."""

    phase_id: UUID
    percent: Decimal
    cap: Decimal
    starts_on: date
    ends_on: date
    counts_only_paid: bool = False
    deducts_income: bool = True
    rounding: Rounding = Rounding.down

    def holds(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on

    @property
    def full_draw_at(self) -> Decimal:
        """The least whole kronor of costs at which the cap is reached."""
        needed = EXACT.divide(EXACT.multiply(self.cap, Decimal(100)), self.percent)
        whole = needed.to_integral_value(ROUND_FLOOR, EXACT)
        return whole if self.share_of(whole) >= self.cap else whole + KRONA

    def share_of(self, net: Decimal) -> Decimal:
        """The granted share of a sum, in whole kronor, before the cap."""
        share = EXACT.divide(EXACT.multiply(net, self.percent), Decimal(100))
        return share.quantize(KRONA, ROUNDINGS[self.rounding], EXACT)


def phase_of(booking: Booked, phases: Sequence[Terms]) -> UUID | None:
    """The phase a booking belongs to: the chosen one, else the first that begins among those whose window holds it.

    No krona is paid twice: where windows overlap, a booking belongs to one of them.
    """
    if booking.chosen_phase_id is not None:
        return booking.chosen_phase_id
    holding = [terms for terms in phases if terms.holds(booking.booked_on)]
    return min((terms.starts_on, terms.ends_on, terms.phase_id) for terms in holding)[2] if holding else None


def exclusion(booking: Booked, terms: Terms, phases: Sequence[Terms], until: date | None = None) -> Exclusion | None:
    """Why the booking does not count in this phase up to a day, or None when it does."""
    phase = phase_of(booking, phases)
    asks_for_payment = terms.counts_only_paid and not booking.is_income
    grounds = (
        (Exclusion.not_eligible, not booking.is_eligible),
        (Exclusion.elsewhere, phase not in (None, terms.phase_id)),
        (Exclusion.before, booking.booked_on < terms.starts_on),
        (Exclusion.after, booking.booked_on > terms.ends_on),
        (Exclusion.later, until is not None and booking.booked_on > until),
        (Exclusion.unpaid, asks_for_payment and booking.paid_on is None),
        (Exclusion.paid_late, asks_for_payment and (booking.paid_on or terms.ends_on) > terms.ends_on),
    )
    return next((why for why, holds in grounds if holds), None)


@dataclass(frozen=True)
class Position:
    """How a phase stands at a moment. All in kronor."""

    terms: Terms
    eligible: Decimal = Decimal(0)
    incomes: Decimal = Decimal(0)
    claimed: Decimal = Decimal(0)  # and not refused

    @property
    def net(self) -> Decimal:
        deducted = self.incomes if self.terms.deducts_income else Decimal(0)
        return max(Decimal(0), self.eligible - deducted)

    @property
    def share(self) -> Decimal:
        """What the share comes to, whatever the cap."""
        return self.terms.share_of(self.net)

    @property
    def earned(self) -> Decimal:
        return min(self.share, self.terms.cap)

    @property
    def claimable(self) -> Decimal:
        """What can be asked for now; never less than nothing."""
        return max(Decimal(0), self.earned - self.claimed)

    @property
    def to_settle(self) -> Decimal:
        """What has been claimed and is no longer earned: to be set off against the next claim, or paid back."""
        return max(Decimal(0), self.claimed - self.earned)

    @property
    def remaining(self) -> Decimal:
        """What is left under the cap when all that is earned has been claimed."""
        return self.terms.cap - self.earned

    @property
    def unclaimed(self) -> Decimal:
        """What is left under the cap for claims to come."""
        return max(Decimal(0), self.terms.cap - self.claimed)

    @property
    def own_part(self) -> Decimal:
        """What others have to pay of the costs so far."""
        return self.net - self.earned


def position(terms: Terms, counted: Iterable[Booked], claimed: Decimal = Decimal(0)) -> Position:
    """How a phase stands, from the bookings that count in it."""
    eligible = incomes = Decimal(0)
    for booking in counted:
        if booking.is_income:
            incomes += booking.amount
        else:
            eligible += booking.amount
    return Position(terms, eligible, incomes, claimed)


ABooking = TypeVar("ABooking", bound=Booked)


def counted(
    bookings: Iterable[ABooking], terms: Terms, phases: Sequence[Terms], until: date | None = None
) -> list[ABooking]:
    """The bookings that count in a phase up to a day."""
    return [one for one in bookings if exclusion(one, terms, phases, until) is None]
