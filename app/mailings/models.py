from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.hybrid import hybrid_method
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.activity.models import Mail
from app.database import Base, now
from app.language import N_, Worded
from app.organisations.models import Organisation
from app.people.models import Membership


class MailingState(Worded):
    held = "held", N_("Held")
    sent = "sent", N_("Sent")
    cancelled = "cancelled", N_("Cancelled")


class Among(Worded):
    """Who of those with the chosen roles."""

    everyone = "everyone", N_("Everybody with these roles")
    waiting = "waiting", N_("Those for whom something waits")
    late = "late", N_("Those for whom something waits past its date")


class Mailing(Base):
    """One text to many. While it is held its letters stand in the outbox as they will be sent, and none goes."""

    __tablename__ = "mailings"

    reference: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))  # whoever wrote what stands in it now
    sender_id: Mapped[UUID | None] = mapped_column(ForeignKey("memberships.id"))
    receivers: Mapped[list[str]]  # app/mailings/choices.py
    municipalities: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid), default=list)  # none: all
    among: Mapped[Among] = mapped_column(default=Among.everyone)
    subject: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    subject_in_english: Mapped[str] = mapped_column(default="")
    text_in_english: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[MailingState] = mapped_column(default=MailingState.held, index=True)
    state_since: Mapped[datetime] = mapped_column(default=now)
    is_demo: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship(lazy="raise")
    author: Mapped[Membership] = relationship(lazy="raise", foreign_keys=[author_id])
    letters: Mapped[list["MailingLetter"]] = relationship(
        lazy="raise", order_by="MailingLetter.number", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name and shape

    @property
    def label(self) -> str:
        return self.subject

    @property
    def is_held(self) -> bool:
        return self.state is MailingState.held

    @hybrid_method
    def belongs_to(self, organisation_id: UUID) -> bool:
        return self.organisation_id == organisation_id

    def _went_to(self, membership_id: UUID) -> bool:
        got = {letter.membership_id for letter in self.letters if not letter.is_left_out}
        return self.state is MailingState.sent and membership_id in got

    def _went_to_in_sql(self: Any, membership_id: UUID) -> Any:
        theirs = (MailingLetter.membership_id == membership_id) & ~MailingLetter.is_left_out
        return (self.state == MailingState.sent) & self.letters.any(theirs)

    went_to = hybrid_method(_went_to, _went_to_in_sql)


class MailingLetter(Base):
    """One receiver. `mail` is the letter itself: none for those who do not want letters to many, who read it in the
    portal instead. `token` stops such letters."""

    __tablename__ = "mailing_letters"
    __table_args__ = (UniqueConstraint("mailing_id", "membership_id"),)

    mailing_id: Mapped[UUID] = mapped_column(ForeignKey("mailings.id"))
    number: Mapped[int]  # from 1, in the order of the list
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"), index=True)
    mail_id: Mapped[UUID | None] = mapped_column(ForeignKey("mails.id"), index=True)
    is_left_out: Mapped[bool] = mapped_column(default=False)
    token: Mapped[str] = mapped_column(unique=True)

    membership: Mapped[Membership] = relationship(lazy="raise")
    mail: Mapped[Mail | None] = relationship(lazy="raise")
