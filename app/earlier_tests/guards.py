"""The import named in the path: 404 unless it is the actor's."""

from typing import Annotated

from fastapi import Depends

from app.earlier_tests import queries
from app.earlier_tests.models import EarlierImport
from app.web.guards import CurrentActor, Db


def writable(ref: str, db: Db, actor: CurrentActor) -> EarlierImport:
    return queries.one_import(db, actor, ref)


WritableImport = Annotated[EarlierImport, Depends(writable)]
