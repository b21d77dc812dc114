from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.costs.models import Booking
from app.database import Base
from app.grants.choices import Category
from app.grants.models import Grant
from app.language import N_
from app.organisations.models import Organisation


class ImportState(StrEnum):
    draft = "draft"
    done = "done"
    undone = "undone"


LOOKS = {
    ImportState.draft: N_("Not imported yet"),
    ImportState.done: N_("Imported"),
    ImportState.undone: N_("Undone"),
}


class FileRead:
    """What every import keeps of its file: as it was read, what its columns mean, and how far it has come."""

    state: Mapped[ImportState] = mapped_column(default=ImportState.draft)
    file_name: Mapped[str]
    encoding: Mapped[str]
    head: Mapped[list[str]]
    rows: Mapped[list[Any]] = mapped_column(JSONB)
    columns: Mapped[dict[str, Any]] = mapped_column(default=dict)  # what is asked: the place of its column
    imported_at: Mapped[datetime | None]


class CostImport(FileRead, Base):
    """One file from the accounts, and what became of its rows."""

    __tablename__ = "cost_imports"
    __table_args__ = (UniqueConstraint("grant_id", "number"),)

    grant_id: Mapped[UUID] = mapped_column(ForeignKey("grants.id"))
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("memberships.id"))
    number: Mapped[int]
    is_sie: Mapped[bool] = mapped_column(default=False)
    bearer_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    category: Mapped[Category | None]  # of rows that say none
    only: Mapped[str] = mapped_column(default="")  # rows whose object holds this text; all when empty
    version: Mapped[int] = mapped_column(default=1)

    grant: Mapped[Grant] = relationship(lazy="raise")
    bearer: Mapped[Organisation] = relationship(lazy="raise")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name and shape


class ImportedRow(Base):
    """Which booking a row became."""

    __tablename__ = "cost_import_rows"
    __table_args__ = (UniqueConstraint("import_id", "row"),)

    import_id: Mapped[UUID] = mapped_column(ForeignKey("cost_imports.id"))
    row: Mapped[int]
    booking_id: Mapped[UUID] = mapped_column(ForeignKey("bookings.id"), unique=True)

    booking: Mapped[Booking] = relationship(lazy="raise")
