"""Reviews of access, and accounts that nobody uses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.activity.happenings import Happened
from app.activity.models import Event
from app.actor import Actor, Role
from app.database import SWEDEN, now, today
from app.organisations.models import Organisation, OrganisationStatus
from app.people import queries as people
from app.people.models import Membership, MembershipRole
from app.recertification import rules
from app.recertification.models import AccessLine, AccessReview
from app.refusals import NotFound
from app.sign_in.models import SignInPolicy

TAKES_PART = (OrganisationStatus.active, OrganisationStatus.onboarding, OrganisationStatus.paused)


def quarter_of(day: date) -> date:
    """The first day of the quarter that a day lies in."""
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def next_quarter(day: date) -> date:
    """When the next review begins."""
    return quarter_of(quarter_of(day) + timedelta(days=95))


def _whole() -> Select[AccessReview]:
    member = selectinload(AccessReview.lines).joinedload(AccessLine.membership)
    return select(AccessReview).options(
        joinedload(AccessReview.organisation),
        member.joinedload(Membership.person),
        member.joinedload(Membership.organisation),
        member.selectinload(Membership.role_rows),
    )


def reviews(db: Session, actor: Actor) -> Sequence[AccessReview]:
    """Those of the actor's organisation, the latest first."""
    query = _whole().where(rules.may_answer.rows(actor)).order_by(AccessReview.begun_on.desc())
    return db.scalars(query).all()


def review(db: Session, actor: Actor, review_id: UUID) -> AccessReview:
    """One review.

    Raises:
        NotFound: there is none that the actor may answer.
    """
    found = db.scalar(_whole().where(rules.may_answer.rows(actor), AccessReview.id == review_id))
    if found is None:
        raise NotFound
    return found


def held_still(db: Session, review: AccessReview) -> AccessReview:
    """Read anew, held until the end of the transaction."""
    query = _whole().where(AccessReview.id == review.id).with_for_update(of=AccessReview)
    return db.scalars(query.execution_options(populate_existing=True)).one()


def open_reviews(db: Session) -> Sequence[AccessReview]:
    """Those that wait for an answer; for the clock."""
    return db.scalars(_whole().where(AccessReview.done_on.is_(None)).order_by(AccessReview.begun_on)).all()


def to_begin(db: Session, quarter: date) -> Sequence[Organisation]:
    """Organisations that had an administrator when the quarter began, and no review of it yet."""
    administered = (
        select(Membership.id)
        .join(MembershipRole, MembershipRole.membership_id == Membership.id)
        .where(
            Membership.organisation_id == Organisation.id,
            MembershipRole.role == Role.organisation_admin,
            Membership.created_at < datetime.combine(quarter, time(), SWEDEN),
            people.counts(),
        )
        .exists()
    )
    begun = (
        select(AccessReview.id)
        .where(AccessReview.organisation_id == Organisation.id, AccessReview.begun_on == quarter)
        .exists()
    )
    query = select(Organisation).where(Organisation.status.in_(TAKES_PART), administered, ~begun)
    return db.scalars(query.order_by(Organisation.name)).all()


# Accounts that nobody uses


@dataclass(frozen=True)
class Unseen:
    """Somebody who has not signed in for long. `since` is the last time, or when they were given access."""

    membership: Membership
    since: date
    ends_on: date


def unseen(db: Session, within: timedelta) -> list[Unseen]:
    """Those whose organisation suspends who has not been seen, and whose day lies within that time; the first first."""
    seen = func.coalesce(Membership.last_seen_at, Membership.created_at)
    query = (
        select(Membership, seen, SignInPolicy.unseen_suspend_days)
        .join(SignInPolicy, SignInPolicy.organisation_id == Membership.organisation_id)
        .where(
            people.counts(),
            SignInPolicy.unseen_suspend_days.is_not(None),
            seen < now() + within - func.make_interval(0, 0, 0, SignInPolicy.unseen_suspend_days),
        )
        .options(joinedload(Membership.person), joinedload(Membership.organisation), selectinload(Membership.role_rows))
        .order_by(seen, Membership.id)
    )
    found = []
    for member, last, days in db.execute(query):
        since = max(last.astimezone(SWEDEN).date(), member.valid_from or date.min)
        found.append(Unseen(member, since, since + timedelta(days=days or 0)))
    return [one for one in found if one.ends_on <= today() + within]


def warned_on(db: Session, one: Unseen) -> date | None:
    """When they were told that their access will end, since they were last here."""
    query = select(func.max(Event.at)).where(
        Event.subject_id == one.membership.id, Event.happening == Happened.member_unseen
    )
    last = db.scalar(query)
    day = last.astimezone(SWEDEN).date() if last else None
    return day if day is not None and day >= one.since else None
