"""Asking somebody to do something, and what was asked (ux.md 2.11 for one thing; issue 4, points 5 and 10)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session

from app.actor import Actor
from app.conversations.matters import BY_SERIES
from app.conversations.queries import Talk
from app.errands import actions, queries, rules
from app.errands.forms import ErrandForm, GuestErrandForm, ReplyForm
from app.errands.guards import AnswerableErrand, AskedAbout, AskedErrand, VisibleErrand
from app.errands.inviting import LASTS, NO_ACCOUNT
from app.errands.models import Errand, Part
from app.passkeys.forms import WhereTo
from app.web.forms import Form, Pressed, filled
from app.web.guards import CurrentActor, Db, everyone
from app.web.once import made, made_before
from app.web.templating import page, see_other

router = APIRouter(prefix="/uppgifter", include_in_schema=False)

ABOUT_NOTHING = ("what", "note", "doer", "due_on")
"""What is asked when it is about nothing in the portal."""
OF_A_GUEST = ("guest_name", "guest_workplace", "guest_is_free")
"""What is asked besides once it is known that nobody with the address has an account."""


@router.get("/ny", name="new_errand")
def show_new(request: Request, db: Db, actor: CurrentActor, talk: AskedAbout) -> Response:
    form = Form(ErrandForm, {"part": Part.colleague.value} if talk else {"doer": str(actor.membership_id)})
    return _new(request, db, actor, talk, form)


def _new(request: Request, db: Session, actor: Actor, talk: Talk | None, form: Form[ErrandForm]) -> Response:
    colleagues = queries.colleagues(db, actor)
    return page(
        request,
        "errands/new.html",
        status_code=422 if form.reasons else 200,
        talk=talk,
        form=form,
        model=GuestErrandForm if _invites(form) else ErrandForm,
        asked=_asked(form) if talk else ABOUT_NOTHING,
        choices={"colleagues": [(str(one.id), one.person.name) for one in colleagues]},
    )


def _invites(form: Form[ErrandForm]) -> bool:
    return any(one.text == NO_ACCOUNT for one in form.reasons) or any(form.typed.get(one) for one in OF_A_GUEST)


def _asked(form: Form[ErrandForm]) -> list[str]:
    """A guest is no choice among colleagues."""
    but = ("doer",) if _invites(form) else OF_A_GUEST
    return [name for name in ErrandForm.model_fields if name not in but]


@router.post("/ny")
def ask(
    request: Request,
    db: Db,
    actor: CurrentActor,
    talk: AskedAbout,
    form: Annotated[Form[ErrandForm], filled(ErrandForm)],
) -> Response:
    if before := made_before(db, form):
        return before
    if form.ok:
        with form.takes_refusals(db):
            errand = actions.ask(db, actor, form.values, talk, request.state.language)
            return made(request, db, form, "errand", ref=errand.reference)
    return _new(request, db, actor, queries.thing(db, actor, talk.reference) if talk else None, form)


@router.get("/tack", name="guest_thanked", dependencies=[Depends(everyone)])
def thank_guest(request: Request) -> Response:
    """What was asked is settled; nothing else was, so the guest is signed out already."""
    return page(request, "errands/thanked.html")


@router.get("/{ref:reference}", name="errand")
def show_errand(request: Request, actor: CurrentActor, errand: VisibleErrand) -> Response:
    return _errand(request, actor, errand, Form(ReplyForm))


def _errand(request: Request, actor: Actor, errand: Errand, form: Form[ReplyForm]) -> Response:
    return page(
        request,
        "errands/show.html",
        status_code=422 if form.reasons else 200,
        errand=errand,
        route=BY_SERIES[errand.about[0]].route if errand.about else "",
        may_answer=rules.may_answer(actor, errand) and errand.is_open,
        may_withdraw=rules.may_withdraw(actor, errand) and errand.is_open and not errand.is_own,
        accept_by=errand.invited_at + LASTS if errand.invited_at else None,
        form=form,
        model=ReplyForm,
    )


@router.post("/{ref:reference}")
def reply(
    request: Request,
    db: Db,
    actor: CurrentActor,
    errand: AnswerableErrand,
    form: Annotated[Form[ReplyForm], filled(ReplyForm)],
) -> Response:
    reference = errand.reference
    if form.ok:
        with form.takes_refusals(db):
            actions.reply(db, actor, errand, form.values)
            is_over = actor.is_guest and not errand.doer.is_active
            return see_other(request, "guest_thanked") if is_over else see_other(request, "errand", ref=reference)
    return _errand(request, actor, queries.errand(db, actor, reference), form)


@router.post("/{ref:reference}/aterta", name="withdraw_errand")
def withdraw(request: Request, db: Db, actor: CurrentActor, errand: AskedErrand, form: Pressed) -> Response:
    reference = errand.reference
    with form.takes_refusals(db):
        actions.withdraw(db, actor, errand)
        return see_other(request, "errand", ref=reference)
    return _errand(request, actor, queries.errand(db, actor, reference), Form(ReplyForm))


@router.post("/{ref:reference}/bjud-in-igen", name="invite_guest_again")
def invite_again(request: Request, db: Db, actor: CurrentActor, errand: AskedErrand, form: Pressed) -> Response:
    reference = errand.reference
    with form.takes_refusals(db):
        actions.invite_again(db, actor, errand)
        return see_other(request, "errand", ref=reference)
    return _errand(request, actor, queries.errand(db, actor, reference), Form(ReplyForm))


@router.get("/{ref:reference}/gast", name="guest", dependencies=[Depends(everyone)])
def show_way_in(request: Request, actor: CurrentActor, ref: str) -> Response:
    """Where the letter to a guest leads. It says the same whatever the reference is: only a letter to the guest's own
    address lets anybody in."""
    if actor.is_signed_in:
        return see_other(request, "errand", ref=ref)
    return page(request, "errands/guest.html", ref=ref, form=Form(WhereTo), model=WhereTo)
