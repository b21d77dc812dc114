from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, delete, func, or_, select, update
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from app.database import now
from app.organisations.models import Organisation, OrganisationStatus
from app.people.models import Membership, MembershipStatus, Person
from app.scim.models import ScimDirectory, ScimFailure, ScimGroup, ScimGroupMember, ScimToken, ScimUser
from app.scim.shapes import Named

SEEN_EVERY = timedelta(minutes=1)
FAILURES_KEPT = 50


@dataclass(frozen=True)
class Narrowing:
    """What the rows of an answer must at least be: read from the filter, so that not every row has to be."""

    id: UUID | None = None
    name_key: str | None = None
    external_id: str | None = None


# Who asks


def token(db: Session, token_hash: str) -> ScimToken | None:
    """A token by its fingerprint, whatever has become of it, with its organisation."""
    return db.scalar(
        select(ScimToken)
        .join(ScimToken.directory)
        .join(ScimDirectory.organisation)
        .options(contains_eager(ScimToken.directory).contains_eager(ScimDirectory.organisation))
        .where(ScimToken.token_hash == token_hash, Organisation.status != OrganisationStatus.left)
    )


def note_use(db: Session, token_id: UUID) -> None:
    """At most once a minute, so that a busy directory does not stand in its own way."""
    at = now()
    db.execute(
        update(ScimToken)
        .where(
            ScimToken.id == token_id,
            or_(ScimToken.last_used_at.is_(None), ScimToken.last_used_at < at - SEEN_EVERY),
        )
        .values(last_used_at=at)
        .execution_options(synchronize_session=False)
    )


def directory_of(db: Session, organisation_id: UUID) -> ScimDirectory | None:
    return db.scalar(_directory(organisation_id))


def _directory(organisation_id: UUID) -> Select[ScimDirectory]:
    return (
        select(ScimDirectory)
        .options(joinedload(ScimDirectory.organisation))
        .where(ScimDirectory.organisation_id == organisation_id)
    )


def hold_directory(db: Session, organisation_id: UUID) -> ScimDirectory:
    """The directory while its first sync is approved: nothing comes in meanwhile."""
    query = _directory(organisation_id).with_for_update(of=ScimDirectory)
    return db.scalars(query.execution_options(populate_existing=True)).one()


def organisation(db: Session, organisation_id: UUID) -> Organisation:
    return db.scalars(select(Organisation).where(Organisation.id == organisation_id)).one()


def directory_for_writing(db: Session, organisation_id: UUID) -> ScimDirectory:
    """The directory as it stays until what is written now has been written. Many may write at once."""
    query = _directory(organisation_id).with_for_update(read=True, of=ScimDirectory)
    return db.scalars(query.execution_options(populate_existing=True)).one()


def tokens(db: Session, directory_id: UUID) -> Sequence[ScimToken]:
    """Every token there has been, newest first."""
    query = select(ScimToken).where(ScimToken.directory_id == directory_id)
    return db.scalars(query.order_by(ScimToken.created_at.desc(), ScimToken.id)).all()


def keys_in_use(db: Session, directory_id: UUID) -> Sequence[ScimToken]:
    return [one for one in tokens(db, directory_id) if one.is_in_use]


def key_of(db: Session, organisation_id: UUID, key_id: UUID) -> ScimToken | None:
    """A key of that organisation."""
    return db.scalar(
        select(ScimToken)
        .join(ScimToken.directory)
        .options(contains_eager(ScimToken.directory).joinedload(ScimDirectory.organisation))
        .where(ScimToken.id == key_id, ScimDirectory.organisation_id == organisation_id)
    )


def forget_all(db: Session, organisation_id: UUID) -> None:
    """Everything a directory has sent."""
    for model in (ScimGroup, ScimUser):
        db.execute(
            delete(model).where(model.organisation_id == organisation_id).execution_options(synchronize_session=False)
        )


def failures(db: Session, organisation_id: UUID, count: int = 10) -> Sequence[ScimFailure]:
    query = select(ScimFailure).where(ScimFailure.organisation_id == organisation_id)
    return db.scalars(query.order_by(ScimFailure.created_at.desc(), ScimFailure.id).limit(count)).all()


def forget_old_failures(db: Session, organisation_id: UUID) -> None:
    kept = (
        select(ScimFailure.id)
        .where(ScimFailure.organisation_id == organisation_id)
        .order_by(ScimFailure.created_at.desc(), ScimFailure.id)
        .limit(FAILURES_KEPT)
    )
    db.execute(
        delete(ScimFailure)
        .where(ScimFailure.organisation_id == organisation_id, ScimFailure.id.not_in(kept))
        .execution_options(synchronize_session=False)
    )


# People


def _users(organisation_id: UUID) -> Select[ScimUser]:
    return select(ScimUser).where(ScimUser.organisation_id == organisation_id, ScimUser.deleted_at.is_(None))


