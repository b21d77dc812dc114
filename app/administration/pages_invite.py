"""Inviting several people at once, and what the invited meet (ux.md G3, F11, B15)."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy.orm import Session

from app.actor import Actor
from app.administration import actions, queries
from app.administration.forms import InviteForm, WelcomeForm
from app.administration.guards import ManagedMember
from app.administration.models import Invitation, Outcome
from app.passkeys import queries as passkeys
from app.people import queries as people
from app.people import rules
from app.people.models import Membership
from app.people.rules import ROLES_OF
from app.refusals import NotFound
from app.sign_in import queries as sign_in
from app.sign_in.arrivals import Errand
from app.sign_in.departures import depart
from app.sign_in.door import write
from app.sign_in.guards import anyone_at_the_door
from app.sign_in.models import Purpose
from app.web.forms import Form, filled, refilled
from app.web.guards import CurrentActor, Db, everyone, only, signed_in
from app.web.once import made, made_before
from app.web.templating import address, page, see_other

router = APIRouter(include_in_schema=False)

Invited = Annotated[Form[InviteForm], filled(InviteForm)]
Welcomed = Annotated[Form[WelcomeForm], filled(WelcomeForm)]


@router.get("/administration/personer/bjud-in", name="invite", dependencies=[only(rules.may_administer)])
def ask_whom(request: Request, db: Db, actor: CurrentActor) -> Response:
    return _invite(request, db, actor, Form(InviteForm))


@router.post("/administration/personer/bjud-in", dependencies=[only(rules.may_administer)])
def invite(request: Request, db: Db, actor: CurrentActor, form: Invited) -> Response:
    if form.ok:
        if before := made_before(db, form):
            return before
        with form.takes_refusals(db):
            batch = actions.invite(db, actor, form.values)
            return made(request, db, form, "invited", ref=batch.id)
    return _invite(request, db, actor, form)


def _invite(request: Request, db: Session, actor: Actor, form: Form[InviteForm]) -> Response:
    organisation = queries.own_organisation(db, actor)
    choices: dict[str, Sequence[Any]] = {"roles": list(ROLES_OF[organisation.kind])}
    return page(
        request,
        "administration/invite.html",
        status_code=422 if form.reasons else 200,
        form=form,
        model=InviteForm,
        choices=choices,
        domains=queries.domains_of(db, organisation.id),
    )


@router.get("/administration/personer/inbjudna/{ref:uuid}", name="invited", dependencies=[only(rules.may_administer)])
def show_receipt(request: Request, db: Db, actor: CurrentActor, ref: UUID) -> Response:
    return page(
        request,
        "administration/invited.html",
        batch=queries.batch(db, actor, ref),
        outcomes={one.value: one.label for one in Outcome},
        domains=queries.domains_of(db, actor.organisation_id),
    )


@router.post("/administration/personer/{ref:uuid}/bjud-in-igen", name="invite_again")
def invite_again(request: Request, db: Db, actor: CurrentActor, member: ManagedMember) -> Response:
    actions.invite_again(db, actor, member)
    return see_other(request, "member", {"sparat": "ja"}, ref=member.id)


def the_invitation(ref: str, db: Db) -> Invitation:
    return queries.invited_by_link(db, ref)


@router.get("/inbjudan/{ref}", name="invitation", dependencies=[Depends(everyone)])
def show_invitation(
    request: Request, db: Db, invitation: Annotated[Invitation, Depends(the_invitation)], ref: str
) -> Response:
    """Who asks, and as what. Only the button accepts: programs that look at links in letters accept nothing."""
    organisation = invitation.membership.organisation
    return page(
        request,
        "administration/invitation.html",
        invitation=invitation,
        key=ref,
        door=sign_in.door_of(db, organisation.slug),
        comes_alone=passkeys.may_come_in(db, organisation.id),
    )


@router.post("/inbjudan/{ref}", name="accept_invitation", dependencies=[Depends(anyone_at_the_door)])
async def accept_invitation(request: Request, ref: str) -> Response:
    """To the organisation's own sign-in; whoever it vouches for becomes the invited."""

    def known(db: Session) -> tuple[UUID, UUID]:
        membership = queries.invited_by_link(db, ref).membership
        door = sign_in.door_of(db, membership.organisation.slug)
        if door is None:
            raise NotFound
        return door.connection_id, membership.id

    connection_id, membership_id = await write(request, known)
    errand = Errand(
        purpose=Purpose.link,
        return_path=address(request, "welcome"),
        language=request.state.language,
        membership_id=membership_id,
    )
    return await depart(request, connection_id, errand)


@router.get("/valkommen", name="welcome", dependencies=[Depends(signed_in)])
def show_welcome(request: Request, db: Db, actor: CurrentActor) -> Response:
    member = _own(db, actor)
    return _welcome(request, member, refilled(member.person, WelcomeForm))


@router.post("/valkommen", dependencies=[Depends(signed_in)])
def begin(request: Request, db: Db, actor: CurrentActor, form: Welcomed) -> Response:
    member = _own(db, actor)
    if form.ok:
        with form.takes_refusals(db):
            actions.welcome(db, actor, member, form.values.name, form.values.locale.value)
            return see_other(request, "todo")
    return _welcome(request, member, form)


def _own(db: Session, actor: Actor) -> Membership:
    found = people.membership(db, actor.membership_id)
    if found is None:
        raise NotFound
    return found


def _welcome(request: Request, member: Membership, form: Form[WelcomeForm]) -> Response:
    return page(
        request,
        "administration/welcome.html",
        status_code=422 if form.reasons else 200,
        member=member,
        form=form,
        model=WelcomeForm,
    )
