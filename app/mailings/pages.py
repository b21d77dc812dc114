"""Letters to many (ux.md F14): written, seen one by one as they will read, sent or cancelled; and how it went."""

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from app.actor import Actor
from app.mail.letters import Desk
from app.mailings import actions, queries, rules
from app.mailings.forms import MailingForm
from app.mailings.guards import VisibleMailing, WritableMailing
from app.mailings.models import Among, Mailing, MailingLetter
from app.mailings.tasks import going
from app.paging import PER_PAGE, offset, paged
from app.web.forms import Form, Pressed, filled, refilled
from app.web.guards import CurrentActor, Db, only
from app.web.once import made, made_before
from app.web.templating import page, see_other

router = APIRouter(prefix="/utskick", include_in_schema=False)

Written = Annotated[Form[MailingForm], filled(MailingForm)]


def _desk(request: Request) -> Desk:
    """Where letters are written now: with the sentences about co-financing of this moment."""
    desk: Desk = request.app.state.desk
    return desk.saying(request.app.state.cofinancing.lines())


@router.get("", name="mailings", dependencies=[only(rules.may_write_to_many)])
def list_mailings(request: Request, db: Db, actor: CurrentActor) -> Response:
    return page(request, "mailings/list.html", mailings=queries.mailings(db, actor), going=going)


@router.get("/nytt", name="new_mailing", dependencies=[only(rules.may_write_to_many)])
def show_new(request: Request, db: Db, bland: str = "") -> Response:
    among = bland if bland in {one.value for one in Among} else Among.everyone.value
    return _write(request, db, Form(MailingForm, {"among": among}))


@router.post("/nytt", dependencies=[only(rules.may_write_to_many)])
def hold(request: Request, db: Db, actor: CurrentActor, form: Written) -> Response:
    if before := made_before(db, form):
        return before
    if form.ok:
        with form.takes_refusals(db):
            mailing = actions.hold(db, actor, form.values, _desk(request))
            return made(request, db, form, "mailing", ref=mailing.reference)
    return _write(request, db, form)


@router.get("/{ref:reference}/redigera", name="edit_mailing")
def show_edit(request: Request, db: Db, mailing: WritableMailing) -> Response:
    if not mailing.is_held:
        return see_other(request, "mailing", ref=mailing.reference)
    return _write(request, db, refilled(mailing, MailingForm), mailing)


@router.post("/{ref:reference}/redigera")
def save(request: Request, db: Db, actor: CurrentActor, mailing: WritableMailing, form: Written) -> Response:
    reference = mailing.reference
    if form.ok:
        with form.takes_refusals(db):
            actions.edit(db, actor, mailing, form.values, form.version, _desk(request))
            return see_other(request, "mailing", ref=reference)
    return _write(request, db, form, queries.mailing(db, actor, reference))


def _write(request: Request, db: Session, form: Form[MailingForm], mailing: Mailing | None = None) -> Response:
    return page(
        request,
        "mailings/write.html",
        status_code=422 if form.reasons else 200,
        form=form,
        model=MailingForm,
        mailing=mailing,
        choices={"municipalities": [(str(one.id), one.short_name) for one in queries.municipalities(db)]},
    )


@router.get("/{ref:reference}", name="mailing")
def show_mailing(
    request: Request, db: Db, actor: CurrentActor, mailing: VisibleMailing, brev: int = 0, sida: int = 1
) -> Response:
    if not rules.may_write(actor, mailing):
        return page(request, "mailings/read.html", mailing=mailing, said=_said(mailing, request.state.language))
    return _shown(request, db, actor, mailing, Form(), brev, sida)


def _said(mailing: Mailing, language: str) -> dict[str, str]:
    if language == "en" and mailing.text_in_english:
        return {"title": mailing.subject_in_english, "text": mailing.text_in_english, "written_in": "en"}
    return {"title": mailing.subject, "text": mailing.text, "written_in": "sv"}


def _shown(
    request: Request, db: Session, actor: Actor, mailing: Mailing, form: Form[Any], letter: int = 0, number: int = 1
) -> Response:
    number = min(max(number, 1), 1 + len(mailing.letters) // PER_PAGE)
    start = offset(number)
    looked_at = _looked_at(mailing, letter)
    return page(
        request,
        "mailings/show.html",
        status_code=409 if form.reasons else 200,
        mailing=mailing,
        going=going(mailing),
        letters=paged(mailing.letters[start : start + PER_PAGE + 1], number),
        looked_at=looked_at,
        text=request.app.state.desk.whole(looked_at.mail) if looked_at and looked_at.mail else "",
        before=_beside(mailing, looked_at, -1),
        after=_beside(mailing, looked_at, 1),
        come_back=queries.come_back(db, [one.membership.person.email for one in mailing.letters]),
        read_by=queries.read_by(db, mailing),
        needs_another=going(mailing) > rules.MANY and mailing.author_id == actor.membership_id,
        many=rules.MANY,
        form=form,
    )


def _looked_at(mailing: Mailing, number: int) -> MailingLetter | None:
    """The letter asked for, else the first that is one."""
    written = [one for one in mailing.letters if one.mail is not None]
    return next((one for one in written if one.number == number), written[0] if written else None)


def _beside(mailing: Mailing, letter: MailingLetter | None, step: int) -> int:
    """The number of the letter before or after; 0 for none."""
    written = [one.number for one in mailing.letters if one.mail is not None]
    at = written.index(letter.number) + step if letter else -1
    return written[at] if 0 <= at < len(written) else 0


@router.post("/{ref:reference}/brev/{number:int}", name="leave_out_letter")
def leave_out(
    request: Request, db: Db, actor: CurrentActor, mailing: WritableMailing, number: int, form: Pressed
) -> Response:
    reference = mailing.reference
    with form.takes_refusals(db):
        actions.leave_out(db, actor, mailing, number)
        return see_other(request, "mailing", {"sida": str(1 + (number - 1) // PER_PAGE)}, ref=reference)
    return _shown(request, db, actor, queries.mailing(db, actor, reference), form)


@router.post("/{ref:reference}/skicka", name="send_mailing")
def send(request: Request, db: Db, actor: CurrentActor, mailing: WritableMailing, form: Pressed) -> Response:
    reference = mailing.reference
    with form.takes_refusals(db):
        actions.send(db, actor, mailing)
        return see_other(request, "mailing", ref=reference)
    return _shown(request, db, actor, queries.mailing(db, actor, reference), form)


@router.post("/{ref:reference}/avbryt", name="cancel_mailing")
def cancel(request: Request, db: Db, actor: CurrentActor, mailing: WritableMailing, form: Pressed) -> Response:
    reference = mailing.reference
    with form.takes_refusals(db):
        actions.cancel(db, actor, mailing)
        return see_other(request, "mailing", ref=reference)
    return _shown(request, db, actor, queries.mailing(db, actor, reference), form)
