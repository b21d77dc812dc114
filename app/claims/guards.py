"""The claim named in the path: 404 unless it may be seen, 403 unless the rule allows."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from app.claims import queries, rules
from app.claims.models import Claim, ClaimDocument
from app.refusals import NotFound
from app.rule import Rule
from app.web.guards import CurrentActor, Db


def visible(ref: str, db: Db, actor: CurrentActor) -> Claim:
    return queries.claim(db, actor, ref)


VisibleClaim = Annotated[Claim, Depends(visible)]


def _allowed(rule: Rule[Claim]) -> object:
    async def guard(claim: VisibleClaim, actor: CurrentActor) -> Claim:
        rule.require(actor, claim)
        return claim

    return Depends(guard)


PreparedClaim = Annotated[Claim, _allowed(rules.may_prepare)]
SignableClaim = Annotated[Claim, _allowed(rules.may_sign)]
AnswerableClaim = Annotated[Claim, _allowed(rules.may_answer)]


async def document_of(claim: VisibleClaim, document_id: UUID) -> ClaimDocument:
    found = next((one for one in claim.documents if one.document_id == document_id), None)
    if found is None:
        raise NotFound
    return found


AttachedDocument = Annotated[ClaimDocument, Depends(document_of)]
