"""What a directory has told us. It takes effect on memberships once the organisation has approved its first sync."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, now
from app.organisations.models import Organisation


class ScimDirectory(Base):
    """An organisation's connection to its directory. What comes in waits here until `approved_at`."""

    __tablename__ = "scim_directories"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), unique=True)
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("memberships.id"))

    organisation: Mapped[Organisation] = relationship(lazy="raise")

    reference = ""  # it has one page, the organisation's own

    @property
    def label(self) -> str:
        return self.organisation.name

    @property
    def is_approved(self) -> bool:
        return self.approved_at is not None


class ScimToken(Base):
    """What a directory shows to be let in. Only its fingerprint is kept; two may be in use at once, for rotation."""

    __tablename__ = "scim_tokens"

    directory_id: Mapped[UUID] = mapped_column(ForeignKey("scim_directories.id"), index=True)
    prefix: Mapped[str]  # its first characters, to tell one from another
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))
    created_by_name: Mapped[str]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    directory: Mapped[ScimDirectory] = relationship(lazy="raise")

    @property
    def is_in_use(self) -> bool:
        return self.revoked_at is None and self.expires_at > now()


class ScimUser(Base):
    """A person of the directory. `document` is what it said, `membership_id` who that became here.

    A deleted one stays as a mark, so that someone the directory sends again is tied to the same membership.
    """

    __tablename__ = "scim_users"
    __table_args__ = (
        Index(
            "scim_users_name_key",
            "organisation_id",
            "name_key",
            unique=True,
            postgresql_where=text("deleted_at IS NULL"),
        ),
        Index("scim_users_external_idx", "organisation_id", "external_id"),
        Index(
            "scim_users_membership_key",
            "membership_id",
            unique=True,
            postgresql_where=text("deleted_at IS NULL"),
        ),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    user_name: Mapped[str]
    name_key: Mapped[str]  # as user names are compared: without case, in one form of Unicode
    external_id: Mapped[str | None]
    active: Mapped[bool]
    document: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(default=now)
    deleted_at: Mapped[datetime | None]
    membership_id: Mapped[UUID | None] = mapped_column(ForeignKey("memberships.id"))
    is_let_go: Mapped[bool] = mapped_column(default=False)  # the directory ended their access, so it may give it back


class ScimGroup(Base):
    """A group of the directory."""

    __tablename__ = "scim_groups"
    __table_args__ = (Index("scim_groups_name_idx", "organisation_id", "name_key"),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    display_name: Mapped[str]
    name_key: Mapped[str]
    external_id: Mapped[str | None]
    document: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(default=now)


class ScimGroupMember(Base):
    __tablename__ = "scim_group_members"
    __table_args__ = (UniqueConstraint("group_id", "user_id"),)

    group_id: Mapped[UUID] = mapped_column(ForeignKey("scim_groups.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("scim_users.id", ondelete="CASCADE"), index=True)


class ScimFailure(Base):
    """A request we said no to, so that the administrator can see what their directory is told. The latest are kept."""

    __tablename__ = "scim_failures"
    __table_args__ = (Index("scim_failures_latest_idx", "organisation_id", "created_at"),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    method: Mapped[str]
    path: Mapped[str]
    status: Mapped[int]
    scim_type: Mapped[str] = mapped_column(default="")
    detail: Mapped[str] = mapped_column(default="")
