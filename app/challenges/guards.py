"""The need named in the path, for pages and API alike: 404 unless it may be seen, 403 unless the rule allows."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query

from app.challenges import queries, rules
from app.challenges.models import Challenge, Question
from app.challenges.search_address import cleaned
from app.rule import Rule
from app.web.guards import CurrentActor, Db


def visible(ref: str, db: Db, actor: CurrentActor) -> Challenge:
    return queries.challenge(db, actor, ref)


VisibleChallenge = Annotated[Challenge, Depends(visible)]


def _allowed(rule: Rule[Challenge]) -> object:
    async def guard(challenge: VisibleChallenge, actor: CurrentActor) -> Challenge:
        rule.require(actor, challenge)
        return challenge

    return Depends(guard)


EditableChallenge = Annotated[Challenge, _allowed(rules.may_edit)]
AnchorableChallenge = Annotated[Challenge, _allowed(rules.may_anchor)]
ReviewableChallenge = Annotated[Challenge, _allowed(rules.may_review)]
ShareableChallenge = Annotated[Challenge, _allowed(rules.may_share)]
EndorsableChallenge = Annotated[Challenge, _allowed(rules.may_endorse)]
AskableChallenge = Annotated[Challenge, _allowed(rules.may_ask)]
AnswerableChallenge = Annotated[Challenge, _allowed(rules.may_answer)]
RegistrableChallenge = Annotated[Challenge, _allowed(rules.may_register)]
InsideChallenge = Annotated[Challenge, _allowed(rules.may_see_inside)]


def waiting_question(question_id: UUID, challenge: AnswerableChallenge, db: Db) -> Question:
    return queries.question(db, challenge, question_id)


WaitingQuestion = Annotated[Question, Depends(waiting_question)]


async def sought(
    q: str = "",
    kommun: Annotated[list[str] | None, Query()] = None,
    verksamhet: Annotated[list[str] | None, Query()] = None,
    omrade: Annotated[list[str] | None, Query()] = None,
    lage: Annotated[list[str] | None, Query()] = None,
    sort: str = "",
    sida: int = 1,
) -> queries.Filter:
    """What the address asks for; values that mean nothing are left out rather than refused."""
    return cleaned(q, kommun or (), verksamhet or (), omrade or (), lage or (), sort, sida)


Sought = Annotated[queries.Filter, Depends(sought)]
