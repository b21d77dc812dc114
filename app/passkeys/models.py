from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base
from app.people.models import Membership
from app.sign_in.models import Identity


class Passkey(Base):
    """A key that lives on someone's telephone, computer or stick; we keep the half that only recognises it.

    It belongs to one identity, so to one organisation's own way in: whoever is known at two organisations has a key
    for each (sso.md rule 39).
    """

    __tablename__ = "passkeys"

    identity_id: Mapped[UUID] = mapped_column(ForeignKey("identities.id"), index=True)
    credential_id: Mapped[str] = mapped_column(unique=True)  # base64url, as the browser says it
    public_key: Mapped[bytes]
    sign_count: Mapped[int]
    label: Mapped[str]
    is_synced: Mapped[bool]  # kept by the person's account at a maker, so not lost with the telephone
    last_used_at: Mapped[datetime | None]

    identity: Mapped[Identity] = relationship(lazy="raise")


class SpentChallenge(Base):
    """A challenge that has been answered: nobody answers it again. Forgotten when it would be too late anyway."""

    __tablename__ = "spent_challenges"

    challenge_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class LinkRequest(Base):
    """Someone asked for a link by e-mail. The same row is written whether or not anyone has that address.

    The link works once, for fifteen minutes, in the browser that asked. `place_hash` is where it was asked from, under
    a key of the installation: enough to count, useless for finding anybody.
    """

    __tablename__ = "link_requests"
    __table_args__ = (
        Index("link_requests_address_idx", "address", "created_at"),
        Index("link_requests_place_idx", "place_hash", "created_at"),
    )

    address: Mapped[str]  # lower case
    place_hash: Mapped[str]
    browser_hash: Mapped[str]
    return_path: Mapped[str]
    language: Mapped[str]
    token_hash: Mapped[str | None] = mapped_column(unique=True)  # None: not answered yet, or there was nobody to answer
    answered_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    consumed_at: Mapped[datetime | None]


class RescuerKind(StrEnum):
    organisation = "organisation"  # mends the sign-in of their own organisation, and nothing else
    platform = "platform"  # runs the portal for half an hour, when a colleague agrees


class Rescuer(Base):
    """Someone who may come in by passkey when nobody can come in otherwise (sso.md 7.5). Named, never anonymous."""

    __tablename__ = "rescuers"

    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"), unique=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    kind: Mapped[RescuerKind]
    named_by: Mapped[str]

    membership: Mapped[Membership] = relationship(lazy="raise")


class Unlock(Base):
    """An organisation that demands its sign-in service lets its people in without it for a while; the clock ends it."""

    __tablename__ = "sso_unlocks"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    reason: Mapped[str]
    by_whom: Mapped[str]
    was_required: Mapped[bool]  # and is to be again
    until: Mapped[datetime] = mapped_column(index=True)
    raised_at: Mapped[datetime | None]
