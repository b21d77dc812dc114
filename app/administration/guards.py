"""The colleague named in the address: 404 unless the actor may know of them, 403 unless the rule allows."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from app.people import queries, rules
from app.people.models import Membership
from app.refusals import NotFound
from app.rule import Rule
from app.web.guards import CurrentActor, Db


def visible(ref: UUID, db: Db, actor: CurrentActor) -> Membership:
    found = queries.any_membership(db, ref)
    if found is None or not rules.may_view(actor, found):
        raise NotFound
    return found


VisibleMember = Annotated[Membership, Depends(visible)]


def _allowed(rule: Rule[Membership]) -> object:
    async def guard(member: VisibleMember, actor: CurrentActor) -> Membership:
        rule.require(actor, member)
        return member

    return Depends(guard)


ManagedMember = Annotated[Membership, _allowed(rules.may_manage)]
ApprovableMember = Annotated[Membership, _allowed(rules.may_approve)]


async def newcomer(member: ApprovableMember) -> Membership:
    """Somebody the organisation's own service vouches for, who waits for an answer.

    Raises:
        NotFound: they were proposed by a person, or have been answered.
    """
    if not member.is_asked_for_by_its_service:
        raise NotFound
    return member


Newcomer = Annotated[Membership, Depends(newcomer)]
