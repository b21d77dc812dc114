from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.ext.hybrid import hybrid_method, hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base
from app.language import N_, Worded
from app.people.models import Membership
from app.test_requests.models import TestRequest
from app.test_requests.models import TestRequestState as State


class Recommendation(Worded):
    test = "test", N_("Test the solution")
    wait = "wait", N_("Wait")
    decline = "decline", N_("Do not test it")


class Outcome(Worded):
    accepted = "accepted", N_("Accepted")
    waitlisted = "waitlisted", N_("Waiting list")
    declined = "declined", N_("Declined")
    referred = "referred", N_("Referred")


STATES = {
    Outcome.accepted: State.accepted,
    Outcome.waitlisted: State.waitlisted,
    Outcome.declined: State.declined,
    Outcome.referred: State.referred,
}


class Answer(Worded):
    """What a person says when asked about ties, before anything of the request is shown."""

    no = "no", N_("No")
    yes = "yes", N_("Yes")
    unsure = "unsure", N_("Unsure")


class Score(Worded):
    """0 to 5, with anchors in words at 0, 3 and 5."""

    zero = "0", N_("0 Not at all"), N_("The request says nothing about it, or shows that it is not met.")
    one = "1", "1"
    two = "2", "2"
    three = "3", N_("3 Fairly well"), N_("It is met in the main. Something of importance is missing or unclear.")
    four = "4", "4"
    five = "5", N_("5 Very well"), N_("It is met in full, and the request shows how we can know.")


class ReasonCode(Worded):
    best_fit = "best_fit", N_("It meets the need best on the criteria")
    also_good = "also_good", N_("It meets the need, but another was chosen first")
    does_not_meet = "does_not_meet", N_("It does not meet the need")
    not_mature = "not_mature", N_("It is not mature enough for this test")
    no_resources = "no_resources", N_("The service cannot test it in the period")
    technical = "technical", N_("It cannot be connected to what the service uses")
    legal = "legal", N_("The law does not allow this test")
    wrong_receiver = "wrong_receiver", N_("Someone else should receive it")


class Assessment(Base):
    """One assessor's scores of one request, hidden from the others until their own are given."""

    __tablename__ = "assessments"
    __table_args__ = (UniqueConstraint("test_request_id", "membership_id"),)

    test_request_id: Mapped[UUID] = mapped_column(ForeignKey("test_requests.id"), index=True)
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"), index=True)
    scores: Mapped[list[dict[str, Any]]] = mapped_column(default=list)  # {"criterion", "weight", "score", "reason"}
    recommendation: Mapped[Recommendation | None]
    comment: Mapped[str] = mapped_column(Text, default="")
    given_at: Mapped[datetime | None]  # None: a draft that only its author sees
    version: Mapped[int] = mapped_column(default=1)

    test_request: Mapped[TestRequest] = relationship(lazy="raise")
    membership: Mapped[Membership] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name and shape

    @property
    def sheet(self) -> list[int]:
        """The scores in the order of the criteria. Only of a given assessment."""
        return [int(row["score"]) for row in self.scores]

    # Facts that rules are made of: each works on one assessment and, on the class, as SQL.

    @hybrid_property
    def is_given(self) -> bool:
        return self.given_at is not None

    @is_given.inplace.expression
    @classmethod
    def _is_given_in_sql(cls) -> ColumnElement[bool]:
        return cls.given_at.is_not(None)

    @hybrid_method
    def is_by(self, membership_id: UUID) -> bool:
        return self.membership_id == membership_id

    def _is_open_to(self, membership_id: UUID) -> bool:
        """The person takes part in the request, and has declared no ties."""
        return self.test_request.is_cleared_for(membership_id)

    def _is_open_to_in_sql(self: Any, membership_id: UUID) -> Any:
        return self.test_request.has(TestRequest.is_cleared_for(membership_id))

    is_open_to = hybrid_method(_is_open_to, _is_open_to_in_sql)

    def _is_settled_for(self, membership_id: UUID) -> bool:
        """The person has given their own scores of the same request, or gives none."""
        return self.test_request.is_settled_for(membership_id)

    def _is_settled_for_in_sql(self: Any, membership_id: UUID) -> Any:
        return self.test_request.has(TestRequest.is_settled_for(membership_id))

    is_settled_for = hybrid_method(_is_settled_for, _is_settled_for_in_sql)


class Decision(Base):
    """The decision on a request: prepared, then released to all applicants of the need at once, with reasons.

    One that put the request on the waiting list is followed by another; at most one is prepared at a time.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        Index(
            "decisions_one_prepared_per_request_idx",
            "test_request_id",
            unique=True,
            postgresql_where=text("released_at IS NULL"),
        ),
    )

    test_request_id: Mapped[UUID] = mapped_column(ForeignKey("test_requests.id"), index=True)
    outcome: Mapped[Outcome]
    reason_code: Mapped[ReasonCode]
    reason_text: Mapped[str] = mapped_column(Text)
    info_given: Mapped[str] = mapped_column(Text, default="")  # told to one company: published for all
    referred_to: Mapped[str] = mapped_column(default="")
    registry_number: Mapped[str] = mapped_column(default="")
    prepared_by_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))
    needs_sponsor: Mapped[bool] = mapped_column(default=False)  # takes the unit's resources: management agrees first
    sponsor_agreed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("memberships.id"))
    sponsor_agreed_at: Mapped[datetime | None]
    sponsor_note: Mapped[str] = mapped_column(Text, default="")  # what the decision-maker wants changed first
    released_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("memberships.id"))
    released_at: Mapped[datetime | None]
    ask_until: Mapped[date | None]  # the last day the company can ask about it, as the letter says
    version: Mapped[int] = mapped_column(default=1)

    test_request: Mapped[TestRequest] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name and shape

    @property
    def is_agreed(self) -> bool:
        """Management has agreed, or the decision takes no resources of the unit."""
        return not self.needs_sponsor or self.sponsor_agreed_at is not None
