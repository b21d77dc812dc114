"""The facts of the organisation that others need (page G10, and the first thing to do when it is connected)."""

from typing import Annotated

from fastapi import APIRouter, Request, Response

from app.administration import actions_facts as actions
from app.administration import queries
from app.administration.forms_facts import FactsForm
from app.organisations.models import Organisation
from app.people import rules
from app.web.forms import Form, filled, refilled
from app.web.guards import CurrentActor, Db, only
from app.web.templating import page, see_other

router = APIRouter(prefix="/administration/uppgifter", include_in_schema=False)

Facts = Annotated[Form[FactsForm], filled(FactsForm)]


@router.get("", name="organisation_facts", dependencies=[only(rules.may_administer)])
def show_facts(request: Request, db: Db, actor: CurrentActor, sparat: str = "") -> Response:
    house = queries.own_organisation(db, actor)
    return _facts(request, house, refilled(house, FactsForm), saved=bool(sparat))


@router.post("", dependencies=[only(rules.may_administer)])
def save_facts(request: Request, db: Db, actor: CurrentActor, form: Facts) -> Response:
    house = queries.own_organisation(db, actor)
    form.reasons += actions.unsaid(house, str(form.typed.get("registrar_email", "")))
    if form.ok:
        with form.takes_refusals(db):
            actions.say(db, actor, house, form.values, form.version)
            return see_other(request, "organisation_facts", {"sparat": "ja"})
    return _facts(request, house, form)


def _facts(request: Request, house: Organisation, form: Form[FactsForm], *, saved: bool = False) -> Response:
    return page(
        request,
        "administration/facts.html",
        status_code=422 if form.reasons else 200,
        house=house,
        form=form,
        model=FactsForm,
        saved=saved,
    )
