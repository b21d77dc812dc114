"""Research, for researchers and those who host them (ux.md E1–E5, form F5)."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.activity import queries as activity
from app.activity.happenings import Audience
from app.activity.readers import readers
from app.actor import Actor
from app.errands import queries as errands
from app.pilots.models import Pilot
from app.research import actions, queries, rules
from app.research.forms import EthicsForm, InterestForm, ReplyForm, ResultForm, StandingForm, WithdrawForm
from app.research.guards import (
    AnswerableResearch,
    InsideResearch,
    OwnResearch,
    StudiedPilot,
    VisibleResearch,
)
from app.research.lifecycle import LIFECYCLE
from app.research.models import Research, ResearchState
from app.web.forms import Form, Pressed, filled, refilled
from app.web.guards import CurrentActor, Db, everyone, only
from app.web.once import made, made_before
from app.web.templating import page, see_other

router = APIRouter(include_in_schema=False)

Interest = Annotated[Form[InterestForm], filled(InterestForm)]
Standing = Annotated[Form[StandingForm], filled(StandingForm)]


def _shown(request: Request, template: str, form: Form[Any], **values: Any) -> Response:
    status = 422 if form.reasons else 200
    return page(request, f"research/{template}.html", status_code=status, form=form, model=form.model, **values)


# Asking to study a pilot


@router.get("/piloter/{ref:reference}/forska", name="join_pilot")
def show_interest(request: Request, db: Db, actor: CurrentActor, pilot: StudiedPilot) -> Response:
    if own := queries.own_of_pilot(db, actor, pilot):
        return see_other(
            request, "edit_research" if own.state == ResearchState.draft else "research", ref=own.reference
        )
    form = Form(InterestForm, {"principal": actor.organisation_name})
    return _interest(request, form, pilot, queries.may_join(db, actor, pilot))


def _interest(
    request: Request, form: Form[InterestForm], pilot: Pilot, may_join: bool, research: Research | None = None
) -> Response:
    return _shown(request, "interest", form, pilot=pilot, may_join=may_join, research=research)


@router.post("/piloter/{ref:reference}/forska")
def draft_interest(request: Request, db: Db, actor: CurrentActor, pilot: StudiedPilot, form: Interest) -> Response:
    if form.ok:
        if before := made_before(db, form):
            return before
        with form.takes_refusals(db):
            research = actions.draft(db, actor, pilot, form.values)
            return made(request, db, form, "check_research", ref=research.reference)
    return _interest(request, form, pilot, queries.may_join(db, actor, pilot))


@router.get("/forskning/{ref:reference}/redigera", name="edit_research")
def edit_interest(request: Request, research: OwnResearch) -> Response:
    if research.state != ResearchState.draft:
        return see_other(request, "research", ref=research.reference)
    return _interest(request, refilled(research, InterestForm), research.pilot, True, research)


@router.post("/forskning/{ref:reference}/redigera")
def save_interest(request: Request, db: Db, actor: CurrentActor, research: OwnResearch, form: Interest) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.edit(db, actor, research, form.values, form.version)
            return see_other(request, "check_research", ref=research.reference)
    return _interest(request, form, research.pilot, True, research)


@router.get("/forskning/{ref:reference}/kontrollera", name="check_research")
def check_interest(request: Request, research: OwnResearch) -> Response:
    if research.state != ResearchState.draft:
        return see_other(request, "research", ref=research.reference)
    return _check(request, research, Form())


def _check(request: Request, research: Research, form: Form[Any]) -> Response:
    status = 422 if form.reasons else 200
    return page(request, "research/check.html", status_code=status, research=research, form=form, asked=InterestForm)


@router.post("/forskning/{ref:reference}/kontrollera")
def send_interest(request: Request, db: Db, actor: CurrentActor, research: OwnResearch, form: Pressed) -> Response:
    if before := made_before(db, form):
        return before
    with form.takes_refusals(db):
        actions.send(db, actor, research)
        return made(request, db, form, "research_receipt", ref=research.reference)
    return _check(request, research, form)


@router.get("/forskning/{ref:reference}/kvitto", name="research_receipt")
def show_receipt(request: Request, research: OwnResearch) -> Response:
    if research.state == ResearchState.draft:
        return see_other(request, "check_research", ref=research.reference)
    return page(request, "research/receipt.html", research=research)


# One study


@router.get("/forskning", name="my_research", dependencies=[only(rules.may_research)])
def list_own(request: Request, db: Db, actor: CurrentActor) -> Response:
    return page(
        request,
        "research/list.html",
        studies=queries.own(db, actor),
        interests=queries.standing_of(db, actor),
        looks=LIFECYCLE.looks,
    )


def audiences(actor: Actor, research: Research) -> set[Audience]:
    """Which lines of its history the actor may read."""
    return {Audience.public, Audience.parties} if rules.may_see_inside(actor, research) else {Audience.public}


@router.get("/forskning/{ref:reference}", name="research", dependencies=[Depends(everyone)])
def show_research(request: Request, db: Db, actor: CurrentActor, research: VisibleResearch) -> Response:
    return page(
        request,
        "research/show.html",
        research=research,
        look=LIFECYCLE.looks[research.state],
        inside=rules.may_see_inside(actor, research),
        is_own=rules.may_continue(actor, research),
        steps={step.name for step in LIFECYCLE.open_to(actor, research)},
        asked=InterestForm,
        result=ResultForm,
        errands=errands.about(db, actor, research),
        lines=activity.history(db, actor, research, audiences(actor, research)),
    )


@router.get("/forskning/{ref:reference}/vem-kan-se", name="research_readers")
def show_readers(request: Request, db: Db, research: InsideResearch) -> Response:
    return page(request, "research/readers.html", research=research, readers=readers(db, rules.may_view, research))


@router.get("/forskning/{ref:reference}/svara", name="answer_research")
def show_answer(request: Request, research: AnswerableResearch) -> Response:
    return _act(request, "answer", research, Form(ReplyForm))


def _act(request: Request, template: str, research: Research, form: Form[Any], **values: Any) -> Response:
    return _shown(request, template, form, research=research, asked=InterestForm, **values)


@router.post("/forskning/{ref:reference}/svara")
def answer_research(
    request: Request,
    db: Db,
    actor: CurrentActor,
    research: AnswerableResearch,
    form: Annotated[Form[ReplyForm], filled(ReplyForm)],
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.answer(db, actor, research, form.values)
            return see_other(request, "research", ref=research.reference)
    return _act(request, "answer", research, form)


@router.get("/forskning/{ref:reference}/etik", name="research_ethics")
def show_ethics(request: Request, research: OwnResearch) -> Response:
    return _act(request, "ethics", research, refilled(research, EthicsForm))


@router.post("/forskning/{ref:reference}/etik")
def settle_ethics(
    request: Request,
    db: Db,
    actor: CurrentActor,
    research: OwnResearch,
    form: Annotated[Form[EthicsForm], filled(EthicsForm)],
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.settle_ethics(db, actor, research, form.values, form.version)
            return see_other(request, "research", ref=research.reference)
    return _act(request, "ethics", research, form)


@router.get("/forskning/{ref:reference}/borja", name="start_research")
def show_start(request: Request, research: OwnResearch) -> Response:
    return _start(request, research, Form())


def _start(request: Request, research: Research, form: Form[Any]) -> Response:
    missing = LIFECYCLE.step("start").missing(research)
    return _act(request, "start", research, form, missing=missing)


@router.post("/forskning/{ref:reference}/borja")
def start_research(request: Request, db: Db, actor: CurrentActor, research: OwnResearch, form: Pressed) -> Response:
    with form.takes_refusals(db):
        actions.start(db, actor, research)
        return see_other(request, "research", ref=research.reference)
    return _start(request, research, form)


@router.get("/forskning/{ref:reference}/resultat", name="end_research")
def show_end(request: Request, research: OwnResearch) -> Response:
    return _act(request, "end", research, refilled(research, ResultForm))


@router.post("/forskning/{ref:reference}/resultat")
def end_research(
    request: Request,
    db: Db,
    actor: CurrentActor,
    research: OwnResearch,
    form: Annotated[Form[ResultForm], filled(ResultForm)],
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.end(db, actor, research, form.values)
            return see_other(request, "research", ref=research.reference)
    return _act(request, "end", research, form)


@router.get("/forskning/{ref:reference}/aterta", name="withdraw_research")
def show_withdrawal(request: Request, research: OwnResearch) -> Response:
    return _act(request, "withdraw", research, Form(WithdrawForm))


@router.post("/forskning/{ref:reference}/aterta")
def withdraw_research(
    request: Request,
    db: Db,
    actor: CurrentActor,
    research: OwnResearch,
    form: Annotated[Form[WithdrawForm], filled(WithdrawForm)],
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.withdraw(db, actor, research, form.values)
            return see_other(request, "my_research")
    return _act(request, "withdraw", research, form)
