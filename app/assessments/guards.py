"""The request or need named in the path: 404 unless it is there for the actor, 403 unless the rule allows.

Someone who has not said yet whether they have ties is led to that question first, by the pages.
"""

from typing import Annotated

from fastapi import Depends

from app.assessments import queries, rules
from app.challenges.models import Challenge
from app.refusals import NotAllowed
from app.rule import Rule
from app.test_requests.models import TestRequest
from app.web.guards import CurrentActor, Db


def knowable(ref: str, db: Db, actor: CurrentActor) -> TestRequest:
    return queries.test_request(db, actor, ref)


KnowableRequest = Annotated[TestRequest, Depends(knowable)]
"""Company, solution and need may be shown; what the request says only to those who have declared."""


def heard_of(ref: str, db: Db, actor: CurrentActor) -> TestRequest:
    """For those who may know of it, asked to take part or not; never for the company."""
    return queries.heard_of(db, actor, ref)


HeardOfRequest = Annotated[TestRequest, Depends(heard_of)]


def _allowed(rule: Rule[TestRequest]) -> object:
    async def guard(test_request: KnowableRequest, actor: CurrentActor) -> TestRequest:
        rule.require(actor, test_request)
        return test_request

    return Depends(guard)


NameableRequest = Annotated[TestRequest, _allowed(rules.may_name)]
ScorableRequest = Annotated[TestRequest, _allowed(rules.may_score)]
DecidableRequest = Annotated[TestRequest, _allowed(rules.may_decide)]
AgreeableRequest = Annotated[TestRequest, _allowed(rules.may_agree)]


def decided(ref: str, db: Db, actor: CurrentActor) -> TestRequest:
    return queries.with_decision(db, actor, ref)


DecidedRequest = Annotated[TestRequest, Depends(decided)]


def comparable(ref: str, db: Db, actor: CurrentActor) -> Challenge:
    return queries.challenge(db, actor, ref)


ComparableChallenge = Annotated[Challenge, Depends(comparable)]


def releasable(challenge: ComparableChallenge, actor: CurrentActor) -> Challenge:
    if not rules.may_release(actor):
        raise NotAllowed
    return challenge


ReleasableChallenge = Annotated[Challenge, Depends(releasable)]
