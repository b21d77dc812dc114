from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base
from app.people.models import Membership


class Document(Base):
    """One stored file. Whose it is stands in the owner's own link table (style.md 3.3)."""

    __tablename__ = "documents"

    name: Mapped[str]  # as the person called it, cleaned
    media_type: Mapped[str]  # by its content, never by what the browser said
    size: Mapped[int]  # bytes
    sha256: Mapped[str]
    uploaded_by_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))
    is_confidential: Mapped[bool] = mapped_column(default=False)  # the company claims a trade secret
    harm: Mapped[str] = mapped_column(default="")  # what harm disclosure could do, as the claim must say

    uploaded_by: Mapped[Membership] = relationship(lazy="raise")
