from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Numeric, Text, UniqueConstraint, text
from sqlalchemy.ext.hybrid import hybrid_method
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.actor import NOBODY
from app.costs.models import Booking
from app.database import Base
from app.documents.models import Document
from app.grants.models import Grant, GrantDecision
from app.language import N_, Worded

Kronor = Numeric(14, 0)


class ClaimState(StrEnum):
    draft = "draft"
    sent = "sent"
    approved = "approved"
    partly = "partly"
    refused = "refused"
    paid = "paid"
    discarded = "discarded"


HELD = (ClaimState.sent, ClaimState.approved, ClaimState.partly, ClaimState.paid)
"""States in which what a claim asks for counts as claimed."""


class Attachment(Worded):
    ledger = "ledger", N_("General ledger")
    statement = "statement", N_("Income statement")
    other = "other", N_("Something else")


NEEDED = (Attachment.ledger, Attachment.statement)


class Claim(Base):
    """A request for payment in one phase of a grant (form F15). What was signed stands as it was signed."""

    __tablename__ = "claims"
    __table_args__ = (
        Index("claims_one_draft_idx", "phase_id", unique=True, postgresql_where=text("state = 'draft'")),
        UniqueConstraint("grant_id", "number"),
    )

    reference: Mapped[str] = mapped_column(unique=True)
    grant_id: Mapped[UUID] = mapped_column(ForeignKey("grants.id"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)  # who asks
    phase_id: Mapped[UUID] = mapped_column(ForeignKey("grant_decisions.id"), index=True)
    number: Mapped[int]
    state: Mapped[ClaimState] = mapped_column(default=ClaimState.draft, index=True)
    version: Mapped[int] = mapped_column(default=1)
    until_on: Mapped[date]  # the last day of the period

    # As it was when it was signed
    decision_number: Mapped[int] = mapped_column(default=0)
    percent: Mapped[Decimal] = mapped_column(Numeric(7, 4), default=0)
    cap: Mapped[Decimal] = mapped_column(Kronor, default=0)
    eligible: Mapped[Decimal] = mapped_column(default=0)
    incomes: Mapped[Decimal] = mapped_column(default=0)
    net: Mapped[Decimal] = mapped_column(default=0)
    earned: Mapped[Decimal] = mapped_column(Kronor, default=0)
    claimed_before: Mapped[Decimal] = mapped_column(Kronor, default=0)
    amount: Mapped[Decimal] = mapped_column(Kronor, default=0)
    to_settle: Mapped[Decimal] = mapped_column(Kronor, default=0)
    signatory: Mapped[str] = mapped_column(default="")
    signatory_capacity: Mapped[str] = mapped_column(default="")
    signed_on: Mapped[date | None]
    signed_at: Mapped[datetime | None]
    signed_by_membership_id: Mapped[UUID] = mapped_column(default=NOBODY)

    amount_approved: Mapped[Decimal] = mapped_column(Kronor, default=0)
    answered_on: Mapped[date | None]
    answer_reference: Mapped[str] = mapped_column(default="")
    answer_reason: Mapped[str] = mapped_column(Text, default="")
    paid_on: Mapped[date | None]

    grant: Mapped[Grant] = relationship(lazy="raise")
    phase: Mapped[GrantDecision] = relationship(lazy="raise")
    rows: Mapped[list["ClaimRow"]] = relationship(lazy="raise", back_populates="claim")
    documents: Mapped[list["ClaimDocument"]] = relationship(lazy="raise", order_by="ClaimDocument.created_at")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name and shape

    @property
    def label(self) -> str:
        return self.grant.title

    @property
    def address(self) -> str:
        return self.reference.lower()

    @hybrid_method
    def belongs_to(self, organisation_id: UUID) -> bool:
        return self.organisation_id == organisation_id

    @hybrid_method
    def is_signed_by_another_than(self, membership_id: UUID) -> bool:
        """Whoever signed it does not answer it."""
        return self.signed_by_membership_id != membership_id

    @property
    def held(self) -> Decimal:
        """What counts as claimed because of it."""
        if self.state == ClaimState.sent:
            return self.amount
        return self.amount_approved if self.state in HELD else Decimal(0)

    @property
    def missing_documents(self) -> list[Attachment]:
        return [kind for kind in NEEDED if kind not in {document.kind for document in self.documents}]


class ClaimRow(Base):
    """A booking in a claim. As long as the claim holds it, no other claim can."""

    __tablename__ = "claim_rows"
    __table_args__ = (
        UniqueConstraint("claim_id", "booking_id"),
        Index("claim_rows_held_once_idx", "booking_id", unique=True, postgresql_where=text("not is_released")),
    )

    claim_id: Mapped[UUID] = mapped_column(ForeignKey("claims.id"), index=True)
    booking_id: Mapped[UUID] = mapped_column(ForeignKey("bookings.id"), index=True)
    is_released: Mapped[bool] = mapped_column(default=False)  # refused, or the draft was discarded

    claim: Mapped[Claim] = relationship(lazy="raise", back_populates="rows")
    booking: Mapped[Booking] = relationship(lazy="raise")


class ClaimDocument(Base):
    __tablename__ = "claim_documents"
    __table_args__ = (UniqueConstraint("claim_id", "document_id"),)

    claim_id: Mapped[UUID] = mapped_column(ForeignKey("claims.id"), index=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id"), index=True)
    kind: Mapped[Attachment]

    document: Mapped[Document] = relationship(lazy="raise")


class ClaimDue(Base):
    """A day by which a claim is to be made, and when people were reminded of it."""

    __tablename__ = "claim_dues"
    __table_args__ = (UniqueConstraint("phase_id", "period_ends_on"),)

    phase_id: Mapped[UUID] = mapped_column(ForeignKey("grant_decisions.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    reference: Mapped[str]  # of the grant, as letters and lists say it
    label: Mapped[str]
    period_ends_on: Mapped[date]
    due_on: Mapped[date]
    days_reminded: Mapped[int | None]  # how many days before it people were reminded last
    is_met: Mapped[bool] = mapped_column(default=False)
