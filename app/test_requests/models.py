from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.ext.hybrid import hybrid_method, hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.actor import NOBODY
from app.challenges.choices import YesNoUnknown
from app.challenges.models import Challenge
from app.database import Base
from app.documents.models import Document
from app.organisations.models import Organisation, Seat, SizeClass
from app.people.models import Membership
from app.solutions.choices import Accessible, Hosting, Maturity
from app.solutions.models import Solution
from app.test_requests.choices import Answer, DataRole, Device, DeviceClass, TestKind


class TestRequestState(StrEnum):
    draft = "draft"  # the company's own space: no one else, no search, no figure
    proposed = "proposed"  # unsolicited: with the region, waiting for a published need
    offered = "offered"  # unsolicited: offered to the leaders as a possibility
    submitted = "submitted"
    completion = "completion"  # waiting for the company; the clock is paused
    assessment = "assessment"
    accepted = "accepted"
    waitlisted = "waitlisted"
    declined = "declined"
    referred = "referred"
    withdrawn = "withdrawn"
    expired = "expired"


State = TestRequestState
DECIDED_STATES = (State.accepted, State.waitlisted, State.declined, State.referred)
FINAL_STATES = (State.accepted, State.declined, State.referred, State.withdrawn, State.expired)
MOVING_STATES = tuple(state for state in State if state not in FINAL_STATES)
IS_RECEIVED = f"state <> '{State.draft}'"
IS_MOVING = "state IN ({})".format(", ".join(f"'{state}'" for state in MOVING_STATES))


