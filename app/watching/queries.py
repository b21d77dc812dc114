"""Watches and what has happened on them; the public news; the days of calendars. All as a visitor may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, Select, delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, joinedload

from app.activity.groups import Frequency
from app.activity.happenings import Happened
from app.activity.models import Event
from app.actor import VISITOR, Actor
from app.challenges import queries as needs
from app.challenges import rules as need_rules
from app.challenges.models import Challenge, ChallengeState
from app.database import now, today
from app.organisations.models import Organisation
from app.paging import PER_PAGE, Page, offset, paged
from app.pilots.models import Pilot
from app.telling import queries as telling
from app.watching.models import CalendarKey, Kind, Watch, WatchHit

NEWS = (
    Happened.challenge_published,
    Happened.challenge_signalled,
    Happened.challenge_announced,
    Happened.challenge_opened,
    Happened.challenge_closing,
    Happened.challenge_closed,
    Happened.challenge_piloting,
    Happened.challenge_resolved,
    Happened.challenge_unmatched,
    Happened.challenge_unresolved,
    Happened.challenge_merged,
    Happened.question_answered,
    Happened.pilot_started,
    Happened.pilot_paused,
    Happened.pilot_resumed,
    Happened.pilot_stopped,
    Happened.pilot_ended,
    Happened.pilot_final_reported,
    Happened.pilot_decided,
    Happened.pilot_followed_up,
    Happened.pilot_closed,
)
"""What is news to everyone. All of them are lines that everyone may read in the history (a test says so)."""
MOST_ENTRIES = 50
REMEMBERED = timedelta(days=90)  # how long a day that has passed stays in a calendar


# News


def _news() -> Select[Event]:
    """What everyone may know has happened, of what everyone may still see."""
    return select(Event).where(
        Event.happening.in_(NEWS),
        Event.subject_type.in_(("Challenge", "Pilot")),
        telling.still_readable(VISITOR),
    )


def news(db: Session, number: int) -> Page[Event]:
    query = _news().order_by(Event.at.desc(), Event.id)
    return paged(db.scalars(query.offset(offset(number)).limit(PER_PAGE + 1)).all(), number)


def latest_news(db: Session) -> Sequence[Event]:
    return db.scalars(_news().order_by(Event.at.desc(), Event.id).limit(MOST_ENTRIES)).all()


def is_news(db: Session, event_id: UUID) -> bool:
    return db.scalar(select(_news().where(Event.id == event_id).exists())) is True


def news_of_need(db: Session, challenge: Challenge) -> Sequence[Event]:
    """What has happened to a need and to the pilots that came of it."""
    pilots = select(Pilot.id).where(Pilot.challenge_id == challenge.id)
    about = or_(Event.subject_id == challenge.id, Event.subject_id.in_(pilots))
    return db.scalars(_news().where(about).order_by(Event.at.desc(), Event.id).limit(MOST_ENTRIES)).all()


@dataclass(frozen=True)
class Entry:
    """One need in the feed of needs, and when anything last happened to it that everyone may know."""

    challenge: Challenge
    updated: datetime


def need_entries(db: Session, sought: needs.Filter) -> list[Entry]:
    """The needs of a list as everyone sees it, with when each last changed."""
    found = needs.challenges(db, VISITOR, sought).rows
    latest = (
        _news()
        .where(Event.subject_id.in_([need.id for need in found]))
        .with_only_columns(Event.subject_id, func.max(Event.at))
        .group_by(Event.subject_id)
    )
    moments: dict[UUID, datetime] = {id_: at for id_, at in db.execute(latest)}  # noqa: C416 - rows are not pairs
    return [Entry(need, moments.get(need.id) or need.published_at or need.created_at) for need in found]


# Watches


def watches_on(db: Session, event: Event) -> Sequence[Watch]:
    """The confirmed watches that an event may concern; searches are asked one by one."""
    reference = event.subject_reference
    if event.subject_type == "Pilot":
        need = select(Challenge.reference).join(Pilot, Pilot.challenge_id == Challenge.id)
        of_the_need = need.where(Pilot.id == event.subject_id).scalar_subquery()
        concerns: ColumnElement[bool] = or_(
            Watch.kind == Kind.news,
            (Watch.kind == Kind.pilot) & (Watch.wanted == reference),
            (Watch.kind == Kind.need) & (Watch.wanted == of_the_need),
        )
    else:
        concerns = or_(
            Watch.kind.in_((Kind.news, Kind.search)), (Watch.kind == Kind.need) & (Watch.wanted == reference)
        )
    query = select(Watch).where(Watch.confirmed_at.is_not(None), concerns).order_by(Watch.created_at, Watch.id)
    return db.scalars(query).all()


def add_hit(db: Session, watch: Watch, event: Event) -> bool:
    """Note that something happened on a watch; False when it was noted before."""
    row = insert(WatchHit).values(id=uuid4(), created_at=now(), watch_id=watch.id, event_id=event.id)
    new = row.on_conflict_do_nothing(index_elements=[WatchHit.watch_id, WatchHit.event_id]).returning(WatchHit.id)
    return db.scalar(new) is not None


def untold(db: Session, watch_ids: Sequence[UUID]) -> Sequence[WatchHit]:
    """What no letter has told of yet on these watches, held until the transaction ends; the oldest first."""
    query = (
        select(WatchHit)
        .join(Event, Event.id == WatchHit.event_id)
        .where(WatchHit.watch_id.in_(watch_ids), WatchHit.mail_id.is_(None), telling.still_readable(VISITOR))
        .options(joinedload(WatchHit.event), joinedload(WatchHit.watch))
        .order_by(Event.at, WatchHit.id)
        .with_for_update(of=WatchHit)
    )
    return db.scalars(query).unique().all()


def addresses_waiting(db: Session, frequencies: Sequence[Frequency]) -> Sequence[str]:
    """Whose watches have something to tell."""
    query = (
        select(Watch.address)
        .join(WatchHit, WatchHit.watch_id == Watch.id)
        .where(Watch.frequency.in_(frequencies), WatchHit.mail_id.is_(None), Watch.confirmed_at.is_not(None))
    )
    return db.scalars(query.distinct().order_by(Watch.address)).all()


def watches_of(db: Session, address: str, frequencies: Sequence[Frequency] = tuple(Frequency)) -> Sequence[Watch]:
    """The confirmed watches of one address, held until the transaction ends."""
    query = select(Watch).where(
        Watch.address == address, Watch.frequency.in_(frequencies), Watch.confirmed_at.is_not(None)
    )
    return db.scalars(query.order_by(Watch.created_at, Watch.id).with_for_update()).all()


def own_watches(db: Session, actor: Actor) -> Sequence[Watch]:
    query = select(Watch).where(Watch.membership_id == actor.membership_id)
    return db.scalars(query.order_by(Watch.created_at, Watch.id)).all()


def own_watch(db: Session, actor: Actor, watch_id: UUID) -> Watch | None:
    return db.scalar(select(Watch).where(Watch.membership_id == actor.membership_id, Watch.id == watch_id))


def by_token(db: Session, token: str) -> Watch | None:
    return db.scalar(select(Watch).where(Watch.token == token))


def same_watch(db: Session, address: str, kind: Kind, wanted: str) -> Watch | None:
    query = select(Watch).where(Watch.address == address, Watch.kind == kind, Watch.wanted == wanted)
    return db.scalar(query)


def insert_watch(db: Session, watch: dict[str, Any]) -> Watch | None:
    """A new watch; None when the same address has the same one already."""
    row = insert(Watch).values(id=uuid4(), created_at=now(), **watch)
    keys = [Watch.address, Watch.kind, Watch.wanted]
    watch_id = db.scalar(row.on_conflict_do_nothing(index_elements=keys).returning(Watch.id))
    return db.get(Watch, watch_id) if watch_id else None


def remove_watch(db: Session, watch: Watch) -> None:
    db.execute(delete(Watch).where(Watch.id == watch.id))


def asked_from(db: Session, sender: str, *, since: datetime) -> int:
    """How many unconfirmed watches have been asked for from one place (as its hash) since then."""
    query = select(func.count()).select_from(Watch)
    return db.scalar(query.where(Watch.sender_hash == sender, Watch.created_at >= since)) or 0


def asked_for(db: Session, address: str, *, since: datetime) -> int:
    """How many unconfirmed watches there are for one address."""
    query = select(func.count()).select_from(Watch)
    waiting = query.where(Watch.address == address, Watch.confirmed_at.is_(None), Watch.created_at >= since)
    return db.scalar(waiting) or 0


def forget_unconfirmed(db: Session, before: datetime) -> None:
    """An address that nobody confirmed is not kept."""
    db.execute(delete(Watch).where(Watch.confirmed_at.is_(None), Watch.created_at < before))


# Calendars


def days_to_come(db: Session) -> Sequence[Challenge]:
    """Needs with a day in the calendar: also those whose call was called off after it had been published."""
    since = today() - REMEMBERED
    dated = or_(Challenge.closes_on >= since, Challenge.questions_close_on >= since, Challenge.opens_on >= since)
    called_off = (Challenge.state == ChallengeState.withdrawn) & Challenge.published_at.is_not(None)
    query = (
        select(Challenge)
        .where(dated, or_(need_rules.may_view.rows(VISITOR), called_off), Challenge.call_type == "call")
        .options(joinedload(Challenge.organisation))
        .order_by(Challenge.closes_on, Challenge.id)
    )
    return db.scalars(query).all()


def calendar_key(db: Session, membership_id: UUID) -> CalendarKey | None:
    return db.scalar(select(CalendarKey).where(CalendarKey.membership_id == membership_id))


def set_calendar_key(db: Session, membership_id: UUID, token: str) -> None:
    row = insert(CalendarKey).values(id=uuid4(), created_at=now(), membership_id=membership_id, token=token)
    db.execute(row.on_conflict_do_update(index_elements=[CalendarKey.membership_id], set_={"token": token}))


def owner_of_calendar(db: Session, token: str) -> UUID | None:
    return db.scalar(select(CalendarKey.membership_id).where(CalendarKey.token == token))


def times_changed(db: Session, subject_ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many things have happened to each: a number that only grows."""
    query = select(Event.subject_id, func.count()).where(Event.subject_id.in_(subject_ids)).group_by(Event.subject_id)
    return {subject_id: number for subject_id, number in db.execute(query)}  # noqa: C416 - rows are not pairs


def owner(db: Session, challenge: Challenge) -> Organisation | None:
    return db.get(Organisation, challenge.organisation_id)
