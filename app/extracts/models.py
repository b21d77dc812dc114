from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.ext.hybrid import hybrid_method
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, now
from app.people.models import Membership


class Extract(Base):
    """One file that somebody ordered, since it was too large to be made while they waited."""

    __tablename__ = "extracts"

    reference: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"), index=True)
    export: Mapped[str]  # how it is declared (app/exports.py), and in which form it is wanted
    form: Mapped[str]
    about: Mapped[dict[str, Any]] = mapped_column(default=dict)  # which of several, as it stands in addresses
    language: Mapped[str]
    title: Mapped[str]  # in that language
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)  # until it is forgotten
    size: Mapped[int | None]  # bytes
    rows: Mapped[int | None]  # how many stand in it
    done: Mapped[int] = mapped_column(default=0)  # how far the worker has come, of the whole; 0 of 0 before it begins
    whole: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime | None]
    kept_until: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]  # the orderer no longer had the right

    membership: Mapped[Membership] = relationship(lazy="raise")

    @property
    def label(self) -> str:
        return self.title

    @property
    def is_ready(self) -> bool:
        return self.made_at is not None and self.kept_until is not None and self.kept_until > now()

    @property
    def is_gone(self) -> bool:
        """It was made, and is no longer kept."""
        return self.made_at is not None and not self.is_ready

    @property
    def is_waiting(self) -> bool:
        return self.made_at is None and self.stopped_at is None

    @property
    def is_begun(self) -> bool:
        return self.whole > 0

    @hybrid_method
    def was_ordered_by(self, membership_id: UUID) -> bool:
        return self.membership_id == membership_id
