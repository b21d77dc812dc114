"""The way in named in the address: 404 unless the actor may follow it, 403 unless the rule allows."""

from typing import Annotated

from fastapi import Depends

from app.onboarding import queries, rules
from app.onboarding.models import Onboarding
from app.onboarding.queries import Progress
from app.rule import Rule
from app.web.guards import CurrentActor, Db


def visible(ref: str, db: Db, actor: CurrentActor) -> Progress:
    return queries.one(db, actor, ref)


VisibleWay = Annotated[Progress, Depends(visible)]


def _allowed(rule: Rule[Onboarding]) -> object:
    async def guard(found: VisibleWay, actor: CurrentActor) -> Progress:
        rule.require(actor, found.onboarding)
        return found

    return Depends(guard)


WrittenWay = Annotated[Progress, _allowed(rules.may_write)]
WelcomedWay = Annotated[Progress, _allowed(rules.may_welcome)]
