"""Requests for those they concern: the list, one request, its files, completion, screening and withdrawal."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from sqlalchemy.orm import Session

from app.activity import queries as activity
from app.activity.happenings import Audience
from app.activity.readers import readers
from app.actor import Actor
from app.assessments import actions as assessments
from app.database import today
from app.documents.pages import download
from app.errands import queries as errands
from app.neutrality import queries as neutrality
from app.solutions.forms import PARTS as SOLUTION_PARTS
from app.test_requests import actions, handling, queries, rules
from app.test_requests.case_forms import AskCompletion, AttachmentForm, CompletionAnswers, ReasonForm, ScreeningForm
from app.test_requests.choices import ClaimedField, Stage
from app.test_requests.forms import PARTS
from app.test_requests.guards import (
    Attachment,
    KnownTestRequest,
    ScreenableTestRequest,
    VisibleTestRequest,
    WritableTestRequest,
)
from app.test_requests.lifecycle import LIFECYCLE
from app.test_requests.models import TestRequest
from app.test_requests.models import TestRequestState as State
from app.test_requests.tasks import earliest_completion
from app.web.forms import Form, filled
from app.web.guards import CurrentActor, Db, for_an_organisation
from app.web.once import made_before
from app.web.templating import address, is_partial, page, see_other

router = APIRouter(prefix="/forfragningar", include_in_schema=False)

Reason = Annotated[Form[ReasonForm], filled(ReasonForm)]
Answers = Annotated[Form[CompletionAnswers], filled(CompletionAnswers)]
Screened = Annotated[Form[ScreeningForm], filled(ScreeningForm)]
Asked = Annotated[Form[AskCompletion], filled(AskCompletion)]


def sought(lage: Annotated[list[str] | None, Query()] = None, q: str = "", sida: int = 1) -> queries.Filter:
    """What the address asks for; values that mean nothing are left out rather than refused."""
    stages = tuple(stage for stage in Stage if stage.value in (lage or ()))
    return queries.Filter(stages=stages, words=q.strip()[:200], page=min(max(sida, 1), 10_000))


Sought = Annotated[queries.Filter, Depends(sought)]


def _stages(actor: Actor) -> list[Stage]:
    """Drafts are the company's own, and are offered as a choice to nobody else."""
    return [stage for stage in Stage if stage is not Stage.draft or rules.may_apply(actor)]


@router.get("", name="test_requests", dependencies=[Depends(for_an_organisation)])
def list_test_requests(request: Request, db: Db, actor: CurrentActor, asked: Sought) -> Response:
    return page(
        request,
        "test_requests/list.html",
        region="test_requests/_results.html",
        test_requests=queries.test_requests(db, actor, asked),
        sought=asked,
        is_partial=is_partial(request),
        stages=_stages(actor),
        looks=LIFECYCLE.looks,
        may_apply=rules.may_apply(actor),
        own_slug=neutrality.own_slug(db, actor) if rules.may_apply(actor) else "",
        may_distribute=rules.may_distribute(actor),
        own_id=actor.organisation_id,
    )


def audiences(actor: Actor, test_request: TestRequest) -> set[Audience]:
    """Which lines of its history the actor may read."""
    if rules.may_see_inside(actor, test_request):
        return {Audience.public, Audience.parties, Audience.internal}
    return {Audience.public, Audience.parties}


@router.get("/{ref:reference}", name="test_request")
def show_test_request(request: Request, db: Db, actor: CurrentActor, test_request: KnownTestRequest) -> Response:
    if rules.may_view(actor, test_request):
        return _whole(request, db, actor, test_request)
    look = LIFECYCLE.looks[test_request.state]
    if rules.may_consider(actor, test_request):
        return page(request, "test_requests/possibility.html", test_request=test_request, look=look)
    return page(request, "test_requests/known.html", test_request=test_request, look=look)


def _whole(request: Request, db: Session, actor: Actor, test_request: TestRequest) -> Response:
    is_company = test_request.belongs_to(actor.organisation_id)
    rounds = queries.completions(db, test_request)
    return page(
        request,
        "test_requests/show.html",
        test_request=test_request,
        parts=PARTS,
        solution_parts=SOLUTION_PARTS,
        choices={"solutions": _chosen_solution(test_request)},
        look=LIFECYCLE.looks[test_request.state],
        is_company=is_company,
        is_draft=test_request.state is State.draft,
        inside=rules.may_see_inside(actor, test_request),
        steps=next_steps(request, actor, test_request),
        documents=queries.documents(db, test_request),
        claims=[(ClaimedField[name], harm) for name, harm in test_request.claimed_fields.items()],
        rounds=rounds,
        errands=errands.about(db, actor, test_request),
        waiting=next((row for row in rounds if row.is_open), None) if test_request.state is State.completion else None,
        lines=activity.history(db, actor, test_request, audiences(actor, test_request)),
    )


def _chosen_solution(test_request: TestRequest) -> list[tuple[str, str]]:
    chosen = test_request.solution
    return [(str(chosen.id), chosen.name)] if chosen else []


def next_steps(request: Request, actor: Actor, test_request: TestRequest) -> dict[str, str]:
    """What this reader can do with the request now, by name, each with its address."""
    places = {
        "submit": "edit_test_request",
        "propose": "edit_test_request",
        "screen": "screen_test_request",
        "ask_completion": "ask_completion",
        "complete": "complete_test_request",
        "withdraw": "withdraw_test_request",
        "offer": "distribute",
        "link": "distribute",
    }
    return {
        name: address(request, route, ref=test_request.reference)
        for name, route in places.items()
        if LIFECYCLE.allows(actor, test_request, name)
    }


