"""Two logs read as one, latest first: what happened at the doors, and what was done inside."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, literal, or_, select, true, union_all
from sqlalchemy.orm import Session as Db

from app.activity.happenings import Audience, Happened
from app.activity.models import Event
from app.actor import NOBODY, THE_DIRECTORY
from app.database import SWEDEN
from app.errands.models import Errand
from app.organisations.models import Organisation, OrganisationKind
from app.paging import PER_PAGE, Page, offset, paged
from app.people.models import Membership, Person
from app.sign_in.happenings import EMERGENCIES, AuthEventType, Outcome
from app.sign_in.models import AuthEvent

AT_A_TIME = 2_000  # lines of a file, fetched in one go
INTERNAL = tuple(one.value for one in Happened if one.audience is Audience.internal)


class Kind(StrEnum):
    doors = "inloggningar"
    acts = "handelser"
    emergencies = "nodatkomst"


@dataclass(frozen=True)
class Sought:
    """What of the log is asked for. `until` is a day that is still in it."""

    words: str = ""
    kind: Kind | None = None
    since: date | None = None
    until: date | None = None
    page: int = 1


@dataclass(frozen=True)
class Line:
    """One line. `door` is set for what happened at a door, `happening` for what was done inside.

    `about` is what people call what it was done to: the name of a person, otherwise the reference; empty where what is
    kept is only an address of the portal's own. `is_directory`: no person did it, but the organisation's own directory.
    """

    at: datetime
    person: str
    organisation: str
    reference: str
    door: AuthEventType | None = None
    happening: Happened | None = None
    about: str = ""
    is_directory: bool = False
    is_by_the_clock: bool = False
    is_refused: bool = False
    reason: str = ""
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """In English, to be translated where it is shown."""
        told = self.door or self.happening
        return told.label if told else ""

    @property
    def is_emergency(self) -> bool:
        return self.door in EMERGENCIES


def own_log(db: Db, organisation_id: UUID, sought: Sought) -> Page[Line]:
    """The log of one organisation: its own doors, its own acts, and what was done to its things that it may know."""
    return _page(db, sought, _concerns(organisation_id))


def whole_log(db: Db, sought: Sought) -> Page[Line]:
    return _page(db, sought, (true(), true()))


def own_lines(db: Db, organisation_id: UUID, sought: Sought) -> Iterator[Line]:
    """All of it, for a file."""
    return _all(db, sought, _concerns(organisation_id))


def all_lines(db: Db, sought: Sought) -> Iterator[Line]:
    return _all(db, sought, (true(), true()))


Whose = tuple[ColumnElement[bool], ColumnElement[bool]]
"""Which of the things at the doors, and which of those inside."""


def _concerns(organisation_id: UUID) -> Whose:
    """Whom they let in has no log of its own (docs/guests.md): what a guest does stands in theirs."""
    guests = select(Organisation.id).where(Organisation.kind == OrganisationKind.guests)
    they_may_know = or_(Event.happening.not_in(INTERNAL), Event.organisation_id.in_(guests))
    to_their_things = and_(Event.subject_organisation_id == organisation_id, they_may_know)
    by_their_guests = and_(AuthEvent.organisation_id.in_(guests), _is_let_in_by(organisation_id))
    return (
        or_(AuthEvent.organisation_id == organisation_id, by_their_guests),
        or_(Event.organisation_id == organisation_id, to_their_things),
    )


def _is_let_in_by(organisation_id: UUID) -> ColumnElement[bool]:
    """Whether somebody of the organisation was asking the guest something when it happened at the door."""
    return (
        select(Errand.id)
        .join(Membership, Membership.id == Errand.doer_id)
        .where(
            Errand.organisation_id == organisation_id,
            Errand.is_for_a_guest,
            Membership.person_id == AuthEvent.person_id,
            Errand.created_at <= AuthEvent.created_at,
            or_(Errand.is_open, Errand.state_since >= AuthEvent.created_at),
        )
        .correlate(AuthEvent)
        .exists()
    )


def _page(db: Db, sought: Sought, whose: Whose) -> Page[Line]:
    return paged(_lines(db, _ids(sought, whose, PER_PAGE + 1, offset(sought.page))), sought.page)


def _all(db: Db, sought: Sought, whose: Whose) -> Iterator[Line]:
    start = 0
    while found := _lines(db, _ids(sought, whose, AT_A_TIME, start)):
        yield from found
        start += AT_A_TIME


def _ids(sought: Sought, whose: Whose, count: int, start: int) -> Select[Any]:
    """Which lines, of both logs, in their common order."""
    doors = (
        select(AuthEvent.id, AuthEvent.created_at.label("at"), literal(True).label("is_door"))
        .outerjoin(Person, Person.id == AuthEvent.person_id)
        .where(whose[0], _called(Person.name, sought), *_when(AuthEvent.created_at.expression, sought))
    )
    if sought.kind is Kind.emergencies:
        doors = doors.where(AuthEvent.type.in_(EMERGENCIES))
    acts = select(Event.id, Event.at.label("at"), literal(False).label("is_door")).where(
        whose[1],
        or_(_called(Event.person_name, sought), _called(Event.subject_reference, sought)),
        *_when(Event.at.expression, sought),
    )
    wanted: list[Select[UUID, datetime, bool]] = [doors, acts]
    if sought.kind in (Kind.doors, Kind.emergencies):
        wanted = [doors]
    elif sought.kind is Kind.acts:
        wanted = [acts]
    both = union_all(*wanted).subquery()
    return select(both.c.id, both.c.is_door).order_by(both.c.at.desc(), both.c.id).limit(count).offset(start)


def _called(column: Any, sought: Sought) -> ColumnElement[bool]:
    if not sought.words:
        return true()
    part = sought.words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    found: ColumnElement[bool] = column.ilike(f"%{part}%", escape="\\")
    return found


def _when(column: Any, sought: Sought) -> Iterator[ColumnElement[bool]]:
    """Days are Swedish days."""
    if sought.since:
        yield column >= datetime.combine(sought.since, time(), SWEDEN)
    if sought.until:
        yield column < datetime.combine(sought.until + timedelta(days=1), time(), SWEDEN)


def _lines(db: Db, ids: Select[Any]) -> Sequence[Line]:
    """Three questions however many lines: which, and then the two halves of them."""
    found = db.execute(ids).all()
    doors = _door_lines(db, [row.id for row in found if row.is_door])
    acts = _act_lines(db, [row.id for row in found if not row.is_door])
    return [doors[row.id] if row.is_door else acts[row.id] for row in found]


def _door_lines(db: Db, ids: list[UUID]) -> dict[UUID, Line]:
    rows = db.execute(
        select(AuthEvent, Person.name, Organisation.name)
        .outerjoin(Person, Person.id == AuthEvent.person_id)
        .outerjoin(Organisation, Organisation.id == AuthEvent.organisation_id)
        .where(AuthEvent.id.in_(ids), AuthEvent.id != NOBODY)
    )
    return {
        event.id: Line(
            at=event.created_at,
            person=person or "",
            organisation=organisation or "",
            reference=event.correlation_id,
            about=event.correlation_id,
            door=event.type,
            is_refused=event.outcome is Outcome.refused,
            reason=event.reason,
            details=event.details,
        )
        for event, person, organisation in rows
    }


def _act_lines(db: Db, ids: list[UUID]) -> dict[UUID, Line]:
    return {
        event.id: Line(
            at=event.at,
            person=event.person_name,
            organisation=event.organisation_name,
            reference=event.subject_reference,
            about=_about(event),
            is_directory=event.membership_id == THE_DIRECTORY,
            is_by_the_clock=event.is_by_the_clock,
            happening=event.happening,
        )
        for event in db.scalars(select(Event).where(Event.id.in_(ids)))
    }


def _about(event: Event) -> str:
    if event.subject_type == Membership.__name__:
        return event.subject_label
    return event.shown_reference
