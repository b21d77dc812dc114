"""What the pages of this feature ask for before they show anything."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from app.actor import NOBODY
from app.home import queries
from app.home.models import BarrierReport
from app.web.guards import CurrentActor, Db


def readable(ref: str, db: Db, actor: CurrentActor) -> BarrierReport:
    return queries.barrier(db, actor, ref)


ReadableReport = Annotated[BarrierReport, Depends(readable)]


def session_of(request: Request) -> UUID:
    """The session of this request."""
    found = getattr(request.state, "signed_in", None)
    return found.session_id if found else NOBODY
