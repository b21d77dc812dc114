"""The decision on one request: prepared, agreed to, read as a letter, sent, and read by those it concerns."""

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from app.actor import Actor
from app.assessments import actions, queries, rules
from app.assessments.forms import AgreementForm, DecisionForm, ReleaseForm
from app.assessments.guards import AgreeableRequest, DecidableRequest, DecidedRequest, KnowableRequest
from app.assessments.letters import preview
from app.assessments.lifecycle import LIFECYCLE, TO_PREPARE, unmet
from app.test_requests.models import TestRequest
from app.test_requests.models import TestRequestState as State
from app.web.forms import Form, filled, refilled
from app.web.guards import CurrentActor, Db
from app.web.templating import page, see_other

router = APIRouter(prefix="/forfragningar", include_in_schema=False)
OPEN = (State.assessment, State.waitlisted)


@router.get("/{ref:reference}/beslut", name="decision")
def show_decision(request: Request, db: Db, actor: CurrentActor, test_request: DecidedRequest) -> Response:
    decides = rules.may_decide(actor, test_request)
    case = queries.case(db, test_request) if decides else None
    return page(
        request,
        "assessments/decision.html",
        test_request=test_request,
        look=LIFECYCLE.looks[test_request.state],
        released=queries.released_decision(db, actor, test_request),
        assessments=queries.scores_behind(db, actor, test_request),
        is_own=test_request.belongs_to(actor.organisation_id),
        decides=decides and test_request.state in OPEN,
        case=case,
        missing=unmet(case) if case is not None else [],
        together=actions.is_together(test_request),
        may_agree=rules.may_agree(actor, test_request),
        sent=request.query_params.get("sant") == "ja",
    )


@router.get("/{ref:reference}/beslut/forbered", name="prepare_decision")
def write_decision(request: Request, db: Db, actor: CurrentActor, test_request: KnowableRequest) -> Response:
    if not rules.may_take_part(actor, test_request):
        return see_other(request, "declare_ties", ref=test_request.reference)
    rules.may_decide.require(actor, test_request)
    decision = queries.case(db, test_request).decision
    form = refilled(decision, DecisionForm) if decision is not None else Form(DecisionForm)
    return _write(request, db, actor, test_request, form)


@router.post("/{ref:reference}/beslut/forbered")
def save_decision(
    request: Request,
    db: Db,
    actor: CurrentActor,
    test_request: DecidableRequest,
    form: Annotated[Form[DecisionForm], filled(DecisionForm)],
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.prepare(db, actor, test_request, form.values, form.version)
            return see_other(request, "decision", ref=test_request.reference)
    return _write(request, db, actor, test_request, form, status_code=422)


def _write(
    request: Request,
    db: Session,
    actor: Actor,
    test_request: TestRequest,
    form: Form[Any],
    *,
    status_code: int = 200,
) -> Response:
    case = queries.case(db, test_request)
    settled = test_request.is_settled_for(actor.membership_id)
    return page(
        request,
        "assessments/prepare.html",
        status_code=status_code,
        form=form,
        model=DecisionForm,
        test_request=test_request,
        case=case,
        missing=unmet(case, TO_PREPARE),
        settled=settled,
        combined=case.combined if settled else None,
    )


@router.get("/{ref:reference}/medgivande", name="agree_to_decision")
def ask_for_agreement(request: Request, db: Db, actor: CurrentActor, test_request: KnowableRequest) -> Response:
    if not rules.may_take_part(actor, test_request):
        return see_other(request, "declare_ties", ref=test_request.reference)
    rules.may_agree.require(actor, test_request)
    return _agreement(request, db, test_request, Form(AgreementForm))


@router.post("/{ref:reference}/medgivande")
def save_agreement(
    request: Request,
    db: Db,
    actor: CurrentActor,
    test_request: AgreeableRequest,
    form: Annotated[Form[AgreementForm], filled(AgreementForm)],
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.agree(db, actor, test_request, form.values)
            return see_other(request, "decision", ref=test_request.reference)
    return _agreement(request, db, test_request, form, status_code=422)


def _agreement(
    request: Request, db: Session, test_request: TestRequest, form: Form[AgreementForm], *, status_code: int = 200
) -> Response:
    return page(
        request,
        "assessments/agree.html",
        status_code=status_code,
        form=form,
        model=AgreementForm,
        test_request=test_request,
        case=queries.case(db, test_request),
    )


@router.get("/{ref:reference}/beslut/skicka", name="send_decision")
def read_letter(request: Request, db: Db, actor: CurrentActor, test_request: DecidableRequest) -> Response:
    return _letter(request, db, actor, test_request, Form(ReleaseForm))


@router.post("/{ref:reference}/beslut/skicka")
def send_decision(
    request: Request,
    db: Db,
    actor: CurrentActor,
    test_request: DecidableRequest,
    form: Annotated[Form[ReleaseForm], filled(ReleaseForm)],
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.release(db, actor, test_request, form.values.seen)
            return see_other(request, "decision", {"sant": "ja"}, ref=test_request.reference)
    return _letter(request, db, actor, test_request, form, status_code=409)


def _letter(
    request: Request,
    db: Session,
    actor: Actor,
    test_request: TestRequest,
    form: Form[ReleaseForm],
    *,
    status_code: int = 200,
) -> Response:
    case = queries.case(db, test_request)
    return page(
        request,
        "assessments/send.html",
        status_code=status_code,
        form=form,
        test_request=test_request,
        case=case,
        letters=preview(request, db, actor, case),
        missing=unmet(case),
        together=actions.is_together(test_request),
        seen=actions.seen([case]),
    )
