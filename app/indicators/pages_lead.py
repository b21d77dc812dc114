"""Lead times (ux.md F5): where companies wait, how it has changed, and who has what is overdue."""

from typing import Annotated, cast

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy.orm import Session

from app.actor import Role
from app.database import today
from app.indicators.catalogue import indicator
from app.indicators.exports import LEAD_TIMES, STAGES
from app.indicators.facts import Value, count_days, value_of
from app.indicators.gathering import Gathering
from app.indicators.indicator import Indicator
from app.indicators.pages import QUARTERS, Asked
from app.indicators.queries_rows import Asked as Asking
from app.indicators.queries_rows import days_of_quarters
from app.oversight import queries_stopped as oversight
from app.oversight.rules import may_oversee
from app.periods import Period, quarter
from app.web.files import export_file
from app.web.guards import CurrentActor, Db, only
from app.web.templating import page

router = APIRouter(prefix="/uppfoljning/ledtider", include_in_schema=False, dependencies=[only(may_oversee)])

Text = Annotated[str, Query()]
FUNNEL = (("f1-1", "f2-2"), ("f1-2", "f2-3"), ("f1-3", "f2-4"), ("f1-4", "f2-5"), ("f1-5", ""), ("f1-6", ""))
"""The steps of the way, and the lead time to the next one."""
MOST_ROWS = 12
MOST_DOTS = 60  # of a quarter; of more cases a dot is several, and half as many dots are drawn
OF_A_MUNICIPALITY = ("o4-2", "f2-2", "f2-3", "f2-4")


@router.get("", name="lead_times")
def show_lead_times(request: Request, db: Db, actor: CurrentActor, asked: Asked, steg: Text = "") -> Response:
    stage = indicator(steg if steg in STAGES else "f2-3")
    asked.gathering.count([indicator(slug) for slug in (*STAGES, *(step for step, _ in FUNNEL))])
    strips, cases = _strips(db, stage, asked.place)
    of_places = [indicator(slug) for slug in OF_A_MUNICIPALITY]
    shown = asked.places[:MOST_ROWS]
    asked.gathering.count_places(of_places, [place.slug for place in shown])
    return page(
        request,
        "indicators/lead_times.html",
        scope=asked,
        funnel=_funnel(asked.gathering),
        stages=[(indicator(slug), asked.gathering.value(indicator(slug))) for slug in STAGES],
        stage=stage,
        strips=strips,
        cases=cases,
        most=max((day for _, days, _ in strips for day in days), default=0),
        places=[
            (place.short_name, [asked.gathering.value_at(one, place.slug) for one in of_places]) for place in shown
        ],
        others=max(0, len(asked.places) - MOST_ROWS),
        of_places=of_places,
        waiting=oversight.by_holder(db, actor, MOST_ROWS),
        today=today(),
        labels={role.value: role.label for role in Role},
        agreed=oversight.AGREED_WORKING_DAYS,
    )


def _funnel(gathering: Gathering) -> list[tuple[str, Value, Value | None]]:
    """Each step with how many came there, and how long the next one takes. Of few cases nothing is said."""
    found = []
    for slug, lead in FUNNEL:
        wait = gathering.value(indicator(lead)) if lead else None
        step = indicator(slug)
        found.append((step.name, gathering.value(step), wait if wait and wait.high is not None else None))
    return found


def _strips(db: Session, stage: Indicator, place: str) -> tuple[list[tuple[Period, list[float], Value]], int]:
    """The days of each case in the latest quarters, the earliest first; and how many cases one dot is, for there may be
    more than one can tell apart."""
    day = today()
    number = day.year * 4 + (day.month - 1) // 3
    quarters = [quarter(n % 4 + 1, n // 4) for n in range(number - QUARTERS + 1, number + 1)]
    asks = cast(Asking, stage.asks)
    whole = Period("", quarters[0].since, quarters[-1].until, "")
    days = days_of_quarters(db, asks.days_by_quarter(whole, place))
    most = max((len(each) for each in days.values()), default=0)
    cases = 1 if most <= MOST_DOTS else -(-2 * most // MOST_DOTS)
    return [
        (one, _thinned(of_it, cases), value_of(stage.measure, count_days(of_it)))
        for one in quarters
        for of_it in [days.get(one.since, [])]
    ], cases


def _thinned(days: list[float], cases: int) -> list[float]:
    """One of so many, from the middle of each; of fewer than that, one."""
    return days[cases // 2 :: cases] or days[:1]


@router.get("/fil/{form}", name="lead_times_file")
def download_lead_times(request: Request, asked: Asked, form: str) -> Response:
    return export_file(request, LEAD_TIMES, asked, form, asked.asked)
