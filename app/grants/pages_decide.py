"""Decisions in a grant: written down, based on documents, put in force."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData, UploadFile

from app.documents.pages import download
from app.grants import actions, queries
from app.grants.forms import DecisionForm, DocumentForm
from app.grants.guards import (
    BasisDocument,
    LeadDecision,
    LeadGrant,
    VisibleDecision,
    VisibleGrant,
    WritableDecision,
    WritableGrant,
)
from app.grants.lifecycle import LIFECYCLE
from app.grants.models import Grant, GrantDecision
from app.grants.pages import shown
from app.language import N_
from app.refusals import Reason
from app.web.forms import Form, Pressed, filled, refilled, submitted_form
from app.web.guards import CurrentActor, Db
from app.web.once import made, made_before
from app.web.templating import page, see_other

router = APIRouter(prefix="/finansiering", include_in_schema=False)

Written = Annotated[Form[DecisionForm], filled(DecisionForm)]
Uploaded = Annotated[FormData, Depends(submitted_form)]
USUAL = {"percent": "50", "deducts_income": "yes", "counts_only_paid": "no", "rounding": "down"}


def _write(request: Request, grant: Grant, form: Form[DecisionForm], decision: GrantDecision | None = None) -> Response:
    phases = [(str(one.phase_id), one.title) for one in grant.decisions if one.is_in_force]
    return shown(request, "decision_write", form, grant=grant, decision=decision, choices={"phases": phases})


@router.get("/{ref:registry}/beslut/nytt", name="new_grant_decision")
def show_new(request: Request, grant: WritableGrant) -> Response:
    return _write(request, grant, Form(DecisionForm, dict(USUAL)))


@router.post("/{ref:registry}/beslut/nytt")
def write_decision(request: Request, db: Db, actor: CurrentActor, grant: WritableGrant, form: Written) -> Response:
    reference = grant.reference
    if form.ok:
        if before := made_before(db, form):
            return before
        with form.takes_refusals(db):
            decision = actions.write_decision(db, actor, grant, form.values)
            return made(request, db, form, "grant_decision", ref=reference, number=decision.number)
        grant = queries.grant(db, actor, reference)
    return _write(request, grant, form)


@router.get("/{ref:registry}/beslut/{number:int}", name="grant_decision")
def show_decision(request: Request, actor: CurrentActor, grant: VisibleGrant, decision: VisibleDecision) -> Response:
    return page(
        request,
        "grants/decision.html",
        grant=grant,
        decision=decision,
        asked=DecisionForm,
        choices=_names(grant),
        look=LIFECYCLE.looks[decision.state],
        steps={step.name for step in LIFECYCLE.open_to(actor, decision)},
    )


def _names(grant: Grant) -> dict[str, Any]:
    return {"phases": [(str(one.id), one.title) for one in grant.decisions]}


@router.get("/{ref:registry}/beslut/{number:int}/redigera", name="edit_grant_decision")
def show_edit(request: Request, grant: WritableGrant, decision: WritableDecision) -> Response:
    if not decision.is_draft:
        return see_other(request, "grant_decision", ref=grant.reference, number=decision.number)
    form = refilled(decision, DecisionForm)
    form.typed["percent"] = f"{decision.percent:f}".rstrip("0").rstrip(".")
    return _write(request, grant, form, decision)


@router.post("/{ref:registry}/beslut/{number:int}/redigera")
def save_decision(
    request: Request, db: Db, actor: CurrentActor, grant: WritableGrant, decision: WritableDecision, form: Written
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.edit_decision(db, actor, decision, form.values, form.version)
            return see_other(request, "grant_decision", ref=grant.reference, number=decision.number)
    return _write(request, grant, form, decision)


@router.get("/{ref:registry}/beslut/{number:int}/galler", name="put_grant_in_force")
def show_force(request: Request, grant: LeadGrant, decision: LeadDecision) -> Response:
    return _force(request, grant, decision, Form())


def _force(request: Request, grant: Grant, decision: GrantDecision, form: Form[Any]) -> Response:
    step = LIFECYCLE.step("put_in_force")
    missing = step.missing(decision) if decision.is_draft else []
    return shown(
        request, "force", form, grant=grant, decision=decision, missing=missing, asked=DecisionForm, names=_names(grant)
    )


@router.post("/{ref:registry}/beslut/{number:int}/galler")
def put_in_force(
    request: Request, db: Db, actor: CurrentActor, grant: LeadGrant, decision: LeadDecision, form: Pressed
) -> Response:
    with form.takes_refusals(db):
        actions.put_in_force(db, actor, decision)
        return see_other(request, "grant", ref=grant.reference)
    return _force(request, grant, decision, form)


# What it was based on


@router.get("/{ref:registry}/beslut/{number:int}/underlag", name="grant_basis")
def show_basis(request: Request, grant: WritableGrant, decision: WritableDecision) -> Response:
    return shown(request, "basis", Form(DocumentForm), grant=grant, decision=decision)


@router.post("/{ref:registry}/beslut/{number:int}/underlag")
def add_basis(
    request: Request,
    db: Db,
    actor: CurrentActor,
    grant: WritableGrant,
    decision: WritableDecision,
    form: Annotated[Form[DocumentForm], filled(DocumentForm)],
    submitted: Uploaded,
) -> Response:
    file = submitted.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        form.reasons.append(Reason(N_("Choose the file."), field="file"))
    elif form.ok:
        with form.takes_refusals(db):
            folder = request.app.state.settings.documents
            actions.add_document(db, actor, decision, folder, file.filename, file.file.read(), form.values)
            return see_other(request, "grant_basis", ref=grant.reference, number=decision.number)
        decision = actions.decision_of(queries.grant(db, actor, request.path_params["ref"]), decision.number)
    return shown(request, "basis", form, grant=grant, decision=decision)


@router.post("/{ref:registry}/beslut/{number:int}/underlag/{document_id:uuid}/ta-bort", name="remove_grant_basis")
def remove_basis(
    request: Request,
    db: Db,
    actor: CurrentActor,
    grant: WritableGrant,
    decision: WritableDecision,
    link: BasisDocument,
    form: Pressed,
) -> Response:
    with form.takes_refusals(db):
        actions.remove_document(db, actor, decision, link.document_id)
        return see_other(request, "grant_basis", ref=grant.reference, number=decision.number)
    return see_other(request, "grant_decision", ref=grant.reference, number=decision.number)


@router.get("/{ref:registry}/beslut/{number:int}/underlag/{document_id:uuid}", name="grant_document")
def open_basis(request: Request, link: BasisDocument) -> Response:
    return download(request.app.state.settings.documents, link.document)
