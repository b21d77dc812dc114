"""Planning a pilot: made from an accepted request, written by both parties, approved by both, started (ux.md 2.4)."""

from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from app.actor import Actor, Role
from app.language import N_
from app.people import queries as people
from app.pilots import actions, plan, queries, rules
from app.pilots.forms import PARTS, NewPilot, PilotSettings
from app.pilots.guards import AcceptedRequest, LedPilot, PlannedPilot, RepliablePilot, StartablePilot
from app.pilots.lifecycle import LIFECYCLE
from app.pilots.models import Pilot
from app.pilots.showing import parts_shown
from app.pilots.tasks import awaits_reply, reply_by, report_due
from app.refusals import Reason
from app.test_requests.models import TestRequest
from app.web.forms import Form, Pressed, filled, filled_part, refilled
from app.web.guards import CurrentActor, Db, only
from app.web.once import made, made_before
from app.web.part_pages import LongForm, after_part, check_page, part_page, task_list
from app.web.templating import address, page, see_other

router = APIRouter(prefix="/piloter", include_in_schema=False)

PLAN = LongForm(
    parts=PARTS,
    title=N_("The pilot plan"),
    caption=N_("The pilot plan"),
    check_title=N_("Check the plan before you send it"),
    list_route="pilot_plan",
    part_route="write_pilot_plan",
    check_route="check_pilot_plan",
    back_route="pilot",
    submit=N_("Send the plan for approval"),
    draft_note=N_("The municipality and the company write the plan together. Both can change every part."),
    check_note=N_("Both parties are asked to approve exactly this text. If it is changed, both approve it again."),
)

ThePart = Annotated[Form[Any], filled_part(PARTS)]
New = Annotated[Form[NewPilot], filled(NewPilot)]
Settings = Annotated[Form[PilotSettings], filled(PilotSettings)]


def _sponsors(db: Session, actor: Actor) -> dict[str, Any]:
    rows = people.holders(db, actor.organisation_id, Role.sponsor)
    return {"sponsors": [(str(row.id), row.person.name) for row in rows]}


def may_set_up_any(actor: Actor) -> bool:
    return actor.has(Role.testbed_leader, Role.testbed_deputy)


@router.get("/ny", name="new_pilot", dependencies=[only(may_set_up_any)])
def new_pilot(request: Request, db: Db, actor: CurrentActor, source: AcceptedRequest) -> Response:
    if source is None:
        return page(request, "pilots/choose.html", requests=queries.requests_without_pilot(db, actor))
    if existing := queries.of_request(db, actor, source.id):
        return see_other(request, "pilot", ref=existing.address)
    need = source.challenge
    typed = {
        "title": need.title if need else "",
        "sponsor_id": str(need.sponsor_id) if need and need.sponsor_id else "",
        "seeks_research": "true",
        "registry_number": need.registry_number if need else "",
    }
    return _new(request, db, actor, source, Form(NewPilot, typed))


def _new(request: Request, db: Session, actor: Actor, source: TestRequest, form: Form[NewPilot]) -> Response:
    return page(
        request,
        "pilots/new.html",
        status_code=422 if form.reasons else 200,
        source=source,
        form=form,
        model=NewPilot,
        choices=_sponsors(db, actor),
    )


@router.post("/ny", dependencies=[only(may_set_up_any)])
def set_up_pilot(request: Request, db: Db, actor: CurrentActor, source: AcceptedRequest, form: New) -> Response:
    if source is None:
        return see_other(request, "new_pilot")
    if before := made_before(db, form):
        return before
    if form.ok:
        with form.takes_refusals(db):
            pilot = actions.set_up(db, actor, source, form.values)
            return made(request, db, form, "pilot_plan", ref=pilot.reference)
        source = queries.accepted_request(db, actor, source.reference)
    return _new(request, db, actor, source, form)


@router.get("/{ref:reference}/installningar", name="pilot_settings")
def show_settings(request: Request, db: Db, actor: CurrentActor, pilot: LedPilot) -> Response:
    return _settings(request, db, actor, pilot, refilled(pilot, PilotSettings))


def _settings(request: Request, db: Session, actor: Actor, pilot: Pilot, form: Form[PilotSettings]) -> Response:
    status = 422 if form.reasons else 200
    choices = _sponsors(db, actor)
    return page(
        request,
        "pilots/settings.html",
        status_code=status,
        pilot=pilot,
        form=form,
        model=PilotSettings,
        choices=choices,
    )


@router.post("/{ref:reference}/installningar")
def save_settings(request: Request, db: Db, actor: CurrentActor, pilot: LedPilot, form: Settings) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.change_settings(db, actor, pilot, form.values)
            return see_other(request, "pilot", ref=pilot.address)
    return _settings(request, db, actor, pilot, form)


@router.get("/{ref:reference}/plan", name="pilot_plan")
def show_plan(request: Request, pilot: PlannedPilot) -> Response:
    return task_list(request, PLAN, pilot)