class TestRequest(Base):
    __tablename__ = "test_requests"
    __table_args__ = (
        Index(
            "test_requests_one_per_company_and_challenge_idx",
            "challenge_id",
            "organisation_id",
            unique=True,
            postgresql_where=text("state NOT IN ('withdrawn', 'expired') AND challenge_id IS NOT NULL"),
        ),
        # What figures of all requests, and of those that have stopped, are counted from without reading the rows.
        Index("test_requests_figures_idx", "challenge_id", "organisation_id", "state"),
        # The three steps that are counted, with all that the joins of a count ask for, whether they are made or not.
        Index("test_requests_sent_idx", "submitted_at", "screened_at", "state", "organisation_id", "host_id", "id"),
        Index(
            "test_requests_screened_idx",
            *("screened_at", "submitted_at", "screen_by", "host_id", "organisation_id", "id"),
            postgresql_where=text(IS_RECEIVED),
        ),
        Index(
            "test_requests_decided_idx",
            *("decided_at", "screened_at", "decide_by", "host_id", "organisation_id", "id"),
            postgresql_where=text(IS_RECEIVED),
        ),
        Index("test_requests_said_idx", "organisation_id", text("submitted_at DESC"), "state", "size_class", "seat"),
        Index(
            "test_requests_moving_idx",
            "id",
            "organisation_id",
            "host_id",
            "state",
            "state_since",
            "created_at",
            postgresql_where=text(IS_MOVING),
        ),
    )

    reference: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)  # the company
    challenge_id: Mapped[UUID | None] = mapped_column(ForeignKey("challenges.id"), index=True)
    host_id: Mapped[UUID] = mapped_column(default=NOBODY, index=True)  # who owns the need; nil while there is none
    solution_id: Mapped[UUID | None] = mapped_column(ForeignKey("solutions.id"), index=True)
    state: Mapped[TestRequestState] = mapped_column(default=State.draft, index=True)
    version: Mapped[int] = mapped_column(default=1)
    language: Mapped[str] = mapped_column(default="sv")
    is_demo: Mapped[bool] = mapped_column(default=False)
    is_unsolicited: Mapped[bool] = mapped_column(default=False)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))

    # 1 The company
    org_number: Mapped[str] = mapped_column(default="")
    size_class: Mapped[SizeClass | None]
    seat: Mapped[Seat | None]
    contact_name: Mapped[str] = mapped_column(default="")
    contact_email: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[str] = mapped_column(default="")
    # 2 The solution (solution_id above)
    maturity: Mapped[Maturity | None]
    # 3 How it meets the need
    how_meets: Mapped[str] = mapped_column(Text, default="")
    benefit_user: Mapped[str] = mapped_column(Text, default="")
    benefit_staff: Mapped[str] = mapped_column(Text, default="")
    # 4 The test
    test_kind: Mapped[TestKind | None]
    goals: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # {"goal": …, "measure": …}
    participants_min: Mapped[int | None]
    participants_max: Mapped[int | None]
    weeks: Mapped[int | None]
    scope_note: Mapped[str] = mapped_column(Text, default="")  # which groups, which sites
    need_from_us: Mapped[str] = mapped_column(Text, default="")
    we_bring: Mapped[str] = mapped_column(Text, default="")
    after_test: Mapped[str] = mapped_column(Text, default="")
    # 5 Safety, data and rules
    personal_data: Mapped[YesNoUnknown | None]
    data_categories: Mapped[str] = mapped_column(Text, default="")
    data_where: Mapped[Hosting | None]
    data_role: Mapped[DataRole | None]
    deletion_plan: Mapped[str] = mapped_column(Text, default="")
    camera_audio_pos: Mapped[list[str]] = mapped_column(default=list)
    device: Mapped[Device | None]
    device_class: Mapped[DeviceClass | None]
    within_intended_purpose: Mapped[YesNoUnknown | None]
    uses_ai: Mapped[YesNoUnknown | None]
    ai_role: Mapped[str] = mapped_column(Text, default="")
    accessible: Mapped[Accessible | None]
    accessibility_link: Mapped[str] = mapped_column(default="")
    insurance: Mapped[Answer | None]
    state_aid: Mapped[Answer | None]
    state_aid_amount: Mapped[Decimal | None]  # kronor over three years (domain.md 4.12)
    ties: Mapped[Answer | None]
    ties_note: Mapped[str] = mapped_column(Text, default="")
    # 6 Attachments and secrecy
    has_secrets: Mapped[Answer | None]
    secrecy: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # {"field": …, "harm": …}

    submitted_at: Mapped[datetime | None]
    declared_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("memberships.id"))
    terms_version: Mapped[str] = mapped_column(default="")
    screen_by: Mapped[date | None]  # promised: complete or not
    decide_by: Mapped[date | None]  # promised: the decision
    paused_on: Mapped[date | None]  # since when the clock stands still
    state_since: Mapped[datetime | None]
    screened_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")
    referred_to: Mapped[str] = mapped_column(default="")  # the named receiver, when screening or triage refers it
    referred_why: Mapped[str] = mapped_column(Text, default="")

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    challenge: Mapped[Challenge | None] = relationship(lazy="raise")
    solution: Mapped[Solution | None] = relationship(lazy="raise")
    assessors: Mapped[list["Assessor"]] = relationship(lazy="raise", back_populates="test_request")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name and shape

    @property
    def label(self) -> str:
        """What the request is about: only with solution and need loaded."""
        return self.solution.name if self.solution else ""

    # Facts that rules are made of: each works on one request and, on the class, as SQL.

    @hybrid_method
    def belongs_to(self, organisation_id: UUID) -> bool:
        return self.organisation_id == organisation_id

    @hybrid_property
    def is_received(self) -> bool:
        """Sent in by the company: no longer its own space."""
        return self.state != State.draft

    @hybrid_property
    def has_a_host(self) -> bool:
        """Sent in, on a need that somebody owns: a proposal has no host yet."""
        return (self.host_id != NOBODY) & (self.state != State.draft)

    @property
    def is_ended(self) -> bool:
        return self.state in FINAL_STATES

    @property
    def claimed_fields(self) -> dict[str, str]:
        """The answers the company claims are trade secrets, each with the harm it sees."""
        return {row["field"]: row["harm"] for row in self.secrecy or []} if self.has_secrets == Answer.yes else {}

    @hybrid_method
    def is_hosted_by(self, organisation_id: UUID) -> bool:
        """The organisation owns the need it answers, and the request has been sent in."""
        return (self.host_id == organisation_id) & (self.state != State.draft)

    def _is_waiting_for(self, membership_id: UUID) -> bool:
        """The person has been named, and has not declared yet."""
        return any(row.membership_id == membership_id and row.standing == Standing.named for row in self.assessors)

    def _is_waiting_for_in_sql(self: Any, membership_id: UUID) -> Any:
        theirs = Assessor.membership_id == membership_id
        return self.assessors.any(theirs & (Assessor.standing == Standing.named))

    is_waiting_for = hybrid_method(_is_waiting_for, _is_waiting_for_in_sql)

    def _is_scored_by(self, membership_id: UUID) -> bool:
        """The person is cleared and one of those who score it."""
        return any(row.membership_id == membership_id and row.is_scoring for row in self.assessors)

    def _is_scored_by_in_sql(self: Any, membership_id: UUID) -> Any:
        return self.assessors.any((Assessor.membership_id == membership_id) & Assessor.is_scoring)

    is_scored_by = hybrid_method(_is_scored_by, _is_scored_by_in_sql)

    def _is_settled_for(self, membership_id: UUID) -> bool:
        """The person is cleared and has given scores, or does not score: what others gave can no longer sway them."""
        return any(row.membership_id == membership_id and row.is_settled for row in self.assessors)

    def _is_settled_for_in_sql(self: Any, membership_id: UUID) -> Any:
        return self.assessors.any((Assessor.membership_id == membership_id) & Assessor.is_settled)

    is_settled_for = hybrid_method(_is_settled_for, _is_settled_for_in_sql)

    @hybrid_property
    def is_decided(self) -> bool:
        """A decision on it has been released."""
        return self.decided_at is not None

    @is_decided.inplace.expression
    @classmethod
    def _is_decided_in_sql(cls) -> ColumnElement[bool]:
        return cls.decided_at.is_not(None)

    def _is_open_to(self, membership_id: UUID) -> bool:
        """The person has not declared a conflict of interest in it."""
        return not any(
            row.membership_id == membership_id and row.standing == Standing.conflicted for row in self.assessors
        )

    def _is_open_to_in_sql(self: Any, membership_id: UUID) -> Any:
        theirs = Assessor.membership_id == membership_id
        return ~self.assessors.any(theirs & (Assessor.standing == Standing.conflicted))

    is_open_to = hybrid_method(_is_open_to, _is_open_to_in_sql)

    def _is_cleared_for(self, membership_id: UUID) -> bool:
        """The person has declared that they have no conflict of interest in it."""
        return any(row.membership_id == membership_id and row.standing == Standing.cleared for row in self.assessors)

    def _is_cleared_for_in_sql(self: Any, membership_id: UUID) -> Any:
        theirs = Assessor.membership_id == membership_id
        return self.assessors.any(theirs & (Assessor.standing == Standing.cleared))

    is_cleared_for = hybrid_method(_is_cleared_for, _is_cleared_for_in_sql)

    def _names(self, membership_id: UUID) -> bool:
        """The person is asked to assess or handle it, and has not declared a conflict of interest."""
        return any(row.membership_id == membership_id and row.standing in AT_WORK for row in self.assessors)

    def _names_in_sql(self: Any, membership_id: UUID) -> Any:
        return self.assessors.any((Assessor.membership_id == membership_id) & Assessor.standing.in_(AT_WORK))

    names = hybrid_method(_names, _names_in_sql)

    @hybrid_property
    def is_proposal(self) -> bool:
        """Unsolicited and not yet linked to a need: with the region."""
        return self.state in (State.proposed, State.offered)

    @is_proposal.inplace.expression
    @classmethod
    def _is_proposal_in_sql(cls) -> ColumnElement[bool]:
        return cls.state.in_((State.proposed, State.offered))

    @hybrid_property
    def is_offered(self) -> bool:
        return self.state == State.offered


