"""Grants as the region reads and writes them (ux.md F10, F12)."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from app.activity import queries as activity
from app.activity.happenings import Audience
from app.activity.queries import Line
from app.activity.readers import readers
from app.actor import Actor
from app.claims import queries as claims
from app.costs import queries as costs
from app.database import today
from app.grants import actions, queries, rules
from app.grants.choices import ConditionStatus
from app.grants.forms import ConditionForm, GrantForm, PlanForm
from app.grants.guards import VisibleGrant, WritableCondition, WritableDecision, WritableGrant
from app.grants.lifecycle import LIFECYCLE
from app.grants.models import Condition, Grant, GrantDecision
from app.language import N_
from app.people import queries as people
from app.web.forms import Form, filled, refilled
from app.web.guards import CurrentActor, Db, only
from app.web.once import made, made_before
from app.web.templating import page, see_other

router = APIRouter(prefix="/finansiering", include_in_schema=False)

Told = Annotated[Form[GrantForm], filled(GrantForm)]


def shown(request: Request, template: str, form: Form[Any], **values: Any) -> Response:
    """A page with a form; what is wrong with rows that are only being added or taken away is not said yet."""
    if form.changes_rows:
        form.reasons = []
    status = 422 if form.reasons else 200
    return page(request, f"grants/{template}.html", status_code=status, form=form, model=form.model, **values)


def officers(db: Session, actor: Actor) -> dict[str, Sequence[tuple[str, str]]]:
    """Those at the owner who can have a matter, for a choice."""
    holders = people.holders(db, actor.organisation_id, *rules.STAFF)
    return {"officers": [(str(one.id), one.person.name) for one in holders]}


@router.get("", name="grants", dependencies=[only(rules.may_follow_grants)])
def list_grants(request: Request, db: Db, actor: CurrentActor) -> Response:
    return page(request, "grants/list.html", grants=queries.grants(db, actor), looks=LIFECYCLE.looks)


@router.get("/ny", name="new_grant", dependencies=[only(rules.may_follow_grants)])
def show_new(request: Request, db: Db, actor: CurrentActor) -> Response:
    form = Form(GrantForm, {"officer_id": str(actor.membership_id)})
    return shown(request, "write", form, grant=None, choices=officers(db, actor))


@router.post("/ny", dependencies=[only(rules.may_follow_grants)])
def register_grant(request: Request, db: Db, actor: CurrentActor, form: Told) -> Response:
    if form.ok:
        if before := made_before(db, form):
            return before
        with form.takes_refusals(db):
            grant = actions.register(db, actor, form.values)
            return made(request, db, form, "new_grant_decision", ref=grant.reference)
    return shown(request, "write", form, grant=None, choices=officers(db, actor))


@router.get("/{ref:registry}", name="grant")
def show_grant(request: Request, db: Db, actor: CurrentActor, grant: VisibleGrant) -> Response:
    return page(
        request,
        "grants/show.html",
        grant=grant,
        looks=LIFECYCLE.looks,
        phases=phases(grant),
        standings=[(one, claims.standing(db, grant, costs.terms_of(one))) for one in phases(grant)],
        drafts=[one for one in grant.decisions if one.is_draft],
        may_put_in_force=rules.may_put_in_force(actor, grant),
        open_conditions=[one for one in in_force(grant) if one.status != ConditionStatus.met],
        today=today(),
        meters={one.number: _meter(db, grant, one) for one in phases(grant)},
        lines=[line for line in activity.history(db, actor, grant, set(Audience)) if not _is_of_costs(line)],
    )


def _is_of_costs(line: Line) -> bool:
    """What happens to a single cost is read with the cost; here it would hide what was decided."""
    return line.event.happening.value.startswith(("cost.", "hours."))


def _meter(db: Session, grant: Grant, decision: GrantDecision) -> list[tuple[str, Decimal]]:
    """How a phase's cap is divided: paid, claimed and not paid, earned and not claimed, left. Together the cap."""
    standing = claims.standing(db, grant, costs.terms_of(decision))
    paid = claims.paid(db, decision.phase_id)
    claimed = max(Decimal(0), standing.claimed - paid)
    left = max(Decimal(0), standing.terms.cap - paid - claimed - standing.claimable)
    return [
        (N_("Paid out"), paid),
        (N_("Claimed, not paid yet"), claimed),
        (N_("Earned, not claimed yet"), standing.claimable),
        (N_("Left under the cap"), left),
    ]


