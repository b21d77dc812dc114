"""The review named in the address: 404 unless the actor may answer it."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from app.recertification import queries
from app.recertification.models import AccessReview
from app.web.guards import CurrentActor, Db


def answered_by_them(ref: UUID, db: Db, actor: CurrentActor) -> AccessReview:
    return queries.review(db, actor, ref)


OwnReview = Annotated[AccessReview, Depends(answered_by_them)]
