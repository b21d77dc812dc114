from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.ext.hybrid import hybrid_method
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base
from app.language import N_, Worded
from app.organisations.models import Organisation
from app.people.models import Membership


class Standing(Worded):
    """What has been said of one person's access."""

    open = "open", N_("Not looked at yet")
    confirmed = "confirmed", N_("Confirmed")
    ended = "ended", N_("Access ended")
    gone = "gone", N_("Had left already")


class AccessReview(Base):
    """One organisation's review of one quarter."""

    __tablename__ = "access_reviews"
    __table_args__ = (UniqueConstraint("organisation_id", "begun_on"),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    begun_on: Mapped[date]  # the first day of the quarter
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    reminders: Mapped[int] = mapped_column(default=0)
    reminded_on: Mapped[date | None]
    escalated_on: Mapped[date | None]  # the date had passed, and what follows from that was done

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    lines: Mapped[list["AccessLine"]] = relationship(lazy="raise", cascade="all, delete-orphan")

    @property
    def reference(self) -> str:
        """What stands for it in an address."""
        return str(self.id)

    @property
    def label(self) -> str:
        return f"Q{(self.begun_on.month + 2) // 3} {self.begun_on.year}"

    @property
    def open_lines(self) -> list["AccessLine"]:
        return [line for line in self.lines if line.standing is Standing.open]

    @hybrid_method
    def belongs_to(self, organisation_id: UUID) -> bool:
        return self.organisation_id == organisation_id


class AccessLine(Base):
    """One person in a review, with the roles they had when it was said that they keep them."""

    __tablename__ = "access_lines"
    __table_args__ = (UniqueConstraint("review_id", "membership_id"),)

    review_id: Mapped[UUID] = mapped_column(ForeignKey("access_reviews.id"), index=True)
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"), index=True)
    number: Mapped[int]
    standing: Mapped[Standing] = mapped_column(default=Standing.open)
    roles: Mapped[list[str]] = mapped_column(default=list)
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("memberships.id"))
    answered_at: Mapped[datetime | None]

    membership: Mapped[Membership] = relationship(lazy="raise", foreign_keys=[membership_id])
