"""The outbox, and the people letters go to."""

from collections.abc import Collection, Sequence
from uuid import UUID, uuid4

from sqlalchemy import Select, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session, joinedload, selectinload

from app.activity.groups import Frequency, Group
from app.activity.models import Mail, MailState
from app.database import now
from app.mail.models import Preference, Suppression
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
    """The letters, latest first; what is held is no post yet."""
    return db.scalars(
        select(Mail).where(Mail.state != MailState.held).order_by(Mail.created_at.desc(), Mail.id).limit(at_most)
    ).all()


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


# What readers have chosen


def chosen(db: Session, membership_id: UUID) -> dict[Group, Frequency]:
    """What one reader has chosen; what is not here they have left as usual."""
    rows = db.execute(select(Preference.group, Preference.frequency).where(Preference.membership_id == membership_id))
    return {group: frequency for group, frequency in rows}  # noqa: C416 - rows are not pairs to the type checker


def choose(db: Session, membership_id: UUID, group: Group, frequency: Frequency) -> None:
    row = insert(Preference).values(
        id=uuid4(), created_at=now(), membership_id=membership_id, group=group, frequency=frequency
    )
    keys = [Preference.membership_id, Preference.group]
    db.execute(row.on_conflict_do_update(index_elements=keys, set_={"frequency": frequency}))


# Addresses that letters come back from


def suppression(db: Session, address: str) -> Suppression | None:
    return db.scalar(select(Suppression).where(Suppression.address == address.strip().lower()))


def suppressions(db: Session, *, at_most: int = 200) -> Sequence[Suppression]:
    """The addresses nothing is sent to, the latest first."""
    return db.scalars(select(Suppression).order_by(Suppression.since.desc(), Suppression.id).limit(at_most)).all()


def suppress(db: Session, address: str, status: str, reason: str, mail_id: UUID | None) -> None:
    """Send nothing more there. What is known already stands: the first reason is the one that explains."""
    row = insert(Suppression).values(
        id=uuid4(),
        created_at=now(),
        since=now(),
        address=address.strip().lower(),
        status=status,
        reason=reason,
        mail_id=mail_id,
    )
    db.execute(row.on_conflict_do_nothing(index_elements=[Suppression.address]))


def suppression_by_id(db: Session, suppression_id: UUID) -> Suppression | None:
    return db.get(Suppression, suppression_id)


def lift(db: Session, suppression: Suppression) -> None:
    """Let letters go there again."""
    db.execute(delete(Suppression).where(Suppression.id == suppression.id))


def troubled(db: Session, *, at_most: int = 100) -> Sequence[Mail]:
    """Letters that did not arrive or perhaps did not, the latest first."""
    states = (MailState.failed, MailState.uncertain, MailState.returned, MailState.withheld)
    query = select(Mail).where(Mail.state.in_(states)).order_by(Mail.created_at.desc(), Mail.id)
    return db.scalars(query.limit(at_most)).all()


def count_by_state(db: Session) -> dict[MailState, int]:
    rows = db.execute(select(Mail.state, func.count()).group_by(Mail.state))
    return {state: number for state, number in rows}  # noqa: C416 - rows are not pairs to the type checker
