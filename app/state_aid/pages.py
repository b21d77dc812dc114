"""De minimis aid as the region keeps it: how much each company has had, and what may still be given."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session
from starlette.datastructures import FormData, UploadFile

from app.activity import queries as activity
from app.activity.happenings import Audience
from app.actor import Actor
from app.database import today
from app.documents.pages import download
from app.language import N_
from app.refusals import Reason
from app.state_aid import actions, queries, rules
from app.state_aid.ceiling import CEILING, Room, room
from app.state_aid.forms import CertificateForm
from app.state_aid.guards import CertifiedDocument, VisibleCertificate
from app.state_aid.models import Certificate
from app.web.forms import Form, Pressed, filled, submitted_form
from app.web.guards import CurrentActor, Db, only
from app.web.once import made, made_before
from app.web.templating import page, see_other

router = APIRouter(prefix="/finansiering/forsumbart-stod", include_in_schema=False, dependencies=[only(rules.may_keep)])

Told = Annotated[Form[CertificateForm], filled(CertificateForm)]
Uploaded = Annotated[FormData, Depends(submitted_form)]


@router.get("", name="state_aid")
def list_certificates(request: Request, db: Db, actor: CurrentActor) -> Response:
    found = queries.certificates(db, actor)
    companies = {one.company_id: one.company for one in found}
    stands: list[tuple[str, Room]] = [
        (company.name, room(today(), queries.given(db, company_id))) for company_id, company in companies.items()
    ]
    return page(
        request,
        "state_aid/list.html",
        certificates=found,
        stands=sorted(stands, key=lambda one: (-one[1].total, one[0])),
        ceiling=CEILING,
        today=today(),
    )


@router.get("/nytt", name="new_certificate")
def show_new(request: Request, db: Db) -> Response:
    return _write(request, db, Form(CertificateForm, {"planned_on": today().isoformat()}))


def _write(request: Request, db: Session, form: Form[CertificateForm]) -> Response:
    if form.changes_rows:
        form.reasons = []
    return page(
        request,
        "state_aid/write.html",
        status_code=422 if form.reasons else 200,
        form=form,
        model=CertificateForm,
        choices={"companies": [(str(one.id), one.name) for one in queries.companies(db)]},
        ceiling=CEILING,
    )


@router.post("/nytt")
def keep_certificate(request: Request, db: Db, actor: CurrentActor, form: Told) -> Response:
    if form.ok:
        if before := made_before(db, form):
            return before
        with form.takes_refusals(db):
            found = actions.keep(db, actor, form.values)
            return made(request, db, form, "certificate", ref=found.reference)
    return _write(request, db, form)


@router.get("/{ref:reference}", name="certificate")
def show_certificate(request: Request, db: Db, actor: CurrentActor, certificate: VisibleCertificate) -> Response:
    return _shown(request, db, actor, certificate, Form())


def _shown(request: Request, db: Session, actor: Actor, certificate: Certificate, form: Form[Any]) -> Response:
    given = [*queries.own(db, certificate.company_id, but=certificate.id), *queries.received(certificate)]
    return page(
        request,
        "state_aid/show.html",
        status_code=422 if form.reasons else 200,
        certificate=certificate,
        form=form,
        stands=room(certificate.planned_on, given),
        ceiling=CEILING,
        lines_of_history=activity.history(db, actor, certificate, set(Audience)),
    )


@router.post("/{ref:reference}", name="add_certificate_document")
def add_document(
    request: Request,
    db: Db,
    actor: CurrentActor,
    certificate: VisibleCertificate,
    form: Pressed,
    submitted: Uploaded,
) -> Response:
    file, reference = submitted.get("file"), certificate.reference
    if not isinstance(file, UploadFile) or not file.filename:
        form.reasons.append(Reason(N_("Choose the file."), field="file"))
    else:
        with form.takes_refusals(db):
            folder = request.app.state.settings.documents
            actions.attach(db, actor, certificate, folder, file.filename, file.file.read())
            return see_other(request, "certificate", ref=reference)
        certificate = queries.certificate(db, actor, reference)
    return _shown(request, db, actor, certificate, form)


@router.post("/{ref:reference}/avbryt", name="cancel_certificate")
def cancel_certificate(request: Request, db: Db, actor: CurrentActor, certificate: VisibleCertificate) -> Response:
    actions.cancel(db, actor, certificate)
    return see_other(request, "certificate", ref=certificate.reference)


@router.get("/{ref:reference}/fil/{document_id:uuid}", name="certificate_document")
def open_document(request: Request, link: CertifiedDocument) -> Response:
    return download(request.app.state.settings.documents, link.document)
