"""The costs of a project as the region reads and writes them (ux.md F10)."""

from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session
from starlette.datastructures import FormData, UploadFile

from app.activity import queries as activity
from app.activity.happenings import Audience
from app.actor import Actor
from app.claims import queries as claims
from app.costs import actions, queries
from app.costs.exports import COSTS, Costs, why_not
from app.costs.exports import wanted as wanted_of
from app.costs.forms import BookingForm, CorrectionForm, HoursForm
from app.costs.guards import VisibleBooking, Voucher, WritableBooking
from app.costs.models import Booking
from app.costs.outcome import lines
from app.costs.queries import Wanted
from app.documents.pages import download
from app.grants import queries as grants
from app.grants.choices import Category
from app.grants.guards import VisibleGrant, WritableGrant
from app.grants.models import Grant
from app.language import N_
from app.paging import PER_PAGE, offset, paged
from app.refusals import Reason
from app.web.files import export_file
from app.web.forms import Form, filled, refilled, submitted_form
from app.web.guards import CurrentActor, Db
from app.web.once import made, made_before
from app.web.templating import page, see_other

router = APIRouter(prefix="/finansiering/{ref:registry}", include_in_schema=False)

Told = Annotated[Form[BookingForm], filled(BookingForm)]
Uploaded = Annotated[FormData, Depends(submitted_form)]


def _shown(request: Request, template: str, form: Form[Any], **values: Any) -> Response:
    status = 422 if form.reasons else 200
    return page(request, f"costs/{template}.html", status_code=status, form=form, model=form.model, **values)


def _choices(db: Session, grant: Grant) -> dict[str, Any]:
    return {
        "organisations": [(str(one.id), one.name) for one in grants.bearers(db)],
        "phases": [(str(one.phase_id), one.title) for one in grant.decisions if one.is_in_force],
    }


@router.get("/kostnader", name="costs")
def list_costs(
    request: Request, db: Db, grant: VisibleGrant, ar: str = "", slag: str = "", organisation: str = "", sida: str = "1"
) -> Response:
    wanted = wanted_of({"ar": ar, "slag": slag, "organisation": organisation})
    found = queries.bookings(db, grant, wanted)
    everything = found if wanted == Wanted() else queries.bookings(db, grant)
    number = int(sida) if sida.isascii() and sida.isdecimal() and len(sida) < 6 else 1
    newest = list(reversed(found))
    start = offset(number)
    excluded = [one for one in found if why_not(grant, one) is not None]
    return page(
        request,
        "costs/list.html",
        grant=grant,
        bookings=paged(newest[start : start + PER_PAGE + 1], number, len(found)),
        why={one.number: why_not(grant, one) for one in newest[start : start + PER_PAGE]},
        total=sum((one.amount for one in found if not one.is_income), Decimal(0)),
        incomes=sum((one.amount for one in found if one.is_income), Decimal(0)),
        excluded=sum((one.amount for one in excluded if not one.is_income), Decimal(0)),
        wanted=wanted,
        years=sorted({one.booked_on.year for one in everything}, reverse=True),
        bearers=sorted({(one.bearer.slug, one.bearer.name) for one in everything}, key=lambda one: one[1]),
        categories=list(Category),
    )


@router.get("/kostnader/fil/{form}", name="costs_file")
def download_costs(
    request: Request, db: Db, grant: VisibleGrant, form: str, ar: str = "", slag: str = "", organisation: str = ""
) -> Response:
    about = {"ref": grant.reference, "ar": ar, "slag": slag, "organisation": organisation}
    return export_file(request, COSTS, Costs(db, grant, wanted_of(about)), form, about)


@router.get("/kostnader/ny", name="new_cost")
def show_new(request: Request, db: Db, grant: WritableGrant) -> Response:
    form = Form(BookingForm, {"kind": "cost", "eligible": "yes", "bearer_id": str(grant.organisation_id)})
    return _shown(request, "write", form, grant=grant, booking=None, choices=_choices(db, grant))


@router.post("/kostnader/ny")
def enter_cost(request: Request, db: Db, actor: CurrentActor, grant: WritableGrant, form: Told) -> Response:
    if form.ok:
        if before := made_before(db, form):
            return before
        with form.takes_refusals(db):
            booking = actions.enter(db, actor, grant, form.values)
            return made(request, db, form, "cost", ref=grant.reference, number=booking.number)
    return _shown(request, "write", form, grant=grant, booking=None, choices=_choices(db, grant))


@router.get("/kostnader/{number:int}", name="cost")
def show_cost(request: Request, db: Db, actor: CurrentActor, grant: VisibleGrant, booking: VisibleBooking) -> Response:
    return _cost(request, db, actor, grant, booking, Form())


