import re
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.activity.groups import Frequency, Group
from app.activity.happenings import Happened
from app.actor import NOBODY
from app.database import Base, now, today
from app.language import N_, Worded

REFERENCE = re.compile(r"^[A-Z]+-\d{4}-\d{3,}")
UUID_LENGTH = 36


def as_people_say(reference: str) -> str:
    """Every reference has a number. Organisations go by a short name in addresses, and some things by an identifier of
    ours: neither is shown to people."""
    has_number = any(sign.isdigit() for sign in reference)
    return reference if has_number and len(reference) < UUID_LENGTH else ""


class Event(Base):
    """One thing that happened. Never changed, never deleted: the audit log and the source of every notice.

    Names are kept as they were: people leave and organisations change their names, what they did stands.
    """

    __tablename__ = "events"
    __table_args__ = (
        Index("events_subject_idx", "subject_type", "subject_id", "at"),
        Index("events_at_idx", "at"),
        # How long management takes is counted over all needs.
        Index(
            "events_to_management_idx",
            "subject_type",
            "subject_id",
            "at",
            postgresql_where=text(f"happening = '{Happened.challenge_submitted.value}'"),
        ),
    )

    happening: Mapped[Happened]
    at: Mapped[datetime] = mapped_column(default=now)
    membership_id: Mapped[UUID] = mapped_column(index=True)  # nobody's for a visitor, the clock's for automatic steps
    person_id: Mapped[UUID]
    person_name: Mapped[str]
    organisation_id: Mapped[UUID] = mapped_column(index=True)  # the organisation that acted
    organisation_name: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[UUID]
    subject_reference: Mapped[str]
    subject_label: Mapped[str]
    subject_organisation_id: Mapped[UUID] = mapped_column(index=True)  # whose thing it is
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)

    @property
    def shown_reference(self) -> str:
        """The reference as people say it; empty where there is only an address of the portal's own."""
        return as_people_say(self.subject_reference)

    @property
    def is_by_the_clock(self) -> bool:
        return self.person_id == NOBODY and self.membership_id != NOBODY


class Task(Base):
    """What waits for whom: one row of "Waits for you". Replaced as a whole whenever something happens to its subject.

    Addressed to one membership, or to the people with one of `roles` in an organisation.
    """

    __tablename__ = "tasks"
    __table_args__ = (
        UniqueConstraint("subject_type", "subject_id", "key", "organisation_id", "membership_id", "roles"),
        Index("tasks_addressee_idx", "organisation_id", "membership_id"),
        Index("tasks_asked_by_idx", "asked_by_membership_id"),
    )

    key: Mapped[str]
    verb: Mapped[str]
    route: Mapped[str]
    why: Mapped[str]
    subject_type: Mapped[str]
    subject_id: Mapped[UUID]
    subject_reference: Mapped[str]
    subject_label: Mapped[str]
    organisation_id: Mapped[UUID]
    roles: Mapped[list[str]] = mapped_column(default=list)
    membership_id: Mapped[UUID] = mapped_column(default=NOBODY, index=True)
    due_on: Mapped[date | None]
    since: Mapped[datetime] = mapped_column(default=now)
    asked_by: Mapped[UUID]  # the organisation of the one whose act made it wait
    asked_by_name: Mapped[str]
    asked_by_membership_id: Mapped[UUID]
    delegate_id: Mapped[UUID] = mapped_column(default=NOBODY, index=True)  # the colleague who is to do it instead
    delegated_by_id: Mapped[UUID] = mapped_column(default=NOBODY)  # who asked that colleague, and may take it back
    escalated: Mapped[int] = mapped_column(default=0)  # how many steps of those who can help know that it is late

    @property
    def done_by(self) -> UUID:
        """The one person it waits for, if it is one."""
        return self.membership_id if self.membership_id != NOBODY else self.delegate_id

    def is_delegated_to(self, membership_id: UUID) -> bool:
        return self.delegated_by_id != NOBODY and self.done_by == membership_id

    @property
    def shown_reference(self) -> str:
        """The reference as people say it; empty where there is only an address of the portal's own."""
        return as_people_say(self.subject_reference)

    @property
    def spoken(self) -> str:
        """What it is about, where titles of matters are not to be read: an organisation by its name, else a reference.

        What stands in for another thing, such as an interim, says that thing's reference first in its label.
        """
        if not any(sign.isdigit() for sign in self.subject_reference):
            return self.subject_label
        return self.shown_reference or next(iter(REFERENCE.findall(self.subject_label)), "")

    @property
    def path(self) -> dict[str, str]:
        """What goes into `url(task.route, …)`."""
        return {"ref": self.subject_reference.lower()}

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and self.due_on < today()


class Notification(Base):
    """One membership told of one event, once."""

    __tablename__ = "notifications"
    __table_args__ = (
        UniqueConstraint("event_id", "membership_id"),
        Index("notifications_reader_idx", "membership_id", "created_at"),
    )

    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id"))
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))
    group: Mapped[Group]
    frequency: Mapped[Frequency]  # how often the reader wanted to hear of such things when it happened
    mail_id: Mapped[UUID | None] = mapped_column(ForeignKey("mails.id"), index=True)  # the letter that told of it
    read_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship(lazy="raise")


class MailState(Worded):
    held = "held", N_("Held")  # written, and not to go before somebody has said so
    waiting = "waiting", N_("Waiting")
    handing_over = "handing_over", N_("Being sent")  # committed just before the server is given the text
    sent = "sent", N_("Sent")  # the server took it, or the outbox page shows it where there is no server
    failed = "failed", N_("Refused")  # the server refused it for good
    # The worker died, or the line broke, while handing it over: it is never sent again by itself.
    uncertain = "uncertain", N_("Uncertain whether it arrived")
    returned = "returned", N_("Came back")  # a later message said that nobody got it
    withheld = "withheld", N_("Not sent")  # letters to that address come back


class Mail(Base):
    """The outbox: one letter to one person, as it was or will be sent."""

    __tablename__ = "mails"
    __table_args__ = (UniqueConstraint("event_id", "membership_id"), Index("mails_state_idx", "state"))

    event_id: Mapped[UUID | None] = mapped_column(ForeignKey("events.id"))
    membership_id: Mapped[UUID | None] = mapped_column(ForeignKey("memberships.id"))
    state: Mapped[MailState] = mapped_column(default=MailState.waiting)
    to_address: Mapped[str]
    to_name: Mapped[str]
    language: Mapped[str]
    subject: Mapped[str]
    text: Mapped[str]
    secret_sealed: Mapped[str] = mapped_column(default="")  # put into the text in the moment it is sent, never before
    thread: Mapped[str]  # the reference all letters about one thing share
    unsubscribe: Mapped[str] = mapped_column(default="")  # the address that stops letters of a list; others have none
    message_id: Mapped[str] = mapped_column(unique=True)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")
    sent_at: Mapped[datetime | None]
