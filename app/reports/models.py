from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.ext.hybrid import hybrid_method
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base
from app.language import N_, Worded
from app.people.models import Membership


class Kind(Worded):
    """What the report is; the value stands in the address."""

    neutrality = (
        "lika-villkor",
        N_("Statement on equal terms"),
        N_("For the committee, every year: how help was spread over the companies, and what stood out."),
    )
    committee = (
        "namnd",
        N_("Overview for the committee"),
        N_("One page: what has come of it, and how much of the grant is left."),
    )
    status = (
        "lagesrapport",
        N_("Status report"),
        N_("For the funder, every quarter: all indicators, what began and ended, and the money."),
    )
    economy = (
        "ekonomi",
        N_("Financial report"),
        N_("Budget and outcome, what is earned, claimed and left, and how it stands with the conditions."),
    )
    municipality = (
        "kommun",
        N_("Report of a municipality"),
        N_("Its own needs and pilots, and its indicators."),
    )
    participants = (
        "deltagare",
        N_("List of participants"),
        N_("For the funder, with each claim: every company that took part, its number, its contact and what it did."),
    )
    final = (
        "slutrapport",
        N_("Final report of the project"),
        N_("For the funder, at the end: everything a status report says, and what was learned."),
    )
    registry = (
        "diarielista",
        N_("List of cases"),
        N_("For the registry and the archive: the cases of one authority, with their registry numbers."),
    )
    basis = (
        "beslutsunderlag",
        N_("Basis for a decision after a test"),
        N_("For the management of a municipality, about one pilot: need, benefit, risk and what is proposed."),
    )


WITHOUT_PERIOD = frozenset({Kind.basis})
"""What is about one thing from its beginning to its end."""


class Report(Base):
    """One issued report. Nothing in it changes: a later one of the same kind and period is the next version."""

    __tablename__ = "reports"
    __table_args__ = (UniqueConstraint("kind", "period", "place", "number"),)

    reference: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)  # who issues it
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))
    kind: Mapped[Kind]
    period: Mapped[str]  # as it stands in addresses
    place: Mapped[str] = mapped_column(default="")  # a municipality's slug, or a pilot's reference
    number: Mapped[int]  # of the version
    since_on: Mapped[date]
    until_on: Mapped[date]
    comment: Mapped[str] = mapped_column(Text, default="")
    signatory: Mapped[str]
    signatory_capacity: Mapped[str]
    distribution: Mapped[str] = mapped_column(Text, default="")
    content: Mapped[dict[str, Any]]  # by language: what it says, word by word
    issued_at: Mapped[datetime]
    is_demo: Mapped[bool] = mapped_column(default=False)

    membership: Mapped[Membership] = relationship(lazy="raise")

    @property
    def has_period(self) -> bool:
        return self.kind not in WITHOUT_PERIOD

    @property
    def label(self) -> str:
        return str(self.content["sv"]["title"])

    @hybrid_method
    def belongs_to(self, organisation_id: UUID) -> bool:
        return self.organisation_id == organisation_id
