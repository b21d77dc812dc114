"""While a pilot runs: status reports, the halfway decision, pausing, stopping, ending (ux.md 2.6)."""

from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response

from app.language import N_
from app.pilots import actions, rules
from app.pilots.choices import Halfway, HowItGoes
from app.pilots.forms_run import MUCH_HIGHER, HalfwayForm, PauseForm, ResumeForm, StatusReportForm, StopForm
from app.pilots.guards import LedPilot, ReportablePilot
from app.pilots.lifecycle import LIFECYCLE
from app.pilots.models import Pilot
from app.refusals import Reason
from app.web.forms import Form, Pressed, as_typed, filled
from app.web.guards import CurrentActor, Db
from app.web.once import made, made_before
from app.web.templating import page, see_other

router = APIRouter(prefix="/piloter", include_in_schema=False)


def _shown(request: Request, template: str, pilot: Pilot, form: Form[Any], **values: Any) -> Response:
    if form.changes_rows:
        form.reasons = []
    return page(
        request,
        f"pilots/{template}.html",
        status_code=422 if form.reasons else 200,
        pilot=pilot,
        form=form,
        model=form.model,
        **values,
    )


# Status reports


def _latest_figures(pilot: Pilot) -> list[dict[str, Any]]:
    """The figures of the last report; where it had none, what the goals of the plan measure."""
    if pilot.reports and pilot.reports[-1].numbers:
        return [{name: as_typed(value) for name, value in row.items()} for row in pilot.reports[-1].numbers]
    return [{"measure": goal["measure"], "value": ""} for goal in pilot.goals if goal.get("measure")]


def much_higher(pilot: Pilot, form: StatusReportForm) -> list[Reason]:
    """Figures that look like a slip of the finger: more than three times what they were last time."""
    last = {row["measure"]: row.get("value") for row in pilot.reports[-1].numbers} if pilot.reports else {}
    return [
        Reason(
            N_("The value of “%(measure)s” is much higher than last time (%(last)s). Check it."),
            values={"measure": figure.measure, "last": last[figure.measure]},
        )
        for figure in form.numbers
        if figure.value is not None
        and last.get(figure.measure) not in (None, "")
        and 0 < Decimal(str(last[figure.measure])) * MUCH_HIGHER < figure.value
    ]


def _report(request: Request, pilot: Pilot, form: Form[StatusReportForm], warnings: list[Reason]) -> Response:
    last = pilot.reports[-1].created_at if pilot.reports else pilot.started_at
    return _shown(request, "report", pilot, form, warnings=warnings, last=last, has_reported=bool(pilot.reports))


@router.get("/{ref:reference}/rapporter/ny", name="report_status")
def new_report(request: Request, pilot: ReportablePilot) -> Response:
    return _report(request, pilot, Form(StatusReportForm, {"numbers": _latest_figures(pilot)}), [])


@router.post("/{ref:reference}/rapporter/ny")
def give_report(
    request: Request,
    db: Db,
    actor: CurrentActor,
    pilot: ReportablePilot,
    form: Annotated[Form[StatusReportForm], filled(StatusReportForm)],
) -> Response:
    warnings = much_higher(pilot, form.values) if form.is_whole and not form.values.figures_checked else []
    if form.ok and not warnings:
        if before := made_before(db, form):
            return before
        with form.takes_refusals(db):
            actions.report(db, actor, pilot, form.values)
            stands_still = form.values.status is HowItGoes.stopped and LIFECYCLE.allows(actor, pilot, "stop")
            if stands_still:
                return made(request, db, form, "stop_pilot", ref=pilot.reference)
            inside = rules.may_see_inside(actor, pilot)
            return made(request, db, form, "pilot_reports" if inside else "pilot", ref=pilot.reference)
    return _report(request, pilot, form, warnings)


# Half time


@router.get("/{ref:reference}/halvtid", name="decide_halfway")
def show_halfway(request: Request, pilot: LedPilot) -> Response:
    return _shown(request, "halfway", pilot, Form(HalfwayForm))


@router.post("/{ref:reference}/halvtid")
def decide_halfway(
    request: Request,
    db: Db,
    actor: CurrentActor,
    pilot: LedPilot,
    form: Annotated[Form[HalfwayForm], filled(HalfwayForm)],
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.decide_halfway(db, actor, pilot, form.values)
            routes = {Halfway.go_on: "pilot", Halfway.adjust: "pilot_plan", Halfway.stop: "stop_pilot"}
            return see_other(request, routes[form.values.choice], ref=pilot.reference)
    return _shown(request, "halfway", pilot, form)


# Standing still, stopping, ending


@router.get("/{ref:reference}/pausa", name="pause_pilot")
def show_pause(request: Request, pilot: LedPilot) -> Response:
    return _shown(request, "pause", pilot, Form(PauseForm))


@router.post("/{ref:reference}/pausa")
def pause(
    request: Request, db: Db, actor: CurrentActor, pilot: LedPilot, form: Annotated[Form[PauseForm], filled(PauseForm)]
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.pause(db, actor, pilot, form.values)
            return see_other(request, "pilot", ref=pilot.address)
    return _shown(request, "pause", pilot, form)


@router.get("/{ref:reference}/fortsatt", name="resume_pilot")
def show_resume(request: Request, pilot: LedPilot) -> Response:
    return _shown(request, "resume", pilot, Form(ResumeForm))


@router.post("/{ref:reference}/fortsatt")
def resume(
    request: Request,
    db: Db,
    actor: CurrentActor,
    pilot: LedPilot,
    form: Annotated[Form[ResumeForm], filled(ResumeForm)],
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.resume(db, actor, pilot, form.values)
            return see_other(request, "pilot", ref=pilot.address)
    return _shown(request, "resume", pilot, form)


@router.get("/{ref:reference}/avbryt", name="stop_pilot")
def show_stop(request: Request, pilot: LedPilot) -> Response:
    return _shown(request, "stop", pilot, Form(StopForm))


@router.post("/{ref:reference}/avbryt")
def stop(
    request: Request, db: Db, actor: CurrentActor, pilot: LedPilot, form: Annotated[Form[StopForm], filled(StopForm)]
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.stop(db, actor, pilot, form.values)
            return see_other(request, "pilot", ref=pilot.address)
    return _shown(request, "stop", pilot, form)


@router.get("/{ref:reference}/avsluta", name="end_pilot")
def show_end(request: Request, pilot: LedPilot) -> Response:
    return _shown(request, "end", pilot, Form(), missing=LIFECYCLE.step("end").missing(pilot))


@router.post("/{ref:reference}/avsluta")
def end(request: Request, db: Db, actor: CurrentActor, pilot: LedPilot, form: Pressed) -> Response:
    with form.takes_refusals(db):
        actions.end(db, actor, pilot)
        return see_other(request, "pilot_evaluation", ref=pilot.reference)
    return _shown(request, "end", pilot, form, missing=LIFECYCLE.step("end").missing(pilot))
