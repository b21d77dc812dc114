from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Text
from sqlalchemy.ext.hybrid import hybrid_method, hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base, now
from app.language import N_, Worded
from app.organisations.models import Organisation
from app.people.models import Membership, MembershipStatus


class Part(Worded):
    """As what somebody is asked."""

    colleague = "colleague", N_("Colleague")
    reviewer = "reviewer", N_("Reviewer")
    steering = "steering", N_("Steering group")
    test_group = "test_group", N_("Test group")


class ErrandState(Worded):
    asked = "asked", N_("Not answered yet")
    taken = "taken", N_("Taken on")
    done = "done", N_("Done")
    declined = "declined", N_("Declined")
    withdrawn = "withdrawn", N_("Taken back")


OPEN_STATES = (ErrandState.asked, ErrandState.taken)


class Errand(Base):
    """`lets_in`: whoever is asked sees the thing only because they were asked, and only while it is open.

    `invited_at` is when a guest, who has no account, was last sent the invitation, and `guest_until` their last day;
    both are empty for those who have an account.
    """

    __tablename__ = "errands"
    __table_args__ = (
        CheckConstraint("num_nonnulls(challenge_id, test_request_id, pilot_id, research_id) <= 1", name="about"),
    )

    reference: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)  # of the one who asks
    asker_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"), index=True)
    doer_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"), index=True)
    challenge_id: Mapped[UUID | None] = mapped_column(ForeignKey("challenges.id"), index=True)
    test_request_id: Mapped[UUID | None] = mapped_column(ForeignKey("test_requests.id"), index=True)
    pilot_id: Mapped[UUID | None] = mapped_column(ForeignKey("pilots.id"), index=True)
    research_id: Mapped[UUID | None] = mapped_column(ForeignKey("research.id"), index=True)
    about: Mapped[str] = mapped_column(default="")  # the reference of the thing
    lets_in: Mapped[bool] = mapped_column(default=False)
    part: Mapped[Part] = mapped_column(default=Part.colleague)
    what: Mapped[str]
    note: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(default="sv")
    due_on: Mapped[date | None]
    state: Mapped[ErrandState] = mapped_column(default=ErrandState.asked, index=True)
    state_since: Mapped[datetime] = mapped_column(default=now)
    answer: Mapped[str] = mapped_column(Text, default="")
    late_told_at: Mapped[datetime | None]  # when the one who asked was told that it is late
    is_demo: Mapped[bool] = mapped_column(default=False)
    invited_at: Mapped[datetime | None]
    guest_until: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    asker: Mapped[Membership] = relationship(lazy="raise", foreign_keys=[asker_id])
    doer: Mapped[Membership] = relationship(lazy="raise", foreign_keys=[doer_id])

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name and shape

    @property
    def label(self) -> str:
        return self.what

    @property
    def is_own(self) -> bool:
        """A note to oneself."""
        return self.asker_id == self.doer_id

    @hybrid_property
    def is_for_a_guest(self) -> bool:
        return self.invited_at is not None

    @is_for_a_guest.inplace.expression
    @classmethod
    def _is_for_a_guest_in_sql(cls) -> ColumnElement[bool]:
        return cls.invited_at.is_not(None)

    @property
    def waits_for_the_guest(self) -> bool:
        """Whether a guest has been invited and has not come. Needs the one who does it loaded."""
        return self.doer.status is MembershipStatus.invited

    @hybrid_method
    def belongs_to(self, organisation_id: UUID) -> bool:
        return self.organisation_id == organisation_id

    @hybrid_method
    def is_asked_by(self, membership_id: UUID) -> bool:
        return self.asker_id == membership_id

    @hybrid_method
    def is_for(self, membership_id: UUID) -> bool:
        return self.doer_id == membership_id

    @hybrid_property
    def is_open(self) -> bool:
        return (self.state == ErrandState.asked) | (self.state == ErrandState.taken)
