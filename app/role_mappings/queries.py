from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.organisations.models import Organisation
from app.people.models import Membership
from app.people.queries import counts
from app.role_mappings.models import KnownFacts, MappingTable, RoleMapping


def organisation(db: Session, organisation_id: UUID) -> Organisation:
    return db.scalars(select(Organisation).where(Organisation.id == organisation_id)).one()


def table_of(db: Session, organisation_id: UUID) -> MappingTable | None:
    return db.scalar(
        select(MappingTable)
        .options(joinedload(MappingTable.organisation))
        .where(MappingTable.organisation_id == organisation_id)
    )


def hold(db: Session, table: MappingTable) -> None:
    """Read anew and kept until the end of the transaction: two people save one after the other."""
    query = select(MappingTable.id).where(MappingTable.id == table.id).with_for_update()
    db.execute(query)
    db.refresh(table, ["version"])


def lines_of(db: Session, organisation_id: UUID) -> Sequence[RoleMapping]:
    """The table of an organisation, first line first."""
    query = select(RoleMapping).where(RoleMapping.organisation_id == organisation_id)
    return db.scalars(query.order_by(RoleMapping.priority, RoleMapping.id)).all()


def present(db: Session, organisation_id: UUID) -> Sequence[Membership]:
    """Everyone who acts for an organisation today, in the order they came."""
    return db.scalars(
        select(Membership)
        .where(Membership.organisation_id == organisation_id, counts())
        .options(joinedload(Membership.person), joinedload(Membership.organisation), selectinload(Membership.role_rows))
        .order_by(Membership.created_at, Membership.id)
    ).all()


def facts_of(db: Session, membership_id: UUID) -> KnownFacts | None:
    return db.scalar(select(KnownFacts).where(KnownFacts.membership_id == membership_id))


def all_facts(db: Session, organisation_id: UUID) -> dict[UUID, KnownFacts]:
    """What is known of each member of an organisation."""
    found = db.scalars(
        select(KnownFacts)
        .join(Membership, Membership.id == KnownFacts.membership_id)
        .where(Membership.organisation_id == organisation_id)
    )
    return {row.membership_id: row for row in found}
