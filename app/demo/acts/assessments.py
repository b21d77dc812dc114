"""What those do who assess a request and decide on it."""

from collections.abc import Sequence

from app.actor import Actor
from app.assessments import actions, queries
from app.assessments.forms import AgreementForm, DecisionForm, TiesForm, sheet
from app.demo.stage import Stage
from app.demo.words import Said
from app.test_requests.models import TestRequest

Scores = Sequence[tuple[int, str]]
"""A score for each criterion, with the reason where there is one."""


def _request(stage: Stage, who: str, name: str) -> tuple[Actor, TestRequest]:
    actor = stage.actor(who)
    return actor, queries.test_request(stage.db, actor, stage.requests[name])


def declare(stage: Stage, who: str, name: str, conflict: str = "no", note: str = "") -> None:
    """Say whether one has ties to the company."""
    actor, request = _request(stage, who, name)
    actions.declare(stage.db, actor, request, stage.filled(TiesForm, {"conflict": conflict, "note": note}))


def name_assessors(stage: Stage, who: str, name: str, *assessors: str) -> None:
    actor, request = _request(stage, who, name)
    actions.name(stage.db, actor, request, [str(stage.cast[one]) for one in assessors])


def score(stage: Stage, who: str, name: str, scores: Scores, recommendation: str, comment: str = "") -> None:
    actor, request = _request(stage, who, name)
    said = {"recommendation": recommendation, "comment": comment}
    for number, (points, why) in enumerate(scores, 1):
        said |= {f"score_{number}": str(points), f"reason_{number}": why}
    answered = stage.filled(sheet(actions.criteria(request)), said)
    actions.give(stage.db, actor, request, dict(answered), None)


def prepare(stage: Stage, who: str, name: str, said: Said) -> None:
    """Write the decision down."""
    actor, request = _request(stage, who, name)
    actions.prepare(stage.db, actor, request, stage.filled(DecisionForm, said), None)


def agree(stage: Stage, who: str, name: str) -> None:
    """Management agrees that the unit's time is used, having said that it has no ties."""
    declare(stage, who, name)
    actor, request = _request(stage, who, name)
    actions.agree(stage.db, actor, request, stage.filled(AgreementForm, {"agrees": True}))


def release(stage: Stage, who: str, name: str) -> None:
    """Read the letter, and send it."""
    actor, request = _request(stage, who, name)
    actions.release(stage.db, actor, request, actions.seen([queries.case(stage.db, request)]))


def release_all(stage: Stage, who: str, number: int) -> None:
    """Read the letters of a call, and send them at once."""
    actor = stage.actor(who)
    need = queries.challenge(stage.db, actor, stage.needs[number])
    cases = queries.cases(stage.db, queries.in_process(stage.db, need))
    actions.release_all(stage.db, actor, need, actions.seen(cases))
