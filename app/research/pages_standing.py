"""What can be studied, and what researchers want to study (ux.md E1–E3)."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session

from app.actor import Actor, Role
from app.pilots import queries as pilots
from app.pilots.lifecycle import LIFECYCLE as PILOTS
from app.research import actions, queries, rules
from app.research.forms import StandingForm
from app.research.guards import OwnInterest
from app.research.models import ResearchInterest
from app.web.forms import Form, filled, refilled
from app.web.guards import CurrentActor, Db, everyone, only
from app.web.once import made, made_before
from app.web.templating import page, see_other

router = APIRouter(include_in_schema=False)

Standing = Annotated[Form[StandingForm], filled(StandingForm)]


def _shown(request: Request, template: str, form: Form[Any], **values: Any) -> Response:
    status = 422 if form.reasons else 200
    return page(request, f"research/{template}.html", status_code=status, form=form, model=form.model, **values)


@router.get("/for-forskare", name="for_researchers", dependencies=[Depends(everyone)])
def for_researchers(request: Request, db: Db, actor: CurrentActor) -> Response:
    """What can be studied, on which terms; to a researcher also why a pilot fits (E1, E3)."""
    own = queries.standing_of(db, actor)
    wanted = {category for interest in own for category in interest.categories}
    found = pilots.seeking_research(db, actor)
    return page(
        request,
        "research/for_researchers.html",
        pilots=sorted(found, key=lambda pilot: not wanted & set(pilot.challenge.categories)),
        wanted=wanted,
        looks=PILOTS.looks,
        is_researcher=rules.may_research(actor),
        has_interests=bool(own),
        interests=queries.all_standing(db) if actor.has(*PLANNERS) else [],
    )


PLANNERS = (Role.testbed_leader, Role.testbed_deputy, Role.region_lead, Role.region_officer)


@router.get("/forskning/profil", name="research_profile", dependencies=[only(rules.may_research)])
def show_profile(request: Request, db: Db, actor: CurrentActor) -> Response:
    return _profile(request, db, actor, Form(StandingForm))


def _profile(
    request: Request, db: Session, actor: Actor, form: Form[StandingForm], interest: ResearchInterest | None = None
) -> Response:
    return _shown(request, "profile", form, interests=queries.standing_of(db, actor), interest=interest)


@router.post("/forskning/profil", dependencies=[only(rules.may_research)])
def describe_interest(request: Request, db: Db, actor: CurrentActor, form: Standing) -> Response:
    if form.ok:
        if before := made_before(db, form):
            return before
        with form.takes_refusals(db):
            actions.describe(db, actor, form.values)
            return made(request, db, form, "research_profile")
    return _profile(request, db, actor, form)


@router.get("/forskning/profil/{interest_id:uuid}", name="edit_standing_interest")
def show_standing(request: Request, db: Db, actor: CurrentActor, interest: OwnInterest) -> Response:
    return _profile(request, db, actor, refilled(interest, StandingForm), interest)


@router.post("/forskning/profil/{interest_id:uuid}")
def save_standing(request: Request, db: Db, actor: CurrentActor, interest: OwnInterest, form: Standing) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.describe(db, actor, form.values, interest, form.version)
            return see_other(request, "research_profile")
    return _profile(request, db, actor, form, interest)


@router.post("/forskning/profil/{interest_id:uuid}/ta-bort", name="remove_standing_interest")
def remove_standing(request: Request, db: Db, actor: CurrentActor, interest: OwnInterest) -> Response:
    actions.remove(db, actor, interest)
    return see_other(request, "research_profile")
