"""The indicators: all of them for a period and a municipality, and each with its rows (domain.md 6.2)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from sqlalchemy.orm import Session

from app.database import now, today
from app.indicators import exports
from app.indicators.catalogue import GROUPS, INDICATORS, indicator
from app.indicators.facts import Value
from app.indicators.gathering import Gathering
from app.indicators.indicator import Indicator
from app.indicators.queries_behind import Behind
from app.indicators.scope import Scope, scope
from app.oversight.rules import may_oversee
from app.paging import PER_PAGE, offset, paged
from app.periods import Period, quarter
from app.web.files import export_file
from app.web.guards import CurrentActor, Db, only
from app.web.templating import page

router = APIRouter(prefix="/uppfoljning/nyckeltal", include_in_schema=False, dependencies=[only(may_oversee)])

Text = Annotated[str, Query()]
QUARTERS = 8  # shown beside one another


def scope_asked(db: Db, period: Text = "", kommun: Text = "") -> Scope:
    return scope(db, period, kommun)


Asked = Annotated[Scope, Depends(scope_asked)]


@router.get("", name="indicators")
def show_indicators(request: Request, asked: Asked) -> Response:
    asked.gathering.count(INDICATORS)
    return page(
        request,
        "indicators/list.html",
        scope=asked,
        groups=[(label, [(one, asked.gathering.value(one)) for one in group]) for label, group in GROUPS],
        counted_at=now(),
    )


@router.get("/fil/{form}", name="indicators_file")
def download_indicators(request: Request, asked: Asked, form: str) -> Response:
    return export_file(request, exports.ALL, asked, form, asked.asked)


Wanted = Annotated[Indicator, Depends(indicator)]


@router.get("/{slug}", name="indicator")
def show_indicator(
    request: Request, db: Db, actor: CurrentActor, asked: Asked, one: Wanted, sida: Text = "1"
) -> Response:
    number = int(sida) if sida.isascii() and sida.isdecimal() and len(sida) < 6 else 1
    rows = Behind(db, actor, one.asks, asked.period, asked.place)
    series = _series(db, one, asked)
    return page(
        request,
        "indicators/show.html",
        scope=asked,
        one=one,
        value=asked.gathering.value(one),
        divided=asked.gathering.divided(one),
        rows=paged(rows.some(offset(number), PER_PAGE + 1), number, len(rows)),
        names={place.slug: place.short_name for place in asked.places},
        series=series,
        counted_at=now(),
    )


def _series(db: Session, one: Indicator, scope: Scope) -> list[tuple[Period, Value]]:
    """The same figure in the latest quarters that have begun, the earliest first; or in the years of the project."""
    day = today()
    number = day.year * 4 + (day.month - 1) // 3
    quarters = [quarter(n % 4 + 1, n // 4) for n in range(number - QUARTERS + 1, number + 1)]
    is_project = scope.period.slug.startswith("projektar-")
    years = [period for period in scope.periods if period.slug.startswith("projektar-")]
    return [(period, Gathering(db, period, scope.place).value(one)) for period in (years if is_project else quarters)]


@router.get("/{slug}/fil/{form}", name="indicator_file")
def download_rows(request: Request, actor: CurrentActor, asked: Asked, one: Wanted, form: str) -> Response:
    found = exports.of_one(actor, one, asked)
    return export_file(request, exports.ROWS, found, form, asked.asked | {"slug": one.slug})
