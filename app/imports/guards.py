"""The import named in the path, of the grant named in the path."""

from typing import Annotated

from fastapi import Depends

from app.grants.guards import WritableGrant
from app.imports import queries
from app.imports.models import CostImport
from app.web.guards import Db


def writable(grant: WritableGrant, number: int, db: Db) -> CostImport:
    return queries.cost_import(db, grant, number)


WritableImport = Annotated[CostImport, Depends(writable)]