def _cost(request: Request, db: Session, actor: Actor, grant: Grant, booking: Booking, form: Form[Any]) -> Response:
    return _shown(
        request,
        "show",
        form,
        grant=grant,
        booking=booking,
        asked=BookingForm,
        choices=_choices(db, grant),
        why=why_not(grant, booking),
        lines=[
            line
            for line in activity.history(db, actor, grant, set(Audience))
            if line.event.details.get("booking") == booking.number
        ],
    )


@router.get("/kostnader/{number:int}/redigera", name="edit_cost")
def show_edit(request: Request, db: Db, grant: WritableGrant, booking: WritableBooking) -> Response:
    if booking.is_locked:
        return see_other(request, "cost", ref=grant.reference, number=booking.number)
    form = refilled(booking, BookingForm)
    return _shown(request, "write", form, grant=grant, booking=booking, choices=_choices(db, grant))


@router.post("/kostnader/{number:int}/redigera")
def save_cost(
    request: Request, db: Db, actor: CurrentActor, grant: WritableGrant, booking: WritableBooking, form: Told
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.edit(db, actor, booking, form.values, form.version)
            return see_other(request, "cost", ref=grant.reference, number=booking.number)
    return _shown(request, "write", form, grant=grant, booking=booking, choices=_choices(db, grant))


@router.get("/kostnader/{number:int}/ratta", name="correct_cost")
def show_correction(request: Request, grant: WritableGrant, booking: WritableBooking) -> Response:
    return _shown(request, "correct", Form(CorrectionForm), grant=grant, booking=booking)


@router.post("/kostnader/{number:int}/ratta")
def correct_cost(
    request: Request,
    db: Db,
    actor: CurrentActor,
    grant: WritableGrant,
    booking: WritableBooking,
    form: Annotated[Form[CorrectionForm], filled(CorrectionForm)],
) -> Response:
    if form.ok:
        if before := made_before(db, form):
            return before
        with form.takes_refusals(db):
            correction = actions.correct(db, actor, booking, form.values)
            return made(request, db, form, "cost", ref=grant.reference, number=correction.number)
    return _shown(request, "correct", form, grant=grant, booking=booking)


@router.post("/kostnader/{number:int}", name="add_cost_document")
def add_document(
    request: Request, db: Db, actor: CurrentActor, grant: WritableGrant, booking: WritableBooking, submitted: Uploaded
) -> Response:
    form: Form[Any] = Form()
    file = submitted.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        form.reasons.append(Reason(N_("Choose the file."), field="file"))
    else:
        with form.takes_refusals(db):
            folder = request.app.state.settings.documents
            actions.attach(db, actor, booking, folder, file.filename, file.file.read())
            return see_other(request, "cost", ref=grant.reference, number=booking.number)
        booking = queries.booking(db, grant, booking.number)
    return _cost(request, db, actor, grant, booking, form)


@router.get("/kostnader/{number:int}/underlag/{document_id:uuid}", name="cost_document")
def open_document(request: Request, link: Voucher) -> Response:
    return download(request.app.state.settings.documents, link.document)


@router.get("/utfall", name="cost_outcome")
def show_outcome(request: Request, db: Db, grant: VisibleGrant) -> Response:
    """Budget and outcome of all phases, divided in three ways; unbooked hours apart."""
    budget = [row for one in grant.decisions if one.is_in_force for row in one.budget]
    booked = [one for one in queries.bookings(db, grant) if why_not(grant, one) is None]
    names = {str(one.id): one.name for one in grants.bearers(db)} | {
        str(one.bearer_id): one.bearer.name for one in booked
    }
    labels = {one.value: one.label for one in Category}
    return page(
        request,
        "costs/outcome.html",
        grant=grant,
        by_year=lines(budget, booked, lambda row: int(row["year"]), lambda one: one.booked_on.year),
        by_category=lines(budget, booked, lambda row: str(row["category"]), lambda one: one.category.value),
        by_bearer=lines(
            budget, booked, lambda row: names.get(str(row["organisation"]), ""), lambda one: one.bearer.name
        ),
        labels=labels,
        standings=[
            (one, claims.standing(db, grant, queries.terms_of(one))) for one in grant.decisions if one.is_in_force
        ],
        hours=queries.hours(db, grant),
    )


@router.get("/timmar", name="unbooked_hours")
def show_hours(request: Request, db: Db, grant: WritableGrant) -> Response:
    return _hours(request, db, grant, Form(HoursForm))


def _hours(request: Request, db: Session, grant: Grant, form: Form[HoursForm]) -> Response:
    return _shown(request, "hours", form, grant=grant, hours=queries.hours(db, grant), choices=_choices(db, grant))


@router.post("/timmar")
def add_hours(
    request: Request,
    db: Db,
    actor: CurrentActor,
    grant: WritableGrant,
    form: Annotated[Form[HoursForm], filled(HoursForm)],
) -> Response:
    if form.ok:
        if before := made_before(db, form):
            return before
        with form.takes_refusals(db):
            actions.add_hours(db, actor, grant, form.values)
            return made(request, db, form, "unbooked_hours", ref=grant.reference)
    return _hours(request, db, grant, form)
