"""The declarative base, the conventions every table shares, and the connections to the one database."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import (
    CheckConstraint,
    Constraint,
    DateTime,
    Engine,
    Enum,
    MetaData,
    Numeric,
    String,
    Table,
    Uuid,
    create_engine,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.clock import now

SWEDEN = ZoneInfo("Europe/Stockholm")

__all__ = ["SWEDEN", "Base", "engine_to", "now", "today"]


def today() -> date:
    """The date in Sweden: deadlines are Swedish days, wherever the server stands."""
    return now().astimezone(SWEDEN).date()


def _column_or_constraint_name(constraint: Constraint, _table: Table) -> str:
    """What a CHECK is named after: its column when it keeps a choice, for a table may ask the same choice twice."""
    if isinstance(constraint, CheckConstraint) and constraint._type_bound:
        return str(next(iter(constraint.columns)).name)
    return str(constraint.name)


class Base(DeclarativeBase):
    """What every table has: an id that says nothing, and when the row was made."""

    metadata = MetaData(
        naming_convention={
            "pk": "%(table_name)s_pkey",
            "fk": "%(table_name)s_%(column_0_name)s_fkey",
            "uq": "%(table_name)s_%(column_0_N_name)s_key",
            "column_or_constraint_name": _column_or_constraint_name,
            "ck": "%(table_name)s_%(column_or_constraint_name)s_check",
            "ix": "%(table_name)s_%(column_0_N_name)s_idx",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own name and shape
        datetime: DateTime(timezone=True),
        str: String,
        UUID: Uuid,
        Decimal: Numeric(14, 2),
        list[str]: ARRAY(String),
        list[dict[str, Any]]: JSONB,
        dict[str, Any]: JSONB,
        StrEnum: Enum(
            StrEnum,
            native_enum=False,
            create_constraint=True,
            values_callable=lambda members: [member.value for member in members],
            length=40,
        ),
    }

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4, sort_order=-1)
    created_at: Mapped[datetime] = mapped_column(default=now, sort_order=90)


def engine_to(url: str, *, connections: int) -> Engine:
    """An engine with exactly `connections` places; the web admits as many requests as there are places.

    `url` may be a plain libpq address (`postgresql://…`); the driver is always psycopg 3.
    """
    address = url.replace("postgresql://", "postgresql+psycopg://", 1).replace(
        "postgres://", "postgresql+psycopg://", 1
    )
    return create_engine(
        address, pool_size=connections, max_overflow=0, pool_timeout=30, pool_pre_ping=True, hide_parameters=True
    )
