from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.actor import Role
from app.database import Base
from app.language import N_, Worded
from app.organisations.models import Organisation
from app.people.models import Source


class Match(Worded):
    equals = "equals", N_("is exactly")
    contains = "contains", N_("contains")


class MappingTable(Base):
    """The table of one organisation, as one thing that is saved and has a version."""

    __tablename__ = "role_mapping_tables"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), unique=True)
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship(lazy="raise")

    reference = ""  # it has one page, the organisation's own

    @property
    def label(self) -> str:
        return self.organisation.name


class RoleMapping(Base):
    """One line of it: whoever has this value of this claim gets this role. The line of lowest `priority` comes first
    and is the one a role is said to come from when several lines give it."""

    __tablename__ = "role_mappings"
    __table_args__ = (UniqueConstraint("organisation_id", "claim", "match", "value", "role"),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    claim: Mapped[str]
    match: Mapped[Match]
    value: Mapped[str]
    role: Mapped[Role]
    priority: Mapped[int]


class KnownFacts(Base):
    """What the organisation's own services last said of a member, as far as roles can depend on it.

    A name with no values was looked for and not said; a name that is missing was never looked for.
    """

    __tablename__ = "known_facts"

    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id", ondelete="CASCADE"), unique=True)
    facts: Mapped[dict[str, list[str]]] = mapped_column(JSONB)
    source: Mapped[Source]  # mapping: a sign-in; scim: the directory, which a sign-in does not overrule
    said_at: Mapped[datetime]
