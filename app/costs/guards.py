"""The booking named in the path, through its grant."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from app.costs import queries
from app.costs.models import Booking, BookingDocument
from app.grants.guards import VisibleGrant, WritableGrant
from app.refusals import NotFound
from app.web.guards import Db


def visible(grant: VisibleGrant, number: int, db: Db) -> Booking:
    return queries.booking(db, grant, number)


VisibleBooking = Annotated[Booking, Depends(visible)]


def writable(grant: WritableGrant, number: int, db: Db) -> Booking:
    return queries.booking(db, grant, number)


WritableBooking = Annotated[Booking, Depends(writable)]


def document_of(booking: VisibleBooking, document_id: UUID) -> BookingDocument:
    found = next((one for one in booking.documents if one.document_id == document_id), None)
    if found is None:
        raise NotFound
    return found


Voucher = Annotated[BookingDocument, Depends(document_of)]
