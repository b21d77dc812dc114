"""After a pilot: evaluation, the company's reply, management's decision, follow-up (ux.md 2.7)."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response

from app.database import today
from app.language import N_
from app.pilots import actions_after as actions
from app.pilots.forms_evaluation import (
    OF_A_RUN_PILOT,
    AfterTestForm,
    CompanyReplyForm,
    FollowUpForm,
    evaluation_parts,
)
from app.pilots.forms_run import CloseForm
from app.pilots.guards import DecidablePilot, LedPilot, RepliablePilot
from app.pilots.lifecycle import LIFECYCLE
from app.pilots.models import Evaluation, Pilot, PilotState
from app.pilots.showing import usability
from app.pilots.tasks import awaits_reply, reply_by
from app.refusals import NotFound
from app.web.forms import Form, Pressed, filled, filled_part, refilled
from app.web.guards import CurrentActor, Db
from app.web.once import made, made_before
from app.web.part_pages import LongForm, after_part, check_page, part_page, task_list
from app.web.templating import page, see_other

router = APIRouter(prefix="/piloter", include_in_schema=False)

EVALUATE = LongForm(
    parts=OF_A_RUN_PILOT,
    title=N_("Evaluate the pilot"),
    caption=N_("Evaluate the pilot"),
    check_title=N_("Check the evaluation before you give the final report"),
    list_route="pilot_evaluation",
    part_route="write_evaluation",
    check_route="check_evaluation",
    back_route="pilot",
    submit=N_("Give the final report"),
    draft_note=N_("Only your municipality and the region see the evaluation until you give the final report."),
    check_note=N_(
        "The final report is shown to everyone, without the improvement points. It cannot be changed afterwards."
    ),
)

ThePart = Annotated[Form[Any], filled_part(OF_A_RUN_PILOT)]


def _form_of(pilot: Pilot) -> LongForm:
    return replace(EVALUATE, parts=evaluation_parts(pilot))


def _evaluation(pilot: Pilot) -> Evaluation:
    """The evaluation, if it is time for one.

    Raises:
        NotFound: the pilot still runs.
    """
    if pilot.evaluation is None:
        raise NotFound
    return pilot.evaluation


@router.get("/{ref:reference}/utvardering", name="pilot_evaluation")
def show_evaluation(request: Request, pilot: LedPilot) -> Response:
    evaluation = _evaluation(pilot)
    if evaluation.reported_at is not None:
        return see_other(request, "final_report", ref=pilot.reference)
    return task_list(request, _form_of(pilot), evaluation)


@router.get("/{ref:reference}/utvardering/kontrollera", name="check_evaluation")
def check_evaluation(request: Request, pilot: LedPilot) -> Response:
    return _check(request, pilot, None)


def _check(request: Request, pilot: Pilot, form: Form[Any] | None) -> Response:
    lacking = LIFECYCLE.step("report").missing(pilot)
    return check_page(request, _form_of(pilot), _evaluation(pilot), declared=form, lacking=lacking)


@router.post("/{ref:reference}/utvardering/kontrollera")
def give_report(request: Request, db: Db, actor: CurrentActor, pilot: LedPilot, form: Pressed) -> Response:
    if before := made_before(db, form):
        return before
    with form.takes_refusals(db):
        actions.give_final_report(db, actor, pilot)
        return made(request, db, form, "final_report", ref=pilot.reference)
    return _check(request, pilot, form)


@router.get("/{ref:reference}/utvardering/{part}", name="write_evaluation")
def show_part(request: Request, pilot: LedPilot, part: str) -> Response:
    evaluation, asked = _evaluation(pilot), evaluation_parts(pilot).part(part)
    return part_page(request, _form_of(pilot), evaluation, asked, refilled(evaluation, asked.model))


@router.post("/{ref:reference}/utvardering/{part}")
def save_part(request: Request, db: Db, actor: CurrentActor, pilot: LedPilot, part: str, form: ThePart) -> Response:
    evaluation, asked = _evaluation(pilot), evaluation_parts(pilot).part(part)
    if form.ok:
        with form.takes_refusals(db):
            actions.evaluate(db, actor, pilot, asked, form.partial, form.version)
            route, path = after_part(_form_of(pilot), evaluation, asked, form)
            return see_other(request, route, **path)
    return part_page(request, _form_of(pilot), evaluation, asked, form)


def _shown(request: Request, template: str, pilot: Pilot, form: Form[Any], **values: Any) -> Response:
    status = 422 if form.reasons else 200
    return page(
        request, f"pilots/{template}.html", status_code=status, pilot=pilot, form=form, model=form.model, **values
    )


@router.get("/{ref:reference}/svar", name="company_reply")
def show_reply(request: Request, pilot: RepliablePilot) -> Response:
    return _reply(request, pilot, Form(CompanyReplyForm))


def _reply(request: Request, pilot: Pilot, form: Form[CompanyReplyForm]) -> Response:
    if pilot.evaluation is None or pilot.evaluation.reported_at is None:
        raise NotFound
    return _shown(request, "reply", pilot, form, waits=awaits_reply(pilot), last_day=reply_by(pilot))


@router.post("/{ref:reference}/svar")
def reply(
    request: Request,
    db: Db,
    actor: CurrentActor,
    pilot: RepliablePilot,
    form: Annotated[Form[CompanyReplyForm], filled(CompanyReplyForm)],
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.reply(db, actor, pilot, form.values)
            return see_other(request, "final_report", ref=pilot.reference)
    return _reply(request, pilot, form)


def in_months(day: date, months: int) -> date:
    """The same day so many months later; the last of the month when there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    longest = 31
    while True:
        try:
            return date(year, month + 1, min(day.day, longest))
        except ValueError:
            longest -= 1


