"""Asking for a test: before one starts, six parts, attachments, the check, the receipt (ux.md 2.2, D3–D5, D9)."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session
from starlette.datastructures import FormData, UploadFile

from app.actor import Actor
from app.challenges.guards import VisibleChallenge
from app.challenges.lifecycle import LIFECYCLE as NEEDS
from app.challenges.models import Challenge
from app.language import N_
from app.refusals import Overtaken, Reason
from app.solutions import queries as solutions
from app.test_requests import actions, queries, rules
from app.test_requests.case_forms import AttachmentForm, Declarations, ProposalStart, StartForm
from app.test_requests.choices import Answer
from app.test_requests.forms import PARTS
from app.test_requests.guards import WritableTestRequest
from app.test_requests.models import TestRequest
from app.test_requests.models import TestRequestState as State
from app.web.forms import Form, Pressed, filled, filled_part, refilled, submitted_form
from app.web.guards import CurrentActor, Db, only
from app.web.once import made, made_before
from app.web.part_pages import LongForm, after_part, task_list
from app.web.templating import page, see_other

apply_router = APIRouter(prefix="/behov", include_in_schema=False)
router = APIRouter(prefix="/forfragningar", include_in_schema=False)

OWN_SPACE = N_(
    "Only you can see the draft. It reaches the municipality, and becomes a public record, only when you send it in."
)
APPLY = LongForm(
    parts=PARTS,
    title=N_("Request a test"),
    caption=N_("Request a test"),
    check_title=N_("Check the request before you send it in"),
    list_route="edit_test_request",
    part_route="write_test_request",
    check_route="check_test_request",
    back_route="test_request",
    submit=N_("Send in the request"),
    draft_note=OWN_SPACE,
)
PROPOSE = LongForm(
    parts=PARTS,
    title=N_("Send a proposal"),
    caption=N_("Send a proposal"),
    check_title=N_("Check the proposal before you send it"),
    list_route="edit_test_request",
    part_route="write_test_request",
    check_route="check_test_request",
    back_route="test_request",
    submit=N_("Send the proposal"),
    draft_note=N_(
        "Only you can see the draft. It reaches the region, and becomes a public record, only when you send it."
    ),
)

Start = Annotated[Form[StartForm], filled(StartForm)]
ThePart = Annotated[Form[Any], filled_part(PARTS)]
Declared = Annotated[Form[Declarations], filled(Declarations)]
Words = Annotated[Form[ProposalStart], filled(ProposalStart)]
Said = Annotated[Form[AttachmentForm], filled(AttachmentForm)]


async def uploaded(request: Request) -> FormData:
    """What was sent, files and all; they are closed when the request is over."""
    return await submitted_form(request)


Uploaded = Annotated[FormData, Depends(uploaded)]


def long_form(test_request: TestRequest) -> LongForm:
    return PROPOSE if test_request.is_unsolicited else APPLY


def choices(db: Session, actor: Actor) -> dict[str, Any]:
    return {"solutions": [(str(row.id), row.name, row.pitch, row.language) for row in solutions.usable(db, actor)]}


# Before one starts.


@apply_router.get("/{ref:reference}/ansok", name="apply", dependencies=[only(rules.may_apply)])
def before_start(request: Request, db: Db, actor: CurrentActor, challenge: VisibleChallenge) -> Response:
    if existing := queries.own_on(db, actor, challenge):
        route = "edit_test_request" if existing.state is State.draft else "test_request"
        return see_other(request, route, ref=existing.reference)
    if not challenge.takes_requests:
        return _closed(request, challenge)
    return _start(request, challenge, Form(StartForm))


def _start(request: Request, challenge: Challenge, form: Form[StartForm]) -> Response:
    return page(
        request,
        "test_requests/apply.html",
        status_code=422 if form.reasons else 200,
        challenge=challenge,
        form=form,
        model=StartForm,
    )


def _closed(request: Request, challenge: Challenge, test_request: TestRequest | None = None) -> Response:
    """The call is not open: a page of its own, never an error at a field (ux.md 2.0)."""
    return page(
        request,
        "test_requests/closed.html",
        status_code=409,
        challenge=challenge,
        look=NEEDS.looks[challenge.state],
        test_request=test_request,
    )


@apply_router.post("/{ref:reference}/ansok", dependencies=[only(rules.may_apply)])
def start(request: Request, db: Db, actor: CurrentActor, challenge: VisibleChallenge, form: Start) -> Response:
    if before := made_before(db, form):
        return before
    if not challenge.takes_requests:
        return _closed(request, challenge)
    if not form.ok:
        return _start(request, challenge, form)
    said_no = [name for name in StartForm.model_fields if getattr(form.values, name) is Answer.no]
    if said_no:
        return page(request, "test_requests/other_ways.html", challenge=challenge, said_no=said_no)
    with form.takes_refusals(db):
        test_request = actions.draft(db, actor, challenge)
        return made(request, db, form, "edit_test_request", ref=test_request.reference)
    return _start(request, challenge, form)


@router.get("/ny", name="new_proposal", dependencies=[only(rules.may_apply)])
def new_proposal(request: Request, db: Db, actor: CurrentActor, words: str = "") -> Response:
    """Needs that sound alike come first: a request on a published need is the shorter way to a test."""
    words = words.strip()[:200]
    return page(
        request,
        "test_requests/new_proposal.html",
        form=Form(ProposalStart, {"words": words}),
        model=ProposalStart,
        words=words,
        needs=queries.needs_that_take_requests(db, actor, words, most=5) if words else [],
        looks=NEEDS.looks,
    )


@router.post("/ny", dependencies=[only(rules.may_apply)])
def draft_proposal(request: Request, db: Db, actor: CurrentActor, form: Words) -> Response:
    if before := made_before(db, form):
        return before
    test_request = actions.draft(db, actor)
    return made(request, db, form, "edit_test_request", ref=test_request.reference)


# The draft: a task list in six parts.


def _only_draft(request: Request, test_request: TestRequest) -> Response | None:
    if test_request.state is State.draft:
        return None
    return see_other(request, "test_request", ref=test_request.reference)


@router.get("/{ref:reference}/redigera", name="edit_test_request")
def edit_test_request(request: Request, test_request: WritableTestRequest) -> Response:
    return _only_draft(request, test_request) or task_list(request, long_form(test_request), test_request)


def _part(
    request: Request,
    db: Session,
    actor: Actor,
    test_request: TestRequest,
    part: str,
    form: Form[Any],
    upload: Form[AttachmentForm] | None = None,
) -> Response:
    asked = PARTS.part(part)
    wrong = bool(form.reasons) or bool(upload and upload.reasons)
    if form.changes_rows:
        form.reasons, wrong = [], False
    return page(
        request,
        "test_requests/part.html",
        status_code=422 if wrong else 200,
        long_form=long_form(test_request),
        row=test_request,
        part=asked,
        number=PARTS.number(asked),
        form=form,
        choices=choices(db, actor),
        has_documents=asked.slug == "bilagor",
        documents=queries.documents(db, test_request) if asked.slug == "bilagor" else [],
        upload=upload or Form(AttachmentForm),
        upload_model=AttachmentForm,
    )


@router.get("/{ref:reference}/redigera/{part}", name="write_test_request")
def show_part(request: Request, db: Db, actor: CurrentActor, test_request: WritableTestRequest, part: str) -> Response:
    form = refilled(test_request, PARTS.part(part).model)
    return _only_draft(request, test_request) or _part(request, db, actor, test_request, part, form)


@router.post("/{ref:reference}/redigera/{part}")
def save_part(
    request: Request, db: Db, actor: CurrentActor, test_request: WritableTestRequest, part: str, form: ThePart
) -> Response:
    asked, reference = PARTS.part(part), test_request.reference
    if form.ok:
        with form.takes_refusals(db):
            actions.write(db, actor, test_request, form.partial, form.version)
            route, path = after_part(long_form(test_request), test_request, asked, form)
            return see_other(request, route, **path)
    return _part(request, db, actor, queries.test_request(db, actor, reference), part, form)


# Attachments: added and removed with ordinary forms.


@router.post("/{ref:reference}/dokument", name="test_request_documents")
def change_documents(
    request: Request,
    db: Db,
    actor: CurrentActor,
    test_request: WritableTestRequest,
    form: Said,
    submitted: Uploaded,
) -> Response:
    reference = test_request.reference
    removed = submitted.get("_remove")
    with form.takes_refusals(db):
        if isinstance(removed, str):
            actions.detach_by_name(db, actor, test_request, removed.removeprefix("file-"))
            return _back(request, test_request)
        if form.ok:
            file = submitted.get("file")
            if not isinstance(file, UploadFile) or not file.filename:
                form.reasons.append(Reason(N_("Choose the file."), field="file"))
            else:
                folder = request.app.state.settings.documents
                actions.attach(db, actor, test_request, folder, file.filename, file.file.read(), form.values)
                return _back(request, test_request)
    test_request = queries.test_request(db, actor, reference)
    if test_request.state is State.draft:
        shown = refilled(test_request, PARTS.part("bilagor").model)
        return _part(request, db, actor, test_request, "bilagor", shown, form)
    return page(
        request,
        "test_requests/documents.html",
        status_code=422,
        test_request=test_request,
        form=form,
        upload=form,
        upload_model=AttachmentForm,
        documents=queries.documents(db, test_request),
        removable=_removable(db, actor, test_request),
    )


def _removable(db: Session, actor: Actor, test_request: TestRequest) -> list[Any]:
    if not actions.may_attach(actor, test_request):
        return []
    return [link for link in queries.documents(db, test_request) if not actions.is_received(test_request, link)]


def _back(request: Request, test_request: TestRequest) -> Response:
    if test_request.state is State.draft:
        return see_other(request, "write_test_request", ref=test_request.reference, part="bilagor")
    return see_other(request, "complete_test_request", ref=test_request.reference)


# Check, declare, send, receipt.


def _check(
    request: Request, db: Session, actor: Actor, test_request: TestRequest, form: Form[Declarations]
) -> Response:
    return page(
        request,
        "test_requests/check.html",
        status_code=422 if form.reasons else 200,
        long_form=long_form(test_request),
        row=test_request,
        missing=PARTS.missing(test_request),
        unmarked=actions.unmarked_secrets(db, test_request),
        form=form,
        model=Declarations,
        choices=choices(db, actor),
        documents=queries.documents(db, test_request),
    )


@router.get("/{ref:reference}/kontrollera", name="check_test_request")
def check(request: Request, db: Db, actor: CurrentActor, test_request: WritableTestRequest) -> Response:
    if elsewhere := _only_draft(request, test_request):
        return elsewhere
    if test_request.challenge is not None and not test_request.challenge.takes_requests:
        return _closed(request, test_request.challenge, test_request)
    return _check(request, db, actor, test_request, Form(Declarations))


@router.post("/{ref:reference}/kontrollera")
def submit(
    request: Request, db: Db, actor: CurrentActor, test_request: WritableTestRequest, form: Declared
) -> Response:
    if before := made_before(db, form):
        return before
    if test_request.state is State.draft and form.version is not None and form.version != test_request.version:
        raise Overtaken(test_request)
    if test_request.state is State.draft and test_request.challenge and not test_request.challenge.takes_requests:
        return _closed(request, test_request.challenge, test_request)
    reference = test_request.reference
    if form.ok:
        with form.takes_refusals(db):
            actions.submit(db, actor, test_request, form.values)
            return made(request, db, form, "test_request_receipt", ref=reference)
    return _check(request, db, actor, queries.test_request(db, actor, reference), form)


@router.get("/{ref:reference}/kvitto", name="test_request_receipt")
def show_receipt(request: Request, test_request: WritableTestRequest) -> Response:
    if test_request.submitted_at is None:
        return see_other(request, "edit_test_request", ref=test_request.reference)
    return page(request, "test_requests/receipt.html", test_request=test_request)


# Removing a draft.


@router.get("/{ref:reference}/ta-bort", name="discard_test_request")
def confirm_discard(request: Request, test_request: WritableTestRequest) -> Response:
    return _only_draft(request, test_request) or page(request, "test_requests/discard.html", test_request=test_request)


@router.post("/{ref:reference}/ta-bort")
def discard(
    request: Request, db: Db, actor: CurrentActor, test_request: WritableTestRequest, form: Pressed
) -> Response:
    del form  # only pressed
    actions.discard(db, actor, test_request)
    return see_other(request, "test_requests")
