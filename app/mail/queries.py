"""The outbox, and the people letters go to."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.activity.models import Mail, MailState
from app.people.models import Membership, MembershipStatus


def _active() -> Select[Membership]:
    """Active memberships with person, organisation and roles."""
    return (
        select(Membership)
        .where(Membership.status == MembershipStatus.active)
        .options(joinedload(Membership.person), joinedload(Membership.organisation), selectinload(Membership.role_rows))
        .order_by(Membership.id)
    )


def active_readers(db: Session, membership_ids: Collection[UUID]) -> Sequence[Membership]:
    """Those of the memberships that are active."""
    return db.scalars(_active().where(Membership.id.in_(membership_ids))).all() if membership_ids else []


def all_readers(db: Session, *, at_most: int = 10_000) -> Sequence[Membership]:
    """Everyone who can sign in."""
    return db.scalars(_active().limit(at_most)).all()


def mail(db: Session, mail_id: UUID) -> Mail | None:
    return db.get(Mail, mail_id, populate_existing=True)


def outbox(db: Session, *, at_most: int = 200) -> Sequence[Mail]:
    """The letters, latest first."""
    return db.scalars(select(Mail).order_by(Mail.created_at.desc(), Mail.id).limit(at_most)).all()


def uncertain(db: Session) -> Sequence[Mail]:
    """Letters that may or may not have gone; a person has to ask."""
    return db.scalars(select(Mail).where(Mail.state == MailState.uncertain).order_by(Mail.created_at)).all()


def left_by_the_dead(db: Session) -> Sequence[UUID]:
    """Letters that are being handed over, or that nobody has got to yet."""
    return db.scalars(select(Mail.id).where(Mail.state == MailState.handing_over)).all()


def _key(mail_id: UUID) -> int:
    return int.from_bytes(mail_id.bytes[:8], signed=True)


def take_in_hand(db: Session, mail_id: UUID) -> bool:
    """Hold the letter until `let_go` or until the connection is lost, over commits. False: someone else holds it."""
    return bool(db.scalar(select(func.pg_try_advisory_lock(_key(mail_id)))))


def let_go(db: Session, mail_id: UUID) -> None:
    db.scalar(select(func.pg_advisory_unlock(_key(mail_id))))
