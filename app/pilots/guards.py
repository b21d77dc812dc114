"""The pilot named in the path, for pages and API alike: 404 unless it may be seen, 403 unless the rule allows."""

from typing import Annotated

from fastapi import Depends

from app.pilots import queries, rules
from app.pilots.models import Pilot
from app.rule import Rule
from app.test_requests.models import TestRequest
from app.web.guards import CurrentActor, Db


def visible(ref: str, db: Db, actor: CurrentActor) -> Pilot:
    return queries.pilot(db, actor, ref)


VisiblePilot = Annotated[Pilot, Depends(visible)]


def _allowed(rule: Rule[Pilot]) -> object:
    async def guard(pilot: VisiblePilot, actor: CurrentActor) -> Pilot:
        rule.require(actor, pilot)
        return pilot

    return Depends(guard)


InsidePilot = Annotated[Pilot, _allowed(rules.may_see_inside)]
LedPilot = Annotated[Pilot, _allowed(rules.may_lead)]
PlannedPilot = Annotated[Pilot, _allowed(rules.may_plan)]
StartablePilot = Annotated[Pilot, _allowed(rules.may_start)]
ReportablePilot = Annotated[Pilot, _allowed(rules.may_report)]
RepliablePilot = Annotated[Pilot, _allowed(rules.may_reply)]
DecidablePilot = Annotated[Pilot, _allowed(rules.may_decide)]


def accepted_request(db: Db, actor: CurrentActor, fran: str = "") -> TestRequest | None:
    """The request the new pilot comes from; None when the address names none."""
    return queries.accepted_request(db, actor, fran.strip().upper()) if fran else None


AcceptedRequest = Annotated[TestRequest | None, Depends(accepted_request)]
