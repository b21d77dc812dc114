"""Who is there to act, and to be told; what they are responsible for, and who answers for it meanwhile."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from app.actor import Actor, Role
from app.database import now, today
from app.organisations.models import Organisation, OrganisationKind, OrganisationStatus
from app.people.duties import Duty, Held, duties, duty
from app.people.models import Interim, Membership, MembershipRole, MembershipStatus, Person, Post
from app.people.rules import may_approve
from app.refusals import NotFound
from app.remembered import remembered

GUESTS = "gaster"


def counts(model: type[Membership] = Membership) -> ColumnElement[bool]:
    """A membership that counts today: the one definition of "active"."""
    return and_(
        model.status == MembershipStatus.active,
        or_(model.valid_from.is_(None), model.valid_from <= today()),
        or_(model.valid_to.is_(None), model.valid_to >= today()),
    )


def _active() -> Select[Membership]:
    """Memberships that count today, with all that an `Actor` is made of."""
    return (
        select(Membership)
        .where(counts())
        .options(joinedload(Membership.person), joinedload(Membership.organisation), selectinload(Membership.role_rows))
        .order_by(Membership.created_at, Membership.id)
    )


def membership(db: Session, membership_id: UUID) -> Membership | None:
    """An active membership, ready to be an actor."""
    return db.scalar(_active().where(Membership.id == membership_id))


def holders(db: Session, organisation_id: UUID, *roles: Role) -> Sequence[Membership]:
    """Those who hold any of the roles in an organisation today."""
    holds = Membership.role_rows.any(MembershipRole.role.in_(roles))
    return db.scalars(_active().where(Membership.organisation_id == organisation_id, holds)).all()


def roles_of_others(db: Session, actor: Actor) -> frozenset[Role]:
    """The roles that others in the actor's organisation hold today."""
    return frozenset(db.scalars(_roles_of_others(actor)))


@remembered
def _roles_of_others(actor: Actor) -> Select[Role]:
    query = select(MembershipRole.role).distinct().join(Membership, Membership.id == MembershipRole.membership_id)
    return query.where(
        counts(),
        Membership.organisation_id == actor.organisation_id,
        Membership.id != actor.membership_id,
    )


def holders_anywhere(db: Session, *roles: Role) -> Sequence[Membership]:
    return db.scalars(_active().where(Membership.role_rows.any(MembershipRole.role.in_(roles)))).all()


def region(db: Session) -> Organisation | None:
    """The region that runs the testbed."""
    query = select(Organisation).where(Organisation.kind == OrganisationKind.region)
    return db.scalar(query.order_by(Organisation.created_at).limit(1))


def municipalities(db: Session) -> Sequence[Organisation]:
    """Every municipality, in Swedish alphabetical order whatever collation the database has."""
    found = db.scalars(select(Organisation).where(Organisation.kind == OrganisationKind.municipality)).all()
    return sorted(found, key=lambda organisation: swedish_order(organisation.short_name))


def organisation_by_slug(db: Session, slug: str) -> Organisation | None:
    return db.scalar(select(Organisation).where(Organisation.slug == slug))


def guests(db: Session) -> Organisation:
    """The organisation of those who belong to none, made when the first guest is invited."""
    row = {"id": uuid4(), "created_at": now(), "slug": GUESTS, "name": "Gäst", "short_name": "Gäst"}
    kind = {"kind": OrganisationKind.guests, "status": OrganisationStatus.active, "version": 1}
    plain = {"county": "", "registrar_email": "", "data_protection_email": "", "is_founder": False, "is_demo": False}
    new = insert(Organisation).values(**row, **kind, **plain)
    db.execute(new.on_conflict_do_nothing(index_elements=[Organisation.slug]))
    return db.scalars(select(Organisation).where(Organisation.slug == GUESTS)).one()


def _whole() -> Select[Membership]:
    """Memberships of any status, with all that an `Actor` is made of."""
    return select(Membership).options(
        joinedload(Membership.person), joinedload(Membership.organisation), selectinload(Membership.role_rows)
    )


