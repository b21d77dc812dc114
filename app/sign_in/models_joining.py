from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base
from app.sign_in.models import IdpConnection


class JoinOffer(Base):
    """Two sign-ins that have been proven in one browser within minutes, and wait for the person's own yes to be one
    (sso.md rule 26). For that session only, once, for ten minutes."""

    __tablename__ = "join_offers"

    session_id: Mapped[UUID] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), unique=True)
    connection_id: Mapped[UUID] = mapped_column(ForeignKey("idp_connections.id"))
    subject: Mapped[str]
    shown_name: Mapped[str] = mapped_column(default="")
    shown_email: Mapped[str] = mapped_column(default="")
    expires_at: Mapped[datetime]

    connection: Mapped[IdpConnection] = relationship(lazy="raise")
