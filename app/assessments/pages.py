"""Naming assessors, saying whether one has ties, giving scores: pages of one request."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session

from app.actor import Actor
from app.assessments import actions, queries, rules
from app.assessments.forms import NamingForm, Sheet, TiesForm, as_answered, sheet
from app.assessments.guards import HeardOfRequest, KnowableRequest, NameableRequest, ScorableRequest
from app.challenges.models import Challenge
from app.people.models import Membership
from app.refusals import NotAllowed
from app.test_requests.models import Standing, TestRequest
from app.test_requests.models import TestRequestState as State
from app.web.forms import Form, filled, refilled, submitted_form
from app.web.guards import CurrentActor, Db
from app.web.templating import page, see_other

router = APIRouter(prefix="/forfragningar", include_in_schema=False)


@router.get("/{ref:reference}/jav", name="declare_ties")
def ask_about_ties(request: Request, actor: CurrentActor, test_request: HeardOfRequest) -> Response:
    if not rules.may_declare(actor, test_request):
        return page(request, "assessments/not_asked.html", test_request=test_request)
    return _ties(request, actor, test_request, Form(TiesForm))


@router.post("/{ref:reference}/jav")
def save_ties(
    request: Request,
    db: Db,
    actor: CurrentActor,
    test_request: KnowableRequest,
    form: Annotated[Form[TiesForm], filled(TiesForm)],
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            standing = actions.declare(db, actor, test_request, form.values)
            if standing is Standing.conflicted:
                # The request is not there for them any more: no page of it can be shown.
                return page(request, "assessments/tied.html")
            return see_other(request, _next_page(actor, test_request), ref=test_request.reference)
    return _ties(request, actor, test_request, form, status_code=422)


def _next_page(actor: Actor, test_request: TestRequest) -> str:
    return "assess" if rules.may_score(actor, test_request) else "test_request"


def _ties(
    request: Request, actor: Actor, test_request: TestRequest, form: Form[TiesForm], *, status_code: int = 200
) -> Response:
    row = actions.assessor(test_request, actor.membership_id)
    return page(
        request,
        "assessments/ties.html",
        status_code=status_code,
        form=form,
        model=TiesForm,
        test_request=test_request,
        named_to_score=row is not None and row.scores,
        declared=row is not None and row.standing is Standing.cleared,
        is_open=test_request.state in actions.DECLARED_IN,
    )


@router.get("/{ref:reference}/bedomare", name="assessors")
def show_assessors(request: Request, db: Db, actor: CurrentActor, test_request: KnowableRequest) -> Response:
    if _has_to_declare(actor, test_request):
        return see_other(request, "declare_ties", ref=test_request.reference)
    rules.may_name.require(actor, test_request)
    asked = [str(row.membership_id) for row in test_request.assessors if row.scores and _takes_part(row.standing)]
    return _assessors(request, db, test_request, Form(NamingForm, {"assessors": asked}))


@router.post("/{ref:reference}/bedomare")
def name_assessors(
    request: Request,
    db: Db,
    actor: CurrentActor,
    test_request: NameableRequest,
    form: Annotated[Form[NamingForm], filled(NamingForm)],
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.name(db, actor, test_request, form.values.assessors)
            return see_other(request, "assessors", {"sparat": "ja"}, ref=test_request.reference)
    return _assessors(request, db, test_request, form, status_code=422)


def _takes_part(standing: Standing) -> bool:
    return standing in (Standing.named, Standing.cleared)


def _has_to_declare(actor: Actor, test_request: TestRequest) -> bool:
    """They may know of the request, and have not said yet whether they have ties."""
    return not rules.may_take_part(actor, test_request)


def _choice(member: Membership) -> tuple[str, str, str]:
    return (str(member.id), member.person.name, f"{member.organisation.name}{', ' if member.unit else ''}{member.unit}")


def _assessors(
    request: Request, db: Session, test_request: TestRequest, form: Form[NamingForm], *, status_code: int = 200
) -> Response:
    candidates = queries.candidates(db, test_request)
    contacts = queries.unit_contacts(db, test_request.host_id)
    return page(
        request,
        "assessments/assessors.html",
        status_code=status_code,
        form=form,
        model=NamingForm,
        test_request=test_request,
        choices={"candidates": [_choice(member) for member in candidates]},
        contacts=[member for member in candidates if member.id in contacts],
        saved=request.query_params.get("sparat") == "ja",
    )


@router.get("/{ref:reference}/bedom", name="assess")
def show_sheet(request: Request, db: Db, actor: CurrentActor, test_request: KnowableRequest) -> Response:
    if _has_to_declare(actor, test_request):
        return see_other(request, "declare_ties", ref=test_request.reference)
    rules.may_score.require(actor, test_request)
    own = queries.own_assessment(db, actor, test_request)
    criteria = actions.criteria(test_request)
    form = refilled(as_answered(own, criteria), sheet(criteria, _language_of(test_request)))
    return _sheet(request, db, actor, test_request, form)


def _language_of(test_request: TestRequest) -> str:
    """The language of the criteria: that of the need."""
    return test_request.challenge.language if test_request.challenge else test_request.language


async def filled_sheet(request: Request, test_request: ScorableRequest) -> Form[Sheet]:
    """The scores as they were sent: the questions are the criteria of the need."""
    if test_request.challenge is None:
        raise NotAllowed
    form = Form.read(sheet(actions.criteria(test_request), _language_of(test_request)), await submitted_form(request))
    request.state.form = form
    return form


@router.post("/{ref:reference}/bedom")
def save_sheet(
    request: Request,
    db: Db,
    actor: CurrentActor,
    test_request: ScorableRequest,
    form: Annotated[Form[Sheet], Depends(filled_sheet)],
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            answered = dict(form.values) if form.is_whole else form.partial
            if form.later:
                actions.keep(db, actor, test_request, answered, form.version)
            else:
                actions.give(db, actor, test_request, answered, form.version)
            return _back_to_the_list(request, db, actor, test_request)
    return _sheet(request, db, actor, test_request, form, status_code=422)


def _back_to_the_list(request: Request, db: Session, actor: Actor, test_request: TestRequest) -> Response:
    """To the requests of the need, with the next one to assess in focus (journey K3)."""
    need = test_request.challenge
    if need is None:
        raise NotAllowed
    following = next_to_assess(db, actor, need, test_request)
    asked = {"sparat": test_request.reference.lower(), "nasta": following.reference.lower() if following else ""}
    return see_other(request, "challenge_requests", asked, ref=need.reference)


def next_to_assess(db: Session, actor: Actor, need: Challenge, after: TestRequest | None = None) -> TestRequest | None:
    """The next request, in the order of the list and from the top again, that waits for the actor's scores."""
    rows = list(queries.requests_of(db, actor, need))
    ids = [row.id for row in rows]
    start = ids.index(after.id) + 1 if after is not None and after.id in ids else 0
    waiting = (row for row in rows[start:] + rows[:start] if waits_for_scores(actor, row))
    return next(waiting, None)


def waits_for_scores(actor: Actor, test_request: TestRequest) -> bool:
    """The actor has been asked for scores of it, and has not given them."""
    row = actions.assessor(test_request, actor.membership_id)
    is_asked = row is not None and row.scores and _takes_part(row.standing) and row.assessed_at is None
    return is_asked and test_request.state in (State.assessment, State.submitted)


def _sheet(
    request: Request, db: Session, actor: Actor, test_request: TestRequest, form: Form[Any], *, status_code: int = 200
) -> Response:
    case = queries.case(db, test_request)
    own = queries.own_assessment(db, actor, test_request)
    return page(
        request,
        "assessments/sheet.html",
        status_code=status_code,
        form=form,
        model=form.model,
        test_request=test_request,
        given=own is not None and own.given_at is not None,
        is_open=test_request.state is State.assessment and case.decision is None,
    )
