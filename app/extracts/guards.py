"""The extract named in the path: 404 unless it is the reader's own."""

from typing import Annotated

from fastapi import Depends

from app.extracts import queries
from app.extracts.models import Extract
from app.web.guards import CurrentActor, Db


def visible(ref: str, db: Db, actor: CurrentActor) -> Extract:
    return queries.extract(db, actor, ref)


VisibleExtract = Annotated[Extract, Depends(visible)]
