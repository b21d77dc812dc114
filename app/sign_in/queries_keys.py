"""The portal's own keys, and everything that is sealed with a key of the installation."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.orm import Session as Db

from app.sign_in.models_keys import KeyStatus, RpKey

PUBLISHED = (KeyStatus.current, KeyStatus.next, KeyStatus.previous)


def published(db: Db) -> Sequence[RpKey]:
    return db.scalars(select(RpKey).where(RpKey.status.in_(PUBLISHED)).order_by(RpKey.status)).all()


def key_in(db: Db, status: KeyStatus) -> RpKey | None:
    return db.scalar(select(RpKey).where(RpKey.status == status))


def one_at_a_time(db: Db) -> None:
    """Nobody else makes or changes the portal's own keys until this transaction ends."""
    db.execute(text("select pg_advisory_xact_lock(hashtext('rp_keys'))"))


Row = tuple[UUID, str]


def sealed_otherwise(db: Db, column: InstrumentedAttribute[str], key: str, after: UUID, count: int) -> list[Row]:
    """The next values sealed with another key than `key`, by the order of their ids; held until the transaction ends,
    so that a value that is changed meanwhile is not overwritten."""
    row = _id_of(column)
    found = db.execute(
        select(row, column)
        .where(column != "", column.not_like(f"{key}:%"), row > after)
        .order_by(row)
        .limit(count)
        .with_for_update()
    )
    return [(one, value) for one, value in found]


def seal_again(db: Db, column: InstrumentedAttribute[str], row_id: UUID, sealed: str) -> None:
    model: Any = column.class_
    db.execute(
        update(model)
        .where(_id_of(column) == row_id)
        .values({column.key: sealed})
        .execution_options(synchronize_session=False)
    )


def keys_in_use(db: Db, column: InstrumentedAttribute[str]) -> Counter[str]:
    """How many values are sealed with which key of the installation."""
    key = func.split_part(column, ":", 1)
    return Counter({one[0]: one[1] for one in db.execute(_counted(key, column))})


def _counted(key: Any, column: InstrumentedAttribute[str]) -> Any:
    return select(key, func.count()).where(column != "").group_by(text("1"))


def _id_of(column: InstrumentedAttribute[str]) -> Any:
    return column.class_.id
