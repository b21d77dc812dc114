"""Who is there to act, and to be told."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.actor import Role
from app.database import today
from app.organisations.models import Organisation, OrganisationKind
from app.people.models import Membership, MembershipRole, MembershipStatus


def _active() -> Select[Membership]:
    """Memberships that count today, with all that an `Actor` is made of."""
    return (
        select(Membership)
        .where(
            Membership.status == MembershipStatus.active,
            (Membership.valid_from.is_(None)) | (Membership.valid_from <= today()),
            (Membership.valid_to.is_(None)) | (Membership.valid_to >= today()),
        )
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


ALPHABET = str.maketrans("åäöéüæø", "{|}euab")


def swedish_order(text: str) -> str:
    """A key that sorts å, ä, ö last: Åmål before Älvdalen before Örebro."""
    return text.lower().translate(ALPHABET)
