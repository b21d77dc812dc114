import re
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, Text, UniqueConstraint
from sqlalchemy.ext.hybrid import hybrid_method
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base
from app.documents.models import Document
from app.grants.choices import ConditionKind, ConditionStatus, FundingSource, Rounding
from app.organisations.models import Organisation
from app.people.models import Membership
from app.test_requests.choices import Answer

HIGHEST_PERCENT = 50
"""Of the expenditure, for project grants of one decision maker from this appropriation (SFS 2003:596 § 9)."""


class DecisionState(StrEnum):
    draft = "draft"
    active = "active"
    replaced = "replaced"
    settled = "settled"


IN_FORCE = (DecisionState.active, DecisionState.settled)


def as_reference(registry_number: str) -> str:
    """A registry number as it can stand in an address: RS 2024/12 becomes RS-2024-12, 21RS4368 stays as it is."""
    return "-".join(re.findall(r"[0-9A-Z]+", registry_number.upper()))


class Grant(Base):
    """One matter of financing, known by its registry number; what was decided in it are its decisions."""

    __tablename__ = "grants"

    registry_number: Mapped[str]  # as the registry writes it
    reference: Mapped[str] = mapped_column(unique=True)  # the same, as it stands in an address
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)  # who owns the project
    officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("memberships.id"))
    title: Mapped[str]
    purpose: Mapped[str] = mapped_column(Text, default="")
    priority_area: Mapped[str] = mapped_column(default="")  # of the regional development strategy
    strategy_goal: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    is_demo: Mapped[bool] = mapped_column(default=False)

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    officer: Mapped[Membership | None] = relationship(lazy="raise")
    decisions: Mapped[list["GrantDecision"]] = relationship(
        lazy="raise", order_by="GrantDecision.number", back_populates="grant"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name and shape

    @property
    def label(self) -> str:
        return self.title

    @hybrid_method
    def belongs_to(self, organisation_id: UUID) -> bool:
        return self.organisation_id == organisation_id


class GrantDecision(Base):
    """One decision. It begins a phase with a window and a cap of its own, or amends the phase it names.

    A decision in force is never changed: what comes after is a new decision (domain.md A17, A30, A35).
    """

    __tablename__ = "grant_decisions"
    __table_args__ = (
        UniqueConstraint("grant_id", "number"),
        CheckConstraint("percent > 0 and percent <= 100", name="percent"),
        CheckConstraint("cap > 0", name="cap"),
        CheckConstraint("starts_on <= ends_on", name="window"),
        CheckConstraint("percent <= 50 or percent_reason <> ''", name="percent_reason"),
    )

    grant_id: Mapped[UUID] = mapped_column(ForeignKey("grants.id"), index=True)
    number: Mapped[int]
    amends_id: Mapped[UUID | None] = mapped_column(ForeignKey("grant_decisions.id"), index=True)  # its phase
    state: Mapped[DecisionState] = mapped_column(default=DecisionState.draft, index=True)
    version: Mapped[int] = mapped_column(default=1)

    title: Mapped[str]
    body: Mapped[str]
    decided_on: Mapped[date]
    paragraph: Mapped[str] = mapped_column(default="")
    percent: Mapped[Decimal] = mapped_column(Numeric(7, 4))  # of the costs
    percent_reason: Mapped[str] = mapped_column(Text, default="")
    cap: Mapped[Decimal] = mapped_column(Numeric(14, 0))  # kronor
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    source: Mapped[FundingSource]
    appropriation: Mapped[str] = mapped_column(default="")
    orientation: Mapped[str] = mapped_column(Text, default="")
    terms: Mapped[str] = mapped_column(default="")
    terms_registry_number: Mapped[str] = mapped_column(default="")
    terms_decided_on: Mapped[date | None]
    signatory: Mapped[str]
    signatory_capacity: Mapped[str]
    distribution: Mapped[str] = mapped_column(Text, default="")
    counts_only_paid: Mapped[Answer] = mapped_column(default=Answer.no)
    deducts_income: Mapped[Answer] = mapped_column(default=Answer.yes)
    rounding: Mapped[Rounding] = mapped_column(default=Rounding.down)
    line_sv: Mapped[str] = mapped_column(default="")  # who co-finances, as it is said on every page
    line_en: Mapped[str] = mapped_column(default="")
    conditions_asked: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # until it is in force
    financing: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # of a phase: what others pay
    budget: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # of a phase
    in_force_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]

    grant: Mapped[Grant] = relationship(lazy="raise", back_populates="decisions")
    documents: Mapped[list["DecisionDocument"]] = relationship(lazy="raise", order_by="DecisionDocument.dated_on")
    conditions: Mapped[list["Condition"]] = relationship(lazy="raise", order_by="Condition.number")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name and shape

    @property
    def phase_id(self) -> UUID:
        """The decision that began the phase."""
        return self.amends_id or self.id

    @property
    def is_amendment(self) -> bool:
        return self.amends_id is not None

    @property
    def is_draft(self) -> bool:
        return self.state == DecisionState.draft

    @property
    def is_in_force(self) -> bool:
        return self.state in IN_FORCE

    @property
    def reference(self) -> str:
        return self.grant.reference

    @property
    def organisation_id(self) -> UUID:
        return self.grant.organisation_id

    @property
    def label(self) -> str:
        return f"{self.grant.title}: {self.title}"

    @property
    def as_terms(self) -> dict[str, Any]:
        """What the log keeps of a decision that is put in force: all that what it pays is counted from."""
        return {
            "phase": self.phase_id,
            "percent": self.percent,
            "cap": self.cap,
            "starts_on": self.starts_on,
            "ends_on": self.ends_on,
            "counts_only_paid": self.counts_only_paid,
            "deducts_income": self.deducts_income,
            "rounding": self.rounding,
        }

    @property
    def budget_total(self) -> int:
        return sum(int(row["amount"]) for row in self.budget)

    @property
    def financed(self) -> int:
        """What the grant and the others pay together."""
        return int(self.cap) + sum(int(row["amount"]) for row in self.financing)

    @property
    def not_financed(self) -> int:
        """Kronor of the budget that nobody pays for yet; less than nothing when more is promised than it costs."""
        return self.budget_total - self.financed

    @property
    def is_financed_in_full(self) -> bool:
        return bool(self.budget) and self.not_financed == 0 and all(row.get("is_confirmed") for row in self.financing)

    @property
    def asks_for_visibility(self) -> bool:
        return any(row.get("kind") == ConditionKind.visibility.value for row in self.conditions_asked)