def locked(db: Session, membership_id: UUID) -> Membership:
    """A membership of any status, held until the end of the transaction and read anew.

    Raises:
        NotFound: there is none.
    """
    query = _whole().where(Membership.id == membership_id).with_for_update(of=Membership)
    found = db.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    return found


def any_membership(db: Session, membership_id: UUID) -> Membership | None:
    """A membership of any status."""
    return db.scalar(_whole().where(Membership.id == membership_id))


def people_of(db: Session, organisation_id: UUID) -> Sequence[Membership]:
    """Everyone who belongs, or did, to an organisation; by name."""
    found = db.scalars(_whole().where(Membership.organisation_id == organisation_id)).all()
    return sorted(found, key=lambda row: (swedish_order(row.person.name), str(row.id)))


def administrators(db: Session, organisation_id: UUID) -> Sequence[Membership]:
    """Those who administer an organisation, or have been asked to."""
    asked = Membership.status.in_((MembershipStatus.active, MembershipStatus.invited))
    holds = Membership.role_rows.any(MembershipRole.role == Role.organisation_admin)
    query = _whole().where(Membership.organisation_id == organisation_id, asked, holds)
    return db.scalars(query.order_by(Membership.created_at, Membership.id)).all()


def proposals(db: Session, actor: Actor) -> Sequence[Membership]:
    """People the actor may approve, the longest waiting first."""
    query = _whole().where(may_approve.rows(actor)).order_by(Membership.created_at, Membership.id)
    return db.scalars(query).all()


def memberships_at(db: Session, organisation_id: UUID, email: str) -> Sequence[Membership]:
    """Those of an organisation with that address, whatever their status. Nobody is added to it meanwhile."""
    db.execute(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update(key_share=True))
    at = func.lower(Person.email) == email.lower()
    return db.scalars(_whole().join(Membership.person).where(Membership.organisation_id == organisation_id, at)).all()


def memberships_of_person(db: Session, organisation_id: UUID, person_id: UUID) -> Sequence[Membership]:
    """What a person is or was in an organisation."""
    wanted = (Membership.organisation_id == organisation_id, Membership.person_id == person_id)
    return db.scalars(select(Membership).where(*wanted)).all()


def expired(db: Session) -> Sequence[Membership]:
    """Active memberships whose last day has passed. Guests go with what they were asked to do (app/errands/jobs.py)."""
    over = and_(Membership.status == MembershipStatus.active, Membership.valid_to < today())
    over &= Membership.organisation.has(Organisation.kind != OrganisationKind.guests)
    return db.scalars(_whole().where(over).order_by(Membership.valid_to, Membership.id)).all()


def held_by(db: Session, membership_id: UUID) -> list[Held]:
    """Everything a person is responsible for, from every feature's table of duties."""
    return [held for each in duties() for held in _held(db, each, each.column == membership_id)]


def how_much_is_held(db: Session, membership_ids: Collection[UUID]) -> Counter[UUID]:
    """How many things each of several people is responsible for: one question for each duty, however many they are."""
    found: Counter[UUID] = Counter()
    for each in duties():
        counted = select(each.column, func.count()).where(each.column.in_(membership_ids), each.is_open())
        found.update(dict(map(tuple, db.execute(counted.group_by(each.column)))))
    return found


def _held(db: Session, each: Duty, whose: ColumnElement[bool]) -> Iterator[Held]:
    query = select(each.model).options(*each.options).where(whose, each.is_open())
    for row in db.scalars(query.order_by(each.model.created_at, each.model.id)).unique():
        yield Held(each, row)


def the_held(db: Session, each: Duty, subject_id: UUID) -> Held | None:
    """One thing with its duty, while it is open."""
    return next(_held(db, each, each.model.id == subject_id), None)


def subject_of(db: Session, interim: Interim) -> Held | None:
    """What somebody answers for meanwhile, while it is open."""
    return the_held(db, duty(interim.duty), interim.subject_id)


