from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base
from app.documents.models import Document
from app.language import N_, Worded


class Reach(Worded):
    """How far a message reaches. Chosen when it is written, and never changed."""

    own = "own", N_("Only your organisation")
    handling = "handling", N_("Those who handle the matter")
    parties = "parties", N_("Everyone who takes part")


THINGS = ("challenge_id", "test_request_id", "pilot_id", "research_id")
ONE_DRAFT = ("membership_id", "reference", "reach")


class Message(Base):
    """What someone wrote about a thing. Names stay as they were: people leave, what they wrote stands."""

    __tablename__ = "messages"
    __table_args__ = (
        CheckConstraint(f"num_nonnulls({', '.join(THINGS)}) = 1", name="about"),
        Index("messages_reference_idx", "reference", "sent_at"),
        Index("messages_draft_key", *ONE_DRAFT, unique=True, postgresql_where=text("sent_at IS NULL")),
    )

    challenge_id: Mapped[UUID | None] = mapped_column(ForeignKey("challenges.id"), index=True)
    test_request_id: Mapped[UUID | None] = mapped_column(ForeignKey("test_requests.id"), index=True)
    pilot_id: Mapped[UUID | None] = mapped_column(ForeignKey("pilots.id"), index=True)
    research_id: Mapped[UUID | None] = mapped_column(ForeignKey("research.id"), index=True)
    reference: Mapped[str]  # of the thing
    label: Mapped[str]  # what the thing was called
    reach: Mapped[Reach]
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    person_name: Mapped[str]
    organisation_name: Mapped[str]
    text: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str] = mapped_column(default="sv")
    sent_at: Mapped[datetime | None]  # None: a draft, which is there for its writer alone
    edited_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    earlier: Mapped[list["EarlierText"]] = relationship(lazy="raise", order_by="EarlierText.created_at")
    attached: Mapped[list["MessageDocument"]] = relationship(lazy="raise", order_by="MessageDocument.created_at")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name and shape


class EarlierText(Base):
    """What a message said before it was changed."""

    __tablename__ = "message_texts"

    message_id: Mapped[UUID] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)


class MessageDocument(Base):
    __tablename__ = "message_documents"
    __table_args__ = (UniqueConstraint("message_id", "document_id"),)

    message_id: Mapped[UUID] = mapped_column(ForeignKey("messages.id", ondelete="CASCADE"), index=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("documents.id"), index=True)

    document: Mapped[Document] = relationship(lazy="raise")
