from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.ext.hybrid import hybrid_method
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import Base
from app.imports.models import FileRead
from app.organisations.models import Organisation


class EarlierImport(FileRead, Base):
    """One file of earlier tests: as it was read, and what became of its rows."""

    __tablename__ = "earlier_imports"

    reference: Mapped[str] = mapped_column(unique=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)  # who imports it
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))
    is_demo: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name and shape

    @property
    def label(self) -> str:
        return self.file_name

    @hybrid_method
    def belongs_to(self, organisation_id: UUID) -> bool:
        return self.organisation_id == organisation_id


class EarlierTest(Base):
    """Something that was tested before the portal: what came out of it and what was learnt. Public; never counted."""

    __tablename__ = "earlier_tests"
    __table_args__ = (Index("earlier_tests_year_idx", "year"),)

    import_id: Mapped[UUID] = mapped_column(ForeignKey("earlier_imports.id"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)  # who imported it
    is_demo: Mapped[bool] = mapped_column(default=False)
    row: Mapped[int]  # in the file
    tested: Mapped[str]
    municipality: Mapped[str]
    year: Mapped[int]
    product: Mapped[str]
    result: Mapped[str] = mapped_column(Text)
    learning: Mapped[str] = mapped_column(Text, default="")
    source: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")  # an organisation, never a person

    organisation: Mapped[Organisation] = relationship(lazy="raise")


def key_of(municipality: str, year: int, tested: str) -> tuple[str, int, str]:
    """What makes two rows the same test."""
    return (municipality.strip().lower(), year, tested.strip().lower())
