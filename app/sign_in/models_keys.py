"""The portal's own keys towards providers that know it by its signature instead of by a secret."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Base


class KeyStatus(StrEnum):
    """The way of a key. All but the retired are published, so that nobody meets a signature they cannot verify."""

    next = "next"  # published before it signs
    current = "current"
    previous = "previous"  # published as long as something it signed may be on its way
    retired = "retired"


class RpKey(Base):
    """One key that signs client assertions (RFC 7523). Shared by all connections: what it signs names the one."""

    __tablename__ = "rp_keys"
    __table_args__ = (
        Index("rp_keys_one_of_each_idx", "status", unique=True, postgresql_where=text("status <> 'retired'")),
    )

    kid: Mapped[str] = mapped_column(unique=True)
    status: Mapped[KeyStatus]
    public: Mapped[dict[str, Any]]  # as it is published
    key_sealed: Mapped[str]
    since: Mapped[datetime]  # when it became what it is