def user(db: Session, organisation_id: UUID, user_id: UUID) -> ScimUser | None:
    return db.scalar(_users(organisation_id).where(ScimUser.id == user_id))


def user_for_writing(db: Session, organisation_id: UUID, user_id: UUID) -> ScimUser | None:
    query = _users(organisation_id).where(ScimUser.id == user_id)
    return db.scalar(query.with_for_update().execution_options(populate_existing=True))


def users(
    db: Session, organisation_id: UUID, where: Narrowing, *, offset: int = 0, limit: int | None = None
) -> Sequence[ScimUser]:
    query = _users(organisation_id).where(*_narrowed(ScimUser, where))
    return db.scalars(query.order_by(ScimUser.created_at, ScimUser.id).offset(offset).limit(limit)).all()


def count_users(db: Session, organisation_id: UUID) -> int:
    query = select(func.count()).select_from(_users(organisation_id).subquery())
    return db.scalar(query) or 0


def users_in(db: Session, organisation_id: UUID, ids: Collection[UUID]) -> Sequence[ScimUser]:
    """Those of the organisation among these."""
    return db.scalars(_users(organisation_id).where(ScimUser.id.in_(ids)).order_by(ScimUser.id)).all()


def forgotten_user(db: Session, organisation_id: UUID, name_key: str, external_id: str | None) -> ScimUser | None:
    """The latest deleted one that was the same person: known by the directory's own identifier where it gives one."""
    same: ColumnElement[bool] = (
        ScimUser.external_id == external_id
        if external_id
        else (ScimUser.name_key == name_key) & ScimUser.external_id.is_(None)
    )
    return db.scalar(
        select(ScimUser)
        .where(
            ScimUser.organisation_id == organisation_id,
            ScimUser.deleted_at.is_not(None),
            ScimUser.membership_id.is_not(None),
            same,
        )
        .order_by(ScimUser.deleted_at.desc())
        .limit(1)
    )


def is_tied(db: Session, membership_id: UUID) -> bool:
    """Whether somebody of the directory already is that member."""
    query = select(ScimUser.id).where(ScimUser.membership_id == membership_id, ScimUser.deleted_at.is_(None))
    return db.scalar(query.limit(1)) is not None


def user_of_membership(db: Session, membership_id: UUID) -> ScimUser | None:
    query = select(ScimUser).where(ScimUser.membership_id == membership_id, ScimUser.deleted_at.is_(None))
    return db.scalar(query)


def latest_change(db: Session, organisation_id: UUID) -> datetime | None:
    """When the directory last changed something."""
    people = select(func.max(ScimUser.changed_at)).where(ScimUser.organisation_id == organisation_id)
    groups = select(func.max(ScimGroup.changed_at)).where(ScimGroup.organisation_id == organisation_id)
    return db.scalar(select(func.greatest(people.scalar_subquery(), groups.scalar_subquery())))


# Groups


def _groups(organisation_id: UUID) -> Select[ScimGroup]:
    return select(ScimGroup).where(ScimGroup.organisation_id == organisation_id)


def group(db: Session, organisation_id: UUID, group_id: UUID) -> ScimGroup | None:
    return db.scalar(_groups(organisation_id).where(ScimGroup.id == group_id))


def group_for_writing(db: Session, organisation_id: UUID, group_id: UUID) -> ScimGroup | None:
    query = _groups(organisation_id).where(ScimGroup.id == group_id)
    return db.scalar(query.with_for_update().execution_options(populate_existing=True))


def groups(
    db: Session, organisation_id: UUID, where: Narrowing, *, offset: int = 0, limit: int | None = None
) -> Sequence[ScimGroup]:
    query = _groups(organisation_id).where(*_narrowed(ScimGroup, where))
    return db.scalars(query.order_by(ScimGroup.created_at, ScimGroup.id).offset(offset).limit(limit)).all()


def count_groups(db: Session, organisation_id: UUID) -> int:
    query = select(func.count()).select_from(_groups(organisation_id).subquery())
    return db.scalar(query) or 0


def _narrowed(model: Any, where: Narrowing) -> Iterable[ColumnElement[bool]]:
    for name in ("id", "name_key", "external_id"):
        value = getattr(where, name)
        if value is not None:
            yield getattr(model, name) == value


def groups_of(db: Session, user_ids: Collection[UUID]) -> dict[UUID, list[Named]]:
    """The groups each of these people is in, by name."""
    found = db.execute(
        select(ScimGroupMember.user_id, ScimGroup.id, ScimGroup.display_name)
        .join(ScimGroup, ScimGroup.id == ScimGroupMember.group_id)
        .where(ScimGroupMember.user_id.in_(user_ids))
        .order_by(ScimGroup.display_name, ScimGroup.id)
    )
    return _by_first(found)


