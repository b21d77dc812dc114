"""Every question asked of the tables of imports."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, exists, func, or_, select
from sqlalchemy.orm import Session, defer, joinedload

from app.claims.models import ClaimRow
from app.costs.models import Booking
from app.database import Base
from app.grants.models import Grant
from app.imports.checking import key_of
from app.imports.models import CostImport, ImportedRow, ImportState
from app.refusals import NotFound


def imports(db: Session, grant: Grant) -> Sequence[CostImport]:
    """The imports of a grant without their rows, the latest first."""
    query = select(CostImport).where(CostImport.grant_id == grant.id).options(defer(CostImport.rows))
    return db.scalars(query.order_by(CostImport.number.desc()).limit(50)).all()


def cost_import(db: Session, grant: Grant, number: int) -> CostImport:
    """One import of a grant.

    Raises:
        NotFound: there is none with that number.
    """
    query = select(CostImport).where(CostImport.grant_id == grant.id, CostImport.number == number)
    found = db.scalar(query.options(joinedload(CostImport.bearer))) if number < 2**31 else None
    if found is None:
        raise NotFound
    found.grant = grant
    return found


def hold(db: Session, found: Base) -> None:
    """Let no one else change it until the transaction ends."""
    db.flush()
    db.refresh(found, [column.key for column in type(found).__mapper__.column_attrs], with_for_update=True)


def next_number(db: Session, grant: Grant) -> int:
    query = select(func.coalesce(func.max(CostImport.number), 0)).where(CostImport.grant_id == grant.id)
    return int(db.scalar(query) or 0) + 1


def known(db: Session, grant: Grant) -> set[tuple[str, str, str, str]]:
    """The bookings there are already, by what makes two the same."""
    query = select(Booking.booked_on, Booking.amount, Booking.voucher, Booking.description)
    return {key_of(*row) for row in db.execute(query.where(Booking.grant_id == grant.id))}


def bookings_of(db: Session, found: CostImport) -> Sequence[Booking]:
    """What an import became."""
    query = select(Booking).join(ImportedRow, ImportedRow.booking_id == Booking.id)
    return db.scalars(query.where(ImportedRow.import_id == found.id).order_by(Booking.number)).all()


def in_the_way(db: Session, found: CostImport) -> Sequence[Booking]:
    """Its bookings that cannot be taken back: in a claim, or corrected since."""
    other = select(Booking.id).where(Booking.corrects_id.is_not(None)).with_only_columns(Booking.corrects_id)
    held = exists().where(ClaimRow.booking_id == Booking.id)
    query = (
        select(Booking)
        .join(ImportedRow, ImportedRow.booking_id == Booking.id)
        .where(
            ImportedRow.import_id == found.id,
            or_(Booking.locked_at.is_not(None), held, Booking.id.in_(other), Booking.documents.any()),
        )
    )
    return db.scalars(query.order_by(Booking.number)).all()


def take_back(db: Session, found: CostImport) -> list[int]:
    """Remove what an import became; returns the numbers of the bookings that went."""
    ids = list(db.scalars(select(ImportedRow.booking_id).where(ImportedRow.import_id == found.id)))
    db.execute(delete(ImportedRow).where(ImportedRow.import_id == found.id))
    gone = db.scalars(delete(Booking).where(Booking.id.in_(ids)).returning(Booking.number))
    return sorted(gone)


def forget_drafts(db: Session, before: datetime) -> None:
    """Files nobody imported are not kept."""
    db.execute(delete(CostImport).where(CostImport.state == ImportState.draft, CostImport.created_at < before))
