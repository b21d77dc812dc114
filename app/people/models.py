from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.actor import Actor, Role
from app.database import Base
from app.organisations.models import Organisation


class MembershipStatus(StrEnum):
    invited = "invited"
    active = "active"
    suspended = "suspended"
    removed = "removed"


class Person(Base):
    __tablename__ = "people"

    name: Mapped[str]
    email: Mapped[str]  # for contact only: never a key (sso.md rule 2)
    locale: Mapped[str] = mapped_column(default="sv")
    is_demo: Mapped[bool] = mapped_column(default=False)


class Membership(Base):
    """One person in one organisation."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("organisation_id", "person_id"),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    status: Mapped[MembershipStatus] = mapped_column(default=MembershipStatus.active)
    unit: Mapped[str] = mapped_column(default="")
    fte_percent: Mapped[int | None]  # share of full time set aside, 0–100 (domain.md 4.2)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    last_seen_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")
    role_rows: Mapped[list["MembershipRole"]] = relationship(lazy="raise", cascade="all, delete-orphan")

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(row.role for row in self.role_rows)

    @property
    def actor(self) -> Actor:
        """This membership as the one who asks. Needs person, organisation and roles loaded."""
        return Actor(
            membership_id=self.id,
            organisation_id=self.organisation_id,
            roles=self.roles,
            person_id=self.person_id,
            person_name=self.person.name,
            organisation_name=self.organisation.name,
        )


class MembershipRole(Base):
    __tablename__ = "membership_roles"
    __table_args__ = (UniqueConstraint("membership_id", "role"),)

    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role]
