"""What each reader chose, the summaries they got, and the addresses that letters come back from."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.activity.groups import Frequency, Group
from app.database import Base, now


class Preference(Base):
    """How often one membership wants letters about one kind of happening. No row: the usual."""

    __tablename__ = "preferences"
    __table_args__ = (UniqueConstraint("membership_id", "group"),)

    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))
    group: Mapped[Group]
    frequency: Mapped[Frequency]


class Morning(Base):
    """A working morning on which letters of one kind were asked for: once, however many workers there are."""

    __tablename__ = "mornings"
    __table_args__ = (UniqueConstraint("day", "what"),)

    day: Mapped[date]
    what: Mapped[str]


class Digest(Base):
    """One morning of one reader, whether or not there was something to write. `token` stops all their summaries."""

    __tablename__ = "digests"
    __table_args__ = (UniqueConstraint("membership_id", "day"),)

    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))
    day: Mapped[date]
    is_weekly: Mapped[bool] = mapped_column(default=False)  # the first of its week: it held the weekly things too
    mail_id: Mapped[UUID | None] = mapped_column(ForeignKey("mails.id"))
    token: Mapped[str] = mapped_column(unique=True)


class Reminder(Base):
    """That a decision still waits, told to one reader for the first or the second and last time."""

    __tablename__ = "reminders"
    __table_args__ = (UniqueConstraint("task_id", "membership_id", "number"),)

    task_id: Mapped[UUID] = mapped_column(ForeignKey("tasks.id", ondelete="CASCADE"))
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))
    number: Mapped[int]


class Suppression(Base):
    """An address that letters come back from. Nothing is sent there until someone says that it works again."""

    __tablename__ = "suppressions"

    address: Mapped[str] = mapped_column(unique=True)  # in lower case
    status: Mapped[str]  # the server's own code, such as 5.1.1
    reason: Mapped[str]
    since: Mapped[datetime] = mapped_column(default=now)
    mail_id: Mapped[UUID | None] = mapped_column(ForeignKey("mails.id"))
