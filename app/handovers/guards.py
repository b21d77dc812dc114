"""The handover named in the address: 404 unless the actor may see it, 403 unless the rule allows."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from app.handovers import queries, rules
from app.handovers.models import Handover
from app.people.models import Interim
from app.rule import Rule
from app.web.guards import CurrentActor, Db


def visible(ref: str, db: Db, actor: CurrentActor) -> Handover:
    return queries.handover(db, actor, ref)


VisibleHandover = Annotated[Handover, Depends(visible)]


def _allowed(rule: Rule[Handover]) -> object:
    async def guard(handover: VisibleHandover, actor: CurrentActor) -> Handover:
        rule.require(actor, handover)
        return handover

    return Depends(guard)


RunHandover = Annotated[Handover, _allowed(rules.may_run)]
RepliedHandover = Annotated[Handover, _allowed(rules.may_reply)]


def their_interim(ref: UUID, db: Db, actor: CurrentActor) -> Interim:
    return queries.interim(db, actor, ref)


TheirInterim = Annotated[Interim, Depends(their_interim)]
