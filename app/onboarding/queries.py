"""Municipalities on their way in, and what each has done so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from app.actor import Actor, Role
from app.challenges.models import Challenge, ChallengeState
from app.database import SWEDEN, today
from app.onboarding import rules
from app.onboarding.models import Onboarding
from app.onboarding.steps import Step, Taken, Way
from app.organisations.models import Organisation, OrganisationKind, OrganisationStatus
from app.people import queries as people
from app.people.models import Membership, MembershipRole, Post
from app.refusals import NotFound
from app.sign_in.models import ConnectionStatus, IdpConnection, Protocol


@dataclass(frozen=True)
class Progress:
    """One municipality and its way in."""

    onboarding: Onboarding
    way: Way

    @property
    def organisation(self) -> Organisation:
        return self.onboarding.organisation

    @property
    def is_on_its_way(self) -> bool:
        """Neither there yet nor away."""
        return bool(self.way.left) and self.onboarding.away_since is None

    @property
    def days(self) -> int:
        """Since it said that it was interested."""
        return (today() - self.onboarding.interested_on).days


def progress(db: Session, actor: Actor) -> list[Progress]:
    """All that the actor may follow, the one that has come farthest first; those who are away or have arrived last."""
    found = _with_facts(db, _whole().where(rules.may_view.rows(actor)))
    return sorted(found, key=lambda one: (not one.is_on_its_way, -one.way.done, one.organisation.short_name))


def one(db: Session, actor: Actor, slug: str) -> Progress:
    """The way in of one municipality.

    Raises:
        NotFound: there is none that the actor may follow.
    """
    found = _with_facts(db, _whole().where(rules.may_view.rows(actor), Organisation.slug == slug))
    if not found:
        raise NotFound
    return found[0]


def by_id(db: Session, onboarding_id: UUID) -> Progress | None:
    """For notices and the clock, which act for nobody."""
    return next(iter(_with_facts(db, _whole().where(Onboarding.id == onboarding_id))), None)


def everyone(db: Session) -> list[Progress]:
    """For the clock: also those who took the last step since it looked."""
    return _with_facts(db, _whole())


def _whole() -> Select[Onboarding]:
    return (
        select(Onboarding)
        .join(Organisation, Organisation.id == Onboarding.organisation_id)
        .options(joinedload(Onboarding.organisation))
        .order_by(Organisation.short_name)
    )


def held_still(db: Session, onboarding: Onboarding) -> Onboarding:
    """Read anew, held until the end of the transaction."""
    query = _whole().where(Onboarding.id == onboarding.id).with_for_update(of=Onboarding)
    return db.scalars(query.execution_options(populate_existing=True)).one()


def not_yet_interested(db: Session) -> list[Organisation]:
    """Municipalities that nobody has written anything down about and that do not take part, by name."""
    known = set(db.scalars(select(Onboarding.organisation_id)))
    outside = (OrganisationStatus.invited, OrganisationStatus.onboarding, OrganisationStatus.left)
    return [found for found in people.municipalities(db) if found.status in outside and found.id not in known]


def organisation(db: Session, organisation_id: UUID) -> Organisation | None:
    """A municipality, held until the end of the transaction."""
    query = select(Organisation).where(
        Organisation.id == organisation_id, Organisation.kind == OrganisationKind.municipality
    )
    return db.scalar(query.with_for_update())


def _with_facts(db: Session, query: Select[Onboarding]) -> list[Progress]:
    rows = db.scalars(query).all()
    ids = [row.organisation_id for row in rows]
    signed_on, posts, needs = _signed_on(db, ids), _posts(db, ids), _needs(db, ids)
    return [
        Progress(
            row,
            Way(
                (
                    _written(Step.agreement, row.agreement_signed_on),
                    _seen(Step.sign_on, signed_on, row.organisation_id),
                    _seen(Step.leader, posts[Role.testbed_leader], row.organisation_id),
                    _seen(Step.sponsor, posts[Role.sponsor], row.organisation_id),
                    _written(Step.training, row.trained_on),
                    _seen(Step.first_need, needs, row.organisation_id),
                )
            ),
        )
        for row in rows
    ]


def _written(step: Step, on: date | None) -> Taken:
    return Taken(step, on is not None, on)


def _seen(step: Step, found: dict[UUID, date | None], whose: UUID) -> Taken:
    return Taken(step, whose in found, found.get(whose))


def _days(rows: Sequence[tuple[UUID, datetime | None]]) -> dict[UUID, date | None]:
    return {whose: at.astimezone(SWEDEN).date() if at else None for whose, at in rows}


def _signed_on(db: Session, ids: list[UUID]) -> dict[UUID, date | None]:
    """Since when people come in through the municipality's own service."""
    query = (
        select(IdpConnection.organisation_id, func.min(IdpConnection.created_at))
        .where(
            IdpConnection.organisation_id.in_(ids),
            IdpConnection.status == ConnectionStatus.active,
            IdpConnection.protocol != Protocol.local,
        )
        .group_by(IdpConnection.organisation_id)
    )
    return _days([(whose, at) for whose, at in db.execute(query)])


def _posts(db: Session, ids: list[UUID]) -> dict[Role, dict[UUID, date | None]]:
    """For each role, the municipalities where somebody holds it today, and since when somebody has."""
    query = (
        select(MembershipRole.role, Membership.organisation_id, func.min(Post.since))
        .join(Membership, Membership.id == MembershipRole.membership_id)
        .outerjoin(
            Post, and_(Post.membership_id == Membership.id, Post.role == MembershipRole.role, Post.until.is_(None))
        )
        .where(
            Membership.organisation_id.in_(ids),
            or_(MembershipRole.role == Role.testbed_leader, MembershipRole.role == Role.sponsor),
            people.counts(),
        )
        .group_by(MembershipRole.role, Membership.organisation_id)
    )
    found: dict[Role, dict[UUID, date | None]] = {Role.testbed_leader: {}, Role.sponsor: {}}
    for role, whose, since in db.execute(query):
        found[role][whose] = since
    return found


def _needs(db: Session, ids: list[UUID]) -> dict[UUID, date | None]:
    """When the first need was sent to management."""
    query = (
        select(Challenge.organisation_id, func.min(func.coalesce(Challenge.submitted_at, Challenge.created_at)))
        .where(Challenge.organisation_id.in_(ids), Challenge.state != ChallengeState.draft)
        .group_by(Challenge.organisation_id)
    )
    return _days([(whose, at) for whose, at in db.execute(query)])