def phases(grant: Grant) -> list[GrantDecision]:
    """What holds now in each phase."""
    return [one for one in grant.decisions if one.is_in_force]


def in_force(grant: Grant) -> list[Condition]:
    return [condition for decision in phases(grant) for condition in decision.conditions]


@router.get("/{ref:registry}/vem-kan-se", name="grant_readers")
def show_readers(request: Request, db: Db, grant: VisibleGrant) -> Response:
    return page(request, "grants/readers.html", grant=grant, readers=readers(db, rules.may_view, grant))


@router.get("/{ref:registry}/redigera", name="edit_grant")
def show_edit(request: Request, db: Db, actor: CurrentActor, grant: WritableGrant) -> Response:
    return shown(request, "write", refilled(grant, GrantForm), grant=grant, choices=officers(db, actor))


@router.post("/{ref:registry}/redigera")
def save_grant(request: Request, db: Db, actor: CurrentActor, grant: WritableGrant, form: Told) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.edit(db, actor, grant, form.values, form.version)
            return see_other(request, "grant", ref=grant.reference)
        grant = queries.grant(db, actor, request.path_params["ref"])
    return shown(request, "write", form, grant=grant, choices=officers(db, actor))


# Conditions


@router.get("/{ref:registry}/villkor", name="grant_conditions")
def show_conditions(request: Request, grant: VisibleGrant) -> Response:
    return page(request, "grants/conditions.html", grant=grant, phases=phases(grant), today=today())


@router.get("/{ref:registry}/villkor/{number:int}/{condition:int}", name="grant_condition")
def show_condition(
    request: Request, db: Db, actor: CurrentActor, grant: WritableGrant, found: WritableCondition
) -> Response:
    return _condition(request, db, actor, grant, found, refilled(found, ConditionForm))


def _condition(
    request: Request, db: Session, actor: Actor, grant: Grant, found: Condition, form: Form[ConditionForm]
) -> Response:
    return shown(request, "condition", form, grant=grant, condition=found, choices=officers(db, actor))


@router.post("/{ref:registry}/villkor/{number:int}/{condition:int}")
def save_condition(
    request: Request,
    db: Db,
    actor: CurrentActor,
    grant: WritableGrant,
    found: WritableCondition,
    form: Annotated[Form[ConditionForm], filled(ConditionForm)],
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.update_condition(db, actor, found, form.values, form.version)
            return see_other(request, "grant_conditions", ref=grant.reference)
    return _condition(request, db, actor, grant, found, form)


# Budget and financing


@router.get("/{ref:registry}/beslut/{number:int}/plan", name="grant_plan")
def show_plan(request: Request, db: Db, grant: WritableGrant, decision: WritableDecision) -> Response:
    return _plan(request, db, grant, decision, refilled(decision, PlanForm))


def _plan(request: Request, db: Session, grant: Grant, decision: GrantDecision, form: Form[PlanForm]) -> Response:
    choices = {"organisations": [(str(one.id), one.name) for one in queries.bearers(db)]}
    return shown(request, "plan", form, grant=grant, decision=decision, choices=choices)


@router.post("/{ref:registry}/beslut/{number:int}/plan")
def save_plan(
    request: Request,
    db: Db,
    actor: CurrentActor,
    grant: WritableGrant,
    decision: WritableDecision,
    form: Annotated[Form[PlanForm], filled(PlanForm)],
) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.plan(db, actor, decision, form.values, form.version)
            return see_other(request, "grant", ref=grant.reference)
    return _plan(request, db, grant, decision, form)
