"""Rows as SCIM resources, and resources as what is kept of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from scim2_models import Context, Meta, Resource

from app.scim.models import ScimGroup, ScimUser
from app.scim.reading import version_tag
from app.scim.resources import PROVIDER, Group, Someone

COMPUTED = ("id", "meta", "groups", "members")
"""What the portal says, not the directory; members are rows of their own."""


@dataclass(frozen=True)
class Named:
    """Another resource, as it is referred to."""

    id: UUID
    name: str


def kept(resource: Resource[Any]) -> dict[str, Any]:
    """What is stored of what a directory said."""
    said: dict[str, Any] = resource.model_dump(scim_ctx=Context.DEFAULT)
    return {name: value for name, value in said.items() if name not in COMPUTED}


def user_resource(row: ScimUser, groups: Iterable[Named], base: str) -> Someone:
    refers = [{"value": str(group.id), "$ref": f"{base}/Groups/{group.id}", "display": group.name} for group in groups]
    found: Someone = _built(Someone, row, "User", f"{base}/Users/{row.id}", {"groups": refers or None})
    return found


def group_resource(row: ScimGroup, members: Iterable[Named], base: str) -> Group:
    refers = [{"value": str(user.id), "$ref": f"{base}/Users/{user.id}", "type": "User"} for user in members]
    found: Group = _built(Group, row, "Group", f"{base}/Groups/{row.id}", {"members": refers or None})
    return found


def _built(model: Any, row: ScimUser | ScimGroup, kind: str, location: str, computed: dict[str, Any]) -> Any:
    with PROVIDER:
        found = model.model_validate({**row.document, **computed, "id": str(row.id)})
    found.meta = Meta(
        resource_type=kind,
        created=row.created_at,
        last_modified=row.changed_at,
        location=location,
        version=version_tag(row.version),
    )
    return found


def shown_name(user: Someone) -> str:
    """What a person is called: as the directory shows them, else their names, else the name they sign in with."""
    if user.display_name:
        return user.display_name
    if user.name:
        parts = " ".join(part for part in (user.name.given_name, user.name.family_name) if part)
        if user.name.formatted or parts:
            return user.name.formatted or parts
    return user.user_name or ""


def contact_address(user: Someone) -> str:
    """The primary e-mail address, else the first one, else a user name that is an address."""
    addresses = [email for email in user.emails or [] if email.value]
    chosen = next((email for email in addresses if email.primary), addresses[0] if addresses else None)
    if chosen is not None:
        return str(chosen.value)
    name = user.user_name or ""
    return name if "@" in name else ""
