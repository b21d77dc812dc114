from collections.abc import Collection
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Computed, ForeignKey, Index, Text, UniqueConstraint, false, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.ext.hybrid import hybrid_method, hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, query_expression, relationship

from app.actor import NOBODY
from app.challenges.choices import (
    CallType,
    CloseReason,
    Compensation,
    Horizon,
    LegalRegime,
    MandateAnswer,
    Priority,
    YesNoUnknown,
)
from app.database import SWEDEN, Base, now
from app.organisations.models import Organisation
from app.people.models import Membership

DAYS = "date(timezone('{zone}', {last})) - date(timezone('{zone}', {first}))"
BEGAN = "COALESCE(submitted_at, published_at, created_at)"
CLOSING_TIME = time(16, 0)  # calls close at 16.00 Swedish time on their last day (ux.md 1.2)


class ChallengeState(StrEnum):
    draft = "draft"
    anchoring = "anchoring"
    review = "review"
    approved = "approved"
    signal = "signal"
    published = "published"
    open = "open"
    assessing = "assessing"
    in_pilot = "in_pilot"
    resolved = "resolved"
    closed_no_match = "closed_no_match"
    closed_not_resolved = "closed_not_resolved"
    withdrawn = "withdrawn"
    merged = "merged"
    archived = "archived"


State = ChallengeState
UNSENT_STATES = (State.draft, State.anchoring)
PUBLIC_STATES = (
    State.signal,
    State.published,
    State.open,
    State.assessing,
    State.in_pilot,
    State.resolved,
    State.closed_no_match,
    State.closed_not_resolved,
    State.merged,
    State.archived,
)
ENDED_STATES = (
    State.resolved,
    State.closed_no_match,
    State.closed_not_resolved,
    State.withdrawn,
    State.merged,
    State.archived,
)
WAITING_BY_DESIGN = (State.signal, State.published, State.open, State.in_pilot)
"""Simply open until a date, until someone applies, or until a pilot ends."""
MOVING_STATES = tuple(state for state in State if state not in (*ENDED_STATES, *WAITING_BY_DESIGN))
IS_GOING_ON = "state NOT IN ({})".format(", ".join(f"'{state}'" for state in ENDED_STATES))
IS_MOVING = "state IN ({})".format(", ".join(f"'{state}'" for state in MOVING_STATES))


