"""The municipality named in the address: 404 unless the actor may see how it is staffed, 403 unless the rule allows."""

from typing import Annotated

from fastapi import Depends

from app.staffing import queries, rules
from app.staffing.queries import Staffing
from app.web.guards import CurrentActor, Db


def visible(ref: str, db: Db, actor: CurrentActor) -> Staffing:
    return queries.municipality(db, actor, ref)


VisibleStaffing = Annotated[Staffing, Depends(visible)]


def named_by(staffing: VisibleStaffing, actor: CurrentActor) -> Staffing:
    rules.may_name.require(actor, staffing.organisation)
    return staffing


NamedStaffing = Annotated[Staffing, Depends(named_by)]
