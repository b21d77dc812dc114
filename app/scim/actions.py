"""Everything a directory changes. What it says is kept first, and then takes effect, in one transaction."""

from collections.abc import Callable, Collection, Sequence
from typing import Any
from unicodedata import normalize
from uuid import UUID, uuid4

from scim2_models import (
    ConflictException,
    Context,
    InvalidValueException,
    NotFoundException,
    PatchOp,
    Resource,
    UniquenessException,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.database import now
from app.refusals import Refused
from app.scim import queries
from app.scim.effect import Change, Effect
from app.scim.models import ScimDirectory, ScimFailure, ScimGroup, ScimGroupMember, ScimUser
from app.scim.reading import check_unchanged, comparable, known_id, understood
from app.scim.resources import PROVIDER, Group, GroupMember, Someone, of
from app.scim.settling import let_go, settle
from app.scim.shapes import group_resource, kept, user_resource

GONE = "There is no such resource."


# People


def create_user(db: Session, directory: ScimDirectory, said: Someone) -> ScimUser:
    """Someone the directory has not told of before, or tells of again.

    Raises:
        UniquenessException: the user name is taken by another one of theirs.
        InvalidValueException: there is no user name.
    """
    queries.directory_for_writing(db, directory.organisation_id)
    row = ScimUser(id=uuid4(), organisation_id=directory.organisation_id, created_at=now())
    _keep_user(row, said)
    before = queries.forgotten_user(db, row.organisation_id, row.name_key, row.external_id)
    if before is not None and before.membership_id and not queries.is_tied(db, before.membership_id):
        row.membership_id, row.is_let_go = before.membership_id, before.is_let_go
    db.add(row)
    _flush_user(db)
    _take_effect_on_one(db, directory, row)
    return row


def replace_user(db: Session, directory: ScimDirectory, user_id: str, body: dict[str, Any], if_match: str) -> ScimUser:
    """PUT. Leaving `active` out leaves it as it was: nobody is let in again by an omission.

    Raises:
        NotFoundException, PreconditionFailedException, MutabilityException, UniquenessException: see RFC 7644 §3.12.
    """
    row, present = _user_to_change(db, directory, user_id, if_match)
    said: Someone = understood(Someone, body, Context.RESOURCE_REPLACEMENT_REQUEST)
    if said.active is None:
        said.active = row.active
    with PROVIDER:
        changed = said.replace(present)
    return _changed_user(db, directory, row, said, changed)


def patch_user(db: Session, directory: ScimDirectory, user_id: str, body: dict[str, Any], if_match: str) -> ScimUser:
    """PATCH: all of it or nothing.

    Raises:
        SCIMException: as `replace_user`, and what is wrong with a path or a value.
    """
    row, present = _user_to_change(db, directory, user_id, if_match)
    operations = understood(of(PatchOp, Someone), body, Context.RESOURCE_PATCH_REQUEST)
    with PROVIDER:
        changed = operations.patch(present)
    return _changed_user(db, directory, row, present, changed)


def delete_user(db: Session, directory: ScimDirectory, user_id: str, if_match: str) -> None:
    """Gone for the directory; here access ends at once, and what they did stands."""
    row, _ = _user_to_change(db, directory, user_id, if_match)
    queries.leave_every_group(db, row.id)
    row.deleted_at = row.changed_at = now()
    row.active = False
    db.flush()
    try:
        let_go(db, directory, row)
    except Refused as refused:
        raise ConflictException(detail=_said(refused)) from refused


def _user_to_change(db: Session, directory: ScimDirectory, user_id: str, if_match: str) -> tuple[ScimUser, Someone]:
    queries.directory_for_writing(db, directory.organisation_id)
    row = queries.user_for_writing(db, directory.organisation_id, known_id(user_id))
    if row is None:
        raise NotFoundException(detail=GONE)
    check_unchanged(if_match, row.version)
    return row, user_resource(row, queries.groups_of(db, [row.id]).get(row.id, ()), "")


def _changed_user(db: Session, directory: ScimDirectory, row: ScimUser, said: Someone, changed: bool) -> ScimUser:
    if not changed:
        return row
    was_called = row.user_name
    _keep_user(row, said)
    _move_on(row)
    _flush_user(db)
    if was_called != row.user_name:
        queries.touch_groups_of(db, row.id)
    _take_effect_on_one(db, directory, row)
    return row


def _keep_user(row: ScimUser, said: Someone) -> None:
    name = (said.user_name or "").strip()
    if not name:
        raise InvalidValueException(detail="userName must hold something.")
    row.document = _within_limits(Someone, said)
    row.user_name = name
    row.name_key = comparable(name)
    row.external_id = normalize("NFC", said.external_id) if said.external_id else None
    row.active = said.active is not False


def _flush_user(db: Session) -> None:
    try:
        with db.begin_nested():
            db.flush()
    except IntegrityError as problem:
        raise UniquenessException(detail="Another user of yours has that userName.") from problem


# Groups


def create_group(db: Session, directory: ScimDirectory, said: Group) -> ScimGroup:
    """Raises:
    InvalidValueException: it has no name, or a member that is nobody of theirs.
    """
    queries.directory_for_writing(db, directory.organisation_id)
    row = ScimGroup(id=uuid4(), organisation_id=directory.organisation_id, created_at=now())
    _keep_group(row, said)
    db.add(row)
    db.flush()
    _set_members(db, directory, row, said, renamed=False)
    return row


def replace_group(
    db: Session, directory: ScimDirectory, group_id: str, body: dict[str, Any], if_match: str
) -> ScimGroup:
    """PUT: its name and all of its members."""

    def replaced(present: Group) -> tuple[Group, bool]:
        said: Group = understood(Group, body, Context.RESOURCE_REPLACEMENT_REQUEST)
        return said, said.replace(present)

    return _change_group(db, directory, group_id, if_match, replaced)


def patch_group(db: Session, directory: ScimDirectory, group_id: str, body: dict[str, Any], if_match: str) -> ScimGroup:
    """PATCH: all of it or nothing."""

    def patched(present: Group) -> tuple[Group, bool]:
        return present, understood(of(PatchOp, Group), body, Context.RESOURCE_PATCH_REQUEST).patch(present)

    return _change_group(db, directory, group_id, if_match, patched)


def delete_group(db: Session, directory: ScimDirectory, group_id: str, if_match: str) -> None:
    row = _group_to_change(db, directory, group_id, if_match)
    members = queries.member_ids(db, row.id)
    queries.touch_users(db, members)
    db.delete(row)
    db.flush()
    _take_effect(db, directory, queries.users_in(db, directory.organisation_id, members))


def _group_to_change(db: Session, directory: ScimDirectory, group_id: str, if_match: str) -> ScimGroup:
    queries.directory_for_writing(db, directory.organisation_id)
    row = queries.group_for_writing(db, directory.organisation_id, known_id(group_id))
    if row is None:
        raise NotFoundException(detail=GONE)
    check_unchanged(if_match, row.version)
    return row


def _change_group(
    db: Session,
    directory: ScimDirectory,
    group_id: str,
    if_match: str,
    change: Callable[[Group], tuple[Group, bool]],
) -> ScimGroup:
    row = _group_to_change(db, directory, group_id, if_match)
    present = group_resource(row, queries.members_of(db, [row.id]).get(row.id, ()), "")
    with PROVIDER:
        said, changed = change(present)
    if changed:
        was = (row.display_name, row.external_id)
        _keep_group(row, said)
        _move_on(row)
        _set_members(db, directory, row, said, renamed=was != (row.display_name, row.external_id))
    return row


def _keep_group(row: ScimGroup, said: Group) -> None:
    name = (said.display_name or "").strip()
    if not name:
        raise InvalidValueException(detail="displayName must hold something.")
    row.document = _within_limits(Group, said)
    row.display_name = name
    row.name_key = comparable(name)
    row.external_id = normalize("NFC", said.external_id) if said.external_id else None


def _set_members(
    db: Session,
    directory: ScimDirectory,
    row: ScimGroup,
    said: Group,
    *,
    renamed: bool,
) -> None:
    """Its members from now on, and what follows for those who came, left, or are in a group of another name."""
    wanted = _members(db, directory.organisation_id, said.members or [])
    present = queries.member_ids(db, row.id)
    db.add_all(ScimGroupMember(group_id=row.id, user_id=user_id) for user_id in sorted(wanted - present))
    db.flush()
    queries.take_out(db, row.id, present - wanted)
    concerned = wanted | present if renamed else wanted ^ present
    queries.touch_users(db, concerned)
    _take_effect(db, directory, queries.users_in(db, directory.organisation_id, concerned))


def _members(db: Session, organisation_id: UUID, said: Collection[GroupMember]) -> set[UUID]:
    """Raises:
    InvalidValueException: one of them is nobody of this organisation, wherever else there may be such a one.
    """
    wanted: set[UUID] = set()
    for member in said:
        if (member.type or "User").lower() != "user":
            raise InvalidValueException(detail="Members must be users: groups in groups are not supported.")
        try:
            wanted.add(UUID(member.value or ""))
        except ValueError:
            raise InvalidValueException(detail="A member's value must be the id of a user.") from None
    if len(queries.users_in(db, organisation_id, wanted)) != len(wanted):
        raise InvalidValueException(detail="A member is not a user of yours.")
    return wanted


# Both


def _take_effect(db: Session, directory: ScimDirectory, rows: Sequence[ScimUser]) -> list[Change]:
    """Raises:
    ConflictException: somebody's access cannot end, because nobody could answer for what they have.
    """
    try:
        return settle(db, directory, rows)
    except Refused as refused:
        raise ConflictException(detail=_said(refused)) from refused


def _take_effect_on_one(db: Session, directory: ScimDirectory, row: ScimUser) -> None:
    """Raises:
    UniquenessException: somebody else here has the person's address.
    """
    if any(change.effect is Effect.address_taken for change in _take_effect(db, directory, [row])):
        raise UniquenessException(detail="Somebody else in the organisation has that e-mail address.")


def _said(refused: Refused) -> str:
    return " ".join(reason.text % reason.values for reason in refused.reasons)


def _move_on(row: ScimUser | ScimGroup) -> None:
    row.version += 1
    row.changed_at = now()


def _within_limits(model: Any, said: Resource[Any]) -> dict[str, Any]:
    """What is kept, read once more: a PATCH is checked path by path, the limits hold for the whole."""
    document = kept(said)
    understood(model, document, Context.DEFAULT)
    return document


def note_failure(
    db: Session, organisation_id: UUID, method: str, path: str, status: int, scim_type: str, detail: str
) -> None:
    """What a directory was refused, for its administrator to read."""
    db.add(
        ScimFailure(
            organisation_id=organisation_id,
            method=method[:10],
            path=path[:200],
            status=status,
            scim_type=scim_type[:40],
            detail=detail[:300],
        )
    )
    db.flush()
    queries.forget_old_failures(db, organisation_id)
