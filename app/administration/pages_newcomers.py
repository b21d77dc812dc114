"""Newcomers: answering them, and saying who comes in without an invitation (ux.md G2, 2.16; sso.md rule 6)."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session

from app.actor import Role
from app.administration import actions_newcomers as actions
from app.administration import queries
from app.administration.forms_newcomers import AnswerForm, DeclineForm, NewcomersForm
from app.administration.guards import ApprovableMember, Newcomer
from app.people import rules
from app.people.models import Membership
from app.sign_in import queries as doors
from app.sign_in import queries_newcomers as newcomers
from app.sign_in.newcomers import default_role, roles_on_trust
from app.web.forms import Form, filled, refilled
from app.web.guards import CurrentActor, Db, only, recently_proven
from app.web.templating import page, see_other

router = APIRouter(prefix="/administration", include_in_schema=False)

Answer = Annotated[Form[AnswerForm], filled(AnswerForm)]
Why = Annotated[Form[DeclineForm], filled(DeclineForm)]
Policy = Annotated[Form[NewcomersForm], filled(NewcomersForm)]


# One of them


@router.get("/personer/{ref:uuid}/svara", name="newcomer")
def show_newcomer(request: Request, db: Db, member: Newcomer) -> Response:
    wanted: set[Role] = set(member.roles)
    if not wanted and (usual := default_role(doors.policy_of(db, member.organisation_id), member.organisation)):
        wanted = {usual}
    return _newcomer(request, db, member, Form(AnswerForm, {"roles": [role.value for role in sorted(wanted)]}))


@router.post("/personer/{ref:uuid}/svara")
def let_in(request: Request, db: Db, actor: CurrentActor, member: Newcomer, form: Answer) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.let_in(db, actor, member, form.values.roles)
            return see_other(request, "approvals", {"sparat": "ja"})
    return _newcomer(request, db, member, form)


def _newcomer(request: Request, db: Session, member: Membership, form: Form[AnswerForm]) -> Response:
    identity = newcomers.vouched_by(db, member)
    asked = newcomers.request_of(db, member.id)
    choices: dict[str, Sequence[Any]] = {
        "roles": [role for role in Role if role in member.roles or rules.may_be_given(member.organisation, role)]
    }
    return page(
        request,
        "administration/newcomer.html",
        status_code=422 if form.reasons else 200,
        member=member,
        identity=identity,
        asked=asked,
        is_of_domain=queries.has_proven_address(db, member),
        before=queries.left_with_address(db, member),
        form=form,
        model=AnswerForm,
        choices=choices,
    )


@router.get("/personer/{ref:uuid}/avboj", name="decline_member")
def ask_to_decline(request: Request, member: ApprovableMember) -> Response:
    return _decline(request, member, Form(DeclineForm))


@router.post("/personer/{ref:uuid}/avboj")
def decline_member(request: Request, db: Db, actor: CurrentActor, member: ApprovableMember, form: Why) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.decline(db, actor, member, form.values.why)
            return see_other(request, "approvals", {"sparat": "ja"})
    return _decline(request, member, form)


def _decline(request: Request, member: Membership, form: Form[DeclineForm]) -> Response:
    status = 422 if form.reasons else 200
    return page(request, "administration/decline.html", status_code=status, member=member, form=form, model=DeclineForm)


# All of them


@router.get("/inloggning/nykomlingar", name="newcomers", dependencies=[only(rules.may_administer)])
def show_policy(request: Request, db: Db, actor: CurrentActor, sparat: str = "") -> Response:
    form = refilled(doors.policy_of(db, actor.organisation_id), NewcomersForm)
    return _policy(request, db, actor, form, saved=bool(sparat))


@router.post("/inloggning/nykomlingar", dependencies=[only(rules.may_administer), Depends(recently_proven)])
def save_policy(request: Request, db: Db, actor: CurrentActor, form: Policy) -> Response:
    if form.ok:
        with form.takes_refusals(db):
            actions.set_policy(db, actor, form.values, form.version)
            return see_other(request, "newcomers", {"sparat": "ja"})
    return _policy(request, db, actor, form)


def _policy(
    request: Request, db: Session, actor: CurrentActor, form: Form[NewcomersForm], *, saved: bool = False
) -> Response:
    house = queries.own_organisation(db, actor)
    return page(
        request,
        "administration/newcomers.html",
        status_code=422 if form.reasons else 200,
        form=form,
        model=NewcomersForm,
        choices={"roles": roles_on_trust(house)},
        domains=queries.domains_of(db, house.id),
        federations=queries.federations_of(db, house.id),
        directory_decides=queries.directory_decides(db, house.id),
        waiting=newcomers.waiting(db, house.id),
        saved=saved,
    )
