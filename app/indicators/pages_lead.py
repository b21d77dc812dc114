"""Lead times (ux.md F5): where companies wait, how it has changed, and who has what is overdue."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy.orm import Session

from app.actor import Actor, Role
from app.database import today
from app.indicators.catalogue import indicator
from app.indicators.exports import LEAD_TIMES, STAGES, of_place
from app.indicators.facts import Value
from app.indicators.gathering import Gathering
from app.indicators.indicator import Indicator
from app.indicators.pages import QUARTERS, Asked
from app.oversight import queries_stopped as oversight
from app.oversight.figures import Stopped
from app.oversight.rules import may_oversee
from app.periods import Period, quarter
from app.web.files import export_file
from app.web.guards import CurrentActor, Db, only
from app.web.templating import page

router = APIRouter(prefix="/uppfoljning/ledtider", include_in_schema=False, dependencies=[only(may_oversee)])

Text = Annotated[str, Query()]
FUNNEL = (("f1-1", "f2-2"), ("f1-2", "f2-3"), ("f1-3", "f2-4"), ("f1-4", "f2-5"), ("f1-5", ""), ("f1-6", ""))
"""The steps of the way, and the lead time to the next one."""
OF_A_MUNICIPALITY = ("o4-2", "f2-2", "f2-3", "f2-4")


@dataclass(frozen=True)
class Waiting:
    """What has stopped at one organisation, and the longest overdue of it."""

    name: str
    number: int
    worst: Stopped
    days: int


@router.get("", name="lead_times")
def show_lead_times(request: Request, db: Db, actor: CurrentActor, asked: Asked, steg: Text = "") -> Response:
    stage = indicator(steg if steg in STAGES else "f2-3")
    strips = _strips(db, stage, asked.place)
    return page(
        request,
        "indicators/lead_times.html",
        scope=asked,
        funnel=_funnel(asked.gathering),
        stages=[(indicator(slug), asked.gathering.value(indicator(slug))) for slug in STAGES],
        stage=stage,
        strips=strips,
        most=max((day for _, days, _ in strips for day in days), default=0),
        places=[
            (place.short_name, [of_place(asked, place.slug, slug) for slug in OF_A_MUNICIPALITY])
            for place in asked.places
        ],
        of_places=[indicator(slug) for slug in OF_A_MUNICIPALITY],
        waiting=_waiting(db, actor, today()),
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


def _strips(db: Session, stage: Indicator, place: str) -> list[tuple[Period, list[float], Value]]:
    """The days of each case in the latest quarters, the earliest first."""
    day = today()
    number = day.year * 4 + (day.month - 1) // 3
    found = []
    for n in range(number - QUARTERS + 1, number + 1):
        gathering = Gathering(db, quarter(n % 4 + 1, n // 4), place)
        days = [float(fact.value) for fact in gathering.facts(stage)]
        found.append((gathering.period, days, gathering.value(stage)))
    return found


def _waiting(db: Session, actor: Actor, day: date) -> list[Waiting]:
    """Who has what is overdue: the organisation whose oldest thing has waited longest comes first."""
    by_name: dict[str, list[Stopped]] = {}
    for one in oversight.stopped(db, actor):
        by_name.setdefault(one.who, []).append(one)
    found = [
        Waiting(name, len(each), worst, worst.days(day))
        for name, each in by_name.items()
        for worst in [max(each, key=lambda one: one.days(day))]
    ]
    return sorted(found, key=lambda one: (-one.days, one.name))


@router.get("/fil/{form}", name="lead_times_file")
def download_lead_times(request: Request, asked: Asked, form: str) -> Response:
    return export_file(request, LEAD_TIMES, asked, form, asked.asked)
