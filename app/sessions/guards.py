from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from app.people.models import Membership
from app.sessions import queries
from app.sessions.queries import Left
from app.web.guards import SESSION_COOKIE, CurrentActor, Db


def looked_after(ref: UUID, db: Db, actor: CurrentActor) -> Membership:
    return queries.member(db, actor, ref)


LookedAfter = Annotated[Membership, Depends(looked_after)]


def time_left(request: Request, db: Db) -> Left:
    """How long the session of this browser lasts if nobody touches it. Unlike every other guard it is not a touch."""
    return queries.left(db, request.cookies.get(SESSION_COOKIE, ""))


TimeLeft = Annotated[Left, Depends(time_left)]
