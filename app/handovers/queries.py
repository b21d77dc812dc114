"""Handovers, and what one may hand over to whom."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.actor import Actor, Role
from app.handovers import rules
from app.handovers.models import Handover, HandoverItem, HandoverState
from app.people import queries as people
from app.people.duties import Held, duty
from app.people.models import Interim, Membership
from app.refusals import NotFound

OPEN = (HandoverState.draft, HandoverState.sent)


def _whole() -> Select[Handover]:
    leaver = joinedload(Handover.leaver)
    starter = joinedload(Handover.started_by)
    receiver = selectinload(Handover.items).joinedload(HandoverItem.receiver)
    return select(Handover).options(
        joinedload(Handover.organisation),
        leaver.joinedload(Membership.person),
        leaver.joinedload(Membership.organisation),
        leaver.joinedload(Membership.role_rows),
        starter.joinedload(Membership.person),
        starter.joinedload(Membership.organisation),
        starter.joinedload(Membership.role_rows),
        receiver.joinedload(Membership.person),
        receiver.joinedload(Membership.organisation),
        receiver.selectinload(Membership.role_rows),
    )


def handover(db: Session, actor: Actor, reference: str) -> Handover:
    """The handover with that reference.

    Raises:
        NotFound: there is none that the actor may see.
    """
    query = _whole().where(rules.may_view.rows(actor), Handover.reference == reference.upper())
    found = db.scalars(query).unique().one_or_none()
    if found is None:
        raise NotFound
    return found


def handovers(db: Session, actor: Actor) -> Sequence[Handover]:
    """All that the actor may see, the latest first."""
    query = _whole().where(rules.may_view.rows(actor)).order_by(Handover.created_at.desc(), Handover.id)
    return db.scalars(query).unique().all()


def held_still(db: Session, handover: Handover) -> Handover:
    """The handover read anew, held until the end of the transaction."""
    query = _whole().where(Handover.id == handover.id).with_for_update(of=Handover)
    return db.scalars(query.execution_options(populate_existing=True)).unique().one()


def by_id(db: Session, handover_id: UUID) -> Handover | None:
    """For notices and the clock, which act for nobody."""
    return db.scalars(_whole().where(Handover.id == handover_id)).unique().one_or_none()


def open_of(db: Session, leaver_id: UUID) -> Handover | None:
    """What somebody is handing over now."""
    query = _whole().where(Handover.leaver_id == leaver_id, Handover.state.in_(OPEN))
    return db.scalars(query).unique().one_or_none()


def sent(db: Session) -> Sequence[Handover]:
    """Those that wait for answers; for the clock."""
    return db.scalars(_whole().where(Handover.state == HandoverState.sent).order_by(Handover.created_at)).unique().all()


def drafts(db: Session) -> Sequence[Handover]:
    """Those that have not been sent; for the clock."""
    return db.scalars(_whole().where(Handover.state == HandoverState.draft)).unique().all()


def inventory(db: Session, leaver: Membership) -> list[Held]:
    """Everything somebody has, and everything they answer for meanwhile; each thing once."""
    found = {(held.duty.key, held.subject_id): held for held in people.held_by(db, leaver.id)}
    for interim in people.interims_of(db, leaver.id):
        held = people.subject_of(db, interim)
        if held is not None:
            found.setdefault((held.duty.key, held.subject_id), held)
    return list(found.values())


def thing(db: Session, item: HandoverItem) -> Held | None:
    """What an item is about, as long as there is something to do for its owner."""
    return people.the_held(db, duty(item.duty), item.subject_id)


def candidates_for(db: Session, handover: Handover) -> dict[str, list[Membership]]:
    """Who could take over, by duty. Many things want the same roles: each set of them is asked about once."""
    wanted = {item.duty: duty(item.duty).may_hold for item in handover.items}
    found = {roles: candidates(db, handover.leaver, roles, handover.last_day) for roles in set(wanted.values())}
    return {key: found[roles] for key, roles in wanted.items()}


def candidates(db: Session, leaver: Membership, roles: tuple[Role, ...], last_day: date) -> list[Membership]:
    """Colleagues who could have such a thing: the named deputy first. Those who leave as well are not offered."""
    found = [one for one in people.holders(db, leaver.organisation_id, *roles) if one.id != leaver.id]
    stays = [one for one in found if not leaves_too(one, last_day)]
    return sorted(stays, key=lambda one: (one.id != leaver.deputy_id, one.person.name))


def leaves_too(member: Membership, last_day: date) -> bool:
    return member.valid_to is not None and member.valid_to <= last_day


def colleagues(db: Session, actor: Actor) -> list[Membership]:
    """Those whose things the actor could start to hand over."""
    return [one for one in people.people_of(db, actor.organisation_id) if one.is_active and rules.may_start(actor, one)]


def interim(db: Session, actor: Actor, interim_id: UUID) -> Interim:
    """What the actor answers for meanwhile; or what their organisation or the region is to find an owner for.

    Raises:
        NotFound: there is none for the actor.
    """
    found = people.interim(db, interim_id)
    if found is None:
        raise NotFound
    theirs = found.membership_id == actor.membership_id
    inside = found.organisation_id == actor.organisation_id and actor.has(Role.organisation_admin)
    if not (theirs or inside or actor.has(Role.region_lead)):
        raise NotFound
    return found
