from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base
from app.language import N_, Worded
from app.people.models import Membership


class Outcome(Worded):
    """What became of one address (ux.md 2.11)."""

    sent = "sent", N_("Invitation sent")
    known = "known", N_("Already has an account")
    outside = "outside", N_("The region must approve this person")


class InvitationBatch(Base):
    """What one administrator sent at one time, address by address: the receipt."""

    __tablename__ = "invitation_batches"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    invited_by_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))
    results: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # {"email": …, "outcome": …}


class Invitation(Base):
    """A link by which one person accepts, once, within seven days. Only the hash of its key is kept."""

    __tablename__ = "invitations"

    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"), unique=True)
    invited_by_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))
    message: Mapped[str] = mapped_column(Text, default="")
    token_hash: Mapped[str | None] = mapped_column(unique=True)  # None: no letter has been written yet
    expires_at: Mapped[datetime | None]

    membership: Mapped[Membership] = relationship(lazy="raise", foreign_keys=[membership_id])
    invited_by: Mapped[Membership] = relationship(lazy="raise", foreign_keys=[invited_by_id])
