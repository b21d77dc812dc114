from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base
from app.documents.models import Document
from app.grants.choices import Category
from app.grants.models import Grant, GrantDecision
from app.language import N_, Worded
from app.organisations.models import Organisation
from app.test_requests.choices import Answer


class BookingKind(Worded):
    cost = "cost", N_("Cost")
    income = "income", N_("Income")


class Source(StrEnum):
    entered = "entered"
    imported = "imported"


class Booking(Base):
    """One cost or income of a project, as it stands in the accounts. A correction is a booking of its own.

    What a claim has locked is never changed: from then on there are only corrections.
    """

    __tablename__ = "bookings"
    __table_args__ = (
        UniqueConstraint("grant_id", "number"),
        CheckConstraint("amount <> 0", name="amount"),
        CheckConstraint("eligible = 'yes' or reason <> ''", name="reason"),
        Index("bookings_grant_day_idx", "grant_id", "booked_on"),
    )

    grant_id: Mapped[UUID] = mapped_column(ForeignKey("grants.id"))
    number: Mapped[int]
    phase_id: Mapped[UUID | None] = mapped_column(ForeignKey("grant_decisions.id"))  # only where windows overlap
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("bookings.id"), index=True)
    kind: Mapped[BookingKind] = mapped_column(default=BookingKind.cost)
    booked_on: Mapped[date]
    paid_on: Mapped[date | None]
    amount: Mapped[Decimal]  # kronor and öre; less than nothing in a correction
    category: Mapped[Category]
    bearer_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    description: Mapped[str]
    activity: Mapped[str] = mapped_column(default="")  # of the project; what is without one is ordinary work
    voucher: Mapped[str] = mapped_column(default="")
    eligible: Mapped[Answer] = mapped_column(default=Answer.yes)
    reason: Mapped[str] = mapped_column(Text, default="")  # why it is not eligible
    locked_at: Mapped[datetime | None]  # by a claim
    version: Mapped[int] = mapped_column(default=1)

    grant: Mapped[Grant] = relationship(lazy="raise")
    bearer: Mapped[Organisation] = relationship(lazy="raise")
    phase: Mapped[GrantDecision | None] = relationship(lazy="raise")
    documents: Mapped[list["BookingDocument"]] = relationship(lazy="raise", order_by="BookingDocument.created_at")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name and shape

    @property
    def is_income(self) -> bool:
        return self.kind == BookingKind.income

    @property
    def is_eligible(self) -> bool:
        return self.eligible == Answer.yes

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None

    @property
    def chosen_phase_id(self) -> UUID | None:
        return self.phase_id

    @property
    def as_booked(self) -> dict[str, Any]:
        """What the log keeps of it: enough to count again what a grant pays, and nothing of whom or what it was for."""
        return {
            "number": self.number,
            "kind": self.kind,
            "booked_on": self.booked_on,
            "paid_on": self.paid_on,
            "amount": self.amount,
            "eligible": self.eligible,
            "phase": self.phase_id,
        }


class BookingDocument(Base):
    """A voucher or the like, reached only through its booking."""

    __tablename__ = "booking_documents"
    __table_args__ = (UniqueConstraint("booking_id", "document_id"),)

    booking_id: Mapped[UUID] = mapped_column(ForeignKey("bookings.id"), index=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id"), index=True)

    document: Mapped[Document] = relationship(lazy="raise")


class UnbookedHours(Base):
    """Time that a municipality puts in without booking it: shown apart, and never part of what a grant pays."""

    __tablename__ = "unbooked_hours"
    __table_args__ = (CheckConstraint("hours > 0", name="hours"), CheckConstraint("per_hour >= 0", name="per_hour"))

    grant_id: Mapped[UUID] = mapped_column(ForeignKey("grants.id"), index=True)
    bearer_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    until_on: Mapped[date]  # the last day of the period they were worked in
    hours: Mapped[Decimal]
    per_hour: Mapped[Decimal]  # kronor
    description: Mapped[str] = mapped_column(default="")

    bearer: Mapped[Organisation] = relationship(lazy="raise")

    @property
    def value(self) -> Decimal:
        return self.hours * self.per_hour
