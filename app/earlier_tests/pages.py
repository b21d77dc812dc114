"""Tests made before the portal: what everyone can read, and how the region's staff import them."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session
from starlette.datastructures import FormData

from app.actor import Actor
from app.earlier_tests import actions, queries, rules
from app.earlier_tests.forms import ASKED, ColumnsForm, EarlierTestForm
from app.earlier_tests.guards import WritableImport
from app.earlier_tests.models import EarlierImport
from app.imports.looking import Plan
from app.imports.models import LOOKS, ImportState
from app.imports.showing import SHOWN, columns_of, file_in, rows_to_mend
from app.language import N_
from app.web.files import sayer, sheet_file
from app.web.forms import Form, Pressed, filled, submitted_form
from app.web.guards import CurrentActor, Db, everyone, only
from app.web.templating import is_partial, page, see_other

router = APIRouter(prefix="/piloter/tidigare", include_in_schema=False)

Uploaded = Annotated[FormData, Depends(submitted_form)]
Told = Annotated[Form[ColumnsForm], filled(ColumnsForm)]
STAFF = [only(rules.may_import)]
EXAMPLE = (
    N_("Example: night supervision by camera"),
    "Hallsberg",
    2019,
    N_("Digital supervision"),
    N_("Fewer were woken at night."),
    N_("Staff must be part of it from the start."),
    N_("Final report of the project"),
    N_("The municipality"),
)


@router.get("", name="earlier_tests", dependencies=[Depends(everyone)])
def list_tests(request: Request, db: Db, actor: CurrentActor, q: str = "", sida: int = 1) -> Response:
    words = q.strip()[:200]
    return page(
        request,
        "earlier_tests/list.html",
        region="earlier_tests/_results.html",
        tests=queries.tests(db, words, min(max(sida, 1), 10_000)),
        words=words,
        may_import=rules.may_import(actor),
        is_partial=is_partial(request),
    )


@router.get("/importera", name="import_earlier_tests", dependencies=STAFF)
def show_upload(request: Request, db: Db, actor: CurrentActor) -> Response:
    return _upload(request, db, actor, Form())


def _upload(request: Request, db: Session, actor: Actor, form: Form[Any]) -> Response:
    status = 422 if form.reasons else 200
    found = queries.imports(db, actor)
    return page(request, "earlier_tests/upload.html", status_code=status, form=form, imports=found, looks=LOOKS)


@router.post("/importera", dependencies=STAFF)
def upload(request: Request, db: Db, actor: CurrentActor, submitted: Uploaded) -> Response:
    form: Form[Any] = Form()
    if file := file_in(submitted, form):
        with form.takes_refusals(db):
            found = actions.read(db, actor, *file)
            return see_other(request, "earlier_import", ref=found.reference)
    return _upload(request, db, actor, form)


@router.get("/importera/mall/{form}", name="earlier_tests_template", dependencies=STAFF)
def download_template(request: Request, form: str) -> Response:
    """The columns we know by name, with one row to write over."""
    say = sayer(request)
    row = tuple(say(cell) if isinstance(cell, str) else cell for cell in EXAMPLE)
    return sheet_file(request, form, "mall-tidigare-tester", N_("Earlier tests"), tuple(ASKED.values()), [row])


@router.get("/importera/{ref:reference}", name="earlier_import")
def show_import(request: Request, db: Db, found: WritableImport) -> Response:
    return _import(request, db, found, _form_of(found))


def _form_of(found: EarlierImport) -> Form[ColumnsForm]:
    form = Form(ColumnsForm, {asked: str(found.columns.get(asked, "")) for asked in ASKED})
    form.version = found.version
    return form


def _import(request: Request, db: Session, found: EarlierImport, form: Form[Any]) -> Response:
    is_draft = found.state is ImportState.draft
    plan: Plan[EarlierTestForm] = actions.looked_at(db, found) if is_draft else Plan([], [])
    return page(
        request,
        "earlier_tests/import.html",
        status_code=422 if form.reasons else 200,
        form=form,
        model=ColumnsForm,
        found=found,
        plan=plan,
        shown=plan.ready[:SHOWN],
        tests=[] if is_draft else queries.tests_of(db, found),
        choices={"columns": columns_of(found)},
    )


@router.post("/importera/{ref:reference}")
def say_columns(request: Request, db: Db, actor: CurrentActor, found: WritableImport, form: Told) -> Response:
    reference = found.reference
    if form.ok:
        with form.takes_refusals(db):
            actions.say(db, actor, found, form.values, form.version)
            return see_other(request, "earlier_import", ref=reference)
    return _import(request, db, queries.one_import(db, actor, reference), form)


@router.post("/importera/{ref:reference}/genomfor", name="run_earlier_import")
def run_import(request: Request, db: Db, actor: CurrentActor, found: WritableImport, form: Pressed) -> Response:
    reference = found.reference
    if found.state is ImportState.draft:
        with form.takes_refusals(db):
            actions.run(db, actor, found)
    if form.reasons:
        found = queries.one_import(db, actor, reference)
        shown = _form_of(found)
        shown.reasons = form.reasons
        return _import(request, db, found, shown)
    return see_other(request, "earlier_import", ref=reference)


@router.post("/importera/{ref:reference}/angra", name="undo_earlier_import")
def undo_import(request: Request, db: Db, actor: CurrentActor, found: WritableImport) -> Response:
    actions.undo(db, actor, found)
    return see_other(request, "earlier_import", ref=found.reference)


@router.get("/importera/{ref:reference}/ratta/{form}", name="earlier_import_repair")
def download_repair(request: Request, db: Db, found: WritableImport, form: str) -> Response:
    """The rows that must be mended, with what is wrong in a column of their own."""
    rows = rows_to_mend(found, actions.looked_at(db, found), sayer(request))
    head = (*found.head, N_("To mend"))
    return sheet_file(request, form, f"att-ratta-{found.reference.lower()}", N_("To mend"), head, rows)
