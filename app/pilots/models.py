from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Text, UniqueConstraint
from sqlalchemy.ext.hybrid import hybrid_method, hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.challenges.models import Challenge
from app.database import Base
from app.organisations.models import Organisation
from app.people.models import Membership
from app.pilots.choices import AdoptionStatus, Halfway, HelpFrom, HowItGoes, PilotKind, PilotOutcome
from app.references.slugs import in_address
from app.solutions.models import Solution
from app.test_requests.models import TestRequest


class PilotState(StrEnum):
    preparing = "preparing"
    running = "running"
    paused = "paused"
    evaluating = "evaluating"
    stopped = "stopped"  # still to be reported and learned from
    reported = "reported"
    decided = "decided"
    follow_up = "follow_up"
    closed = "closed"


State = PilotState
HALFWAY_FROM_WEEKS = 8
STARTED_STATES = tuple(state for state in State if state != State.preparing)


class Pilot(Base):
    __tablename__ = "pilots"

    reference: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)  # the municipality
    company_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenges.id"), index=True)
    test_request_id: Mapped[UUID] = mapped_column(ForeignKey("test_requests.id"), unique=True)
    solution_id: Mapped[UUID] = mapped_column(ForeignKey("solutions.id"), index=True)
    sponsor_id: Mapped[UUID | None] = mapped_column(ForeignKey("memberships.id"))
    leader_id: Mapped[UUID | None] = mapped_column(ForeignKey("memberships.id"))  # who set it up, or took it over
    contact_id: Mapped[UUID | None] = mapped_column(ForeignKey("memberships.id"))  # the company's
    state: Mapped[PilotState] = mapped_column(default=State.preparing, index=True)
    state_since: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    language: Mapped[str] = mapped_column(default="sv")
    is_demo: Mapped[bool] = mapped_column(default=False)
    registry_number: Mapped[str] = mapped_column(default="")
    seeks_research: Mapped[bool] = mapped_column(default=True)

    # 1 Purpose and goals
    title: Mapped[str] = mapped_column(default="")
    kind: Mapped[PilotKind | None]
    purpose: Mapped[str] = mapped_column(Text, default="")
    background: Mapped[str] = mapped_column(Text, default="")
    scope: Mapped[str] = mapped_column(Text, default="")
    goals: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # kind, goal, measure, baseline, target, when
    # 2 Participants: counts only, never persons
    participants: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # group, planned
    recruit: Mapped[str] = mapped_column(Text, default="")
    sites: Mapped[str] = mapped_column(Text, default="")
    # 3 Time and milestones
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    halfway_on: Mapped[date | None]
    milestones: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # what, on
    # 4 Roles and contacts
    project_owner: Mapped[str] = mapped_column(default="")
    project_lead: Mapped[str] = mapped_column(default="")
    unit_contact: Mapped[str] = mapped_column(default="")
    company_contact: Mapped[str] = mapped_column(default="")
    steering_group: Mapped[str] = mapped_column(Text, default="")
    out_of_hours: Mapped[str] = mapped_column(Text, default="")
    resources: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # party, hours, kronor
    equipment: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # what, owner, serial, back_on
    # 5 Risks and fallback
    risks: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # text, likelihood, consequence, action, owner
    stop_criteria: Mapped[str] = mapped_column(Text, default="")
    fallback: Mapped[str] = mapped_column(Text, default="")
    training: Mapped[str] = mapped_column(Text, default="")
    # 6 Data and communication
    data_flow: Mapped[str] = mapped_column(Text, default="")
    communication: Mapped[str] = mapped_column(Text, default="")
    participant_info: Mapped[str] = mapped_column(Text, default="")
    # 7 Evaluation plan
    evaluation_plan: Mapped[str] = mapped_column(Text, default="")
    exit_plan: Mapped[str] = mapped_column(Text, default="")

    plan_sent_at: Mapped[datetime | None]
    plan_hash: Mapped[str] = mapped_column(default="")  # of the plan as sent; empty while it is being written
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    stop_reason: Mapped[str] = mapped_column(Text, default="")
    stop_told: Mapped[str] = mapped_column(Text, default="")  # who is told, and how
    stop_equipment: Mapped[str] = mapped_column(Text, default="")  # what happens with equipment and data
    pause_reason: Mapped[str] = mapped_column(Text, default="")
    halfway_choice: Mapped[Halfway | None]
    halfway_note: Mapped[str] = mapped_column(Text, default="")
    halfway_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship(lazy="raise", foreign_keys=[organisation_id])
    company: Mapped[Organisation] = relationship(lazy="raise", foreign_keys=[company_id])
    challenge: Mapped[Challenge] = relationship(lazy="raise")
    test_request: Mapped[TestRequest] = relationship(lazy="raise")
    solution: Mapped[Solution] = relationship(lazy="raise")
    sponsor: Mapped[Membership | None] = relationship(lazy="raise", foreign_keys=[sponsor_id])
    approvals: Mapped[list["PlanApproval"]] = relationship(lazy="raise", order_by="PlanApproval.created_at")
    reports: Mapped[list["StatusReport"]] = relationship(lazy="raise", order_by="StatusReport.created_at")
    evaluation: Mapped["Evaluation | None"] = relationship(lazy="raise", back_populates="pilot")
    decision: Mapped["AfterTest | None"] = relationship(lazy="raise")
    follow_ups: Mapped[list["FollowUp"]] = relationship(lazy="raise", order_by="FollowUp.due_on")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name and shape

    @property
    def label(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        """The pilot in an address: the reference, with the title behind it for people."""
        return in_address(self.reference, self.title)

    @property
    def weeks(self) -> int:
        """How long it is planned to run, in begun weeks; 0 while the dates are open."""
        return -(-((self.ends_on - self.starts_on).days + 1) // 7) if self.starts_on and self.ends_on else 0

    @property
    def needs_halfway(self) -> bool:
        """Pilots of eight weeks or more decide at half time whether to go on (domain.md 3.3, G4)."""
        return self.weeks >= HALFWAY_FROM_WEEKS

    @property
    def open_follow_up(self) -> "FollowUp | None":
        return next((row for row in self.follow_ups if row.done_at is None), None)

    # Facts that rules are made of: each works on one pilot and, on the class, as SQL.

    @hybrid_method
    def belongs_to(self, organisation_id: UUID) -> bool:
        return self.organisation_id == organisation_id

    @hybrid_method
    def tests_for(self, organisation_id: UUID) -> bool:
        """The organisation is the company whose solution is tried."""
        return self.company_id == organisation_id

    @hybrid_method
    def is_sponsored_by(self, membership_id: UUID) -> bool:
        return self.sponsor_id == membership_id

    def _lets_in(self, things: Collection[UUID]) -> bool:
        """It is one of the things somebody has been let in to."""
        return self.id in things

    def _lets_in_in_sql(self: Any, things: Collection[UUID]) -> Any:
        return self.id.in_(things)

    lets_in = hybrid_method(_lets_in, _lets_in_in_sql)

    @hybrid_property
    def is_set_up(self) -> bool:
        """It has its reference: it exists, whatever its state."""
        return self.reference != ""

    @hybrid_property
    def is_started(self) -> bool:
        """Started, or stopped before that: no longer only a plan."""
        return self.state in STARTED_STATES

    @is_started.inplace.expression
    @classmethod
    def _is_started_in_sql(cls) -> ColumnElement[bool]:
        return cls.state.in_(STARTED_STATES)


class PlanApproval(Base):
    """One party's approval of the plan as it read then; a changed plan has another hash and needs a new one."""

    __tablename__ = "pilot_plan_approvals"
    __table_args__ = (UniqueConstraint("pilot_id", "organisation_id", "plan_hash"),)

    pilot_id: Mapped[UUID] = mapped_column(ForeignKey("pilots.id"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))
    plan_hash: Mapped[str]
    plan: Mapped[dict[str, Any]] = mapped_column(
        default=dict
    )  # the text approved: what a later change is shown against

    membership: Mapped[Membership] = relationship(lazy="raise")


class StatusReport(Base):
    __tablename__ = "pilot_status_reports"

    pilot_id: Mapped[UUID] = mapped_column(ForeignKey("pilots.id"), index=True)
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))
    status: Mapped[HowItGoes]
    done: Mapped[str] = mapped_column(Text)
    deviation: Mapped[str] = mapped_column(Text, default="")
    next: Mapped[str] = mapped_column(Text)
    numbers: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # measure, value
    help_from: Mapped[HelpFrom]
    help_note: Mapped[str] = mapped_column(Text, default="")
    public_line: Mapped[str] = mapped_column(default="")

    membership: Mapped[Membership] = relationship(lazy="raise")


