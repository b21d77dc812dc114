"""An organisation's own emergency access: who is named, and what they find when they come in (sso.md 7.5)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session

from app.actor import Actor
from app.emergency import actions, queries, rules, unlocking
from app.emergency.forms import Naming, WhyUnlock
from app.emergency.guards import OneWhoMends, OwnRescuer
from app.passkeys import queries as keys
from app.passkeys.models import RescuerKind
from app.web.forms import Form, filled
from app.web.guards import CurrentActor, Db, only, recently_proven
from app.web.templating import page, see_other

router = APIRouter(prefix="/administration/inloggning/nodatkomst", include_in_schema=False)

named = [only(rules.may_name_rescuers)]
proven = [*named, Depends(recently_proven)]


@router.get("", name="rescuers", dependencies=named)
def show_rescuers(request: Request, db: Db, actor: CurrentActor) -> Response:
    return _rescuers(request, db, actor, Form(Naming))


def _rescuers(request: Request, db: Session, actor: Actor, form: Form[Naming]) -> Response:
    found = keys.rescuers_of(db, actor.organisation_id, RescuerKind.organisation)
    ids = {one.membership_id for one in found}
    candidates = [one for one in queries.members(db, actor.organisation_id) if one.id not in ids]
    return page(
        request,
        "emergency/rescuers.html",
        status_code=422 if form.reasons else 200,
        form=form,
        model=Naming,
        rescuers=[(one, queries.has_passkey(db, one.membership)) for one in found],
        is_full=len(found) >= actions.MOST_NAMED,
        choices={"members": [(str(one.id), one.person.name) for one in candidates]},
    )


@router.post("", dependencies=proven)
def name(request: Request, db: Db, actor: CurrentActor, form: Annotated[Form[Naming], filled(Naming)]) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            chosen = queries.member_of(db, actor.organisation_id, form.values.membership)
            actions.name_for_organisation(db, actor, chosen)
            return see_other(request, "rescuers")
    return _rescuers(request, db, actor, form)


@router.get("/{rescuer_id:uuid}/ta-bort", name="remove_rescuer", dependencies=named)
def ask_to_remove(request: Request, rescuer: OwnRescuer) -> Response:
    return page(request, "emergency/remove.html", rescuer=rescuer)


@router.post("/{rescuer_id:uuid}/ta-bort", dependencies=proven)
def remove(request: Request, db: Db, actor: CurrentActor, rescuer: OwnRescuer) -> Response:
    actions.remove_rescuer(db, rescuer, by=actor.person_name)
    return see_other(request, "rescuers")


@router.get("/laga", name="mend_sign_in")
def show_mending(request: Request, db: Db, me: OneWhoMends) -> Response:
    return _mending(request, db, me.actor, Form(WhyUnlock))


def _mending(request: Request, db: Session, actor: Actor, form: Form[WhyUnlock]) -> Response:
    return page(
        request,
        "emergency/mend.html",
        status_code=422 if form.reasons else 200,
        form=form,
        model=WhyUnlock,
        organisation=queries.organisation(db, actor.mends).name,
        unlock=queries.unlock_of(db, actor.mends),
        is_open=keys.may_come_in(db, actor.mends),
    )


@router.post("/laga")
def unlock(request: Request, db: Db, me: OneWhoMends, form: Annotated[Form[WhyUnlock], filled(WhyUnlock)]) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actor = me.actor
            unlocking.unlock(db, actor.mends, form.values.reason, by=actor.person_name, person_id=actor.person_id)
            return see_other(request, "mend_sign_in")
    return _mending(request, db, me.actor, form)
