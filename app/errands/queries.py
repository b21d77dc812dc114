"""Errands as those who asked and were asked see them, and whom one can ask."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from app.activity.happenings import Happened
from app.activity.models import Event
from app.actor import Actor
from app.conversations import queries as conversations
from app.conversations.matters import BY_SERIES
from app.conversations.queries import Talk
from app.errands import rules
from app.errands.models import OPEN_STATES, Errand
from app.organisations.models import Organisation, OrganisationKind
from app.people import queries as people
from app.people.models import Membership, MembershipStatus, Person
from app.refusals import NotFound
from app.sign_in import queries_domains as domains


def _whole() -> Select[Errand]:
    return select(Errand).options(
        joinedload(Errand.organisation),
        joinedload(Errand.asker).joinedload(Membership.person),
        joinedload(Errand.doer).joinedload(Membership.person),
        joinedload(Errand.doer).joinedload(Membership.organisation),
    )


def errand(db: Session, actor: Actor, reference: str) -> Errand:
    """The errand with that reference.

    Raises:
        NotFound: there is none that the actor may see.
    """
    found = db.scalar(_whole().where(Errand.reference == reference, rules.may_view.rows(actor)))
    if found is None:
        raise NotFound
    return found


def hold(db: Session, errand: Errand) -> None:
    """Let no one else change it until the transaction ends, and know what has been saved until now."""
    db.flush()
    db.refresh(errand, [column.key for column in Errand.__mapper__.column_attrs], with_for_update=True)


def thing(db: Session, actor: Actor, reference: str) -> Talk:
    """The thing an errand can be about: one that the actor takes part in.

    Raises:
        NotFound: there is none.
    """
    return conversations.talk(db, actor, reference)


def sees(db: Session, member: Membership, reference: str) -> bool:
    """Whether somebody takes part in the thing already, whatever they have been let in to."""
    try:
        conversations.talk(db, replace(member.actor, guest_of=frozenset()), reference)
    except NotFound:
        return False
    return True


def colleagues(db: Session, actor: Actor) -> list[Membership]:
    """Everyone who is active in the actor's own organisation, themselves first, then by name."""
    found = [member for member in people.people_of(db, actor.organisation_id) if member.is_active]
    return sorted(found, key=lambda member: member.id != actor.membership_id)


