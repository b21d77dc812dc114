"""Handing over and taking over (ux.md C22, form F9)."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session

from app.actor import Actor, Role
from app.handovers import actions, queries, rules
from app.handovers.forms import StartForm, answer_form, as_rows, reply_form, rows_form
from app.handovers.guards import RepliedHandover, RunHandover, VisibleHandover
from app.handovers.lifecycle import LIFECYCLE
from app.handovers.models import Handover, HandoverItem, HandoverState, Reply, Standing
from app.people import queries as people
from app.people.duties import duty
from app.refusals import NotFound, Refused
from app.web.forms import Form, Pressed, filled, submitted_form
from app.web.guards import CurrentActor, Db, only
from app.web.templating import page, see_other

router = APIRouter(prefix="/overlamning", include_in_schema=False)

Start = Annotated[Form[StartForm], filled(StartForm)]


@router.get("", name="handovers", dependencies=[only(rules.may_hand_over)])
def list_handovers(request: Request, db: Db, actor: CurrentActor) -> Response:
    return page(
        request,
        "handovers/list.html",
        handovers=queries.handovers(db, actor),
        interims=people.interims_of(db, actor.membership_id),
        looks=LIFECYCLE.looks,
    )


@router.get("/ny", name="new_handover", dependencies=[only(rules.may_hand_over)])
def ask_who(request: Request, db: Db, actor: CurrentActor, vem: str = "") -> Response:
    own = str(actor.membership_id)
    known = {str(one.id): one for one in queries.colleagues(db, actor)}
    chosen = known.get(vem) or known.get(own)
    typed = {"leaver": str(chosen.id) if chosen else ""}
    if chosen and chosen.valid_to:
        typed["last_day"] = chosen.valid_to.isoformat()
    return _start(request, db, actor, Form(StartForm, typed))


@router.post("/ny", dependencies=[only(rules.may_hand_over)])
def start_handover(request: Request, db: Db, actor: CurrentActor, form: Start) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            leaver = people.membership(db, form.values.leaver)
            if leaver is None or not rules.may_start(actor, leaver):
                raise NotFound
            handover = actions.start(db, actor, leaver, form.values.last_day)
            return see_other(request, "distribute_handover", ref=handover.reference.lower())
    return _start(request, db, actor, form)


def _start(request: Request, db: Session, actor: Actor, form: Form[StartForm]) -> Response:
    colleagues = [(str(one.id), one.person.name) for one in queries.colleagues(db, actor)]
    return page(
        request,
        "handovers/new.html",
        status_code=422 if form.reasons else 200,
        form=form,
        model=StartForm,
        choices={"colleagues": colleagues},
    )


async def _filled_rows(request: Request, handover: RunHandover) -> Form[Any]:
    form: Form[Any] = Form.read(rows_form(handover.unsettled), await submitted_form(request))
    request.state.form = form
    return form


@router.get("/{ref}/fordela", name="distribute_handover")
def ask_for_receivers(request: Request, db: Db, handover: RunHandover) -> Response:
    form: Form[Any] = Form(rows_form(handover.unsettled), as_rows(handover))
    return _distribute(request, db, handover, form)


@router.post("/{ref}/fordela")
def save_receivers(
    request: Request,
    db: Db,
    actor: CurrentActor,
    handover: RunHandover,
    form: Annotated[Form[Any], Depends(_filled_rows)],
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            new = actions.distribute(db, actor, handover, form.partial)
            if form.later:
                return see_other(request, "handover", ref=handover.reference.lower())
            if new:
                return see_other(request, "distribute_handover", {"nya": str(len(new))}, ref=handover.reference.lower())
            if lacking := actions.lacking(db, handover):
                raise Refused(*lacking)
            return see_other(request, "check_handover", ref=handover.reference.lower())
    return _distribute(request, db, queries.held_still(db, handover), form)


def _distribute(request: Request, db: Session, handover: Handover, form: Form[Any]) -> Response:
    rows, choices = [], {}
    candidates = queries.candidates_for(db, handover)
    for item in handover.unsettled:
        found = candidates[item.duty]
        choices[f"receivers_{item.number}"] = [(str(one.id), one.person.name) for one in found]
        rows.append((item, duty(item.duty), queries.thing(db, item), bool(found)))
    return page(
        request,
        "handovers/distribute.html",
        status_code=422 if form.reasons else 200,
        handover=handover,
        form=form,
        model=form.model,
        choices=choices,
        rows=rows,
        fallback=fallback(db, handover),
        new=_number(request.query_params.get("nya", "")) if not form.reasons else 0,
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0


def fallback(db: Session, handover: Handover) -> str:
    """Who answers for what nobody takes: the deputy, said by name."""
    deputy = people.membership(db, handover.leaver.deputy_id) if handover.leaver.deputy_id else None
    return deputy.person.name if deputy else ""


@router.get("/{ref}/kontrollera", name="check_handover")
def check_handover(request: Request, db: Db, handover: RunHandover) -> Response:
    return _check(request, db, handover, Form())


@router.post("/{ref}/kontrollera")
def send_handover(request: Request, db: Db, actor: CurrentActor, handover: RunHandover, form: Pressed) -> Response:
    with form.takes_refusals(db):
        actions.send(db, actor, handover)
        return see_other(request, "handover", {"skickat": "ja"}, ref=handover.reference.lower())
    return _check(request, db, queries.held_still(db, handover), form)


def _check(request: Request, db: Session, handover: Handover, form: Form[Any]) -> Response:
    return page(
        request,
        "handovers/check.html",
        status_code=422 if form.reasons else 200,
        handover=handover,
        form=form,
        labels=_labels(handover),
        fallback=fallback(db, handover),
        lonely=sole_roles(db, handover),
    )


def sole_roles(db: Session, handover: Handover) -> list[Role]:
    """Roles that nobody else in the organisation has: the administrator names somebody new."""
    leaver = handover.leaver
    return [role for role in sorted(leaver.roles) if leaver.is_active and people.is_last_with(db, leaver, role)]


def _labels(handover: Handover) -> dict[int, str]:
    return {item.number: duty(item.duty).label for item in handover.items}


@router.get("/{ref}", name="handover")
def show_handover(
    request: Request, db: Db, actor: CurrentActor, handover: VisibleHandover, skickat: str = "", alla: str = ""
) -> Response:
    """`alla`: every reply is chosen to be yes, so that one changes those one wants to and sends the rest."""
    mine = waiting_for(actor, handover)
    chosen = {f"reply_{item.number}": Reply.accept.value for item in mine} if alla else {}
    return _shown(request, db, actor, handover, Form(reply_form(mine), chosen), sent=bool(skickat))


def waiting_for(actor: Actor, handover: Handover) -> list[HandoverItem]:
    is_open = handover.state is HandoverState.sent
    return [
        item
        for item in handover.items
        if is_open and item.receiver_id == actor.membership_id and item.standing is Standing.waiting
    ]


def _shown(
    request: Request, db: Session, actor: Actor, handover: Handover, form: Form[Any], *, sent: bool = False
) -> Response:
    runs = rules.may_run(actor, handover)
    asked = [item for item in handover.items if runs and item.standing is Standing.asked]
    return page(
        request,
        "handovers/show.html",
        status_code=422 if form.reasons else 200,
        handover=handover,
        items=[item for item in handover.items if runs or item.receiver_id == actor.membership_id],
        mine=waiting_for(actor, handover),
        labels=_labels(handover),
        routes={item.number: duty(item.duty).route for item in handover.items},
        look=LIFECYCLE.looks[handover.state],
        runs=runs,
        asked=asked,
        answers=answer_form(asked),
        form=form,
        model=reply_form(waiting_for(actor, handover)),
        fallback=fallback(db, handover),
        sent=sent,
        all_chosen=bool(form.typed) and not form.reasons,
    )


async def _filled_replies(request: Request, actor: CurrentActor, handover: RepliedHandover) -> Form[Any]:
    form: Form[Any] = Form.read(reply_form(waiting_for(actor, handover)), await submitted_form(request))
    request.state.form = form
    return form


@router.post("/{ref}")
def reply_to_handover(
    request: Request,
    db: Db,
    actor: CurrentActor,
    handover: RepliedHandover,
    form: Annotated[Form[Any], Depends(_filled_replies)],
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.reply(db, actor, handover, form.partial)
            return see_other(request, "handover", {"skickat": "ja"}, ref=handover.reference.lower())
    return _shown(request, db, actor, queries.held_still(db, handover), form)


async def _filled_answers(request: Request, handover: RunHandover) -> Form[Any]:
    asked = [item for item in handover.items if item.standing is Standing.asked]
    form: Form[Any] = Form.read(answer_form(asked), await submitted_form(request))
    request.state.form = form
    return form


@router.post("/{ref}/svara", name="answer_receivers")
def answer_receivers(
    request: Request,
    db: Db,
    actor: CurrentActor,
    handover: RunHandover,
    form: Annotated[Form[Any], Depends(_filled_answers)],
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.answer(db, actor, handover, form.partial)
            return see_other(request, "handover", {"skickat": "ja"}, ref=handover.reference.lower())
    return _shown(request, db, actor, queries.held_still(db, handover), form)


@router.get("/{ref}/avbryt", name="cancel_handover")
def ask_to_cancel(request: Request, handover: RunHandover) -> Response:
    return page(request, "handovers/cancel.html", handover=handover, form=Form())


@router.post("/{ref}/avbryt")
def cancel_handover(request: Request, db: Db, actor: CurrentActor, handover: RunHandover, form: Pressed) -> Response:
    with form.takes_refusals(db):
        actions.cancel(db, actor, handover)
        return see_other(request, "handover", ref=handover.reference.lower())
    return page(request, "handovers/cancel.html", status_code=422, handover=handover, form=form)
