from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base
from app.language import N_, Worded
from app.people.models import Membership
from app.test_requests.models import TestRequest


class Recommendation(Worded):
    test = "test", N_("Test the solution")
    wait = "wait", N_("Wait")
    decline = "decline", N_("Do not test it")


class Outcome(Worded):
    accepted = "accepted", N_("Accepted")
    waitlisted = "waitlisted", N_("Waiting list")
    declined = "declined", N_("Declined")
    referred = "referred", N_("Referred")


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


class Decision(Base):
    """The decision on a request: prepared, then released to all applicants of the need at once, with reasons."""

    __tablename__ = "decisions"

    test_request_id: Mapped[UUID] = mapped_column(ForeignKey("test_requests.id"), unique=True)
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
    released_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("memberships.id"))
    released_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    test_request: Mapped[TestRequest] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name and shape
