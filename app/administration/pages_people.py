"""The people of an organisation: who they are, what they are trusted with, and when that ends (ux.md G2, G4)."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session

from app.actor import Actor, Role
from app.administration import actions as invitations
from app.administration import queries
from app.administration.forms import MemberForm, WhyForm
from app.administration.guards import ApprovableMember, ManagedMember, VisibleMember
from app.errands import actions as errand_actions
from app.errands import queries as errands
from app.people import actions, rules
from app.people import queries as people
from app.people.models import Membership, MembershipStatus
from app.web.forms import Form, Pressed, filled
from app.web.guards import CurrentActor, Db, only
from app.web.templating import page, see_other

router = APIRouter(prefix="/administration/personer", include_in_schema=False)

Member = Annotated[Form[MemberForm], filled(MemberForm)]
Why = Annotated[Form[WhyForm], filled(WhyForm)]
GONE = (MembershipStatus.removed,)


@router.get("", name="people_of", dependencies=[only(rules.may_administer)])
def list_people(request: Request, db: Db, actor: CurrentActor, sparat: str = "") -> Response:
    return _people(request, db, actor, Form(), saved=bool(sparat))


def _people(request: Request, db: Session, actor: Actor, form: Form[Any], *, saved: bool = False) -> Response:
    everyone = people.people_of(db, actor.organisation_id)
    return page(
        request,
        "administration/people.html",
        status_code=422 if form.reasons else 200,
        form=form,
        saved=saved,
        guests=errands.guests_of(db, actor),
        here=[row for row in everyone if row.status not in GONE],
        gone=[row for row in everyone if queries.has_left(row)],
        named={row.id: row.person.name for row in everyone},
        leaves_soon=queries.leaves_soon,
    )


@router.post("/gaster/{ref:reference}/avsluta", name="end_guest", dependencies=[only(rules.may_administer)])
def end_guest(request: Request, db: Db, actor: CurrentActor, ref: str, form: Pressed) -> Response:
    """A guest whom somebody of the organisation let in to one thing gets in no more."""
    errand = errands.guest(db, actor, ref)
    with form.takes_refusals(db):
        errand_actions.end_guest(db, actor, errand)
        return see_other(request, "people_of", {"sparat": "ja"})
    return _people(request, db, actor, form)


@router.get("/att-godkanna", name="approvals", dependencies=[only(rules.may_approve_some)])
def list_proposals(request: Request, db: Db, actor: CurrentActor, sparat: str = "") -> Response:
    found = people.proposals(db, actor)
    return page(request, "administration/approvals.html", proposals=found, saved=bool(sparat))


@router.get("/{ref:uuid}", name="member")
def show_member(request: Request, db: Db, actor: CurrentActor, member: VisibleMember, sparat: str = "") -> Response:
    deputy = people.any_membership(db, member.deputy_id) if member.deputy_id else None
    return page(
        request,
        "administration/member.html",
        member=member,
        deputy=deputy,
        has=len(people.held_by(db, member.id)) + len(people.interims_of(db, member.id)),
        is_admin=rules.may_manage(actor, member),
        is_self=member.id == actor.membership_id,
        may_approve=rules.may_approve(actor, member),
        saved=bool(sparat),
    )


@router.get("/{ref:uuid}/andra", name="edit_member")
def edit_member(request: Request, db: Db, member: ManagedMember) -> Response:
    typed = {
        "roles": [role.value for role in sorted(member.roles)],
        "unit": member.unit,
        "fte_percent": "" if member.fte_percent is None else str(member.fte_percent),
        "deputy_id": str(member.deputy_id or ""),
        "valid_to": member.valid_to.isoformat() if member.valid_to else "",
    }
    return _edit(request, db, member, Form(MemberForm, typed))


@router.post("/{ref:uuid}/andra")
def save_member(request: Request, db: Db, actor: CurrentActor, member: ManagedMember, form: Member) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            values = form.values
            for role in set(values.roles) - member.roles:
                actions.give_role(db, actor, member, role)
            for role in member.roles - set(values.roles):
                actions.take_role(db, actor, member, role)
            actions.change(db, actor, member, **values.model_dump(exclude={"roles"}))
            return see_other(request, "member", {"sparat": "ja"}, ref=member.id)
    return _edit(request, db, member, form)


def _edit(request: Request, db: Session, member: Membership, form: Form[MemberForm]) -> Response:
    colleagues = [row for row in people.people_of(db, member.organisation_id) if row.is_active and row.id != member.id]
    choices: dict[str, Sequence[Any]] = {
        "roles": [role for role in Role if role in member.roles or rules.may_be_given(member.organisation, role)],
        "colleagues": [(str(row.id), row.person.name) for row in colleagues],
    }
    return page(
        request,
        "administration/edit_member.html",
        status_code=422 if form.reasons else 200,
        form=form,
        model=MemberForm,
        member=member,
        choices=choices,
    )


@router.get("/{ref:uuid}/stang-av", name="suspend_member")
def ask_to_suspend(request: Request, member: ManagedMember) -> Response:
    return _confirm(request, "suspend", member, Form(WhyForm))


@router.post("/{ref:uuid}/stang-av")
def suspend_member(request: Request, db: Db, actor: CurrentActor, member: ManagedMember, form: Why) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.suspend(db, actor, member, why=form.values.why)
            return see_other(request, "member", {"sparat": "ja"}, ref=member.id)
    return _confirm(request, "suspend", member, form)


@router.get("/{ref:uuid}/oppna-igen", name="reinstate_member")
def ask_to_reinstate(request: Request, member: ManagedMember) -> Response:
    return _confirm(request, "reinstate", member, Form())


@router.post("/{ref:uuid}/oppna-igen")
def reinstate_member(request: Request, db: Db, actor: CurrentActor, member: ManagedMember, form: Pressed) -> Response:
    with form.takes_refusals(db):
        actions.reinstate(db, actor, member)
        return see_other(request, "member", {"sparat": "ja"}, ref=member.id)
    return _confirm(request, "reinstate", member, form)


@router.get("/{ref:uuid}/ta-bort", name="remove_member")
def ask_to_remove(request: Request, member: ManagedMember) -> Response:
    return _confirm(request, "remove", member, Form(WhyForm))


@router.post("/{ref:uuid}/ta-bort")
def remove_member(request: Request, db: Db, actor: CurrentActor, member: ManagedMember, form: Why) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.remove(db, actor, member, why=form.values.why)
            return see_other(request, "member", {"sparat": "ja"}, ref=member.id)
    return _confirm(request, "remove", member, form)


@router.post("/{ref:uuid}/godkann", name="approve_member")
def approve_member(request: Request, db: Db, actor: CurrentActor, member: ApprovableMember) -> Response:
    invitations.approve(db, actor, member)
    return see_other(request, "approvals", {"sparat": "ja"})


def _confirm(request: Request, what: str, member: Membership, form: Form[Any]) -> Response:
    status = 422 if form.reasons else 200
    return page(request, f"administration/{what}.html", status_code=status, member=member, form=form, model=form.model)
