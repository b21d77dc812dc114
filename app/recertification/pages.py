"""Looking through who has access, once a quarter; and when unused accounts are suspended (ux.md G5)."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session

from app.actor import Actor
from app.database import today
from app.errands import queries as errands
from app.people import queries as people
from app.recertification import actions, queries, rules
from app.recertification.forms import Answer, UnseenForm, lines_form
from app.recertification.guards import OwnReview
from app.recertification.models import AccessReview
from app.sign_in import queries as doors
from app.web.forms import Form, filled, refilled, submitted_form
from app.web.guards import CurrentActor, Db, only
from app.web.templating import page, see_other

router = APIRouter(prefix="/administration/behorigheter", include_in_schema=False)

Limit = Annotated[Form[UnseenForm], filled(UnseenForm)]


@router.get("", name="access_reviews", dependencies=[only(rules.may_look_through)])
def list_reviews(request: Request, db: Db, actor: CurrentActor, sparat: str = "") -> Response:
    form = refilled(doors.policy_of(db, actor.organisation_id), UnseenForm)
    return _reviews(request, db, actor, form, saved=bool(sparat))


@router.post("", dependencies=[only(rules.may_look_through)])
def set_unseen(request: Request, db: Db, actor: CurrentActor, form: Limit) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.set_unseen(db, actor, form.values.unseen_suspend_days)
            return see_other(request, "access_reviews", {"sparat": "ja"})
    return _reviews(request, db, actor, form)


def _reviews(request: Request, db: Session, actor: Actor, form: Form[UnseenForm], *, saved: bool = False) -> Response:
    found = queries.reviews(db, actor)
    return page(
        request,
        "recertification/list.html",
        status_code=422 if form.reasons else 200,
        waiting=[one for one in found if one.done_on is None],
        done=[one for one in found if one.done_on is not None],
        next_on=queries.next_quarter(today()),
        form=form,
        model=UnseenForm,
        saved=saved,
    )


async def _filled_lines(request: Request, review: OwnReview) -> Form[Any]:
    form: Form[Any] = Form.read(lines_form(review.open_lines), await submitted_form(request))
    request.state.form = form
    return form


@router.get("/{ref:uuid}", name="access_review")
def show_review(request: Request, db: Db, actor: CurrentActor, review: OwnReview, sparat: str = "") -> Response:
    return _shown(request, db, actor, review, Form(lines_form(review.open_lines)), saved=bool(sparat))


@router.post("/{ref:uuid}")
def answer_review(
    request: Request,
    db: Db,
    actor: CurrentActor,
    review: OwnReview,
    form: Annotated[Form[Any], Depends(_filled_lines)],
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.answer(db, actor, review, form.partial)
            return see_other(request, "access_review", {"sparat": "ja"}, ref=review.id)
    return _shown(request, db, actor, review, form)


def _shown(
    request: Request, db: Session, actor: Actor, review: AccessReview, form: Form[Any], *, saved: bool = False
) -> Response:
    open_lines = sorted((line for line in review.open_lines if line.membership.is_active), key=lambda line: line.number)
    held = people.how_much_is_held(db, [line.membership_id for line in open_lines])
    return page(
        request,
        "recertification/show.html",
        status_code=422 if form.reasons else 200,
        review=review,
        open_lines=open_lines,
        guests=errands.guests_of(db, actor),
        said=sorted((line for line in review.lines if line not in open_lines), key=lambda line: line.number),
        has={line.id: held[line.membership_id] for line in open_lines},
        own=actor.membership_id,
        answers=list(Answer),
        form=form,
        model=lines_form(open_lines),
        saved=saved,
    )
