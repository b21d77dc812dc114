"""Pilots, for everyone: the list, one pilot, its status lines, its final report, its history."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from app.activity import queries as activity
from app.activity.happenings import Audience
from app.activity.readers import readers
from app.activity.tasks import Waits
from app.actor import Actor
from app.challenges import rules as challenge_rules
from app.database import today
from app.earlier_tests import queries as earlier_tests
from app.errands import queries as errands
from app.people import queries as people
from app.pilots import plan, queries, rules
from app.pilots.forms import PARTS
from app.pilots.forms_evaluation import evaluation_parts
from app.pilots.guards import InsidePilot, VisiblePilot
from app.pilots.lifecycle import LIFECYCLE
from app.pilots.models import Pilot, PilotState
from app.pilots.showing import drawing, parts_shown, usability
from app.pilots.small_numbers import SMALLEST_SHOWN, is_small
from app.pilots.tasks import reply_by, report_due, waits
from app.refusals import NotFound
from app.research import queries as research
from app.web.guards import CurrentActor, Db, everyone
from app.web.templating import address, canonical, is_partial, page

router = APIRouter(prefix="/piloter", include_in_schema=False)


def sought(
    q: str = "",
    kommun: Annotated[list[str] | None, Query()] = None,
    lage: Annotated[list[str] | None, Query()] = None,
    soker_forskare: Annotated[str, Query(alias="soker-forskare")] = "",
    sida: int = 1,
) -> queries.Filter:
    """What the address asks for; values that mean nothing are left out rather than refused."""
    return queries.Filter(
        words=q.strip()[:200],
        municipalities=tuple(kommun or ()),
        states=tuple(value for value in lage or () if value in set(PilotState)),
        seeks_research=soker_forskare == "ja",
        page=min(max(sida, 1), 10_000),
    )


Sought = Annotated[queries.Filter, Depends(sought)]


@router.get("", name="pilots", dependencies=[Depends(everyone)])
def list_pilots(request: Request, db: Db, actor: CurrentActor, asked: Sought) -> Response:
    found = queries.pilots(db, actor, asked)
    return page(
        request,
        "pilots/list.html",
        region="pilots/_results.html",
        pilots=found,
        drawn=drawing(found.rows, today()),
        sought=asked,
        earlier=earlier_tests.number_of(db, asked.words),
        municipalities=request.app.state.kept.get("municipalities", lambda: people.municipalities(db)),
        states=list(PilotState),
        looks=LIFECYCLE.looks,
        is_partial=is_partial(request),
    )


def audiences(actor: Actor, pilot: Pilot) -> set[Audience]:
    """Which lines of its history the actor may read."""
    found = {Audience.public}
    if rules.may_see_inside(actor, pilot):
        found.add(Audience.parties)
    if rules.may_see_handling(actor, pilot):
        found.add(Audience.internal)
    return found


def _is_for(wait: Waits, actor: Actor) -> bool:
    if wait.membership_id is not None:
        return wait.membership_id == actor.membership_id
    return wait.organisation_id == actor.organisation_id and actor.has(*wait.roles)


def _next_step(request: Request, actor: Actor, pilot: Pilot) -> dict[str, Any] | None:
    """The first thing that waits for this reader, or else for somebody: what the task list says, in a box."""
    waiting = waits(pilot)
    wait = next((one for one in waiting if _is_for(one, actor)), waiting[0] if waiting else None)
    if wait is None:
        return None
    mine = _is_for(wait, actor)
    return {
        "title": wait.verb,
        "why": wait.why,
        "due_on": wait.due_on,
        "responsible": pilot.company if wait.organisation_id == pilot.company_id else pilot.organisation,
        "route": wait.route,
        "url": address(request, wait.route, ref=pilot.reference) if mine and wait.route != "pilot" else "",
    }


RUNS = (PilotState.running, PilotState.paused)
ACTS: dict[str, Callable[[Actor, Pilot], bool]] = {
    "pilot_company": rules.may_reply,
    "pilot_plan": lambda actor, pilot: rules.may_plan(actor, pilot) and pilot.started_at is None,
    "report_status": lambda actor, pilot: rules.may_report(actor, pilot) and pilot.state in RUNS,
    "decide_halfway": lambda actor, pilot: (
        rules.may_lead(actor, pilot) and pilot.state in RUNS and pilot.needs_halfway and pilot.halfway_at is None
    ),
    "pause_pilot": lambda actor, pilot: LIFECYCLE.allows(actor, pilot, "pause"),
    "resume_pilot": lambda actor, pilot: LIFECYCLE.allows(actor, pilot, "resume"),
    "end_pilot": lambda actor, pilot: LIFECYCLE.allows(actor, pilot, "end"),
    "stop_pilot": lambda actor, pilot: LIFECYCLE.allows(actor, pilot, "stop"),
    "pilot_evaluation": lambda actor, pilot: LIFECYCLE.allows(actor, pilot, "report"),
    "close_pilot": lambda actor, pilot: pilot.state == PilotState.decided and rules.may_lead(actor, pilot),
    "pilot_settings": rules.may_lead,
}


@router.get("/{ref:reference}", name="pilot", dependencies=[Depends(everyone)])
def show_pilot(request: Request, db: Db, actor: CurrentActor, pilot: VisiblePilot) -> Response:
    if elsewhere := canonical(request, address(request, "pilot", ref=pilot.address)):
        return elsewhere
    inside = rules.may_see_inside(actor, pilot)
    next_step = _next_step(request, actor, pilot) if inside else None
    in_the_box = next_step["route"] if next_step and next_step["url"] else ""
    return page(
        request,
        "pilots/show.html",
        pilot=pilot,
        look=LIFECYCLE.looks[pilot.state],
        inside=inside,
        is_reported=_is_reported(pilot),
        next_step=next_step,
        acts=[route for route, may in ACTS.items() if route != in_the_box and may(actor, pilot)],
        shown=parts_shown(PARTS, inside=False),
        need_is_shown=challenge_rules.may_view(actor, pilot.challenge),
        lacking=plan.lacks_approval_of(pilot),
        is_sent=plan.is_sent(pilot),
        studies=research.of_pilot(db, actor, pilot),
        errands=errands.about(db, actor, pilot) if inside else [],
        may_study=research.may_join(db, actor, pilot),
        report_due=report_due(pilot) if pilot.started_at else None,
        lines=activity.history(db, actor, pilot, audiences(actor, pilot), most=5),
    )


def _is_reported(pilot: Pilot) -> bool:
    return pilot.evaluation is not None and pilot.evaluation.reported_at is not None


@router.get("/{ref:reference}/planen", name="read_plan")
def read_plan(request: Request, pilot: InsidePilot, actor: CurrentActor) -> Response:
    return page(
        request,
        "pilots/plan.html",
        pilot=pilot,
        shown=parts_shown(PARTS, inside=True),
        is_sent=plan.is_sent(pilot),
        lacking=plan.lacks_approval_of(pilot),
        differences=plan.differences(pilot),
        may_plan=rules.may_plan(actor, pilot),
    )


@router.get("/{ref:reference}/rapporter", name="pilot_reports")
def list_reports(request: Request, pilot: InsidePilot, actor: CurrentActor) -> Response:
    return page(
        request,
        "pilots/reports.html",
        pilot=pilot,
        reports=list(reversed(pilot.reports)),
        may_report=rules.may_report(actor, pilot) and pilot.state in RUNS,
        due=report_due(pilot) if pilot.state in RUNS else None,
    )


@router.get("/{ref:reference}/slutrapport", name="final_report", dependencies=[Depends(everyone)])
def show_report(request: Request, actor: CurrentActor, pilot: VisiblePilot) -> Response:
    if pilot.evaluation is None or pilot.evaluation.reported_at is None:
        raise NotFound
    inside = rules.may_see_inside(actor, pilot)
    return page(
        request,
        "pilots/final_report.html",
        pilot=pilot,
        evaluation=pilot.evaluation,
        look=LIFECYCLE.looks[pilot.state],
        inside=inside,
        parts=evaluation_parts(pilot),
        usability=usability(pilot.evaluation),
        is_small=is_small,
        smallest_shown=SMALLEST_SHOWN,
        reply_by=reply_by(pilot),
    )


@router.get("/{ref:reference}/historik", name="pilot_history", dependencies=[Depends(everyone)])
def show_history(request: Request, db: Db, actor: CurrentActor, pilot: VisiblePilot) -> Response:
    return page(
        request,
        "pilots/history.html",
        pilot=pilot,
        inside=rules.may_see_inside(actor, pilot),
        is_reported=_is_reported(pilot),
        lines=activity.history(db, actor, pilot, audiences(actor, pilot)),
    )


@router.get("/{ref:reference}/vem-kan-se", name="pilot_readers")
def show_readers(request: Request, db: Db, pilot: InsidePilot) -> Response:
    return page(request, "pilots/readers.html", pilot=pilot, readers=readers(db, rules.may_view, pilot))
