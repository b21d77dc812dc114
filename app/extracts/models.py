from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.ext.hybrid import hybrid_method
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, now
from app.people.models import Membership


class Extract(Base):
    """One workbook that somebody ordered: every indicator of a period, and the rows behind each."""

    __tablename__ = "extracts"

    reference: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"), index=True)
    period: Mapped[str]  # as it stands in addresses
    place: Mapped[str] = mapped_column(default="")  # a municipality's slug; all of them when empty
    language: Mapped[str]
    title: Mapped[str]  # in that language
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)  # until it is forgotten
    size: Mapped[int | None]  # bytes
    rows: Mapped[int | None]  # how many stand in it
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

    @hybrid_method
    def was_ordered_by(self, membership_id: UUID) -> bool:
        return self.membership_id == membership_id
