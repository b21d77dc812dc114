"""How the testbeds are staffed: the county for the region, one municipality for itself as well (ux.md F4)."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from app.actor import Actor, Role
from app.database import today
from app.oversight.figures import MOST_DRAWN
from app.oversight.queries import TAKES_PART
from app.paging import PER_PAGE, Page, offset, paged
from app.people.duties import duty
from app.staffing import actions, queries, rules
from app.staffing.calendar import Cover, drawing
from app.staffing.exports import STAFFING, lines_of
from app.staffing.forms import StandInForm
from app.staffing.guards import NamedStaffing, VisibleStaffing
from app.staffing.queries import Staffing
from app.web.files import export_file
from app.web.forms import Form, filled
from app.web.guards import CurrentActor, Db, only
from app.web.templating import page, see_other

router = APIRouter(prefix="/uppfoljning/bemanning", include_in_schema=False)

StandIn = Annotated[Form[StandInForm], filled(StandInForm)]


@router.get("", name="staffing", dependencies=[only(rules.may_see_all)])
def show_county(request: Request, db: Db, sida: int = 1) -> Response:
    found = queries.county(db)
    shown = _page(found, min(sida, 1_000))
    drawn = [(one.organisation.short_name, one.shown) for one in shown.rows if one.shown]
    vacant = sorted(
        (one for one in found if one.missing), key=lambda one: one.missing.since if one.missing else today()
    )
    return page(
        request,
        "staffing/county.html",
        county=shown,
        expected=[one for one in found if one.organisation.status in TAKES_PART],
        vacant=vacant,
        waiting=next((one for one in [*vacant, *found] if one.interims), None),
        drawn=drawing(drawn, today()) if drawn else None,
        lines=lines_of(list(shown.rows)),
        covers=list(Cover),
        today=today(),
    )


def _page(found: list[Staffing], number: int) -> Page[Staffing]:
    """A county is one page, a country several."""
    if len(found) <= MOST_DRAWN:
        return Page(found)
    first = offset(number)
    return paged(found[first : first + PER_PAGE + 1], number, len(found))


@router.get("/fil/{form}", name="staffing_file", dependencies=[only(rules.may_see_all)])
def download_county(request: Request, db: Db, form: str) -> Response:
    return export_file(request, STAFFING, lines_of(queries.county(db)), form, {})


@router.get("/kommun/{ref}", name="municipal_staffing")
def show_municipality(
    request: Request, db: Db, actor: CurrentActor, staffing: VisibleStaffing, sparat: str = ""
) -> Response:
    return _shown(request, db, actor, staffing, Form(StandInForm), saved=bool(sparat))


@router.post("/kommun/{ref}")
def name_stand_in(request: Request, db: Db, actor: CurrentActor, staffing: NamedStaffing, form: StandIn) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.name_stand_in(db, actor, staffing, form.values.stand_in)
            return see_other(request, "municipal_staffing", {"sparat": "ja"}, ref=staffing.organisation.slug)
    return _shown(request, db, actor, staffing, form)


def _shown(
    request: Request, db: Session, actor: Actor, staffing: Staffing, form: Form[StandInForm], *, saved: bool = False
) -> Response:
    may_name = rules.may_name(actor, staffing.organisation) and bool(staffing.interims)
    found = queries.candidates(db, staffing.organisation.id) if may_name else []
    return page(
        request,
        "staffing/municipality.html",
        status_code=422 if form.reasons else 200,
        staffing=staffing,
        organisation=staffing.organisation,
        duties={one.id: duty(one.duty).label for one in staffing.interims},
        sees_all=rules.may_see_all(actor),
        administers=actor.has(Role.organisation_admin) and actor.organisation_id == staffing.organisation.id,
        may_name=may_name,
        form=form,
        model=StandInForm,
        choices={"stand_ins": [(str(one.id), f"{one.person.name}, {one.organisation.short_name}") for one in found]},
        saved=saved,
        today=today(),
    )
