"""Every question asked of the bookings of a grant. Who may see the grant may see them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.costs.arithmetic import Terms
from app.costs.models import Booking, BookingDocument, UnbookedHours
from app.grants.choices import Category
from app.grants.models import Grant, GrantDecision
from app.organisations.models import Organisation
from app.refusals import NotFound
from app.test_requests.choices import Answer


@dataclass(frozen=True)
class Wanted:
    """What a list of bookings is narrowed down to; None and "" for all."""

    year: int | None = None
    category: Category | None = None
    bearer: str = ""


def terms_of(decision: GrantDecision) -> Terms:
    return Terms(
        phase_id=decision.phase_id,
        percent=decision.percent,
        cap=decision.cap,
        starts_on=decision.starts_on,
        ends_on=decision.ends_on,
        counts_only_paid=decision.counts_only_paid == Answer.yes,
        deducts_income=decision.deducts_income == Answer.yes,
        rounding=decision.rounding,
    )


def terms_in_force(grant: Grant) -> list[Terms]:
    """What holds in each phase now, in the order the phases begin. Needs the decisions loaded."""
    return sorted((terms_of(one) for one in grant.decisions if one.is_in_force), key=lambda terms: terms.starts_on)


def _whole(grant: Grant) -> Select[Booking]:
    return (
        select(Booking)
        .where(Booking.grant_id == grant.id)
        .options(joinedload(Booking.bearer), selectinload(Booking.documents).joinedload(BookingDocument.document))
        .order_by(Booking.booked_on, Booking.number)
    )


def bookings(db: Session, grant: Grant, wanted: Wanted | None = None) -> Sequence[Booking]:
    """The bookings of a grant in the order they were booked."""
    return db.scalars(_whole(grant).where(*_narrowed(wanted or Wanted()))).all()


def number_of(db: Session, grant: Grant, wanted: Wanted) -> int:
    """How many bookings there are."""
    query = select(func.count(Booking.id)).where(Booking.grant_id == grant.id, *_narrowed(wanted))
    return db.scalar(query) or 0


def _narrowed(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.year is not None:
        yield Booking.booked_on.between(date(wanted.year, 1, 1), date(wanted.year, 12, 31))
    if wanted.category is not None:
        yield Booking.category == wanted.category
    if wanted.bearer:
        yield Booking.bearer.has(Organisation.slug == wanted.bearer)


def booking(db: Session, grant: Grant, number: int) -> Booking:
    """One booking of a grant.

    Raises:
        NotFound: there is none with that number.
    """
    found = db.scalar(_whole(grant).where(Booking.number == number)) if number < 2**31 else None
    if found is None:
        raise NotFound
    found.grant = grant
    return found


def hold(db: Session, booking: Booking) -> None:
    """Let no one else change it until the transaction ends."""
    db.flush()
    columns = [column.key for column in Booking.__mapper__.column_attrs]
    db.refresh(booking, columns, with_for_update=True)


def hold_all(db: Session, grant: Grant, ids: Sequence[UUID]) -> Sequence[Booking]:
    """Those bookings of the grant, held until the transaction ends, as they are saved now."""
    query = select(Booking).where(Booking.grant_id == grant.id, Booking.id.in_(ids)).order_by(Booking.number)
    return db.scalars(query.with_for_update().execution_options(populate_existing=True)).all()


def next_number(db: Session, grant: Grant) -> int:
    query = select(func.coalesce(func.max(Booking.number), 0)).where(Booking.grant_id == grant.id)
    return int(db.scalar(query) or 0) + 1


def hours(db: Session, grant: Grant) -> Sequence[UnbookedHours]:
    query = select(UnbookedHours).where(UnbookedHours.grant_id == grant.id).options(joinedload(UnbookedHours.bearer))
    return db.scalars(query.order_by(UnbookedHours.until_on, UnbookedHours.id)).all()
