from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base


class Submission(Base):
    """One press of a button that creates something. The same key again leads to what it created the first time."""

    __tablename__ = "submissions"

    key_hash: Mapped[str] = mapped_column(unique=True)
    location: Mapped[str] = mapped_column(default="")


class ParkedForm(Base):
    """What someone typed when their session had ended; given back after sign-in, in the same browser, once."""

    __tablename__ = "parked_forms"

    handle_hash: Mapped[str] = mapped_column(unique=True)
    path: Mapped[str]
    typed: Mapped[dict[str, Any]]
    expires_at: Mapped[datetime]