def somebody_at(db: Session, email: str) -> Membership | None:
    """Somebody active with that address, in an organisation whose people can be let in: never a company's."""
    query = (
        select(Membership.id)
        .join(Person, Person.id == Membership.person_id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(
            people.counts(),
            func.lower(Person.email) == email.lower(),
            Organisation.kind.not_in((OrganisationKind.company, OrganisationKind.guests)),
        )
        .order_by(Membership.created_at, Membership.id)
    )
    found = db.scalar(query.limit(1))
    return people.membership(db, found) if found else None


def is_known(db: Session, email: str) -> bool:
    """Whether somebody of an organisation that takes part has that address, and has not left it: suspended ones too."""
    query = (
        select(Membership.id)
        .join(Person, Person.id == Membership.person_id)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(
            Membership.status != MembershipStatus.removed,
            func.lower(Person.email) == email.lower(),
            Organisation.kind != OrganisationKind.guests,
        )
    )
    return db.scalar(select(query.exists())) is True


def home_of(db: Session, email: str) -> Organisation | None:
    """The organisation whose proven domain an address lies in."""
    return domains.whose(db, email.rpartition("@")[2].lower())


def about(db: Session, actor: Actor, row: Any) -> Sequence[Errand]:
    """The open errands about a thing that somebody of the actor's organisation gave or was given.

    Ask only for a thing the actor takes part in. People are named to their own organisation and to those they work for.
    """
    column = getattr(Errand, BY_SERIES[row.reference[0]].column)
    own = Errand.doer_id == actor.membership_id
    theirs = own if actor.is_guest else Errand.doer.has(Membership.organisation_id == actor.organisation_id)
    query = _whole().where(
        column == row.id,
        Errand.state.in_(OPEN_STATES),
        Errand.asker_id != Errand.doer_id,
        theirs | (Errand.organisation_id == actor.organisation_id),
    )
    return db.scalars(query.order_by(Errand.created_at, Errand.id)).all()


def lets_in_elsewhere(db: Session, errand: Errand, membership_id: UUID) -> bool:
    """Whether another open errand lets the same person in to the same thing."""
    query = select(Errand.id).where(
        Errand.about == errand.about,
        Errand.doer_id == membership_id,
        Errand.id != errand.id,
        Errand.lets_in,
        Errand.state.in_(OPEN_STATES),
    )
    return db.scalar(select(query.exists())) is True


def can_be_passed_on(db: Session, actor: Actor, errand_ids: Collection[UUID]) -> set[UUID]:
    """Those of what waits for the actor that a colleague could do instead: somebody else asked it, of one who takes
    part in the thing anyway. Whoever was let in by name answers themselves."""
    query = select(Errand.id).where(
        Errand.id.in_(errand_ids),
        rules.may_answer.rows(actor),
        Errand.asker_id != Errand.doer_id,
        ~Errand.lets_in,
        Errand.state.in_(OPEN_STATES),
    )
    return set(db.scalars(query))


def who_could_do(db: Session, actor: Actor, errand_id: UUID) -> list[Membership]:
    """The actor's colleagues who take part in what it is about, but whoever asked."""
    if errand_id not in can_be_passed_on(db, actor, [errand_id]):
        return []
    errand = db.get_one(Errand, errand_id)
    others = [one for one in colleagues(db, actor) if one.id not in (actor.membership_id, errand.asker_id)]
    return [one for one in others if one.roles and (not errand.about or sees(db, one, errand.about))]


def open_for(db: Session, membership_id: UUID) -> Sequence[Errand]:
    """What somebody has been asked and has not settled."""
    query = _whole().where(Errand.doer_id == membership_id, Errand.state.in_(OPEN_STATES))
    return db.scalars(query.order_by(Errand.created_at, Errand.id)).all()


def guests_of(db: Session, actor: Actor) -> Sequence[Errand]:
    """The guests whose stay the actor may end, with what each was asked; the one who leaves last comes last."""
    query = _whole().where(rules.may_end_guest.rows(actor), Errand.is_for_a_guest, Errand.state.in_(OPEN_STATES))
    return db.scalars(query.order_by(Errand.guest_until, Errand.created_at, Errand.id)).all()


def guest(db: Session, actor: Actor, reference: str) -> Errand:
    """What a guest was asked whose stay the actor may end.

    Raises:
        NotFound: there is none.
    """
    found = db.scalar(
        _whole().where(Errand.reference == reference, rules.may_end_guest.rows(actor), Errand.is_for_a_guest)
    )
    if found is None:
        raise NotFound
    return found


def guests_at(db: Session, email: str) -> Sequence[Errand]:
    """What guests with that address have been asked and have not settled."""
    at = Errand.doer.has(Membership.person.has(func.lower(Person.email) == email.lower()))
    return db.scalars(_whole().where(Errand.is_for_a_guest, Errand.state.in_(OPEN_STATES), at)).all()


def over(db: Session, day: date, invited_before: datetime) -> Sequence[Errand]:
    """What guests were asked whose last day lies before that day, or who never came and were invited before then."""
    never_came = Errand.doer.has(Membership.status == MembershipStatus.invited) & (Errand.invited_at < invited_before)
    query = _whole().where(
        Errand.is_for_a_guest, Errand.state.in_(OPEN_STATES), (Errand.guest_until < day) | never_came
    )
    return db.scalars(query.order_by(Errand.guest_until, Errand.id)).all()


def never_came(db: Session, before: datetime) -> Sequence[UUID]:
    """Guests who were invited and whose last invitation ended before then, without their having come; whose address is
    still known."""
    lately = select(Errand.id).where(Errand.doer_id == Membership.id, Errand.state_since >= before).exists()
    came = select(Event.id).where(Event.subject_id == Membership.id, Event.happening == Happened.member_joined).exists()
    query = (
        select(Membership.id)
        .join(Membership.person)
        .join(Membership.organisation)
        .where(
            Organisation.kind == OrganisationKind.guests,
            Membership.status == MembershipStatus.removed,
            Person.email != "",
            ~lately,
            ~came,
        )
    )
    return db.scalars(query.order_by(Membership.id)).all()


def late(db: Session, day: date) -> Sequence[Errand]:
    """Open errands that were to be done before that day, of which whoever asked has not been told."""
    query = _whole().where(
        Errand.state.in_(OPEN_STATES),
        Errand.due_on < day,
        Errand.late_told_at.is_(None),
        Errand.asker_id != Errand.doer_id,
    )
    return db.scalars(query.order_by(Errand.due_on, Errand.id)).all()


def by_id(db: Session, errand_id: UUID) -> Errand | None:
    """For notices, which act for nobody."""
    return db.scalar(_whole().where(Errand.id == errand_id))
