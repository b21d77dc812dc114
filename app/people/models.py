from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, Uuid, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.hybrid import hybrid_method, hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.actor import Actor, Role
from app.database import Base, today
from app.organisations.models import Organisation


class MembershipStatus(StrEnum):
    proposed = "proposed"  # asked for, and waiting for somebody to approve it: nobody can sign in with it
    invited = "invited"
    active = "active"
    suspended = "suspended"
    removed = "removed"


class Source(StrEnum):
    """Where a membership or a role comes from: who may take it away again without being asked."""

    manual = "manual"  # given by a person
    mapping = "mapping"  # a group or claim at the organisation's sign-in service
    scim = "scim"  # the organisation's directory


class Person(Base):
    __tablename__ = "people"

    name: Mapped[str]
    email: Mapped[str]  # for contact only: never a key (sso.md rule 2)
    locale: Mapped[str] = mapped_column(default="sv")
    is_demo: Mapped[bool] = mapped_column(default=False)


class Membership(Base):
    """One person in one organisation."""

    __tablename__ = "memberships"
    __table_args__ = (
        UniqueConstraint("organisation_id", "person_id"),
        Index(
            "memberships_external_id_key",
            "organisation_id",
            "external_id",
            unique=True,
            postgresql_where=text("external_id IS NOT NULL"),
        ),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    status: Mapped[MembershipStatus] = mapped_column(default=MembershipStatus.active)
    unit: Mapped[str] = mapped_column(default="")
    fte_percent: Mapped[int | None]  # share of full time set aside, 0–100 (domain.md 4.2)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    last_seen_at: Mapped[datetime | None]
    deputy_id: Mapped[UUID | None] = mapped_column(ForeignKey("memberships.id"))  # who stands in for them
    source: Mapped[Source] = mapped_column(default=Source.manual)
    is_managed: Mapped[bool] = mapped_column(default=False)  # the organisation's directory decides over it
    external_id: Mapped[str | None]  # what the directory calls it

    guest_of: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list)  # what they are let in to (app/errands)

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise")
    role_rows: Mapped[list["MembershipRole"]] = relationship(lazy="raise", cascade="all, delete-orphan")

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(row.role for row in self.role_rows)

    @property
    def reference(self) -> str:
        """What stands for the membership in an address."""
        return str(self.id)

    @property
    def label(self) -> str:
        """Needs the person loaded."""
        return self.person.name

    @property
    def is_active(self) -> bool:
        """Whether it counts today."""
        day = today()
        return (
            self.status is MembershipStatus.active
            and (self.valid_from is None or self.valid_from <= day)
            and (self.valid_to is None or self.valid_to >= day)
        )

    @hybrid_property
    def is_asked_for_by_people(self) -> bool:
        """A person proposed it, so the region approves it: the address is not one of the organisation's own."""
        return (self.status == MembershipStatus.proposed) & (self.source == Source.manual)

    @hybrid_property
    def is_asked_for_by_its_service(self) -> bool:
        """The organisation's own service vouches for the person, so its administrator approves it."""
        return (self.status == MembershipStatus.proposed) & (self.source != Source.manual)

    @hybrid_method
    def is_in(self, organisation_id: UUID) -> bool:
        return self.organisation_id == organisation_id

    @hybrid_method
    def is_of(self, person_id: UUID) -> bool:
        return self.person_id == person_id

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
            guest_of=frozenset(self.guest_of),
            is_guest=self.organisation.is_for_guests,
        )


class MembershipRole(Base):
    __tablename__ = "membership_roles"
    __table_args__ = (UniqueConstraint("membership_id", "role"),)

    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role]
    source: Mapped[Source] = mapped_column(default=Source.manual)
    mapping_id: Mapped[UUID | None]  # which of the organisation's mappings gave it


class Post(Base):
    """That somebody held a role from one day to another: what staffing is told from, also after they have gone."""

    __tablename__ = "posts"
    __table_args__ = (
        Index("posts_open_key", "membership_id", "role", unique=True, postgresql_where=text("until IS NULL")),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"), index=True)
    role: Mapped[Role]
    since: Mapped[date]
    until: Mapped[date | None]  # the last day


class Interim(Base):
    """Somebody who answers for a thing while the one who had it is gone and nobody has taken it over.

    `duty` is the key of a duty (app/people/duties.py); the thing stands in its own table and keeps its former owner
    until somebody takes it over.
    """

    __tablename__ = "interims"
    __table_args__ = (
        Index("interims_open_key", "duty", "subject_id", unique=True, postgresql_where=text("ended_at IS NULL")),
        Index("interims_membership_idx", "membership_id"),
    )

    duty: Mapped[str]
    subject_id: Mapped[UUID]
    subject_reference: Mapped[str]
    subject_label: Mapped[str]  # empty for one of another organisation, who is not to learn what it is about
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)  # the former owner's
    former_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))
    ended_at: Mapped[datetime | None]

    membership: Mapped[Membership] = relationship(lazy="raise", foreign_keys=[membership_id])
    former: Mapped[Membership] = relationship(lazy="raise", foreign_keys=[former_id])
    organisation: Mapped[Organisation] = relationship(lazy="raise")

    @property
    def reference(self) -> str:
        """What stands for it in an address."""
        return str(self.id)

    @property
    def label(self) -> str:
        return f"{self.subject_reference} {self.subject_label}".strip()
