from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base
from app.organisations.models import Organisation


class Vacancy(Base):
    """That nobody led the testbed of a municipality, from one day to another (domain.md 4.2).

    An active municipality has a leader or an open row here: what tells people, and what is counted afterwards.
    """

    __tablename__ = "vacancies"
    __table_args__ = (
        Index("vacancies_open_key", "organisation_id", unique=True, postgresql_where=text("ended_on IS NULL")),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    since: Mapped[date]
    ended_on: Mapped[date | None]

    organisation: Mapped[Organisation] = relationship(lazy="raise")

    @property
    def reference(self) -> str:
        """What stands for the municipality in an address. Needs the organisation loaded, as `label` does."""
        return self.organisation.slug

    @property
    def label(self) -> str:
        return self.organisation.name
