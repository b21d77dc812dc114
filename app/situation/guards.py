"""The municipality named in the address: 404 unless the actor may read its picture."""

from typing import Annotated

from fastapi import Depends

from app.organisations.models import Organisation
from app.situation import queries
from app.web.guards import CurrentActor, Db


def pictured(ref: str, db: Db, actor: CurrentActor) -> Organisation:
    return queries.municipality(db, actor, ref)


PicturedMunicipality = Annotated[Organisation, Depends(pictured)]
