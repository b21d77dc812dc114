from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.ext.hybrid import hybrid_method
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base
from app.language import N_, Worded
from app.organisations.models import Organisation
from app.people.models import Membership


class HandoverState(StrEnum):
    draft = "draft"
    sent = "sent"
    done = "done"
    expired = "expired"
    cancelled = "cancelled"


class Reply(Worded):
    """What the receiver says of one thing (ux.md 2.9)."""

    accept = "accept", N_("Accept")
    ask = "ask", N_("Ask")
    decline = "decline", N_("Say no")


class Standing(Worded):
    """How far one thing has come."""

    open = "open", N_("No receiver yet")
    waiting = "waiting", N_("Waits for an answer")
    accepted = "accepted", N_("Taken over")
    asked = "asked", N_("A question to answer")
    declined = "declined", N_("Said no")
    passed = "passed", N_("Went to somebody for now")
    settled = "settled", N_("Settled in another way")


UNSETTLED = (Standing.open, Standing.waiting, Standing.asked, Standing.declined)


class Handover(Base):
    """One person's things on their way to others."""

    __tablename__ = "handovers"
    __table_args__ = (
        Index(
            "handovers_one_open_per_leaver_key",
            "leaver_id",
            unique=True,
            postgresql_where=text("state IN ('draft', 'sent')"),
        ),
    )

    reference: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    leaver_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"), index=True)
    started_by_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"), index=True)
    state: Mapped[HandoverState] = mapped_column(default=HandoverState.draft, index=True)
    state_since: Mapped[datetime | None]
    last_day: Mapped[date]
    sent_at: Mapped[datetime | None]
    expires_on: Mapped[date | None]
    reminders: Mapped[int] = mapped_column(default=0)
    reminded_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    is_demo: Mapped[bool] = mapped_column(default=False)

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    leaver: Mapped[Membership] = relationship(lazy="raise", foreign_keys=[leaver_id])
    started_by: Mapped[Membership] = relationship(lazy="raise", foreign_keys=[started_by_id])
    items: Mapped[list["HandoverItem"]] = relationship(
        lazy="raise", back_populates="handover", order_by="HandoverItem.number", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name and shape

    @property
    def label(self) -> str:
        """Needs the leaver's person loaded."""
        return self.leaver.person.name

    @property
    def unsettled(self) -> list["HandoverItem"]:
        return [item for item in self.items if item.standing in UNSETTLED]

    # Facts that rules are made of: each works on one handover and, on the class, as SQL.

    @hybrid_method
    def belongs_to(self, organisation_id: UUID) -> bool:
        return self.organisation_id == organisation_id

    @hybrid_method
    def is_about(self, membership_id: UUID) -> bool:
        return self.leaver_id == membership_id

    @hybrid_method
    def is_started_by(self, membership_id: UUID) -> bool:
        return self.started_by_id == membership_id

    def _is_to(self, membership_id: UUID) -> bool:
        """Something of it was sent to the person."""
        return self.sent_at is not None and any(item.receiver_id == membership_id for item in self.items)

    def _is_to_in_sql(self: Any, membership_id: UUID) -> Any:
        return self.sent_at.is_not(None) & self.items.any(HandoverItem.receiver_id == membership_id)

    is_to = hybrid_method(_is_to, _is_to_in_sql)


class HandoverItem(Base):
    """One thing, its receiver, and what they answered. `duty` and `subject_id` lead to the thing itself."""

    __tablename__ = "handover_items"
    __table_args__ = (UniqueConstraint("handover_id", "duty", "subject_id"),)

    handover_id: Mapped[UUID] = mapped_column(ForeignKey("handovers.id"), index=True)
    number: Mapped[int]
    duty: Mapped[str]
    subject_id: Mapped[UUID]
    subject_reference: Mapped[str]
    subject_label: Mapped[str] = mapped_column(default="")
    receiver_id: Mapped[UUID | None] = mapped_column(ForeignKey("memberships.id"), index=True)
    note: Mapped[str] = mapped_column(Text, default="")
    standing: Mapped[Standing] = mapped_column(default=Standing.open)
    reply_text: Mapped[str] = mapped_column(Text, default="")  # what the receiver asks, or why they decline
    answer: Mapped[str] = mapped_column(Text, default="")  # to their question
    replied_at: Mapped[datetime | None]

    handover: Mapped[Handover] = relationship(lazy="raise", back_populates="items")
    receiver: Mapped[Membership | None] = relationship(lazy="raise", foreign_keys=[receiver_id])

    @property
    def title(self) -> str:
        return f"{self.subject_reference} {self.subject_label}".strip()
