from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.ext.hybrid import hybrid_method
from sqlalchemy.orm import Mapped, mapped_column

from app.actor import NOBODY
from app.database import Base
from app.home.choices import Wanted


class BarrierReport(Base):
    """What someone could not read or use, told without signing in (ux.md F14; DOS-lagen 10 §)."""

    __tablename__ = "barrier_reports"

    reference: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[UUID] = mapped_column(default=NOBODY, index=True)  # the region: it answers for the portal
    what: Mapped[str] = mapped_column(Text)
    where: Mapped[str] = mapped_column(default="")
    aid: Mapped[str] = mapped_column(default="")
    want: Mapped[Wanted]
    email: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="sv")
    sender_hash: Mapped[str] = mapped_column(default="", index=True)  # of the address and the day: only to count by
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("memberships.id"))
    answer: Mapped[str] = mapped_column(Text, default="")  # what was done about it
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name and shape

    @property
    def label(self) -> str:
        """The page it is about, or the beginning of what was written: it stands in lists of what waits."""
        return self.where or (self.what if len(self.what) <= 60 else self.what[:59].rstrip() + "…")

    @hybrid_method
    def belongs_to(self, organisation_id: UUID) -> bool:
        return self.organisation_id == organisation_id


class HiddenGuide(Base):
    """That a person does not want to see how to get started any more. It stays under Help."""

    __tablename__ = "hidden_guides"

    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"), unique=True)
