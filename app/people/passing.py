"""How most things pass to somebody else: another person in the column, the tasks said anew, one line in the history."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import QueryableAttribute

from app.activity.happenings import Happened
from app.activity.record import record
from app.activity.tasks import Waits
from app.actor import Actor
from app.people.models import Membership

Say = Callable[[Session, Any], Sequence[Waits] | None]


def as_before(_db: Session, _row: Any) -> None:
    """Tasks that name nobody stay as they are."""


def passing(
    column: QueryableAttribute[Any], relation: str = "", waits: Say = as_before
) -> Callable[[Session, Actor, Any, Membership], None]:
    """The `pass_on` of a duty: who had it stands in the event."""

    def pass_on(db: Session, actor: Actor, row: Any, receiver: Membership) -> None:
        former = getattr(row, column.key)
        setattr(row, column.key, receiver.id)
        if relation:
            setattr(row, relation, receiver)
        db.flush()
        details = {"duty": f"{type(row).__name__}.{column.key}", "former": former, "to": receiver.id}
        record(db, actor, Happened.passed_on, row, waits=waits(db, row), **details)

    return pass_on