def unowned(db: Session) -> Iterator[tuple[Held, UUID]]:
    """Every open thing whose owner is not active, and for which nobody active answers meanwhile; with that owner."""
    for each in duties():
        owner, interim = aliased(Membership), aliased(Membership)
        is_active = select(owner.id).where(owner.id == each.column, counts(owner)).exists()
        is_answered_for = (
            select(Interim.id)
            .join(interim, interim.id == Interim.membership_id)
            .where(
                Interim.duty == each.key,
                Interim.subject_id == each.model.id,
                Interim.ended_at.is_(None),
                counts(interim),
            )
            .exists()
        )
        for held in _held(db, each, and_(each.column.is_not(None), ~is_active, ~is_answered_for)):
            yield held, getattr(held.row, each.column.key)


def interims_of(db: Session, membership_id: UUID) -> Sequence[Interim]:
    """What somebody answers for meanwhile."""
    return db.scalars(_interims().where(Interim.membership_id == membership_id)).all()


def interims(db: Session) -> Sequence[Interim]:
    return db.scalars(_interims()).all()


def interims_in(db: Session, organisation_id: UUID) -> Sequence[Interim]:
    """What somebody answers for meanwhile that people of an organisation had."""
    return db.scalars(_interims().where(Interim.organisation_id == organisation_id)).all()


def interims_about(db: Session, reference: str) -> Sequence[Interim]:
    """Who answers meanwhile for anything about one thing."""
    return db.scalars(_interims().where(Interim.subject_reference == reference)).all()


def interim_for(db: Session, duty: str, subject_id: UUID) -> Interim | None:
    return db.scalar(_interims().where(Interim.duty == duty, Interim.subject_id == subject_id))


def interim(db: Session, interim_id: UUID) -> Interim | None:
    """One, also when it has ended."""
    return db.scalar(_with_people(select(Interim)).where(Interim.id == interim_id))


def _interims() -> Select[Interim]:
    return _with_people(select(Interim).where(Interim.ended_at.is_(None)).order_by(Interim.created_at, Interim.id))


def _with_people(query: Select[Interim]) -> Select[Interim]:
    return query.options(
        joinedload(Interim.organisation),
        joinedload(Interim.membership).joinedload(Membership.person),
        joinedload(Interim.membership).joinedload(Membership.organisation),
        joinedload(Interim.former).joinedload(Membership.person),
    )


WHEN_NOBODY_FITS = (Role.testbed_leader, Role.testbed_deputy, Role.organisation_admin)
IN_THE_REGION = (Role.region_lead, Role.region_officer, Role.platform_admin)


def stand_in(db: Session, former: Membership, may_hold: tuple[Role, ...], leaving_by: date) -> Membership | None:
    """Who is to answer for what somebody had: the deputy they named, a colleague with a fitting role, else the region.

    Somebody who is also leaving by that day comes last. None: there is nobody at all.
    """
    order: list[Membership] = []
    deputy = membership(db, former.deputy_id) if former.deputy_id else None
    if deputy is not None and deputy.roles.intersection(may_hold):
        order.append(deputy)
    for role in may_hold:
        order += holders(db, former.organisation_id, role)
    order += [deputy] if deputy is not None else []
    for role in WHEN_NOBODY_FITS:
        order += holders(db, former.organisation_id, role)
    for role in IN_THE_REGION:
        order += holders_anywhere(db, role)
    found = [one for one in order if one.id != former.id]
    stays = [one for one in found if one.valid_to is None or one.valid_to > leaving_by]
    return next(iter([*stays, *found]), None)


def is_last_with(db: Session, member: Membership, role: Role) -> bool:
    """Whether nobody else in the organisation has the role today."""
    return role in member.roles and not any(one.id != member.id for one in holders(db, member.organisation_id, role))


def open_posts(db: Session, membership_id: UUID) -> Sequence[Post]:
    return db.scalars(select(Post).where(Post.membership_id == membership_id, Post.until.is_(None))).all()


ALPHABET = str.maketrans("åäöéüæø", "{|}euab")


def swedish_order(text: str) -> str:
    """A key that sorts å, ä, ö last: Åmål before Älvdalen before Örebro."""
    return text.lower().translate(ALPHABET)
