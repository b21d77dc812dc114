"""The requests of a need side by side, and the decisions on a call, sent to everyone at once."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from app.actor import Actor
from app.assessments import actions, queries, rules
from app.assessments.forms import ReleaseForm, criteria_of
from app.assessments.guards import ComparableChallenge, ReleasableChallenge
from app.assessments.letters import preview
from app.assessments.lifecycle import LIFECYCLE, Case
from app.assessments.models import Assessment
from app.assessments.pages import next_to_assess, waits_for_scores
from app.assessments.scoring import Combined
from app.challenges.choices import CallType
from app.challenges.models import Challenge
from app.test_requests.models import TestRequest
from app.web.forms import Form, filled
from app.web.guards import CurrentActor, Db
from app.web.templating import page, see_other

router = APIRouter(prefix="/behov", include_in_schema=False)


@dataclass(frozen=True)
class Line:
    """One request as this reader may see it. `combined` only once their own scores are given, or they give none."""

    test_request: TestRequest
    is_cleared: bool
    waits: bool
    given: int
    combined: Combined | None
    may_decide: bool


def _line(actor: Actor, test_request: TestRequest, shown: dict[UUID, list[Assessment]]) -> Line:
    settled = test_request.is_settled_for(actor.membership_id)
    given = shown[test_request.id] if settled else []
    return Line(
        test_request=test_request,
        is_cleared=rules.may_take_part(actor, test_request),
        waits=waits_for_scores(actor, test_request),
        given=len(given),
        combined=Case(test_request, given=given).combined,
        may_decide=rules.may_decide(actor, test_request),
    )


@router.get("/{ref:reference}/forfragningar", name="challenge_requests")
def compare_requests(request: Request, db: Db, actor: CurrentActor, challenge: ComparableChallenge) -> Response:
    sealed = challenge.is_sealed
    rows = [] if sealed else list(queries.requests_of(db, actor, challenge))
    shown = queries.shown_assessments(db, actor, rows)
    return page(
        request,
        "assessments/compare.html",
        challenge=challenge,
        sealed=sealed,
        received=queries.received(db, actor, challenge) if sealed else len(rows),
        lines=[_line(actor, row, shown) for row in rows],
        criteria=criteria_of(challenge.criteria),
        looks=LIFECYCLE.looks,
        next_one=next_to_assess(db, actor, challenge),
        focus=request.query_params.get("nasta", "").upper(),
        saved=request.query_params.get("sparat", "").upper(),
        may_release=_is_released_together(challenge) and any(_is_theirs_to_release(actor, row) for row in rows),
    )


def _is_theirs_to_release(actor: Actor, test_request: TestRequest) -> bool:
    return test_request.state in queries.IN_PROCESS and rules.may_decide(actor, test_request)


def _is_released_together(challenge: Challenge) -> bool:
    return challenge.call_type is CallType.call


@router.get("/{ref:reference}/beslut", name="release_decisions")
def read_letters(request: Request, db: Db, actor: CurrentActor, challenge: ReleasableChallenge) -> Response:
    return _letters(request, db, actor, challenge, Form(ReleaseForm))


@router.post("/{ref:reference}/beslut")
def send_decisions(
    request: Request,
    db: Db,
    actor: CurrentActor,
    challenge: ReleasableChallenge,
    form: Annotated[Form[ReleaseForm], filled(ReleaseForm)],
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.release_all(db, actor, challenge, form.values.seen)
            return see_other(request, "challenge_requests", {"beslutat": "ja"}, ref=challenge.reference)
    return _letters(request, db, actor, challenge, form, status_code=409)


def _letters(
    request: Request,
    db: Session,
    actor: Actor,
    challenge: Challenge,
    form: Form[ReleaseForm],
    *,
    status_code: int = 200,
) -> Response:
    waiting = [] if challenge.is_sealed else queries.in_process(db, challenge)
    everything = queries.cases(db, waiting)
    missing = actions.why_not_all(actor, everything) if everything else []
    mine = [case for case in everything if rules.may_decide(actor, case.test_request)]
    return page(
        request,
        "assessments/release.html",
        status_code=status_code,
        form=form,
        challenge=challenge,
        together=_is_released_together(challenge),
        cases=[(case, preview(request, db, actor, case)) for case in mine],
        missing=missing,
        seen=actions.seen(everything),
    )