class Challenge(Base):
    __tablename__ = "challenges"
    __table_args__ = (
        Index("challenges_search_idx", "search", postgresql_using="gin"),
        # The two orders of the list, and that of what goes on in an organisation.
        Index("challenges_newest_idx", text("coalesce(published_at, created_at) DESC"), text("id DESC")),
        Index("challenges_closes_on_idx", "closes_on", "id"),
        Index("challenges_moved_idx", text("state_since DESC NULLS LAST"), "id"),
        Index(
            "challenges_published_at_idx",
            *("published_at", "organisation_id", "merged_into_id", "id", "days_to_publication"),
        ),
        Index(
            "challenges_calls_idx",
            "closes_on",
            "state",
            "organisation_id",
            "id",
            postgresql_where=text(f"call_type = '{CallType.call}'"),
        ),
        # Not of what has ended: most of what everyone may see has, and words are found faster without asking for it.
        Index("challenges_state_idx", "state", postgresql_where=text(IS_GOING_ON)),
        # What figures of all needs, and of those that have stopped, are counted from without reading the rows.
        Index("challenges_figures_idx", "organisation_id", "begun_in", "state", "began_at", "merged_into_id", "id"),
        Index(
            "challenges_moving_idx",
            *("id", "organisation_id", "state", "state_since", "created_at"),
            postgresql_where=text(IS_MOVING),
        ),
    )

    reference: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    state: Mapped[ChallengeState] = mapped_column(default=State.draft)
    version: Mapped[int] = mapped_column(default=1)
    language: Mapped[str] = mapped_column(default="sv")  # of what people wrote
    is_demo: Mapped[bool] = mapped_column(default=False)

    # 1 The need in brief
    title: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(Text, default="")
    categories: Mapped[list[str]] = mapped_column(default=list)
    horizon: Mapped[Horizon | None]
    priority: Mapped[Priority | None]
    # 2 Today and the goal
    problem: Mapped[str] = mapped_column(Text, default="")
    desired: Mapped[str] = mapped_column(Text, default="")
    why_now: Mapped[str] = mapped_column(Text, default="")
    boundaries: Mapped[str] = mapped_column(Text, default="")
    tried: Mapped[str] = mapped_column(Text, default="")
    baseline: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    # 3 Whom it concerns
    operations: Mapped[list[str]] = mapped_column(default=list)
    legal_regime: Mapped[LegalRegime | None]
    target_groups: Mapped[list[str]] = mapped_column(default=list)
    target_note: Mapped[str] = mapped_column(default="")
    affected_users: Mapped[int | None]
    affected_relatives: Mapped[int | None]
    affected_staff: Mapped[int | None]
    effect_goals: Mapped[list[str]] = mapped_column(default=list)
    user_involvement: Mapped[list[str]] = mapped_column(default=list)
    involvement_note: Mapped[str] = mapped_column(Text, default="")
    # 4 Test site and terms
    site_name: Mapped[str] = mapped_column(default="")
    site_from: Mapped[date | None]
    site_to: Mapped[date | None]
    site_participants_min: Mapped[int | None]
    site_participants_max: Mapped[int | None]
    site_hours: Mapped[int | None]  # staff hours a week
    tech_env: Mapped[str] = mapped_column(Text, default="")
    co_owners_wanted: Mapped[list[str]] = mapped_column(default=list)  # organisation slugs, asked when it is sent
    procure_24m: Mapped[YesNoUnknown | None]
    compensation: Mapped[Compensation | None]
    compensation_cap: Mapped[Decimal | None]  # kronor
    # 5 Invitation and assessment
    call_type: Mapped[CallType | None]
    opens_on: Mapped[date | None]
    questions_close_on: Mapped[date | None]
    closes_on: Mapped[date | None]
    criteria: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # {"text": …, "weight": …}
    regional_goals: Mapped[list[str]] = mapped_column(default=list)
    societal_challenges: Mapped[list[str]] = mapped_column(default=list)
    sponsor_id: Mapped[UUID | None] = mapped_column(ForeignKey("memberships.id"), index=True)

    # What the list is searched by: written with the text, and again in full by the worker.
    search: Mapped[Any] = mapped_column(TSVECTOR, nullable=True, deferred=True)

    author_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))  # who described it, or took it over
    registry_number: Mapped[str] = mapped_column(default="")  # diarienummer
    case_officer_id: Mapped[UUID | None] = mapped_column(ForeignKey("memberships.id"))  # at the region (seed A1)
    similar_seen_at: Mapped[datetime | None]  # similar needs were shown before it was begun
    submitted_at: Mapped[datetime | None]  # to management, the last time: one that was sent back is sent again
    first_sent_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    # When it began as figures have it, and in which Swedish year: kept by the database.
    began_at: Mapped[datetime] = mapped_column(Computed(BEGAN, persisted=True))
    begun_in: Mapped[int] = mapped_column(
        Computed(f"EXTRACT(year FROM timezone('{SWEDEN.key}', {BEGAN}))", persisted=True)
    )
    # From when it was first sent to management until it was published, in whole Swedish days.
    days_to_publication: Mapped[int | None] = mapped_column(
        Computed(DAYS.format(zone=SWEDEN.key, first="first_sent_at", last="published_at"), persisted=True)
    )
    ended_at: Mapped[datetime | None]
    state_since: Mapped[datetime | None]
    close_reason: Mapped[CloseReason | None]
    close_learning: Mapped[str] = mapped_column(Text, default="")
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("challenges.id"))

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    sponsor: Mapped[Membership | None] = relationship(lazy="raise", foreign_keys=[sponsor_id])
    author: Mapped[Membership] = relationship(lazy="raise", foreign_keys=[author_id])
    case_officer: Mapped[Membership | None] = relationship(lazy="raise", foreign_keys=[case_officer_id])
    co_owners: Mapped[list["CoOwner"]] = relationship(lazy="raise", back_populates="challenge")
    joined_names: Mapped[list[str] | None] = query_expression()  # asked with the row by lists, which show no more

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name and shape

    @property
    def label(self) -> str:
        return self.title

    @property
    def joined(self) -> list[str]:
        """The municipalities that have joined, by their short names; only as a row of a list or with its co-owners."""
        if self.joined_names is not None:
            return self.joined_names
        return [one.organisation.short_name for one in self.co_owners if one.status == CoOwnerStatus.joined]

    @property
    def searched_texts(self) -> dict[str, str]:
        """What the need is found by, by weight."""
        return {
            "A": self.title,
            "B": self.summary,
            "C": " ".join((self.problem, self.desired, self.target_note, self.site_name, self.tech_env)),
        }

    @property
    def closes_at(self) -> datetime | None:
        return datetime.combine(self.closes_on, CLOSING_TIME, SWEDEN) if self.closes_on else None

    @property
    def is_sealed(self) -> bool:
        """What comes in on a call is opened by nobody at the municipality until the call has closed (ux.md C9)."""
        return self.call_type is CallType.call and self.closes_at is not None and now() < self.closes_at

    @property
    def locks_criteria(self) -> bool:
        """Criteria and weights are locked from the moment the need is published (domain.md 3.1, G1)."""
        return self.state not in (State.draft, State.anchoring, State.review, State.approved)

    # Facts that rules are made of: each works on one challenge and, on the class, as SQL.

    def _belongs_to(self, organisation_id: UUID) -> bool:
        return self.organisation_id == organisation_id

    def _belongs_to_in_sql(self: Any, organisation_id: UUID) -> Any:
        """Nothing belongs to nobody. Said so, it makes the question of a visitor shorter; most readers are visitors."""
        return false() if organisation_id == NOBODY else self.organisation_id == organisation_id

    belongs_to = hybrid_method(_belongs_to, _belongs_to_in_sql)

    @hybrid_method
    def is_published_by_another(self, organisation_id: UUID) -> bool:
        return (self.organisation_id != organisation_id) & self.is_public

    @hybrid_method
    def is_sponsored_by(self, membership_id: UUID) -> bool:
        return self.sponsor_id == membership_id

    def _is_shared_with(self, organisation_id: UUID) -> bool:
        """Whether the organisation has been asked to co-own it and has not said no."""
        return any(row.organisation_id == organisation_id and row.status != "declined" for row in self.co_owners)

    def _is_shared_with_in_sql(self: Any, organisation_id: UUID) -> Any:
        if organisation_id == NOBODY:
            return false()
        return self.co_owners.any((CoOwner.organisation_id == organisation_id) & (CoOwner.status != "declined"))

    is_shared_with = hybrid_method(_is_shared_with, _is_shared_with_in_sql)

    def _lets_in(self, things: Collection[UUID]) -> bool:
        """It is one of the things somebody has been let in to."""
        return self.id in things

    def _lets_in_in_sql(self: Any, things: Collection[UUID]) -> Any:
        return self.id.in_(things)

    lets_in = hybrid_method(_lets_in, _lets_in_in_sql)

    @hybrid_property
    def is_submitted(self) -> bool:
        return self.state not in UNSENT_STATES

    @is_submitted.inplace.expression
    @classmethod
    def _is_submitted_in_sql(cls) -> ColumnElement[bool]:
        return cls.state.not_in(UNSENT_STATES)

    @hybrid_property
    def is_public(self) -> bool:
        return self.state in PUBLIC_STATES

    @is_public.inplace.expression
    @classmethod
    def _is_public_in_sql(cls) -> ColumnElement[bool]:
        return cls.state.in_(PUBLIC_STATES)

    @hybrid_property
    def takes_requests(self) -> bool:
        """Open, or published as ongoing: a company may apply to test."""
        return (self.state == State.open) | ((self.state == State.published) & (self.call_type == CallType.continuous))


