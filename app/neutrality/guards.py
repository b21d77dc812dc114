"""The company named in the path: 404 unless its share may be seen."""

from typing import Annotated

from fastapi import Depends

from app.neutrality import queries
from app.organisations.models import Organisation
from app.web.guards import CurrentActor, Db


def visible(slug: str, db: Db, actor: CurrentActor) -> Organisation:
    return queries.company(db, actor, slug)


VisibleCompany = Annotated[Organisation, Depends(visible)]