def facts_of(db: Session, user_ids: Collection[UUID]) -> dict[UUID, list[tuple[str, str | None]]]:
    """The groups of each, as the table of role mappings may name them: by what they are called, or by their key."""
    found: dict[UUID, list[tuple[str, str | None]]] = {}
    rows = db.execute(
        select(ScimGroupMember.user_id, ScimGroup.display_name, ScimGroup.external_id)
        .join(ScimGroup, ScimGroup.id == ScimGroupMember.group_id)
        .where(ScimGroupMember.user_id.in_(user_ids))
        .order_by(ScimGroup.display_name, ScimGroup.id)
    )
    for user_id, name, external_id in rows:
        found.setdefault(user_id, []).append((name, external_id))
    return found


def members_of(db: Session, group_ids: Collection[UUID]) -> dict[UUID, list[Named]]:
    found = db.execute(
        select(ScimGroupMember.group_id, ScimUser.id, ScimUser.user_name)
        .join(ScimUser, ScimUser.id == ScimGroupMember.user_id)
        .where(ScimGroupMember.group_id.in_(group_ids), ScimUser.deleted_at.is_(None))
        .order_by(ScimUser.user_name, ScimUser.id)
    )
    return _by_first(found)


def _by_first(rows: Iterable[Any]) -> dict[UUID, list[Named]]:
    found: dict[UUID, list[Named]] = {}
    for owner, other, name in rows:
        found.setdefault(owner, []).append(Named(other, name))
    return found


def member_ids(db: Session, group_id: UUID) -> set[UUID]:
    return set(db.scalars(select(ScimGroupMember.user_id).where(ScimGroupMember.group_id == group_id)))


def take_out(db: Session, group_id: UUID, user_ids: Collection[UUID]) -> None:
    db.execute(
        delete(ScimGroupMember)
        .where(ScimGroupMember.group_id == group_id, ScimGroupMember.user_id.in_(user_ids))
        .execution_options(synchronize_session=False)
    )


def leave_every_group(db: Session, user_id: UUID) -> None:
    """The groups a person was in say something else from now on."""
    found = select(ScimGroupMember.group_id).where(ScimGroupMember.user_id == user_id)
    _bump(db, ScimGroup, found)
    db.execute(
        delete(ScimGroupMember).where(ScimGroupMember.user_id == user_id).execution_options(synchronize_session=False)
    )


def touch_users(db: Session, user_ids: Collection[UUID]) -> None:
    """What they read as has changed with their groups: their version moves."""
    _bump(db, ScimUser, user_ids)


def touch_groups_of(db: Session, user_id: UUID) -> None:
    _bump(db, ScimGroup, select(ScimGroupMember.group_id).where(ScimGroupMember.user_id == user_id))


def _bump(db: Session, model: Any, ids: Any) -> None:
    db.flush()
    db.execute(
        update(model)
        .where(model.id.in_(ids))
        .values(version=model.version + 1, changed_at=now())
        .execution_options(synchronize_session=False)
    )


# Who they are here


def members_by_id(db: Session, ids: Collection[UUID]) -> dict[UUID, Membership]:
    found = db.scalars(_whole().where(Membership.id.in_(ids)).execution_options(populate_existing=True))
    return {one.id: one for one in found}


def one_newcomer_at_a_time(db: Session, organisation_id: UUID) -> None:
    """Until the end of the transaction nobody else comes into the organisation by its directory: of two with the same
    address, sent at the same moment, the second sees the first."""
    db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"scim:{organisation_id}", 0))))


def members_by_address(db: Session, organisation_id: UUID, emails: Collection[str]) -> dict[str, list[Membership]]:
    """Those who have not left and have one of these addresses, which are given and found without case."""
    found: dict[str, list[Membership]] = {}
    address = func.lower(Person.email)
    query = (
        _whole()
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.status != MembershipStatus.removed,
            address.in_(emails),
        )
    )
    for one in db.scalars(query):
        found.setdefault(one.person.email.lower(), []).append(one)
    return found


def tied_members(db: Session, membership_ids: Collection[UUID]) -> set[UUID]:
    """Those of these members that somebody of the directory already is."""
    query = select(ScimUser.membership_id).where(
        ScimUser.deleted_at.is_(None), ScimUser.membership_id.in_(membership_ids)
    )
    return {one for one in db.scalars(query) if one is not None}


def belongs_elsewhere(db: Session, person_id: UUID, organisation_id: UUID) -> bool:
    query = select(Membership.id).where(
        Membership.person_id == person_id,
        Membership.organisation_id != organisation_id,
        Membership.status != MembershipStatus.removed,
    )
    return db.scalar(query.limit(1)) is not None


def _whole() -> Select[Membership]:
    return select(Membership).options(
        joinedload(Membership.person), joinedload(Membership.organisation), selectinload(Membership.role_rows)
    )
