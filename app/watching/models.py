from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.activity.groups import Frequency
from app.activity.models import Event
from app.database import Base
from app.language import N_, Worded


class Kind(Worded):
    """What a watch is on."""

    news = "news", N_("All news from the testbed")
    search = "search", N_("A search among the needs")
    need = "need", N_("One need and its pilots")
    pilot = "pilot", N_("One pilot")


class Watch(Base):
    """Someone who wants letters about what is public. With an account it belongs to a membership, else to an address.

    `token` is in the letters: it confirms the watch and stops it. Nothing is sent before `confirmed_at`.
    """

    __tablename__ = "watches"
    __table_args__ = (UniqueConstraint("address", "kind", "wanted"),)

    membership_id: Mapped[UUID | None] = mapped_column(ForeignKey("memberships.id"), index=True)
    address: Mapped[str]  # in lower case; of an account, the id of the membership: letters go where it says
    language: Mapped[str]
    name: Mapped[str]
    kind: Mapped[Kind]
    wanted: Mapped[str]  # a query as it stands in an address, or the reference of one thing; "" for the news
    frequency: Mapped[Frequency]
    token: Mapped[str] = mapped_column(unique=True)
    confirmed_at: Mapped[datetime | None]
    sender_hash: Mapped[str] = mapped_column(default="", index=True)  # of where it was asked from: only to count by


class WatchHit(Base):
    """One thing that happened on one watch, and the letter that told of it."""

    __tablename__ = "watch_hits"
    __table_args__ = (UniqueConstraint("watch_id", "event_id"),)

    watch_id: Mapped[UUID] = mapped_column(ForeignKey("watches.id", ondelete="CASCADE"))
    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id"))
    mail_id: Mapped[UUID | None] = mapped_column(ForeignKey("mails.id"))

    watch: Mapped[Watch] = relationship(lazy="raise")
    event: Mapped[Event] = relationship(lazy="raise")


class CalendarKey(Base):
    """The secret address of one's own calendar. Renewed, the old address is gone."""

    __tablename__ = "calendar_keys"

    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"), unique=True)
    token: Mapped[str] = mapped_column(unique=True)
