"""The declarative base, the conventions every table shares, and the connections to the one database."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import partial
from time import monotonic
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from sqlalchemy import (
    CheckConstraint,
    Constraint,
    DateTime,
    Dialect,
    Engine,
    Enum,
    MetaData,
    Numeric,
    String,
    Table,
    Uuid,
    create_engine,
    event,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry

from app.clock import now

SWEDEN = ZoneInfo("Europe/Stockholm")
TRUSTED_SECONDS = 5
"""So long after it was used a connection is taken to be whole: asking costs a way to the server and back."""

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
    engine = create_engine(address, pool_size=connections, max_overflow=0, pool_timeout=30, hide_parameters=True)
    event.listen(engine, "checkin", _note_the_time)
    event.listen(engine, "checkout", partial(_still_there, engine.dialect))
    return engine


def _note_the_time(_: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
    record.info["used_at"] = monotonic()


def _still_there(dialect: Dialect, connection: DBAPIConnection, record: ConnectionPoolEntry, _: object) -> None:
    """The server may have gone away while nobody asked; a connection that was just in use needs no asking.

    Raises:
        DisconnectionError: it has; the pool opens another.
    """
    if monotonic() - record.info.get("used_at", monotonic()) > TRUSTED_SECONDS and not _answers(dialect, connection):
        raise DisconnectionError


def _answers(dialect: Dialect, connection: DBAPIConnection) -> bool:
    try:
        return dialect.do_ping(connection)
    except dialect.loaded_dbapi.Error:
        return False
