"""Needs, for everyone: the list, one need, its questions, its history."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session

from app.activity import queries as activity
from app.activity.happenings import Audience
from app.activity.readers import readers
from app.actor import Actor
from app.challenges import actions, queries, rules
from app.challenges.choices import Category, EffectGoal, Involvement, Operation, TargetGroup
from app.challenges.forms import PARTS
from app.challenges.forms_act import QuestionForm
from app.challenges.guards import AskableChallenge, InsideChallenge, Sought, VisibleChallenge
from app.challenges.lifecycle import LIFECYCLE
from app.challenges.models import PUBLIC_STATES, Challenge, ChallengeState
from app.challenges.queries_clock import CLOSES_SOON
from app.challenges.search_address import as_address
from app.database import today
from app.errands import queries as errands
from app.language import Worded
from app.people import queries as people
from app.references.slugs import in_address
from app.refusals import NotFound
from app.web.forms import Form, filled
from app.web.guards import CurrentActor, Db, everyone
from app.web.kept import Kept
from app.web.once import made, made_before
from app.web.templating import address, canonical, is_partial, page

router = APIRouter(prefix="/behov", include_in_schema=False)

LISTED_STATES = tuple(state for state in PUBLIC_STATES if state is not ChallengeState.archived)
LISTS: dict[str, list[Worded]] = {
    "operations": list(Operation),
    "target_groups": list(TargetGroup),
    "effect_goals": list(EffectGoal),
    "categories": list(Category),
    "involvement": list(Involvement),
}


@router.get("", name="challenges", dependencies=[Depends(everyone)])
def list_challenges(request: Request, db: Db, actor: CurrentActor, asked: Sought) -> Response:
    kept: Kept = request.app.state.kept
    return page(
        request,
        "challenges/list.html",
        region="challenges/_results.html",
        challenges=queries.challenges(db, actor, asked),
        sought=asked,
        municipalities=kept.get("municipalities", lambda: people.municipalities(db)),
        operations=list(Operation),
        categories=list(Category),
        states=LISTED_STATES,
        looks=LIFECYCLE.looks,
        may_draft=rules.may_draft(actor),
        most_counted=queries.MOST_COUNTED,
        is_partial=is_partial(request),
        watched=as_address(asked),
    )


def audiences(actor: Actor, challenge: Challenge) -> set[Audience]:
    """Which lines of its history the actor may read."""
    if rules.may_see_inside(actor, challenge):
        return {Audience.public, Audience.parties, Audience.internal}
    return {Audience.public}


def _talks(actor: Actor, challenge: Challenge) -> bool:
    """Whether the actor is in any of the circles that talk about it."""
    return rules.may_see_inside(actor, challenge) or rules.their_municipality_shares_it(actor, challenge)


def _next_steps(request: Request, actor: Actor, challenge: Challenge) -> dict[str, Any]:
    """What this reader can do with the need now, by name, each with its address."""
    ref = challenge.reference
    places = {
        "submit": "check_challenge",
        "signal": "signal_challenge",
        "publish": "publish_challenge",
        "anchor": "mandate",
        "approve": "review_challenge",
        "stop_taking": "stop_challenge",
        "close_no_match": "close_challenge",
        "close_not_resolved": "close_challenge",
        "withdraw": "withdraw_challenge",
        "merge": "merge_challenge",
    }
    if not rules.may_edit(actor, challenge):  # management closes an unmet need by deciding on its pilot
        del places["close_no_match"], places["close_not_resolved"]
    return {
        name: address(request, route, ref=ref)
        for name, route in places.items()
        if LIFECYCLE.allows(actor, challenge, name)
    }


@router.get("/{ref:reference}", name="challenge", dependencies=[Depends(everyone)])
def show_challenge(request: Request, db: Db, actor: CurrentActor, challenge: VisibleChallenge) -> Response:
    here = address(request, "challenge", ref=in_address(challenge.reference, challenge.title))
    if elsewhere := canonical(request, here):
        return elsewhere
    inside = rules.may_see_inside(actor, challenge)
    return page(
        request,
        "challenges/show.html",
        challenge=challenge,
        parts=PARTS,
        look=LIFECYCLE.looks[challenge.state],
        lists=LISTS,
        steps=_next_steps(request, actor, challenge),
        inside=inside,
        talks=_talks(actor, challenge),
        errands=errands.about(db, actor, challenge) if inside else [],
        may_edit=rules.may_edit(actor, challenge),
        may_register=rules.may_register(actor, challenge),
        may_answer=rules.may_answer(actor, challenge),
        may_ask=rules.may_ask(actor, challenge),
        may_share=rules.may_share(actor, challenge),
        may_endorse=rules.may_endorse(actor, challenge),
        endorsements=queries.endorsements(db, challenge),
        announcements=queries.announcements(db, challenge),
        mandates=queries.mandates(db, challenge) if inside else [],
        reviews=queries.reviews(db, challenge) if inside else [],
        lines=activity.history(db, actor, challenge, audiences(actor, challenge), most=5),
        into=queries.merged_into(db, actor, challenge),
        closes_soon=challenge.closes_on is not None and today() <= challenge.closes_on <= today() + CLOSES_SOON,
    )


@router.get("/{ref:reference}/fragor", name="challenge_questions", dependencies=[Depends(everyone)])
def list_questions(request: Request, db: Db, actor: CurrentActor, challenge: VisibleChallenge) -> Response:
    if not challenge.is_public:
        raise NotFound
    return _questions(request, db, actor, challenge, Form(QuestionForm))


def _questions(request: Request, db: Session, actor: Actor, challenge: Challenge, form: Form[QuestionForm]) -> Response:
    return page(
        request,
        "challenges/questions.html",
        status_code=422 if form.reasons else 200,
        challenge=challenge,
        talks=_talks(actor, challenge),
        questions=queries.published_questions(db, challenge),
        own=queries.own_questions(db, actor, challenge),
        may_ask=rules.may_ask(actor, challenge),
        questions_open=challenge.questions_close_on is None or challenge.questions_close_on >= today(),
        form=form,
        model=QuestionForm,
    )


@router.post("/{ref:reference}/fragor")
def ask_question(
    request: Request,
    db: Db,
    actor: CurrentActor,
    challenge: AskableChallenge,
    form: Annotated[Form[QuestionForm], filled(QuestionForm)],
) -> Response:
    if before := made_before(db, form):
        return before
    if form.ok:
        with form.takes_refusals(db):
            actions.ask(db, actor, challenge, form.values.text)
            return made(request, db, form, "challenge_questions", ref=challenge.reference)
    return _questions(request, db, actor, challenge, form)


@router.get("/{ref:reference}/historik", name="challenge_history", dependencies=[Depends(everyone)])
def show_history(request: Request, db: Db, actor: CurrentActor, challenge: VisibleChallenge) -> Response:
    return page(
        request,
        "challenges/history.html",
        challenge=challenge,
        talks=_talks(actor, challenge),
        lines=activity.history(db, actor, challenge, audiences(actor, challenge)),
    )


@router.get("/{ref:reference}/vem-kan-se", name="challenge_readers")
def show_readers(request: Request, db: Db, challenge: InsideChallenge) -> Response:
    return page(request, "challenges/readers.html", challenge=challenge, readers=readers(db, rules.may_view, challenge))
