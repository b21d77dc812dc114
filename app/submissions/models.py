from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from app.actor import NOBODY
from app.database import Base


class Submission(Base):
    """One press of a button that creates something. The same key again leads to what it created the first time."""

    __tablename__ = "submissions"

    key_hash: Mapped[str] = mapped_column(unique=True)
    location: Mapped[str] = mapped_column(default="")


class ParkedForm(Base):
    """What someone typed when their session had ended; given back after sign-in, in the same browser, once,
    and to nobody else."""

    __tablename__ = "parked_forms"

    handle_hash: Mapped[str] = mapped_column(unique=True)
    path: Mapped[str]
    person_id: Mapped[UUID] = mapped_column(default=NOBODY)  # who typed it; nobody's where no session says so
    typed: Mapped[dict[str, Any]]
    expires_at: Mapped[datetime]
