"""The study named in the path, for pages and API alike: 404 unless it may be seen, 403 unless the rule allows."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from app.pilots.guards import VisiblePilot
from app.pilots.models import Pilot
from app.refusals import require
from app.research import queries, rules
from app.research.models import Research, ResearchInterest
from app.rule import Rule
from app.web.guards import CurrentActor, Db


def visible(ref: str, db: Db, actor: CurrentActor) -> Research:
    return queries.research(db, actor, ref)


VisibleResearch = Annotated[Research, Depends(visible)]


def _allowed(rule: Rule[Research]) -> object:
    async def guard(research: VisibleResearch, actor: CurrentActor) -> Research:
        rule.require(actor, research)
        return research

    return Depends(guard)


InsideResearch = Annotated[Research, _allowed(rules.may_see_inside)]
OwnResearch = Annotated[Research, _allowed(rules.may_continue)]
AnswerableResearch = Annotated[Research, _allowed(rules.may_answer)]


async def studied(pilot: VisiblePilot, actor: CurrentActor) -> Pilot:
    require(rules.may_research(actor))
    return pilot


StudiedPilot = Annotated[Pilot, Depends(studied)]


def own_interest(interest_id: UUID, db: Db, actor: CurrentActor) -> ResearchInterest:
    return queries.standing(db, actor, interest_id)


OwnInterest = Annotated[ResearchInterest, Depends(own_interest)]
