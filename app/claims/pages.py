"""Claims as the region prepares, signs and follows them (ux.md F11, form F15)."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session
from starlette.datastructures import FormData, UploadFile

from app.activity import queries as activity
from app.activity.happenings import Audience
from app.activity.readers import readers
from app.actor import Actor
from app.claims import actions, exports, queries, rules
from app.claims.calendar import Period, periods
from app.claims.forms import AnswerForm, AttachmentForm, PaidForm, SignForm, StartForm
from app.claims.guards import AnswerableClaim, AttachedDocument, PreparedClaim, SignableClaim, VisibleClaim
from app.claims.lifecycle import LIFECYCLE
from app.claims.models import Claim, ClaimState
from app.costs import queries as costs
from app.costs.arithmetic import counted, position
from app.database import today
from app.documents.pages import download
from app.grants import rules as grant_rules
from app.grants.guards import LeadDecision, LeadGrant, VisibleGrant, WritableDecision, WritableGrant
from app.grants.models import DecisionState, Grant, GrantDecision
from app.language import N_
from app.refusals import NotFound, Reason
from app.web.files import export_file
from app.web.forms import Form, Pressed, filled, submitted_form
from app.web.guards import CurrentActor, Db
from app.web.once import made, made_before
from app.web.templating import page, see_other

router = APIRouter(prefix="/finansiering", include_in_schema=False)

Uploaded = Annotated[FormData, Depends(submitted_form)]


def _shown(request: Request, template: str, form: Form[Any], **values: Any) -> Response:
    status = 422 if form.reasons else 200
    return page(request, f"claims/{template}.html", status_code=status, form=form, model=form.model, **values)


@router.get("/{ref:registry}/rekvisition", name="claims")
def list_claims(request: Request, db: Db, actor: CurrentActor, grant: VisibleGrant) -> Response:
    found = queries.of_grant(db, grant)
    open_phases = [one for one in grant.decisions if one.state == DecisionState.active]
    return page(
        request,
        "claims/list.html",
        grant=grant,
        claims=[one for one in found if one.state != ClaimState.discarded],
        looks=LIFECYCLE.looks,
        phases=[
            {
                "decision": one,
                "standing": queries.standing(db, grant, costs.terms_of(one)),
                "next": _next_period(found, one),
                "draft": next((c for c in found if c.phase_id == one.phase_id and c.state == ClaimState.draft), None),
                "blocking": [condition for condition in one.conditions if condition.blocks],
            }
            for one in open_phases
        ],
        may_settle=grant_rules.may_put_in_force(actor, grant),
        today=today(),
    )


def _next_period(claims: Sequence[Claim], decision: GrantDecision) -> Period | None:
    """The first period that no claim covers."""
    reached = max((c.until_on for c in claims if c.phase_id == decision.phase_id and c.held), default=None)
    window = periods(decision.starts_on, decision.ends_on)
    return next((one for one in window if reached is None or reached < one.ends_on), None)


# A new claim


@router.get("/{ref:registry}/rekvisition/{number:int}", name="start_claim")
def show_start(request: Request, db: Db, grant: WritableGrant, decision: WritableDecision) -> Response:
    period = _next_period(queries.of_grant(db, grant), decision)
    until = min(period.ends_on, today()) if period else decision.ends_on
    form = Form(StartForm, {"until_on": until.isoformat()})
    form.typed["rows"] = [str(row.id) for row in _open_rows(db, grant, decision) if row.booked_on <= until]
    return _start(request, db, grant, decision, form)


def _open_rows(db: Session, grant: Grant, decision: GrantDecision) -> Sequence[Any]:
    """What counts in the phase and no claim has locked."""
    terms = costs.terms_of(decision)
    rows = counted(costs.bookings(db, grant), terms, costs.terms_in_force(grant))
    return [row for row in rows if not row.is_locked]


def _start(request: Request, db: Session, grant: Grant, decision: GrantDecision, form: Form[StartForm]) -> Response:
    rows = _open_rows(db, grant, decision)
    chosen = set(form.typed.get("rows") or [])
    held = list(queries.held_rows(db, decision.phase_id))
    picked = [row for row in rows if str(row.id) in chosen]
    asks = position(costs.terms_of(decision), [*held, *picked], queries.claimed(db, decision.phase_id))
    choices = {"rows": [(str(row.id), _row_words(request, row)) for row in rows]}
    return _shown(
        request,
        "start",
        form,
        grant=grant,
        decision=decision,
        asks=asks,
        choices=choices,
        has_draft=queries.draft_of(db, decision.phase_id) is not None,
    )


def _row_words(request: Request, row: Any) -> str:
    filters = request.app.state.templates[request.state.language].filters
    return f"{row.booked_on.isoformat()} · {row.description} · {filters['kronor'](row.amount)}"


@router.post("/{ref:registry}/rekvisition/{number:int}")
def start_claim(
    request: Request,
    db: Db,
    actor: CurrentActor,
    grant: WritableGrant,
    decision: WritableDecision,
    form: Annotated[Form[StartForm], filled(StartForm)],
) -> Response:
    if form.ok:
        if before := made_before(db, form):
            return before
        with form.takes_refusals(db):
            claim = actions.start(db, actor, grant, decision.phase_id, form.values)
            return made(request, db, form, "claim", ref=claim.reference)
    return _start(request, db, grant, decision, form)


# One claim


@router.get("/rekvisitioner/{ref:reference}", name="claim")
def show_claim(request: Request, db: Db, actor: CurrentActor, claim: VisibleClaim) -> Response:
    return _claim(request, db, actor, claim, Form(AttachmentForm))


def _claim(request: Request, db: Session, actor: Actor, claim: Claim, form: Form[Any]) -> Response:
    is_draft = claim.state == ClaimState.draft
    decision = next((one for one in claim.grant.decisions if one.is_in_force and one.phase_id == claim.phase_id), None)
    asks = queries.of_claim(db, claim, costs.terms_of(decision)) if is_draft and decision else None
    return _shown(
        request,
        "show",
        form,
        claim=claim,
        look=LIFECYCLE.looks[claim.state],
        steps={step.name for step in LIFECYCLE.open_to(actor, claim)},
        missing=LIFECYCLE.step("sign").missing(claim) if is_draft else [],
        asks=asks,
        lines=activity.history(db, actor, claim, set(Audience)),
    )


@router.post("/rekvisitioner/{ref:reference}", name="add_claim_document")
def add_document(
    request: Request,
    db: Db,
    actor: CurrentActor,
    claim: PreparedClaim,
    form: Annotated[Form[AttachmentForm], filled(AttachmentForm)],
    submitted: Uploaded,
) -> Response:
    file, reference = submitted.get("file"), claim.reference
    if not isinstance(file, UploadFile) or not file.filename:
        form.reasons.append(Reason(N_("Choose the file."), field="file"))
    elif form.ok:
        with form.takes_refusals(db):
            folder = request.app.state.settings.documents
            actions.attach(db, actor, claim, folder, file.filename, file.file.read(), form.values)
            return see_other(request, "claim", ref=reference)
        claim = queries.claim(db, actor, reference)
    return _claim(request, db, actor, claim, form)


@router.get("/rekvisitioner/{ref:reference}/fil/{document_id:uuid}", name="claim_document")
def open_document(request: Request, link: AttachedDocument) -> Response:
    return download(request.app.state.settings.documents, link.document)


@router.get("/rekvisitioner/{ref:reference}/rader/{form}", name="claim_file")
def download_rows(request: Request, claim: VisibleClaim, form: str) -> Response:
    return export_file(request, exports.ROWS, claim, form, {"ref": claim.reference})


@router.get("/rekvisitioner/{ref:reference}/rekvisition.pdf", name="claim_pdf")
def print_claim(request: Request, claim: VisibleClaim) -> Response:
    """The claim as it was signed, on paper.

    Raises:
        NotFound: nobody has signed it.
    """
    if claim.signed_on is None:
        raise NotFound
    return export_file(request, exports.PAPER, claim, "pdf", {"ref": claim.reference})


@router.get("/rekvisitioner/{ref:reference}/vem-kan-se", name="claim_readers")
def show_readers(request: Request, db: Db, claim: VisibleClaim) -> Response:
    return page(request, "claims/readers.html", claim=claim, readers=readers(db, rules.may_view, claim))


def _act(request: Request, template: str, claim: Claim, form: Form[Any], **values: Any) -> Response:
    return _shown(request, template, form, claim=claim, **values)


@router.get("/rekvisitioner/{ref:reference}/signera", name="sign_claim")
def show_sign(request: Request, db: Db, claim: SignableClaim) -> Response:
    return _sign(request, db, claim, Form(SignForm, {"signed_on": today().isoformat()}))


def _sign(request: Request, db: Session, claim: Claim, form: Form[SignForm]) -> Response:
    decision = next((one for one in claim.grant.decisions if one.is_in_force and one.phase_id == claim.phase_id), None)
    is_draft = claim.state == ClaimState.draft
    missing = LIFECYCLE.step("sign").missing(claim) if is_draft else []
    asks = queries.of_claim(db, claim, costs.terms_of(decision)) if is_draft and decision else None
    return _act(request, "sign", claim, form, missing=missing, asks=asks)


@router.post("/rekvisitioner/{ref:reference}/signera")
def sign_claim(
    request: Request,
    db: Db,
    actor: CurrentActor,
    claim: SignableClaim,
    form: Annotated[Form[SignForm], filled(SignForm)],
) -> Response:
    reference = claim.reference
    if form.ok:
        with form.takes_refusals(db):
            actions.sign(db, actor, claim, form.values)
            return see_other(request, "claim", ref=reference)
        claim = queries.claim(db, actor, reference)
    return _sign(request, db, claim, form)


@router.get("/rekvisitioner/{ref:reference}/kasta", name="discard_claim")
def show_discard(request: Request, claim: PreparedClaim) -> Response:
    return _act(request, "discard", claim, Form())


@router.post("/rekvisitioner/{ref:reference}/kasta")
def discard_claim(request: Request, db: Db, actor: CurrentActor, claim: PreparedClaim, form: Pressed) -> Response:
    with form.takes_refusals(db):
        actions.discard(db, actor, claim)
        return see_other(request, "claims", ref=claim.grant.reference)
    return _act(request, "discard", claim, form)


@router.get("/rekvisitioner/{ref:reference}/svar", name="answer_claim")
def show_answer(request: Request, claim: AnswerableClaim) -> Response:
    return _answer(request, claim, Form(AnswerForm, {"answered_on": today().isoformat()}))


def _answer(request: Request, claim: Claim, form: Form[AnswerForm]) -> Response:
    choices = {"rows": [(str(row.booking_id), _row_words(request, row.booking)) for row in claim.rows]}
    return _act(request, "answer", claim, form, choices=choices)


@router.post("/rekvisitioner/{ref:reference}/svar")
def answer_claim(
    request: Request,
    db: Db,
    actor: CurrentActor,
    claim: AnswerableClaim,
    form: Annotated[Form[AnswerForm], filled(AnswerForm)],
) -> Response:
    reference = claim.reference
    if form.ok:
        with form.takes_refusals(db):
            actions.answer(db, actor, claim, form.values)
            return see_other(request, "claim", ref=reference)
        claim = queries.claim(db, actor, reference)
    return _answer(request, claim, form)


@router.get("/rekvisitioner/{ref:reference}/betald", name="pay_claim")
def show_paid(request: Request, claim: PreparedClaim) -> Response:
    return _act(request, "paid", claim, Form(PaidForm, {"paid_on": today().isoformat()}))


@router.post("/rekvisitioner/{ref:reference}/betald")
def pay_claim(
    request: Request,
    db: Db,
    actor: CurrentActor,
    claim: PreparedClaim,
    form: Annotated[Form[PaidForm], filled(PaidForm)],
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.pay(db, actor, claim, form.values)
            return see_other(request, "claim", ref=claim.reference)
    return _act(request, "paid", claim, form)


# The end of a phase


@router.get("/{ref:registry}/beslut/{number:int}/slutreglera", name="settle_grant")
def show_settle(request: Request, db: Db, grant: LeadGrant, decision: LeadDecision) -> Response:
    return _settle(request, db, grant, decision, Form())


def _settle(request: Request, db: Session, grant: Grant, decision: GrantDecision, form: Form[Any]) -> Response:
    standing = queries.standing(db, grant, costs.terms_of(decision))
    return _shown(request, "settle", form, grant=grant, decision=decision, standing=standing)


@router.post("/{ref:registry}/beslut/{number:int}/slutreglera")
def settle_grant(
    request: Request, db: Db, actor: CurrentActor, grant: LeadGrant, decision: LeadDecision, form: Pressed
) -> Response:
    with form.takes_refusals(db):
        actions.settle(db, actor, decision)
        return see_other(request, "grant", ref=grant.reference)
    return _settle(request, db, grant, decision, form)
