"""Ordering extracts, seeing how it goes, and fetching them (ux.md F16, C37)."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from app.actor import Actor
from app.database import today
from app.exports import export
from app.extracts import actions, queries, rules
from app.extracts.exports import BOOK
from app.extracts.forms import OrderForm
from app.extracts.guards import FetchableExtract, VisibleExtract, WantedFile
from app.extracts.models import Extract
from app.grants import queries as grants
from app.indicators.queries import municipalities
from app.language import N_
from app.neutrality.queries import first_day
from app.periods import offered
from app.refusals import Reason, Refused
from app.web.files import as_file, sayer
from app.web.forms import Form, filled
from app.web.guards import CurrentActor, Db, only
from app.web.once import made, made_before
from app.web.templating import page, see_other

router = APIRouter(prefix="/export", include_in_schema=False, dependencies=[only(rules.may_order)])

Ordered = Annotated[Form[OrderForm], filled(OrderForm)]


@router.get("", name="extracts")
def list_extracts(request: Request, db: Db, actor: CurrentActor) -> Response:
    return _list(request, db, actor, Form(OrderForm))


def _choices(request: Request, db: Session) -> dict[str, list[tuple[str, str]]]:
    say, periods = sayer(request), offered(first_day(db), today(), grants.windows(db))
    return {
        "periods": [(one.slug, say(one.label, one.values)) for one in periods],
        "places": [(one.slug, one.name) for one in municipalities(db)],
    }


def _list(request: Request, db: Session, actor: Actor, form: Form[OrderForm]) -> Response:
    return page(
        request,
        "extracts/list.html",
        status_code=422 if form.reasons else 200,
        form=form,
        model=OrderForm,
        choices=_choices(request, db),
        extracts=queries.extracts(db, actor),
    )


@router.post("")
def order_extract(request: Request, db: Db, actor: CurrentActor, form: Ordered) -> Response:
    if form.ok:
        if before := made_before(db, form):
            return before
        with form.takes_refusals(db):
            _must_be_offered(request, db, form.values)
            found = _ordered(request, db, actor, BOOK.slug, "xlsx", form.values.model_dump())
            return made(request, db, form, "extract", ref=found.reference)
    return _list(request, db, actor, form)


def _ordered(request: Request, db: Session, actor: Actor, slug: str, form: str, about: Mapping[str, str]) -> Extract:
    return actions.order(db, actor, slug, form, about, request.state.language, sayer(request))


def _must_be_offered(request: Request, db: Session, asked: OrderForm) -> None:
    """
    Raises:
        Refused: there is no such period or municipality.
    """
    choices = _choices(request, db)
    if asked.period not in dict(choices["periods"]):
        raise Refused(Reason(N_("Choose a period."), "period"))
    if asked.kommun and asked.kommun not in dict(choices["places"]):
        raise Refused(Reason(N_("Choose a municipality."), "kommun"))


@router.get("/bestall/{slug}/{form}", name="order_file")
def show_order(request: Request, wanted: WantedFile) -> Response:
    """Where somebody is led who asks for a file that is too large to be made at once."""
    title = wanted.export.title(wanted.thing, sayer(request))
    return page(
        request, "extracts/order.html", wanted=wanted, title=title, at_once=wanted.export.form(wanted.form).most
    )


@router.post("/bestall/{slug}/{form}")
def order_file(request: Request, db: Db, actor: CurrentActor, wanted: WantedFile) -> Response:
    """A second press leads to what the first one ordered, as long as it waits."""
    found = _ordered(request, db, actor, wanted.export.slug, wanted.form, wanted.about)
    return see_other(request, "extract", ref=found.reference)


@router.get("/{ref:reference}", name="extract")
def show_extract(request: Request, db: Db, extract: VisibleExtract) -> Response:
    ending, failed = export(extract.export).form(extract.form).ending.upper(), queries.has_failed(db, extract)
    return page(request, "extracts/show.html", extract=extract, ending=ending, has_failed=failed)


@router.get("/{ref:reference}/fil", name="extract_file")
def download_extract(extract: FetchableExtract) -> Response:
    return as_file(extract.reference.lower(), export(extract.export).form(extract.form), extract.content or b"")
