"""The report named in the path: 404 unless it may be seen."""

from typing import Annotated

from fastapi import Depends

from app.refusals import NotFound
from app.reports import queries
from app.reports.models import Kind, Report
from app.web.guards import CurrentActor, Db


def visible(ref: str, db: Db, actor: CurrentActor) -> Report:
    return queries.report(db, actor, ref)


VisibleReport = Annotated[Report, Depends(visible)]


def kind_of(kind: str) -> Kind:
    """The kind at that address.

    Raises:
        NotFound: there is none.
    """
    found = next((one for one in Kind if one.value == kind), None)
    if found is None:
        raise NotFound
    return found


WantedKind = Annotated[Kind, Depends(kind_of)]