@router.get("/{ref:reference}/beslut-efter-test", name="after_test")
def show_decision(request: Request, pilot: DecidablePilot) -> Response:
    suggested = {
        "first_follow_up": in_months(today(), 6).isoformat(),
        "second_follow_up": in_months(today(), 12).isoformat(),
    }
    return _decision(request, pilot, Form(AfterTestForm, suggested))


def _decision(request: Request, pilot: Pilot, form: Form[AfterTestForm]) -> Response:
    return _shown(
        request,
        "after_test",
        pilot,
        form,
        waits=pilot.state is PilotState.reported,
        usability=usability(pilot.evaluation) if pilot.evaluation else None,
    )


@router.post("/{ref:reference}/beslut-efter-test")
def decide(
    request: Request,
    db: Db,
    actor: CurrentActor,
    pilot: DecidablePilot,
    form: Annotated[Form[AfterTestForm], filled(AfterTestForm)],
) -> Response:
    if before := made_before(db, form) if form.ok else None:
        return before
    if form.ok:
        with form.takes_refusals(db):
            actions.decide(db, actor, pilot, form.values)
            return made(request, db, form, "pilot", ref=pilot.address)
    return _decision(request, pilot, form)


@router.get("/{ref:reference}/uppfoljning", name="follow_up")
def show_follow_up(request: Request, pilot: LedPilot) -> Response:
    row = pilot.open_follow_up
    form = refilled(row, FollowUpForm) if row else Form(FollowUpForm)
    return _shown(request, "follow_up", pilot, form, row=row)


@router.post("/{ref:reference}/uppfoljning")
def follow_up(
    request: Request,
    db: Db,
    actor: CurrentActor,
    pilot: LedPilot,
    form: Annotated[Form[FollowUpForm], filled(FollowUpForm)],
) -> Response:
    if before := made_before(db, form) if form.ok else None:
        return before
    if form.ok:
        with form.takes_refusals(db):
            actions.follow_up(db, actor, pilot, form.values, form.version)
            return made(request, db, form, "pilot", ref=pilot.address)
    return _shown(request, "follow_up", pilot, form, row=pilot.open_follow_up)


@router.get("/{ref:reference}/stang", name="close_pilot")
def show_close(request: Request, pilot: LedPilot) -> Response:
    return _shown(request, "close", pilot, Form(CloseForm))


@router.post("/{ref:reference}/stang")
def close(
    request: Request, db: Db, actor: CurrentActor, pilot: LedPilot, form: Annotated[Form[CloseForm], filled(CloseForm)]
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.close(db, actor, pilot, form.values)
            return see_other(request, "pilot", ref=pilot.address)
    return _shown(request, "close", pilot, form)
