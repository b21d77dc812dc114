"""The costs of a grant as a file: who may see the grant may have it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from app.actor import Actor
from app.costs import queries
from app.costs.arithmetic import exclusion, phase_of
from app.costs.models import Booking
from app.costs.queries import Wanted
from app.exports import About, Export, Pen, Say, dated, table, tables
from app.grants import queries as grants
from app.grants.choices import Category
from app.grants.models import Grant
from app.language import N_
from app.sheets import Sheet

HEAD = (
    N_("No."),
    N_("Booked on"),
    N_("Paid on"),
    N_("Voucher number"),
    N_("Description"),
    N_("Kind of cost"),
    N_("Organisation"),
    N_("Amount in kronor"),
    N_("Counts"),
)


def wanted(about: About) -> Wanted:
    """What the list is narrowed down to, out of an address."""
    year, category = about.get("ar", ""), about.get("slag", "")
    is_year = year.isascii() and year.isdecimal() and len(year) == 4 and "2000" <= year <= "2100"
    return Wanted(
        int(year) if is_year else None,
        Category[category] if category in Category.__members__ else None,
        about.get("organisation", "")[:80],
    )


def why_not(grant: Grant, booking: Booking) -> Any:
    """Why a booking does not count in any phase, as a choice with words; None when it does."""
    phases = queries.terms_in_force(grant)
    if not phases:
        return None
    own = phase_of(booking, phases)
    begun = [one for one in phases if one.starts_on <= booking.booked_on] or phases[:1]
    terms = next((one for one in phases if one.phase_id == own), begun[-1])
    return exclusion(booking, terms, phases)


@dataclass(frozen=True)
class Costs:
    db: Session
    grant: Grant
    wanted: Wanted

    @cached_property
    def bookings(self) -> Sequence[Booking]:
        return queries.bookings(self.db, self.grant, self.wanted)


def _find(db: Session, actor: Actor, about: About) -> Costs:
    return Costs(db, grants.grant(db, actor, about.get("ref", "")), wanted(about))


def _title(costs: Costs, say: Say) -> str:
    return say(N_("Costs of %(grant)s"), {"grant": costs.grant.registry_number})


def _sheet(costs: Costs, pen: Pen) -> Sheet:
    rows = (_row(pen.say, costs.grant, one) for one in pen.each(costs.bookings))
    return table(pen, N_("Costs"), HEAD, rows)


def _row(say: Say, grant: Grant, one: Booking) -> Sequence[Any]:
    why = why_not(grant, one)
    return (
        one.number,
        one.booked_on,
        one.paid_on,
        one.voucher,
        one.description,
        say(one.category.label),
        one.bearer.name,
        one.amount,
        say(why.label) if why else say(N_("Yes")),
    )


COSTS = Export(
    slug="kostnader",
    asks=("ref", "ar", "slag", "organisation"),
    find=_find,
    size=lambda costs: queries.number_of(costs.db, costs.grant, costs.wanted),
    title=_title,
    name=lambda costs: dated(f"kostnader-{costs.grant.reference.lower()}"),
    forms=tables(_sheet),
)
EXPORTS = (COSTS,)
