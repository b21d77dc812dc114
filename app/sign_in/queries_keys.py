"""The portal's own keys, and everything that is sealed with a key of the installation."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Text, cast, func, select, text, update
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


@dataclass(frozen=True)
class Sealed:
    """A place that holds sealed values: a column, or what stands under one name in a column of JSON."""

    column: InstrumentedAttribute[Any]
    purpose: str
    name: str = ""

    @property
    def value(self) -> Any:
        return func.coalesce(self.column[self.name].astext, "") if self.name else self.column

    def holding(self, sealed: str) -> Any:
        """What the column holds when this stands there."""
        return func.jsonb_set(self.column, [self.name], func.to_jsonb(cast(sealed, Text))) if self.name else sealed

    @property
    def id(self) -> Any:
        return self.column.class_.id


def sealed_otherwise(db: Db, place: Sealed, key: str, after: UUID, count: int) -> list[Row]:
    """The next values sealed with another key than `key`, by the order of their ids; held until the transaction ends,
    so that a value that is changed meanwhile is not overwritten."""
    found = db.execute(
        select(place.id, place.value)
        .where(place.value != "", place.value.not_like(f"{key}:%"), place.id > after)
        .order_by(place.id)
        .limit(count)
        .with_for_update()
    )
    return [(one, value) for one, value in found]


def seal_again(db: Db, place: Sealed, row_id: UUID, sealed: str) -> None:
    model: Any = place.column.class_
    db.execute(
        update(model)
        .where(place.id == row_id)
        .values({place.column.key: place.holding(sealed)})
        .execution_options(synchronize_session=False)
    )


def keys_in_use(db: Db, place: Sealed) -> Counter[str]:
    """How many values are sealed with which key of the installation."""
    counted = select(func.split_part(place.value, ":", 1), func.count()).where(place.value != "").group_by(text("1"))
    return Counter({one[0]: one[1] for one in db.execute(counted)})