class CoOwnerStatus(StrEnum):
    invited = "invited"
    joined = "joined"
    declined = "declined"


class CoOwner(Base):
    """Another municipality that shares the need; it is asked and must agree itself (seed A28)."""

    __tablename__ = "challenge_co_owners"
    __table_args__ = (UniqueConstraint("challenge_id", "organisation_id"),)

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenges.id"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    status: Mapped[CoOwnerStatus] = mapped_column(default=CoOwnerStatus.invited)
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("memberships.id"))
    answered_at: Mapped[datetime | None]

    challenge: Mapped[Challenge] = relationship(lazy="raise", back_populates="co_owners")
    organisation: Mapped[Organisation] = relationship(lazy="raise")


class Endorsement(Base):
    """ "We have the same need", from a municipality that does not co-own it."""

    __tablename__ = "challenge_endorsements"
    __table_args__ = (UniqueConstraint("challenge_id", "organisation_id"),)

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenges.id"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))
    note: Mapped[str] = mapped_column(Text, default="")

    organisation: Mapped[Organisation] = relationship(lazy="raise")


class Mandate(Base):
    """Management's decision on a need, with its date: the anchoring record (gate G0)."""

    __tablename__ = "challenge_mandates"
    # How long management takes, and which needs it stands behind, are counted over all of them.
    __table_args__ = (
        Index("challenge_mandates_answered_idx", "created_at", "answer", "days", "challenge_id"),
        Index("challenge_mandates_given_idx", "challenge_id", postgresql_where=text(f"answer = '{MandateAnswer.yes}'")),
    )

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenges.id"), index=True)
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))
    answer: Mapped[MandateAnswer]
    hours: Mapped[int | None]  # a week
    goal: Mapped[str] = mapped_column(Text, default="")
    until: Mapped[date | None]
    comment: Mapped[str] = mapped_column(Text, default="")
    sent_at: Mapped[datetime | None]  # when the need that it answers was sent to management
    days: Mapped[int | None] = mapped_column(  # from then, whole Swedish ones
        Computed(DAYS.format(zone=SWEDEN.key, first="sent_at", last="created_at"), persisted=True)
    )

    membership: Mapped[Membership] = relationship(lazy="raise")


class Review(Base):
    """The region's check of quality before publication (gate G1): quality only, never the municipality's need."""

    __tablename__ = "challenge_reviews"

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenges.id"), index=True)
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))
    approved: Mapped[bool]
    checks: Mapped[list[str]] = mapped_column(default=list)
    comment: Mapped[str] = mapped_column(Text, default="")

    membership: Mapped[Membership] = relationship(lazy="raise")


class Question(Base):
    """A question about a need; its answer is published with the question, the same text to everyone."""

    __tablename__ = "challenge_questions"

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenges.id"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)  # who asks: never shown
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))
    text: Mapped[str] = mapped_column(Text)
    published_text: Mapped[str] = mapped_column(Text, default="")  # as published, without traces of who asked
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("memberships.id"))
    answered_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    challenge: Mapped[Challenge] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name and shape


class Announcement(Base):
    """A change after opening, told to everyone at once (domain.md 3.1)."""

    __tablename__ = "challenge_announcements"

    challenge_id: Mapped[UUID] = mapped_column(ForeignKey("challenges.id"), index=True)
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))
    text: Mapped[str] = mapped_column(Text)
