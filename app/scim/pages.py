"""The directory of an organisation: its address and keys, its first sync, what it was refused (ux.md G8)."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi import Form as Submitted
from sqlalchemy.orm import Session

from app.actor import Actor
from app.refusals import NotFound
from app.scim import administering, effect, queries, rules
from app.scim.effect import Effect
from app.scim.forms import KeyForm
from app.scim.guards import base_of
from app.scim.models import ScimDirectory
from app.web.forms import Button, Form, Pressed, filled
from app.web.guards import CurrentActor, Db, only, recently_proven
from app.web.once import answered, made_before
from app.web.templating import page, see_other

router = APIRouter(
    prefix="/administration/katalog", include_in_schema=False, dependencies=[only(rules.may_run_directory)]
)
RISKY = [Depends(recently_proven)]

Key = Annotated[Form[KeyForm], filled(KeyForm)]
LEFT_OUT = (Effect.no_address, Effect.address_taken, Effect.left_here)


@router.get("", name="directory")
def show_directory(request: Request, db: Db, actor: CurrentActor, sparat: str = "") -> Response:
    found = queries.directory_of(db, actor.organisation_id)
    keys = queries.tokens(db, found.id) if found else []
    return page(
        request,
        "scim/directory.html",
        directory=found,
        address=base_of(request),
        keys=keys,
        may_create=sum(key.is_in_use for key in keys) < administering.MOST_KEYS,
        last_contact=max((key.last_used_at for key in keys if key.last_used_at), default=None),
        last_change=queries.latest_change(db, actor.organisation_id),
        users=queries.count_users(db, actor.organisation_id),
        groups=queries.count_groups(db, actor.organisation_id),
        failures=queries.failures(db, actor.organisation_id),
        left_out=effect.preview(db, found).of(*LEFT_OUT) if found and found.is_approved else [],
        saved=sparat,
    )


@router.get("/nyckel", name="new_directory_key", dependencies=RISKY)
def ask_for_key(request: Request) -> Response:
    return _key(request, Form(KeyForm, {"lasts": "365"}))


@router.post("/nyckel", dependencies=RISKY)
def create_key(request: Request, db: Db, actor: CurrentActor, form: Key) -> Response:
    """The key is shown here and never again, so this page is the answer itself."""
    if form.ok:
        if before := made_before(db, form):
            return before
        with form.takes_refusals(db):
            house = queries.organisation(db, actor.organisation_id)
            made = administering.create_key(db, actor, house, timedelta(days=form.values.lasts.days))
            return _shown_once(request, db, form, made)
    return _key(request, form)


def _shown_once(request: Request, db: Session, form: Form[KeyForm], made: administering.NewKey) -> Response:
    answered(request, db, form, "directory")
    response = page(request, "scim/key_made.html", made=made, address=base_of(request))
    response.headers["Cache-Control"] = "no-store"
    return response


def _key(request: Request, form: Form[KeyForm]) -> Response:
    return page(request, "scim/new_key.html", status_code=422 if form.reasons else 200, form=form, model=KeyForm)


@router.post("/nycklar/{key_id:uuid}/aterkalla", name="revoke_directory_key", dependencies=RISKY)
def revoke_key(request: Request, db: Db, actor: CurrentActor, key_id: UUID) -> Response:
    key = queries.key_of(db, actor.organisation_id, key_id)
    if key is None:
        raise NotFound
    administering.revoke_key(db, actor, key)
    return see_other(request, "directory", {"sparat": "aterkallad"})


@router.get("/forsta", name="directory_preview")
def show_preview(request: Request, db: Db, actor: CurrentActor) -> Response:
    return _preview(request, db, _waiting(db, actor), Form(Button))


@router.post("/forsta", dependencies=RISKY)
def approve_first(
    request: Request, db: Db, actor: CurrentActor, form: Pressed, key: Annotated[str, Submitted()] = ""
) -> Response:
    found = _waiting(db, actor)
    with form.takes_refusals(db):
        administering.approve(db, actor, found.organisation, key)
        return see_other(request, "directory", {"sparat": "godkand"})
    db.expire_all()
    return _preview(request, db, _waiting(db, actor), form)


@router.post("/forsta/kasta", name="discard_directory", dependencies=RISKY)
def discard(request: Request, db: Db, actor: CurrentActor) -> Response:
    administering.discard(db, actor, _waiting(db, actor).organisation)
    return see_other(request, "directory", {"sparat": "kastad"})


def _waiting(db: Session, actor: Actor) -> ScimDirectory:
    found = queries.directory_of(db, actor.organisation_id)
    if found is None or found.is_approved:
        raise NotFound
    return found


def _preview(request: Request, db: Session, found: ScimDirectory, form: Form[Button]) -> Response:
    return page(
        request,
        "scim/preview.html",
        status_code=409 if form.reasons else 200,
        form=form,
        shown=effect.preview(db, found),
        left_out=LEFT_OUT,
    )
