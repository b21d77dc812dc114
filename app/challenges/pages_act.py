"""What is done with a need after it is written: publish, withdraw, close, announce, share, endorse."""

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from app.challenges import actions, queries
from app.challenges.choices import Sharing
from app.challenges.forms_act import AnnouncementForm, CloseForm, EndorsementForm, ReasonForm, RegisterForm, SharingForm
from app.challenges.guards import EditableChallenge, EndorsableChallenge, RegistrableChallenge, ShareableChallenge
from app.challenges.lifecycle import LIFECYCLE
from app.challenges.models import Challenge
from app.web.forms import Form, Pressed, filled, refilled
from app.web.guards import CurrentActor, Db
from app.web.once import made, made_before
from app.web.templating import page, see_other

router = APIRouter(prefix="/behov", include_in_schema=False)


def _confirm(request: Request, challenge: Challenge, name: str, form: Form[Any], **values: Any) -> Response:
    return page(
        request,
        f"challenges/{name}.html",
        status_code=422 if form.reasons else 200,
        challenge=challenge,
        form=form,
        model=form.model,
        missing=LIFECYCLE.step(name).missing(challenge) if name in ("publish", "signal") else [],
        **values,
    )


@router.get("/{ref:reference}/publicera", name="publish_challenge")
def confirm_publish(request: Request, challenge: EditableChallenge) -> Response:
    return _confirm(request, challenge, "publish", Form())


@router.post("/{ref:reference}/publicera")
def publish(request: Request, db: Db, actor: CurrentActor, challenge: EditableChallenge, form: Pressed) -> Response:
    with form.takes_refusals(db):
        actions.publish(db, actor, challenge)
        return see_other(request, "challenge", ref=challenge.reference)
    return _confirm(request, challenge, "publish", form)


@router.get("/{ref:reference}/signal", name="signal_challenge")
def confirm_signal(request: Request, challenge: EditableChallenge) -> Response:
    return _confirm(request, challenge, "signal", Form())


@router.post("/{ref:reference}/signal")
def signal(request: Request, db: Db, actor: CurrentActor, challenge: EditableChallenge, form: Pressed) -> Response:
    with form.takes_refusals(db):
        actions.publish_signal(db, actor, challenge)
        return see_other(request, "challenge", ref=challenge.reference)
    return _confirm(request, challenge, "signal", form)


@router.get("/{ref:reference}/sluta-ta-emot", name="stop_challenge")
def confirm_stop(request: Request, challenge: EditableChallenge) -> Response:
    return _confirm(request, challenge, "stop", Form())


@router.post("/{ref:reference}/sluta-ta-emot")
def stop_taking(request: Request, db: Db, actor: CurrentActor, challenge: EditableChallenge, form: Pressed) -> Response:
    with form.takes_refusals(db):
        actions.take_step(db, actor, challenge, "stop_taking")
        return see_other(request, "challenge", ref=challenge.reference)
    return _confirm(request, challenge, "stop", form)


@router.get("/{ref:reference}/aterkalla", name="withdraw_challenge")
def confirm_withdraw(request: Request, challenge: EditableChallenge) -> Response:
    return _confirm(request, challenge, "withdraw", Form(ReasonForm))


@router.post("/{ref:reference}/aterkalla")
def withdraw(
    request: Request,
    db: Db,
    actor: CurrentActor,
    challenge: EditableChallenge,
    form: Annotated[Form[ReasonForm], filled(ReasonForm)],
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.withdraw(db, actor, challenge, form.values.reason)
            return see_other(request, "challenge", ref=challenge.reference)
    return _confirm(request, challenge, "withdraw", form)


@router.get("/{ref:reference}/avsluta", name="close_challenge")
def confirm_close(request: Request, challenge: EditableChallenge) -> Response:
    return _confirm(request, challenge, "close", Form(CloseForm))


@router.post("/{ref:reference}/avsluta")
def close(
    request: Request,
    db: Db,
    actor: CurrentActor,
    challenge: EditableChallenge,
    form: Annotated[Form[CloseForm], filled(CloseForm)],
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.close(db, actor, challenge, form.values)
            return see_other(request, "challenge", ref=challenge.reference)
    return _confirm(request, challenge, "close", form)


@router.get("/{ref:reference}/meddela", name="announce_change")
def write_announcement(request: Request, challenge: EditableChallenge) -> Response:
    return _confirm(request, challenge, "announce", Form(AnnouncementForm))


@router.post("/{ref:reference}/meddela")
def announce(
    request: Request,
    db: Db,
    actor: CurrentActor,
    challenge: EditableChallenge,
    form: Annotated[Form[AnnouncementForm], filled(AnnouncementForm)],
) -> Response:
    if before := made_before(db, form):
        return before
    if form.ok:
        with form.takes_refusals(db):
            actions.announce(db, actor, challenge, form.values)
            return made(request, db, form, "challenge", ref=challenge.reference)
    return _confirm(request, challenge, "announce", form)


@router.get("/{ref:reference}/arende", name="register_challenge")
def show_register(request: Request, db: Db, challenge: RegistrableChallenge) -> Response:
    return _confirm(request, challenge, "register", refilled(challenge, RegisterForm), choices=_officers(db))


def _officers(db: Session) -> dict[str, list[tuple[str, str]]]:
    return {"officers": [(str(row.id), row.person.name) for row in queries.officers(db)]}


@router.post("/{ref:reference}/arende")
def register(
    request: Request,
    db: Db,
    actor: CurrentActor,
    challenge: RegistrableChallenge,
    form: Annotated[Form[RegisterForm], filled(RegisterForm)],
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.register(db, actor, challenge, form.values)
            return see_other(request, "challenge", ref=challenge.reference)
    return _confirm(request, challenge, "register", form, choices=_officers(db))


@router.get("/{ref:reference}/anslut", name="share_challenge")
def ask_to_share(request: Request, challenge: ShareableChallenge) -> Response:
    return _confirm(request, challenge, "share", Form(SharingForm))


@router.post("/{ref:reference}/anslut")
def answer_sharing(
    request: Request,
    db: Db,
    actor: CurrentActor,
    challenge: ShareableChallenge,
    form: Annotated[Form[SharingForm], filled(SharingForm)],
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.answer_sharing(db, actor, challenge, joins=form.values.answer is Sharing.shares)
            return see_other(request, "todo")
    return _confirm(request, challenge, "share", form)


@router.get("/{ref:reference}/samma-behov", name="endorse_challenge")
def write_endorsement(request: Request, db: Db, actor: CurrentActor, challenge: EndorsableChallenge) -> Response:
    given = queries.endorsement_of(db, challenge, actor.organisation_id)
    return _confirm(request, challenge, "endorse", Form(EndorsementForm, {"note": given.note} if given else {}))


@router.post("/{ref:reference}/samma-behov")
def endorse(
    request: Request,
    db: Db,
    actor: CurrentActor,
    challenge: EndorsableChallenge,
    form: Annotated[Form[EndorsementForm], filled(EndorsementForm)],
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.endorse(db, actor, challenge, form.values.note)
            return see_other(request, "challenge", ref=challenge.reference)
    return _confirm(request, challenge, "endorse", form)
