from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.ext.hybrid import hybrid_method
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base
from app.organisations.models import Organisation


class Onboarding(Base):
    """What people say of the way in. The rest is seen in what is there: sign-in, leader, decision-maker, a need."""

    __tablename__ = "onboardings"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), unique=True)
    interested_on: Mapped[date]
    contact: Mapped[str] = mapped_column(default="")  # whom to call at the municipality meanwhile
    agreement_signed_on: Mapped[date | None]
    registry_number: Mapped[str] = mapped_column(default="")  # of the agreement
    trained_on: Mapped[date | None]
    welcomed_on: Mapped[date | None]
    away_since: Mapped[date | None]  # it has paused, or left: the organisation's status says which
    away_why: Mapped[str] = mapped_column(default="")
    back_on: Mapped[date | None]  # when it wants to take it up again, if it has said
    version: Mapped[int] = mapped_column(default=1)
    is_demo: Mapped[bool] = mapped_column(default=False)

    organisation: Mapped[Organisation] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name and shape

    @property
    def reference(self) -> str:
        """What stands for it in an address. Needs the organisation loaded, as `label` does."""
        return self.organisation.slug

    @property
    def label(self) -> str:
        return self.organisation.name

    @hybrid_method
    def is_of(self, organisation_id: UUID) -> bool:
        return self.organisation_id == organisation_id
