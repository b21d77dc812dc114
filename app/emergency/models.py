from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.actor import NOBODY
from app.database import Base
from app.people.models import Membership


class EnrolmentCode(Base):
    """With this, printed by a command on the server, one of the named people adds their first passkey. Once."""

    __tablename__ = "enrolment_codes"

    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
    consumed_at: Mapped[datetime | None]


class EmergencyAccess(Base):
    """One asks with a passkey and a reason, another agrees; then it opens in the browser that asked, for half an hour.

    `word` is what the one tells the other by telephone.
    """

    __tablename__ = "emergency_accesses"

    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"), index=True)
    reason: Mapped[str]
    word: Mapped[str] = mapped_column(unique=True)
    browser_hash: Mapped[str]
    expires_at: Mapped[datetime]  # whether agreed to or not
    approved_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("memberships.id"))
    approved_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    session_id: Mapped[UUID] = mapped_column(default=NOBODY)

    membership: Mapped[Membership] = relationship(lazy="raise", foreign_keys=[membership_id])
    approved_by: Mapped[Membership | None] = relationship(lazy="raise", foreign_keys=[approved_by_id])
