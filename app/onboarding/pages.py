"""Municipalities on their way in: all for the region, one for itself as well (ux.md F9, domain.md 3.5)."""

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from app.actor import Actor, Role
from app.administration import actions as administration
from app.database import today
from app.onboarding import actions, queries, rules
from app.onboarding.forms import AdministratorForm, AwayForm, InterestForm, OnboardingForm
from app.onboarding.guards import VisibleWay, WelcomedWay, WrittenWay
from app.onboarding.queries import Progress
from app.onboarding.steps import BEFORE_THE_WELCOME, Step
from app.people import queries as people
from app.people.rules import may_invite_the_first_administrator
from app.refusals import NotFound
from app.web.forms import Form, Pressed, filled, refilled
from app.web.guards import CurrentActor, Db, only
from app.web.templating import page, see_other

router = APIRouter(prefix="/anslutningar", include_in_schema=False)

Interest = Annotated[Form[InterestForm], filled(InterestForm)]
Written = Annotated[Form[OnboardingForm], filled(OnboardingForm)]


@router.get("", name="onboardings", dependencies=[only(rules.may_receive)])
def list_onboardings(request: Request, db: Db, actor: CurrentActor) -> Response:
    return page(
        request,
        "onboarding/list.html",
        found=queries.progress(db, actor),
        outside=queries.not_yet_interested(db),
        steps=list(Step),
    )


@router.get("/ny", name="new_onboarding", dependencies=[only(rules.may_receive)])
def ask_for_interest(request: Request, db: Db) -> Response:
    return _interest(request, db, Form(InterestForm, {"interested_on": today().isoformat()}))


@router.post("/ny", dependencies=[only(rules.may_receive)])
def note_interest(request: Request, db: Db, actor: CurrentActor, form: Interest) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            organisation = queries.organisation(db, form.values.organisation)
            if organisation is None:
                raise NotFound
            actions.note_interest(db, actor, organisation, form.values.interested_on, form.values.contact)
            return see_other(request, "onboarding", {"sparat": "ja"}, ref=organisation.slug)
    return _interest(request, db, form)


def _interest(request: Request, db: Session, form: Form[InterestForm]) -> Response:
    outside = queries.not_yet_interested(db)
    return page(
        request,
        "onboarding/new.html",
        status_code=422 if form.reasons else 200,
        form=form,
        model=InterestForm,
        choices={"municipalities": [(str(one.id), one.name) for one in outside]},
        outside=outside,
    )


@router.get("/{ref}", name="onboarding")
def show_onboarding(request: Request, db: Db, actor: CurrentActor, way: VisibleWay, sparat: str = "") -> Response:
    return _shown(request, db, actor, way, Form(AdministratorForm), saved=bool(sparat))


@router.post("/{ref}/valkomna", name="welcome_municipality")
def welcome(request: Request, db: Db, actor: CurrentActor, way: WelcomedWay, form: Pressed) -> Response:
    with form.takes_refusals(db):
        actions.welcome(db, actor, way.onboarding)
        return see_other(request, "onboarding", {"sparat": "ja"}, ref=way.organisation.slug)
    return _shown(request, db, actor, way, form)


def _shown(
    request: Request, db: Session, actor: Actor, way: Progress, form: Form[Any], *, saved: bool = False
) -> Response:
    is_admin = actor.organisation_id == way.organisation.id and actor.has(Role.organisation_admin)
    return page(
        request,
        "onboarding/show.html",
        status_code=422 if form.reasons else 200,
        way=way,
        organisation=way.organisation,
        routes=ROUTES if is_admin else {},
        may_write=rules.may_write(actor, way.onboarding),
        may_invite=may_invite_the_first_administrator(actor, way.organisation),
        administrators=people.administrators(db, way.organisation.id),
        model=AdministratorForm,
        may_welcome=rules.may_welcome(actor, way.onboarding)
        and way.onboarding.welcomed_on is None
        and way.onboarding.away_since is None
        and not way.way.lacks(*BEFORE_THE_WELCOME),
        is_region=rules.may_receive(actor),
        form=form,
        saved=saved,
    )


@router.post("/{ref}/administrator", name="invite_administrator")
def invite_administrator(
    request: Request,
    db: Db,
    actor: CurrentActor,
    way: WrittenWay,
    form: Annotated[Form[AdministratorForm], filled(AdministratorForm)],
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            administration.invite_the_first_administrator(db, actor, way.organisation, form.values.email)
            return see_other(request, "onboarding", {"sparat": "ja"}, ref=way.organisation.slug)
    return _shown(request, db, actor, way, form)


@router.get("/{ref}/uppehall", name="away")
def ask_whether_it_goes(request: Request, way: WrittenWay) -> Response:
    return _away(request, way, Form(AwayForm))


@router.post("/{ref}/uppehall")
def go_away(
    request: Request, db: Db, actor: CurrentActor, way: WrittenWay, form: Annotated[Form[AwayForm], filled(AwayForm)]
) -> Response:
    slug = way.organisation.slug
    if form.ok:
        with form.takes_refusals(db):
            actions.go_away(db, actor, way.onboarding, form.values)
            return see_other(request, "onboarding", {"sparat": "ja"}, ref=slug)
    return _away(request, queries.one(db, actor, slug), form)


def _away(request: Request, way: Progress, form: Form[AwayForm]) -> Response:
    return page(
        request,
        "onboarding/away.html",
        status_code=422 if form.reasons else 200,
        organisation=way.organisation,
        form=form,
        model=AwayForm,
    )


@router.post("/{ref}/tillbaka", name="come_back")
def come_back(request: Request, db: Db, actor: CurrentActor, way: WrittenWay, form: Pressed) -> Response:
    with form.takes_refusals(db):
        actions.come_back(db, actor, way.onboarding)
        return see_other(request, "onboarding", {"sparat": "ja"}, ref=way.organisation.slug)
    return _shown(request, db, actor, way, form)


ROUTES = {Step.sign_on: "sign_in_setup", Step.leader: "people_of", Step.sponsor: "people_of"}
"""Where the municipality's administrator takes a step."""


@router.get("/{ref}/uppdatera", name="edit_onboarding")
def edit_onboarding(request: Request, way: WrittenWay) -> Response:
    return _edit(request, way, refilled(way.onboarding, OnboardingForm))


@router.post("/{ref}/uppdatera")
def save_onboarding(request: Request, db: Db, actor: CurrentActor, way: WrittenWay, form: Written) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.write_down(db, actor, way.onboarding, form.values, form.version)
            return see_other(request, "onboarding", {"sparat": "ja"}, ref=way.organisation.slug)
    return _edit(request, way, form)


def _edit(request: Request, way: Progress, form: Form[OnboardingForm]) -> Response:
    return page(
        request,
        "onboarding/edit.html",
        status_code=422 if form.reasons else 200,
        way=way,
        organisation=way.organisation,
        form=form,
        model=OnboardingForm,
    )
