"""One's own passkeys: adding, naming and removing them (ux.md B6)."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.database import now
from app.language import N_
from app.passkeys import actions, ceremony, queries
from app.passkeys.ceremony import Aim, Asking
from app.passkeys.forms import Named, NewKey
from app.passkeys.guards import OwnPasskey, TheKeeper
from app.refusals import Reason
from app.sign_in.door import browser_of
from app.sign_in.guards import keep_browser, means_in
from app.sign_in.tokens import Distrust
from app.web.forms import Form, Pressed, filled, refilled
from app.web.guards import CurrentActor, Db, recently_proven
from app.web.templating import page, see_other

router = APIRouter(prefix="/konto/inloggningar/nycklar", include_in_schema=False)

NOT_MADE = Reason(N_("The passkey was not added. Try again, or use another device."))


@router.get("/ny", name="new_passkey", dependencies=[Depends(recently_proven)])
def show_new(request: Request, db: Db, actor: CurrentActor, owner: TheKeeper) -> Response:
    return _new(request, db, actor, owner, Form(NewKey))


def _new(request: Request, db: Db, actor: CurrentActor, owner: TheKeeper, form: Form[NewKey]) -> Response:
    browser = browser_of(request)
    response = page(
        request,
        "passkeys/new.html",
        status_code=422 if form.reasons else 200,
        form=form,
        model=NewKey,
        invitation=ceremony.invitation(
            means_in(request),
            Asking(Aim.add, browser, str(owner.membership_id)),
            now(),
            portal=request.app.state.settings.testbed_name,
            handle=str(owner.membership_id),
            name=f"{actor.person_name}, {actor.organisation_name}",
            has=[one.credential_id for one in queries.passkeys_of(db, owner.identity_id)],
        ),
    )
    keep_browser(response, browser)
    return response


@router.post("/ny", dependencies=[Depends(recently_proven)])
def add(
    request: Request, db: Db, actor: CurrentActor, owner: TheKeeper, form: Annotated[Form[NewKey], filled(NewKey)]
) -> Response:
    if form.ok:
        asking = Asking(Aim.add, browser_of(request), str(owner.membership_id))
        try:
            with form.takes_refusals(db):
                actions.add(db, means_in(request), actor, form.values.credential, form.values.label, asking)
                return see_other(request, "sign_ins")
        except Distrust:
            form.reasons.append(NOT_MADE)
    return _new(request, db, actor, owner, form)


@router.get("/{passkey_id:uuid}", name="edit_passkey")
def show_key(request: Request, passkey: OwnPasskey) -> Response:
    return page(request, "passkeys/edit.html", form=refilled(passkey, Named), model=Named, passkey=passkey)


@router.post("/{passkey_id:uuid}")
def rename(request: Request, passkey: OwnPasskey, form: Annotated[Form[Named], filled(Named)]) -> Response:
    if form.ok:
        actions.rename(passkey, form.values.label)
        return see_other(request, "sign_ins")
    return page(request, "passkeys/edit.html", status_code=422, form=form, model=Named, passkey=passkey)


@router.get("/{passkey_id:uuid}/ta-bort", name="remove_passkey", dependencies=[Depends(recently_proven)])
def ask_to_remove(request: Request, passkey: OwnPasskey) -> Response:
    return _removal(request, Form(), passkey)


def _removal(request: Request, form: Form[Any], passkey: OwnPasskey) -> Response:
    return page(request, "passkeys/remove.html", status_code=409 if form.reasons else 200, form=form, passkey=passkey)


@router.post("/{passkey_id:uuid}/ta-bort", dependencies=[Depends(recently_proven)])
def remove(
    request: Request, db: Db, actor: CurrentActor, owner: TheKeeper, passkey: OwnPasskey, form: Pressed
) -> Response:
    with form.takes_refusals(db):
        actions.remove(db, actor, passkey, is_only_way=not owner.has_links)
        return see_other(request, "sign_ins")
    return _removal(request, form, passkey)