class Condition(Base):
    """One condition of a decision in force, and how it stands with it (domain.md A7)."""

    __tablename__ = "grant_conditions"
    __table_args__ = (UniqueConstraint("decision_id", "number"),)

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("grant_decisions.id"), index=True)
    number: Mapped[int]
    kind: Mapped[ConditionKind]
    text: Mapped[str] = mapped_column(Text)
    is_blocking: Mapped[bool] = mapped_column(default=False)  # no claim while it is not fulfilled
    status: Mapped[ConditionStatus] = mapped_column(default=ConditionStatus.watched)
    evidence: Mapped[str] = mapped_column(Text, default="")
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("memberships.id"))
    due_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    decision: Mapped[GrantDecision] = relationship(lazy="raise", back_populates="conditions")
    owner: Mapped[Membership | None] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name and shape

    @property
    def blocks(self) -> bool:
        """Whether no claim can be made because of it."""
        return self.is_blocking and self.status == ConditionStatus.unmet


class DecisionDocument(Base):
    """What a decision was based on. Bound to it with its date, and frozen when the decision is in force."""

    __tablename__ = "grant_decision_documents"
    __table_args__ = (UniqueConstraint("decision_id", "document_id"),)

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("grant_decisions.id"), index=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id"), index=True)
    title: Mapped[str]
    dated_on: Mapped[date]

    document: Mapped[Document] = relationship(lazy="raise")
