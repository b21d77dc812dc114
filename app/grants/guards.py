"""The grant named in the path: 404 unless it may be seen, 403 unless the rule allows."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from app.grants import actions, queries, rules
from app.grants.models import Condition, DecisionDocument, Grant, GrantDecision
from app.refusals import NotFound
from app.rule import Rule
from app.web.guards import CurrentActor, Db


def visible(ref: str, db: Db, actor: CurrentActor) -> Grant:
    return queries.grant(db, actor, ref)


VisibleGrant = Annotated[Grant, Depends(visible)]


def _allowed(rule: Rule[Grant]) -> object:
    async def guard(grant: VisibleGrant, actor: CurrentActor) -> Grant:
        rule.require(actor, grant)
        return grant

    return Depends(guard)


WritableGrant = Annotated[Grant, _allowed(rules.may_write)]
LeadGrant = Annotated[Grant, _allowed(rules.may_put_in_force)]


def decision_of(grant: VisibleGrant, number: int) -> GrantDecision:
    return actions.decision_of(grant, number)


VisibleDecision = Annotated[GrantDecision, Depends(decision_of)]


def writable_decision(grant: WritableGrant, number: int) -> GrantDecision:
    return actions.decision_of(grant, number)


WritableDecision = Annotated[GrantDecision, Depends(writable_decision)]


def decision_of_a_lead(grant: LeadGrant, number: int) -> GrantDecision:
    return actions.decision_of(grant, number)


LeadDecision = Annotated[GrantDecision, Depends(decision_of_a_lead)]


def condition_of(grant: WritableGrant, number: int, condition: int) -> Condition:
    decision = actions.decision_of(grant, number)
    found = next((one for one in decision.conditions if one.number == condition), None)
    if found is None:
        raise NotFound
    return found


WritableCondition = Annotated[Condition, Depends(condition_of)]


async def document_of(decision: VisibleDecision, document_id: UUID) -> DecisionDocument:
    found = next((one for one in decision.documents if one.document_id == document_id), None)
    if found is None:
        raise NotFound
    return found


BasisDocument = Annotated[DecisionDocument, Depends(document_of)]
