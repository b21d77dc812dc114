"""Ordering extracts, seeing how it goes, and fetching them (ux.md F16, C37)."""

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from app.actor import Actor
from app.database import today
from app.extracts import actions, queries, rules
from app.extracts.forms import OrderForm
from app.extracts.guards import VisibleExtract
from app.grants import queries as grants
from app.indicators.queries import municipalities
from app.language import N_
from app.neutrality.queries import first_day
from app.periods import Period, offered
from app.refusals import NotFound, Reason, Refused
from app.web.files import XLSX, sayer
from app.web.forms import Form, filled
from app.web.guards import CurrentActor, Db, only
from app.web.once import made, made_before
from app.web.templating import page

router = APIRouter(prefix="/export", include_in_schema=False, dependencies=[only(rules.may_order)])

Ordered = Annotated[Form[OrderForm], filled(OrderForm)]
TITLE = N_("Indicators with their rows, %(where)s, %(period)s")
EVERYWHERE = N_("the whole county")


@router.get("", name="extracts")
def list_extracts(request: Request, db: Db, actor: CurrentActor) -> Response:
    return _list(request, db, actor, Form(OrderForm))


def _choices(request: Request, db: Session) -> tuple[list[Period], dict[str, list[tuple[str, str]]]]:
    say, periods = sayer(request), offered(first_day(db), today(), grants.windows(db))
    return periods, {
        "periods": [(one.slug, say(one.label, one.values)) for one in periods],
        "places": [(one.slug, one.name) for one in municipalities(db)],
    }


def _list(request: Request, db: Session, actor: Actor, form: Form[OrderForm]) -> Response:
    _, choices = _choices(request, db)
    return page(
        request,
        "extracts/list.html",
        status_code=422 if form.reasons else 200,
        form=form,
        model=OrderForm,
        choices=choices,
        extracts=queries.extracts(db, actor),
    )


@router.post("")
def order_extract(request: Request, db: Db, actor: CurrentActor, form: Ordered) -> Response:
    if form.ok:
        if before := made_before(db, form):
            return before
        with form.takes_refusals(db):
            title = _title(request, db, form.values)
            asked = form.values
            found = actions.order(db, actor, title, asked.period, asked.place, request.state.language)
            return made(request, db, form, "extract", ref=found.reference)
    return _list(request, db, actor, form)


def _title(request: Request, db: Session, asked: OrderForm) -> str:
    """What it is called.

    Raises:
        Refused: there is no such period or municipality.
    """
    _, choices = _choices(request, db)
    period, place = dict(choices["periods"]).get(asked.period), dict(choices["places"]).get(asked.place)
    if period is None:
        raise Refused(Reason(N_("Choose a period."), "period"))
    if asked.place and place is None:
        raise Refused(Reason(N_("Choose a municipality."), "place"))
    say: Any = sayer(request)
    return str(say(TITLE, {"where": place or say(EVERYWHERE), "period": f"{period[:1].lower()}{period[1:]}"}))


@router.get("/{ref:reference}", name="extract")
def show_extract(request: Request, extract: VisibleExtract) -> Response:
    return page(request, "extracts/show.html", extract=extract)


@router.get("/{ref:reference}/fil", name="extract_file")
def download_extract(extract: VisibleExtract) -> Response:
    """
    Raises:
        NotFound: it is not made yet, or no longer kept.
    """
    if not extract.is_ready or extract.content is None:
        raise NotFound
    headers = {
        "Content-Disposition": f'attachment; filename="{extract.reference.lower()}.xlsx"',
        "Cache-Control": "no-store",
    }
    return Response(extract.content, media_type=XLSX, headers=headers)
