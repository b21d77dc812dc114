"""The request named in the path: 404 unless it may be seen, 403 unless the rule allows."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends

from app.refusals import NotAllowed
from app.rule import Rule
from app.test_requests import queries, rules
from app.test_requests.models import TestRequest, TestRequestDocument
from app.web.guards import CurrentActor, Db


def known(ref: str, db: Db, actor: CurrentActor) -> TestRequest:
    """For pages that show no more than what one may know of before declaring."""
    return queries.known(db, actor, ref)


async def visible(test_request: Annotated[TestRequest, Depends(known)], actor: CurrentActor) -> TestRequest:
    """404 for one who may not know of it; 403 for one who must declare first."""
    if not rules.may_view(actor, test_request):
        raise NotAllowed
    return test_request


KnownTestRequest = Annotated[TestRequest, Depends(known)]
VisibleTestRequest = Annotated[TestRequest, Depends(visible)]


def _allowed(rule: Rule[TestRequest]) -> Any:
    async def guard(test_request: KnownTestRequest, actor: CurrentActor) -> TestRequest:
        rule.require(actor, test_request)
        return test_request

    return Depends(guard)


WritableTestRequest = Annotated[TestRequest, _allowed(rules.may_write)]
ScreenableTestRequest = Annotated[TestRequest, _allowed(rules.may_screen)]
InsideTestRequest = Annotated[TestRequest, _allowed(rules.may_see_inside)]


async def proposal(test_request: KnownTestRequest, actor: CurrentActor) -> TestRequest:
    rules.may_triage.require(actor, test_request)
    return test_request


Proposal = Annotated[TestRequest, Depends(proposal)]


def attachment(document_id: UUID, test_request: VisibleTestRequest, db: Db) -> TestRequestDocument:
    return queries.document(db, test_request, document_id)


Attachment = Annotated[TestRequestDocument, Depends(attachment)]
