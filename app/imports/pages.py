"""Costs from the accounts: the file, its columns, what its rows would become, and taking it back (ux.md 2.13)."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from app.costs.forms import BookingForm
from app.grants import queries as grants
from app.grants.choices import Category
from app.grants.guards import WritableGrant
from app.grants.models import Grant
from app.imports import actions, queries
from app.imports.checking import ASKED, total
from app.imports.forms import MappingForm
from app.imports.guards import WritableImport
from app.imports.looking import Plan
from app.imports.models import LOOKS, CostImport, ImportState
from app.imports.showing import SHOWN, columns_of, file_in, rows_to_mend
from app.language import N_
from app.web.files import sayer, sheet_file
from app.web.forms import Form, Pressed, filled, submitted_form
from app.web.guards import CurrentActor, Db
from app.web.templating import page, see_other

router = APIRouter(prefix="/finansiering/{ref:registry}/importera", include_in_schema=False)

Uploaded = Annotated[FormData, Depends(submitted_form)]
Told = Annotated[Form[MappingForm], filled(MappingForm)]
TEMPLATE = (N_("Booked on"), N_("Paid on"), N_("Voucher number"), N_("Description"), N_("Kind of cost"), N_("Amount"))


@router.get("", name="import_costs")
def show_upload(request: Request, db: Db, grant: WritableGrant) -> Response:
    return _upload(request, db, grant, Form())


def _upload(request: Request, db: Session, grant: Grant, form: Form[Any]) -> Response:
    status = 422 if form.reasons else 200
    found = queries.imports(db, grant)
    return page(request, "imports/upload.html", status_code=status, form=form, grant=grant, imports=found, looks=LOOKS)


@router.post("")
def upload(request: Request, db: Db, actor: CurrentActor, grant: WritableGrant, submitted: Uploaded) -> Response:
    form: Form[Any] = Form()
    if file := file_in(submitted, form):
        with form.takes_refusals(db):
            found = actions.read(db, actor, grant, *file)
            return see_other(request, "cost_import", ref=grant.reference, number=found.number)
    return _upload(request, db, grant, form)


@router.get("/mall/{form}", name="import_template")
def download_template(request: Request, grant: WritableGrant, form: str) -> Response:
    """The columns we know by name, with one row to write over."""
    say = sayer(request)
    example = (
        "2026-03-04",
        "2026-03-20",
        "A-1024",
        say(N_("Example: write over this row")),
        say(Category.travel.label),
    )
    return sheet_file(request, form, f"mall-{grant.reference.lower()}", N_("Costs"), TEMPLATE, [(*example, 1250)])


@router.get("/{number:int}", name="cost_import")
def show_import(request: Request, db: Db, grant: WritableGrant, found: WritableImport) -> Response:
    return _import(request, db, grant, found, _form_of(found))


def _form_of(found: CostImport) -> Form[MappingForm]:
    typed = {asked: str(found.columns[asked]) if asked in found.columns else "" for asked in ASKED}
    typed |= {"only": found.only, "fallback": found.category.value if found.category else ""}
    form = Form(MappingForm, {**typed, "bearer_id": str(found.bearer_id)})
    form.version = found.version
    return form


def _import(
    request: Request, db: Session, grant: Grant, found: CostImport, form: Form[Any], *, refused: bool = False
) -> Response:
    is_draft = found.state is ImportState.draft
    plan: Plan[BookingForm] = actions.looked_at(db, found) if is_draft else Plan([], [])
    return page(
        request,
        "imports/show.html",
        status_code=422 if form.reasons or refused else 200,
        form=form,
        model=MappingForm,
        grant=grant,
        found=found,
        plan=plan,
        total=total(plan),
        shown=plan.ready[:SHOWN],
        bookings=[] if is_draft else queries.bookings_of(db, found),
        may_undo=actions.may_be_undone(found),
        looks=LOOKS,
        choices={
            "organisations": [(str(one.id), one.name) for one in grants.bearers(db)],
            "columns": columns_of(found),
        },
    )


@router.post("/{number:int}")
def say_columns(
    request: Request, db: Db, actor: CurrentActor, grant: WritableGrant, found: WritableImport, form: Told
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.say(db, actor, found, form.values, form.version)
            return see_other(request, "cost_import", ref=grant.reference, number=found.number)
    found = queries.cost_import(db, grant, found.number)
    return _import(request, db, grant, found, form)


@router.post("/{number:int}/genomfor", name="run_import")
def run_import(
    request: Request, db: Db, actor: CurrentActor, grant: WritableGrant, found: WritableImport, form: Pressed
) -> Response:
    if found.state is ImportState.draft:
        with form.takes_refusals(db):
            actions.run(db, actor, found)
    return _pressed(request, db, grant, found, form)


def _pressed(request: Request, db: Session, grant: Grant, found: CostImport, form: Form[Any]) -> Response:
    """After a press: the import as it is now, and why not where it was refused."""
    if not form.reasons:
        return see_other(request, "cost_import", ref=grant.reference, number=found.number)
    found = queries.cost_import(db, grant, found.number)
    shown = _form_of(found)
    shown.reasons = form.reasons
    return _import(request, db, grant, found, shown)


@router.post("/{number:int}/angra", name="undo_import")
def undo_import(
    request: Request, db: Db, actor: CurrentActor, grant: WritableGrant, found: WritableImport, form: Pressed
) -> Response:
    if found.state is not ImportState.undone:
        with form.takes_refusals(db):
            actions.undo(db, actor, found)
    return _pressed(request, db, grant, found, form)


@router.get("/{number:int}/ratta/{form}", name="import_repair")
def download_repair(request: Request, db: Db, found: WritableImport, form: str) -> Response:
    """The rows that must be mended, with what is wrong in a column of their own."""
    rows = rows_to_mend(found, actions.looked_at(db, found), sayer(request))
    head = (*found.head, N_("To mend"))
    return sheet_file(request, form, f"att-ratta-{found.number}", N_("To mend"), head, rows)