@router.get("/{ref:reference}/vem-kan-se", name="test_request_readers")
def show_readers(request: Request, db: Db, test_request: VisibleTestRequest) -> Response:
    found = readers(db, rules.may_view, test_request)
    return page(request, "test_requests/readers.html", test_request=test_request, readers=found)


@router.get("/{ref:reference}/dokument/{document_id:uuid}", name="test_request_document")
def open_document(
    request: Request, db: Db, actor: CurrentActor, test_request: VisibleTestRequest, link: Attachment
) -> Response:
    document = actions.open_document(db, actor, test_request, link)
    return download(request.app.state.settings.documents, document)


# Withdrawing (D8).


def _withdrawing(request: Request, test_request: TestRequest, form: Form[ReasonForm]) -> Response:
    return page(
        request,
        "test_requests/withdraw.html",
        status_code=422 if form.reasons else 200,
        test_request=test_request,
        form=form,
        model=ReasonForm,
    )


@router.get("/{ref:reference}/aterta", name="withdraw_test_request")
def confirm_withdraw(request: Request, actor: CurrentActor, test_request: WritableTestRequest) -> Response:
    if not LIFECYCLE.allows(actor, test_request, "withdraw"):
        return see_other(request, "test_request", ref=test_request.reference)
    return _withdrawing(request, test_request, Form(ReasonForm))


@router.post("/{ref:reference}/aterta")
def withdraw(
    request: Request, db: Db, actor: CurrentActor, test_request: WritableTestRequest, form: Reason
) -> Response:
    reference = test_request.reference
    if form.ok:
        with form.takes_refusals(db):
            actions.withdraw(db, actor, test_request, form.values.reason)
            return see_other(request, "test_request", ref=reference)
    return _withdrawing(request, queries.test_request(db, actor, reference), form)


# Completing (D7).


def _completing(request: Request, db: Session, test_request: TestRequest, form: Form[CompletionAnswers]) -> Response:
    asked = queries.open_completion(db, test_request)
    if asked is None or test_request.state is not State.completion:
        return see_other(request, "test_request", ref=test_request.reference)
    links = queries.documents(db, test_request)
    return page(
        request,
        "test_requests/complete.html",
        status_code=422 if form.reasons else 200,
        test_request=test_request,
        asked=asked,
        form=form,
        model=CompletionAnswers,
        upload=Form(AttachmentForm),
        upload_model=AttachmentForm,
        documents=links,
        removable=[link for link in links if not actions.is_received(test_request, link)],
    )


@router.get("/{ref:reference}/komplettera", name="complete_test_request")
def show_completion(request: Request, db: Db, test_request: WritableTestRequest) -> Response:
    return _completing(request, db, test_request, Form(CompletionAnswers))


@router.post("/{ref:reference}/komplettera")
def complete(
    request: Request, db: Db, actor: CurrentActor, test_request: WritableTestRequest, form: Answers
) -> Response:
    if before := made_before(db, form):
        return before
    reference = test_request.reference
    if form.ok:
        with form.takes_refusals(db):
            actions.complete(db, actor, test_request, form.values)
            assessments.renew(db, actor, test_request)
            return see_other(request, "test_request", ref=reference)
    return _completing(request, db, queries.test_request(db, actor, reference), form)


# Screening by the owner of the need.


def _screening(request: Request, test_request: TestRequest, form: Form[Any], template: str) -> Response:
    wrong = bool(form.reasons) and not form.changes_rows
    if form.changes_rows:
        form.reasons = []
    return page(
        request,
        f"test_requests/{template}.html",
        status_code=422 if wrong else 200,
        test_request=test_request,
        form=form,
        model=form.model,
        earliest=earliest_completion(today()),
    )


@router.get("/{ref:reference}/forprova", name="screen_test_request")
def show_screening(request: Request, actor: CurrentActor, test_request: ScreenableTestRequest) -> Response:
    if not LIFECYCLE.allows(actor, test_request, "screen"):
        return see_other(request, "test_request", ref=test_request.reference)
    return _screening(request, test_request, Form(ScreeningForm), "screen")


@router.post("/{ref:reference}/forprova")
def screen(
    request: Request, db: Db, actor: CurrentActor, test_request: ScreenableTestRequest, form: Screened
) -> Response:
    reference = test_request.reference
    if form.ok:
        with form.takes_refusals(db):
            handling.screen(db, actor, test_request, form.values)
            assessments.renew(db, actor, test_request)
            return see_other(request, "test_request", ref=reference)
    return _screening(request, queries.test_request(db, actor, reference), form, "screen")


@router.get("/{ref:reference}/begar-komplettering", name="ask_completion")
def show_asking(request: Request, actor: CurrentActor, test_request: ScreenableTestRequest) -> Response:
    if not LIFECYCLE.allows(actor, test_request, "ask_completion"):
        return see_other(request, "test_request", ref=test_request.reference)
    return _screening(request, test_request, Form(AskCompletion), "ask_completion")


@router.post("/{ref:reference}/begar-komplettering")
def ask_completion(
    request: Request, db: Db, actor: CurrentActor, test_request: ScreenableTestRequest, form: Asked
) -> Response:
    reference = test_request.reference
    if form.ok:
        with form.takes_refusals(db):
            handling.ask_completion(db, actor, test_request, form.values)
            return see_other(request, "test_request", ref=reference)
    return _screening(request, queries.test_request(db, actor, reference), form, "ask_completion")
