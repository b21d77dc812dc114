from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base
from app.sign_in.models import IdpConnection


class AccessRequest(Base):
    """Somebody a sign-in service vouches for who does not belong to its organisation, and may ask to.

    Made when they are turned away, so that what the service said of them is not asked for again; good for one request,
    for a quarter of an hour. Once they have asked it stands beside the membership that waits (`membership_id`) until
    that is decided.
    """

    __tablename__ = "access_requests"
    __table_args__ = (UniqueConstraint("connection_id", "subject"),)

    connection_id: Mapped[UUID] = mapped_column(ForeignKey("idp_connections.id"))
    subject: Mapped[str]
    name: Mapped[str]
    email: Mapped[str]
    language: Mapped[str] = mapped_column(default="sv")
    token_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    message: Mapped[str] = mapped_column(Text, default="")
    membership_id: Mapped[UUID | None] = mapped_column(ForeignKey("memberships.id", ondelete="CASCADE"), index=True)

    connection: Mapped[IdpConnection] = relationship(lazy="raise")