class Standing(StrEnum):
    named = "named"  # asked to assess or handle, has not declared yet
    cleared = "cleared"  # declared no conflict of interest
    conflicted = "conflicted"  # declared one, or is unsure: cannot reach the request in any way
    released = "released"


AT_WORK = (Standing.named, Standing.cleared)


class Assessor(Base):
    """A person who handles or assesses one request, and what they declared before anything was shown to them."""

    __tablename__ = "test_request_assessors"
    __table_args__ = (UniqueConstraint("test_request_id", "membership_id"),)

    test_request_id: Mapped[UUID] = mapped_column(ForeignKey("test_requests.id"), index=True)
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"), index=True)
    standing: Mapped[Standing] = mapped_column(default=Standing.named)
    scores: Mapped[bool] = mapped_column(default=True)  # False: handles the case but does not score
    declared_at: Mapped[datetime | None]
    assessed_at: Mapped[datetime | None]  # when they gave scores
    conflict_note: Mapped[str] = mapped_column(Text, default="")

    test_request: Mapped[TestRequest] = relationship(lazy="raise", back_populates="assessors")
    membership: Mapped[Membership] = relationship(lazy="raise")

    @hybrid_property
    def is_scoring(self) -> bool:
        """They have declared no ties, and score."""
        return (self.standing == Standing.cleared) & self.scores

    @hybrid_property
    def is_settled(self) -> bool:
        """They have declared no ties, and have given their scores or give none."""
        return self.standing == Standing.cleared and (not self.scores or self.assessed_at is not None)

    @is_settled.inplace.expression
    @classmethod
    def _is_settled_in_sql(cls) -> ColumnElement[bool]:
        return (cls.standing == Standing.cleared) & (~cls.scores | cls.assessed_at.is_not(None))


class CompletionRound(Base):
    """One list of questions to the company, with a date; the clock stands still until it is answered."""

    __tablename__ = "test_request_completions"

    test_request_id: Mapped[UUID] = mapped_column(ForeignKey("test_requests.id"), index=True)
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))
    questions: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # {"text": …, "answer": …}
    due_on: Mapped[date]
    returns_to: Mapped[TestRequestState] = mapped_column(default=State.submitted)
    answered_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name and shape

    @property
    def is_open(self) -> bool:
        return self.answered_at is None


class TestRequestDocument(Base):
    __tablename__ = "test_request_documents"
    __table_args__ = (UniqueConstraint("test_request_id", "document_id"),)

    test_request_id: Mapped[UUID] = mapped_column(ForeignKey("test_requests.id"), index=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id"), index=True)

    document: Mapped[Document] = relationship(lazy="raise")
