"""What somebody answers for until it has an owner, and the briefing about what was handed over."""

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from app.activity import queries as activity
from app.activity.happenings import Audience
from app.actor import Actor
from app.handovers import actions, queries, rules
from app.handovers.forms import InterimForm
from app.handovers.guards import TheirInterim, VisibleHandover
from app.handovers.models import Standing
from app.people import handing_on
from app.people import queries as people
from app.people.duties import duty
from app.people.models import Interim
from app.refusals import NotFound
from app.web.forms import Form, Pressed, filled
from app.web.guards import CurrentActor, Db
from app.web.templating import page, see_other

router = APIRouter(prefix="/overlamning", include_in_schema=False)

Taken = Annotated[Form[InterimForm], filled(InterimForm)]


@router.get("/tillfalligt/{ref:uuid}", name="interim")
def show_interim(request: Request, db: Db, actor: CurrentActor, interim: TheirInterim) -> Response:
    return _shown(request, db, actor, interim, Form(InterimForm))


@router.post("/tillfalligt/{ref:uuid}")
def give_to_owner(request: Request, db: Db, actor: CurrentActor, interim: TheirInterim, form: Taken) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            receiver = people.membership(db, form.values.receiver)
            if receiver is None or receiver.organisation_id != interim.organisation_id:
                raise NotFound
            actions.take_over(db, actor, interim.id, receiver)
            return see_other(request, "interim", ref=interim.id)
    return _shown(request, db, actor, interim, form)


@router.post("/tillfalligt/{ref:uuid}/behall", name="keep_interim")
def keep_interim(request: Request, db: Db, actor: CurrentActor, interim: TheirInterim, form: Pressed) -> Response:
    if interim.membership_id != actor.membership_id:
        raise NotFound
    with form.takes_refusals(db):
        handing_on.keep(db, actor, interim)
        return see_other(request, "interim", ref=interim.id)
    return _shown(request, db, actor, interim, form)


def _shown(request: Request, db: Session, actor: Actor, interim: Interim, form: Form[Any]) -> Response:
    held = people.subject_of(db, interim) if interim.ended_at is None else None
    roles = duty(interim.duty).may_hold
    fitting = [one for one in people.holders(db, interim.organisation_id, *roles) if one.id != interim.former_id]
    return page(
        request,
        "handovers/interim.html",
        status_code=422 if form.reasons else 200,
        interim=interim,
        held=held,
        knows=interim.organisation_id == actor.organisation_id,
        may_keep=interim.membership_id == actor.membership_id and not actor.roles.isdisjoint(roles) and bool(held),
        duty=duty(interim.duty),
        form=form,
        model=InterimForm,
        choices={"receivers": [(str(one.id), one.person.name) for one in fitting if one.id != interim.membership_id]},
    )


MOST_LINES = 8
INSIDE = (Audience.public, Audience.parties, Audience.internal)


@router.get("/{ref}/bakgrund", name="handover_briefing")
def show_briefing(request: Request, db: Db, actor: CurrentActor, handover: VisibleHandover) -> Response:
    """What each thing is, where it stands and what has happened to it: written by the portal itself."""
    runs = rules.may_run(actor, handover)
    told = []
    for item in handover.items:
        theirs = item.receiver_id == actor.membership_id
        held = queries.thing(db, item)
        if held is None or not (runs or theirs):
            continue
        subject = held.duty.subject(held.row)
        says_more = held.duty.says_label(held.row)
        told.append(
            {
                "item": item,
                "held": held,
                "says_more": says_more,
                "tasks": activity.open_tasks_of(db, subject) if says_more else [],
                "lines": activity.history(db, actor, subject, INSIDE)[:MOST_LINES] if says_more else [],
                "is_theirs": theirs and item.standing is Standing.accepted,
            }
        )
    return page(request, "handovers/briefing.html", handover=handover, told=told)
