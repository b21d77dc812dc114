"""Reporting what cannot be read or used, without signing in; and answering it."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app.database import now
from app.home import actions, queries
from app.home.forms import BarrierAnswer, BarrierText
from app.home.guards import ReadableReport
from app.home.models import BarrierReport
from app.refusals import NotFound
from app.web.forms import Form, filled
from app.web.guards import CurrentActor, Db, everyone
from app.web.once import made, made_before
from app.web.senders import sender_hash
from app.web.templating import page, see_other

router = APIRouter(prefix="/tillganglighet", include_in_schema=False)

Written = Annotated[Form[BarrierText], filled(BarrierText)]


@router.get("/rapportera", name="report_fault", dependencies=[Depends(everyone)])
def show_report_form(request: Request, sida: str = "") -> Response:
    """`sida` is the page someone came from, if it said so."""
    shown = {"shown_at": str(int(now().timestamp())), "where": sida[:500]}
    return _form(request, Form(BarrierText, shown))


@router.post("/rapportera", dependencies=[Depends(everyone)])
def send_report(request: Request, db: Db, actor: CurrentActor, form: Written) -> Response:
    if before := made_before(db, form):
        return before
    if form.ok:
        with form.takes_refusals(db):
            report = actions.report_barrier(
                db,
                actor,
                form.values,
                sender=sender_hash(request),
                language=request.state.language,
                seconds=_seconds_since(form.values.shown_at),
            )
            return made(request, db, form, "fault_reported", ref=report.reference)
    return _form(request, form)


def _form(request: Request, form: Form[BarrierText]) -> Response:
    return page(
        request, "home/report_fault.html", status_code=422 if form.reasons else 200, form=form, model=BarrierText
    )


def _seconds_since(shown_at: str) -> float:
    """How long the form stood open. What is not a time of ours counts as no time at all."""
    if not (shown_at.isascii() and shown_at.isdecimal() and len(shown_at) <= 11):
        return 0.0
    return max(0.0, (now() - datetime.fromtimestamp(int(shown_at), UTC)).total_seconds())


@router.get("/tack/{ref:reference}", name="fault_reported", dependencies=[Depends(everyone)])
def show_receipt(request: Request, db: Db, ref: str) -> Response:
    if not queries.barrier_exists(db, ref):
        raise NotFound
    return page(request, "home/fault_reported.html", reference=ref)


@router.get("/rapporter/{ref:reference}", name="barrier_report")
def show_report(request: Request, report: ReadableReport) -> Response:
    return _report(request, report, Form(BarrierAnswer))


@router.post("/rapporter/{ref:reference}")
def answer_report(
    request: Request,
    db: Db,
    actor: CurrentActor,
    report: ReadableReport,
    form: Annotated[Form[BarrierAnswer], filled(BarrierAnswer)],
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.answer_barrier(db, actor, report, form.values)
            return see_other(request, "barrier_report", ref=report.reference)
    return _report(request, report, form)


def _report(request: Request, report: BarrierReport, form: Form[BarrierAnswer]) -> Response:
    return page(
        request,
        "home/barrier_report.html",
        status_code=422 if form.reasons else 200,
        report=report,
        report_model=BarrierText,
        form=form,
        model=BarrierAnswer,
    )