@router.get("/{ref:reference}/plan/{part}", name="write_pilot_plan")
def show_part(request: Request, pilot: PlannedPilot, part: str) -> Response:
    asked = PARTS.part(part)
    form = refilled(pilot, asked.model)
    form.version = plan.part_version(pilot, asked)
    return part_page(request, PLAN, pilot, asked, form)


@router.post("/{ref:reference}/plan/{part}")
def save_part(request: Request, db: Db, actor: CurrentActor, pilot: PlannedPilot, part: str, form: ThePart) -> Response:
    asked = PARTS.part(part)
    if form.ok:
        with form.takes_refusals(db):
            actions.write(db, actor, pilot, asked, form.partial, form.version)
            route, path = after_part(PLAN, pilot, asked, form)
            return see_other(request, route, **path)
    return part_page(request, PLAN, pilot, asked, form)


@router.get("/{ref:reference}/kontrollera", name="check_pilot_plan")
def check_plan(request: Request, pilot: PlannedPilot) -> Response:
    if plan.is_sent(pilot):
        return see_other(request, "approve_plan", ref=pilot.reference)
    return check_page(request, PLAN, pilot)


@router.post("/{ref:reference}/kontrollera")
def send_plan(request: Request, db: Db, actor: CurrentActor, pilot: PlannedPilot, form: Pressed) -> Response:
    if before := made_before(db, form):
        return before
    with form.takes_refusals(db):
        actions.send(db, actor, pilot)
        return made(request, db, form, "approve_plan", ref=pilot.reference)
    return check_page(request, PLAN, pilot, declared=form)


@router.get("/{ref:reference}/godkann", name="approve_plan")
def show_approval(request: Request, actor: CurrentActor, pilot: PlannedPilot) -> Response:
    return _approval(request, actor, pilot, Form())


def _approval(request: Request, actor: Actor, pilot: Pilot, form: Form[Any]) -> Response:
    return page(
        request,
        "pilots/approve.html",
        status_code=422 if form.reasons else 200,
        pilot=pilot,
        form=form,
        is_sent=plan.is_sent(pilot),
        lacking=plan.lacks_approval_of(pilot),
        own=plan.approval_of(pilot, actor.organisation_id),
        version=plan.version_of(pilot),
        differences=plan.differences(pilot),
        shown=parts_shown(PARTS, inside=True),
        may_start=rules.may_start(actor, pilot),
    )


@router.post("/{ref:reference}/godkann")
def approve_plan(request: Request, db: Db, actor: CurrentActor, pilot: PlannedPilot, form: Pressed) -> Response:
    with form.takes_refusals(db):
        actions.approve(db, actor, pilot, form.version)
        return see_other(request, "approve_plan", ref=pilot.reference)
    return _approval(request, actor, queries.pilot(db, actor, pilot.reference), form)


@router.get("/{ref:reference}/foretag", name="pilot_company")
def show_company(request: Request, actor: CurrentActor, pilot: RepliablePilot) -> Response:
    return page(
        request,
        "pilots/company.html",
        pilot=pilot,
        look=LIFECYCLE.looks[pilot.state],
        is_sent=plan.is_sent(pilot),
        own=plan.approval_of(pilot, actor.organisation_id),
        runs=pilot.state in ("running", "paused"),
        report_due=report_due(pilot) if pilot.started_at else None,
        awaits_reply=awaits_reply(pilot),
        reply_by=reply_by(pilot),
    )


def _place_of(request: Request, pilot: Pilot, reason: Reason) -> str:
    """Where a thing that is missing is put right."""
    room, _, part = (reason.field or "").partition("/")
    if room == "plan":
        return address(request, "write_pilot_plan", ref=pilot.reference, part=quote(part))
    routes = {"sponsor": "pilot_settings", "check": "check_pilot_plan", "approval": "approve_plan"}
    return address(request, routes[room], ref=pilot.reference)


@router.get("/{ref:reference}/start", name="start_pilot")
def show_start(request: Request, pilot: StartablePilot) -> Response:
    return _start(request, pilot, Form())


def _start(request: Request, pilot: Pilot, form: Form[Any]) -> Response:
    missing = LIFECYCLE.step("start").missing(pilot)
    return page(
        request,
        "pilots/start.html",
        status_code=422 if form.reasons else 200,
        pilot=pilot,
        form=form,
        missing=[(reason, _place_of(request, pilot, reason)) for reason in missing],
        is_waiting=pilot.state == "preparing",
    )


@router.post("/{ref:reference}/start")
def start_pilot(request: Request, db: Db, actor: CurrentActor, pilot: StartablePilot, form: Pressed) -> Response:
    with form.takes_refusals(db):
        actions.start(db, actor, pilot)
        return see_other(request, "pilot", ref=pilot.address)
    return _start(request, queries.pilot(db, actor, pilot.reference), form)
