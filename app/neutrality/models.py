from uuid import UUID

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base
from app.people.models import Membership


class Explanation(Base):
    """What the region says of an early sign. Never changed: a later one is written beside it."""

    __tablename__ = "neutrality_explanations"

    key: Mapped[str] = mapped_column(index=True)  # of the sign
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))  # who explains
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))
    text: Mapped[str] = mapped_column(Text)

    membership: Mapped[Membership] = relationship(lazy="raise")

    @property
    def reference(self) -> str:
        return self.key

    @property
    def label(self) -> str:
        return self.key
