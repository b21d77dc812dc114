"""Decisions on needs: management's mandate, the region's review, answers to questions, merging."""

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from app.actor import Actor, Role
from app.challenges import actions, queries
from app.challenges.forms import PARTS
from app.challenges.forms_act import AnswerForm, MandateForm, MergeForm, ReviewForm
from app.challenges.guards import AnchorableChallenge, AnswerableChallenge, ReviewableChallenge, WaitingQuestion
from app.challenges.lifecycle import LIFECYCLE
from app.challenges.models import Challenge, ChallengeState
from app.challenges.queries import choices
from app.language import N_
from app.refusals import NotFound, Reason, Refused
from app.web.forms import Form, filled
from app.web.guards import CurrentActor, Db, only
from app.web.once import made, made_before
from app.web.templating import page, see_other

router = APIRouter(include_in_schema=False)


@router.get("/besked/{ref:reference}", name="mandate")
def ask_for_mandate(request: Request, db: Db, challenge: AnchorableChallenge) -> Response:
    hours = str(challenge.site_hours) if challenge.site_hours is not None else ""
    return _mandate(request, db, challenge, Form(MandateForm, {"hours": hours}))


def _mandate(request: Request, db: Session, challenge: Challenge, form: Form[MandateForm]) -> Response:
    return page(
        request,
        "challenges/mandate.html",
        status_code=422 if form.reasons else 200,
        challenge=challenge,
        waiting=challenge.state is ChallengeState.anchoring,
        given=queries.mandates(db, challenge),
        form=form,
        model=MandateForm,
    )


@router.post("/besked/{ref:reference}")
def give_mandate(
    request: Request,
    db: Db,
    actor: CurrentActor,
    challenge: AnchorableChallenge,
    form: Annotated[Form[MandateForm], filled(MandateForm)],
) -> Response:
    if before := made_before(db, form):
        return before
    if form.ok:
        with form.takes_refusals(db):
            actions.decide(db, actor, challenge, form.values)
            return made(request, db, form, "mandate_receipt", ref=challenge.reference)
    return _mandate(request, db, challenge, form)


@router.get("/besked/{ref:reference}/kvitto", name="mandate_receipt")
def show_mandate_receipt(request: Request, db: Db, challenge: AnchorableChallenge) -> Response:
    given = queries.mandates(db, challenge)
    if not given:
        raise NotFound
    return page(request, "challenges/mandate_receipt.html", challenge=challenge, mandate=given[0])


def _reviews(actor: Actor) -> bool:
    return actor.has(Role.region_lead)


@router.get("/granska", name="reviews", dependencies=[only(_reviews)])
def list_reviews(request: Request, db: Db, actor: CurrentActor) -> Response:
    return page(request, "challenges/reviews.html", challenges=queries.to_review(db, actor), looks=LIFECYCLE.looks)


@router.get("/granska/{ref:reference}", name="review_challenge")
def open_review(request: Request, db: Db, actor: CurrentActor, challenge: ReviewableChallenge) -> Response:
    return _review(request, db, actor, challenge, Form(ReviewForm))


def _review(request: Request, db: Session, actor: Actor, challenge: Challenge, form: Form[ReviewForm]) -> Response:
    return page(
        request,
        "challenges/review.html",
        status_code=422 if form.reasons else 200,
        challenge=challenge,
        parts=PARTS,
        waiting=challenge.state is ChallengeState.review,
        similar=queries.similar(db, actor, challenge.title, besides=challenge.id),
        mandates=queries.mandates(db, challenge),
        looks=LIFECYCLE.looks,
        names=choices(db, challenge.organisation_id),
        form=form,
        model=ReviewForm,
    )


Checked = Annotated[Form[ReviewForm], filled(ReviewForm)]


@router.post("/granska/{ref:reference}")
def approve(request: Request, db: Db, actor: CurrentActor, challenge: ReviewableChallenge, form: Checked) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.approve(db, actor, challenge, form.values)
            return see_other(request, "challenge", ref=challenge.reference)
    return _review(request, db, actor, challenge, form)


@router.post("/granska/{ref:reference}/begar-andring", name="send_back_challenge")
def send_back(request: Request, db: Db, actor: CurrentActor, challenge: ReviewableChallenge, form: Checked) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.send_back(db, actor, challenge, form.values)
            return see_other(request, "reviews")
    return _review(request, db, actor, challenge, form)


@router.get("/granska/{ref:reference}/sla-ihop", name="merge_challenge")
def open_merge(request: Request, db: Db, actor: CurrentActor, challenge: ReviewableChallenge) -> Response:
    return _merge(request, db, actor, challenge, Form(MergeForm))


def _merge(request: Request, db: Session, actor: Actor, challenge: Challenge, form: Form[MergeForm]) -> Response:
    return page(
        request,
        "challenges/merge.html",
        status_code=422 if form.reasons else 200,
        challenge=challenge,
        similar=queries.similar(db, actor, challenge.title, besides=challenge.id),
        form=form,
        model=MergeForm,
    )


@router.post("/granska/{ref:reference}/sla-ihop")
def merge(
    request: Request,
    db: Db,
    actor: CurrentActor,
    challenge: ReviewableChallenge,
    form: Annotated[Form[MergeForm], filled(MergeForm)],
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.merge(db, actor, challenge, _named(db, actor, form))
            return see_other(request, "challenge", ref=challenge.reference)
    return _merge(request, db, actor, challenge, form)


def _named(db: Session, actor: Actor, form: Form[MergeForm]) -> Challenge:
    try:
        return queries.challenge(db, actor, form.values.into.upper())
    except NotFound:
        raise Refused(Reason(N_("There is no such need. Check the reference."), field="into")) from None


@router.get("/behov/{ref:reference}/fragor/hantera", name="answer_questions")
def list_waiting_questions(request: Request, db: Db, challenge: AnswerableChallenge) -> Response:
    return _answers(request, db, challenge, None, Form(AnswerForm))


def _answers(request: Request, db: Session, challenge: Challenge, question: Any, form: Form[AnswerForm]) -> Response:
    return page(
        request,
        "challenges/answer.html",
        status_code=422 if form.reasons else 200,
        challenge=challenge,
        waiting=queries.waiting_questions(db, challenge),
        question=question,
        form=form,
        model=AnswerForm,
    )


@router.get("/behov/{ref:reference}/fragor/hantera/{question_id:uuid}", name="answer_question")
def open_question(request: Request, db: Db, challenge: AnswerableChallenge, question: WaitingQuestion) -> Response:
    form = Form(AnswerForm, {"published_text": question.published_text or question.text, "answer": question.answer})
    form.version = question.version
    return _answers(request, db, challenge, question, form)


@router.post("/behov/{ref:reference}/fragor/hantera/{question_id:uuid}")
def answer_question(
    request: Request,
    db: Db,
    actor: CurrentActor,
    challenge: AnswerableChallenge,
    question: WaitingQuestion,
    form: Annotated[Form[AnswerForm], filled(AnswerForm)],
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.answer(db, actor, challenge, question, form.values)
            return see_other(request, "answer_questions", ref=challenge.reference)
    return _answers(request, db, challenge, question, form)