class Evaluation(Base):
    """What came out of a pilot, goal by goal, and what others can learn from it (domain.md 4.8)."""

    __tablename__ = "pilot_evaluations"

    pilot_id: Mapped[UUID] = mapped_column(ForeignKey("pilots.id"), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    goal_results: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # goal, result, value, number, method
    participants: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # group, actual, dropouts, why
    sus: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # one anonymous row an answer: q1 … q10
    area_citizen: Mapped[int | None]  # the four VTV areas, 1–5
    area_organisation: Mapped[int | None]
    area_technology: Mapped[int | None]
    area_economy: Mapped[int | None]
    areas_note: Mapped[str] = mapped_column(Text, default="")
    benefit_person: Mapped[str] = mapped_column(Text, default="")
    benefit_staff: Mapped[str] = mapped_column(Text, default="")
    benefit_society: Mapped[str] = mapped_column(Text, default="")
    benefit_company: Mapped[str] = mapped_column(Text, default="")
    unexpected: Mapped[str] = mapped_column(Text, default="")
    advice: Mapped[str] = mapped_column(Text, default="")
    differently: Mapped[str] = mapped_column(Text, default="")
    to_company: Mapped[str] = mapped_column(Text, default="")
    learning: Mapped[str] = mapped_column(Text, default="")
    equipment_returned: Mapped[bool] = mapped_column(default=False)
    data_deleted: Mapped[bool] = mapped_column(default=False)
    company_reply: Mapped[str] = mapped_column(Text, default="")
    company_replied_at: Mapped[datetime | None]
    reported_at: Mapped[datetime | None]
    reported_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("memberships.id"))

    pilot: Mapped[Pilot] = relationship(
        lazy="raise_on_sql", back_populates="evaluation"
    )  # it is read through its pilot

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name and shape

    @property
    def reference(self) -> str:
        return self.pilot.reference

    @property
    def label(self) -> str:
        return self.pilot.title

    @property
    def language(self) -> str:
        return self.pilot.language


class AfterTest(Base):
    """Management's decision after the test (gate G6)."""

    __tablename__ = "pilot_decisions"

    pilot_id: Mapped[UUID] = mapped_column(ForeignKey("pilots.id"), unique=True)
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))
    outcome: Mapped[PilotOutcome]
    why: Mapped[str] = mapped_column(Text)
    registry_number: Mapped[str] = mapped_column(default="")

    membership: Mapped[Membership] = relationship(lazy="raise")


class FollowUp(Base):
    """A follow-up of the benefit, due 6 and 12 months after the decision (gate G7)."""

    __tablename__ = "pilot_follow_ups"
    __table_args__ = (UniqueConstraint("pilot_id", "due_on"),)

    pilot_id: Mapped[UUID] = mapped_column(ForeignKey("pilots.id"), index=True)
    due_on: Mapped[date]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("memberships.id"))
    adoption: Mapped[AdoptionStatus | None]
    benefit: Mapped[str] = mapped_column(Text, default="")
    benefit_kronor: Mapped[Decimal | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name and shape
