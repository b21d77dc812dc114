from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Text
from sqlalchemy.ext.hybrid import hybrid_method, hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.challenges.choices import YesNoUnknown
from app.database import Base
from app.organisations.models import Organisation
from app.solutions.choices import Accessible, Hosting, MarketStatus, Marking, Maturity, SolutionKind


class SolutionState(StrEnum):
    draft = "draft"  # the company's own space: no one else, no search, no figure
    current = "current"  # can be used in requests
    shown = "shown"  # and stands in the public catalogue
    lapsed = "lapsed"  # not confirmed within a year


class Solution(Base):
    __tablename__ = "solutions"

    reference: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    state: Mapped[SolutionState] = mapped_column(default=SolutionState.draft, index=True)
    version: Mapped[int] = mapped_column(default=1)
    language: Mapped[str] = mapped_column(default="sv")
    is_demo: Mapped[bool] = mapped_column(default=False)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))
    confirmed_at: Mapped[datetime | None]
    state_since: Mapped[datetime | None]

    # 1 The solution in brief
    name: Mapped[str] = mapped_column(default="")
    kind: Mapped[SolutionKind | None]
    pitch: Mapped[str] = mapped_column(Text, default="")
    description: Mapped[str] = mapped_column(Text, default="")
    categories: Mapped[list[str]] = mapped_column(default=list)
    effect_goals: Mapped[list[str]] = mapped_column(default=list)
    target_groups: Mapped[list[str]] = mapped_column(default=list)
    # 2 Maturity and market
    maturity: Mapped[Maturity | None]
    maturity_note: Mapped[str] = mapped_column(Text, default="")
    market_status: Mapped[MarketStatus | None]
    public_customers: Mapped[int | None]
    evidence: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # {"title", "kind", "year", "link"}
    pricing: Mapped[str] = mapped_column(Text, default="")  # never shown to other companies
    sustainability: Mapped[str] = mapped_column(Text, default="")
    # 3 Safety, data and rules
    marking: Mapped[Marking | None]
    intended_purpose: Mapped[str] = mapped_column(Text, default="")
    uses_ai: Mapped[YesNoUnknown | None]
    ai_role: Mapped[str] = mapped_column(Text, default="")
    personal_data: Mapped[YesNoUnknown | None]
    personal_data_note: Mapped[str] = mapped_column(Text, default="")
    hosting: Mapped[Hosting | None]
    sensing: Mapped[list[str]] = mapped_column(default=list)
    interoperability: Mapped[str] = mapped_column(Text, default="")
    accessible: Mapped[Accessible | None]
    accessibility_link: Mapped[str] = mapped_column(default="")

    organisation: Mapped[Organisation] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name and shape

    @property
    def label(self) -> str:
        return self.name

    @hybrid_method
    def belongs_to(self, organisation_id: UUID) -> bool:
        return self.organisation_id == organisation_id

    @hybrid_property
    def is_shown(self) -> bool:
        return self.state == SolutionState.shown

    @hybrid_property
    def is_usable(self) -> bool:
        """Complete and current: a request can be made with it."""
        return self.state in (SolutionState.current, SolutionState.shown)

    @is_usable.inplace.expression
    @classmethod
    def _is_usable_in_sql(cls) -> ColumnElement[bool]:
        return cls.state.in_((SolutionState.current, SolutionState.shown))
