"""What a person can be responsible for: one table per feature, read together by everything that asks.

Each feature that has a column naming a membership says in its `duties.py` what that column means: a `Duty` (somebody
has to do something, now or later: `DUTIES`) or a trace of who did what (`TRACES`: it stands as it is when they leave).
A test walks the tables, so that a new kind of duty cannot be forgotten.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import QueryableAttribute
from sqlalchemy.orm.interfaces import ORMOption

from app.actor import Actor, Role
from app.features import said_by_features
from app.people.models import Interim, Membership, MembershipRole, Post

TRACES = (Post.membership_id, Interim.former_id, MembershipRole.membership_id)
KEPT_BY_ACTIONS = (Interim.membership_id, Membership.deputy_id)
"""Columns whose meaning is this feature's own: app/people/actions.py sees to them when somebody leaves."""


def itself(row: Any) -> Any:
    return row


def nothing(_: Any) -> str:
    return ""


def always(_: Any) -> bool:
    return True


def no_day(_: Any) -> date | None:
    return None


@dataclass(frozen=True)
class Duty:
    """One way of being responsible for a thing: the rows in which `column` names a person, while `is_open` holds.

    `may_hold` are the roles that whoever takes over must have one of. `subject` leads from the row to the thing that
    people know it by (with `reference` and `label`), `route` to its page. `pass_on` gives it to somebody else: it
    changes the row, says anew what waits, and records it. What the next person must do stands in `next_step`. Where
    `says_label` is false, the list of what somebody has says only the reference: colleagues who may see the list may
    not all know more.
    """

    key: str
    label: str
    column: QueryableAttribute[Any]
    is_open: Callable[[], ColumnElement[bool]]
    may_hold: tuple[Role, ...]
    route: str
    pass_on: Callable[[Session, Actor, Any, Membership], None]
    subject: Callable[[Any], Any] = itself
    next_step: Callable[[Any], str] = nothing
    due_on: Callable[[Any], date | None] = no_day
    options: tuple[ORMOption, ...] = field(default=())
    says_label: Callable[[Any], bool] = always

    @property
    def model(self) -> Any:
        return self.column.class_


@dataclass(frozen=True)
class Held:
    """One thing somebody is responsible for."""

    duty: Duty
    row: Any

    @property
    def subject_id(self) -> UUID:
        found: UUID = self.row.id
        return found

    @property
    def reference(self) -> str:
        return str(self.duty.subject(self.row).reference)

    @property
    def label(self) -> str:
        return str(self.duty.subject(self.row).label) if self.duty.says_label(self.row) else ""

    @property
    def next_step(self) -> str:
        return self.duty.next_step(self.row)

    @property
    def due_on(self) -> date | None:
        return self.duty.due_on(self.row)


Retell = Callable[[Session, Actor, UUID], None]


@cache
def duties() -> Sequence[Duty]:
    """Every duty there is, in the order of the features' names."""
    return tuple(said_by_features("duties", "DUTIES"))


@cache
def traces() -> Sequence[QueryableAttribute[Any]]:
    """Every column that says who did something, and asks nothing of them any more."""
    return tuple(said_by_features("duties", "TRACES"))


@cache
def retellers() -> dict[str, Retell]:
    """How to say anew what waits on a thing, for things whose tasks name people one by one; by the name of its table's
    class. Asked when people come or go."""
    return dict(said_by_features("duties", "RETELLERS"))


def duty(key: str) -> Duty:
    """The duty of that key.

    Raises:
        KeyError: there is none.
    """
    found = next((one for one in duties() if one.key == key), None)
    if found is None:
        raise KeyError(key)
    return found
