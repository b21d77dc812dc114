"""Who holds which post where, from the posts that app/people/actions.py writes."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.actor import Actor, Role
from app.database import today
from app.organisations.models import Organisation, OrganisationKind, OrganisationStatus
from app.oversight import queries as oversight
from app.oversight.figures import Vacancy as Vacant
from app.people import queries as people
from app.people.models import Interim, Membership
from app.people.queries_posts import OnPost, posts_of
from app.refusals import NotFound
from app.staffing import rules
from app.staffing.calendar import Cover, Served, Stretch, stretches, vacant_days, window
from app.staffing.models import Vacancy

LEADING = {Role.testbed_leader: Cover.leader, Role.testbed_deputy: Cover.deputy}
ON_THE_WAY = (*oversight.TAKES_PART, OrganisationStatus.onboarding)


@dataclass(frozen=True)
class Staffing:
    """How one municipality is staffed. `shown` is the calendar, `missing` since when nobody leads it."""

    organisation: Organisation
    posts: tuple[OnPost, ...]
    shown: tuple[Stretch, ...]
    missing: Vacant | None
    interims: tuple[Interim, ...]

    def on(self, role: Role) -> tuple[OnPost, ...]:
        """Those who hold the role today."""
        return tuple(one for one in self.posts if one.role == role and one.is_there)

    @property
    def leader(self) -> OnPost | None:
        return next(iter(self.on(Role.testbed_leader)), None)

    @property
    def deputy(self) -> OnPost | None:
        return next(iter(self.on(Role.testbed_deputy)), None)

    @property
    def vacant_days(self) -> int:
        """Days without a leader or a deputy in the months that are drawn, until today."""
        return vacant_days(self.shown, today())

    @property
    def stand_ins(self) -> tuple[str, ...]:
        """Who answers for something there meanwhile."""
        return tuple(dict.fromkeys(one.membership.person.name for one in self.interims))


def county(db: Session) -> list[Staffing]:
    """Every municipality that takes part or is on its way in, by name."""
    found = [one for one in people.municipalities(db) if one.status in ON_THE_WAY]
    return _staffing(db, found)


def municipality(db: Session, actor: Actor, slug: str) -> Staffing:
    """How one municipality is staffed.

    Raises:
        NotFound: there is none that the actor may see.
    """
    query = select(Organisation).where(
        Organisation.slug == slug, Organisation.kind == OrganisationKind.municipality, rules.may_view.rows(actor)
    )
    found = db.scalar(query)
    if found is None:
        raise NotFound
    return of(db, found)


def of(db: Session, organisation: Organisation) -> Staffing:
    """How a municipality is staffed, for whoever has been allowed to see it already."""
    return _staffing(db, [organisation])[0]


def _staffing(db: Session, organisations: Sequence[Organisation]) -> list[Staffing]:
    held = posts_of(db, [one.id for one in organisations])
    vacant = {one.organisation_id: one for one in oversight.vacancies(db)}
    meanwhile = defaultdict(list)
    for interim in people.interims(db):
        meanwhile[interim.organisation_id].append(interim)
    return [
        Staffing(
            organisation=one,
            posts=tuple(held[one.id]),
            shown=_shown(one, held[one.id]),
            missing=vacant.get(one.id),
            interims=tuple(meanwhile[one.id]),
        )
        for one in organisations
    ]


def _shown(organisation: Organisation, posts: Sequence[OnPost]) -> tuple[Stretch, ...]:
    """Drawn from the day it joined, or had somebody first; one that is on its way in has no vacancies before that."""
    first, last = window(today())
    begun = [one.since for one in posts] + ([organisation.joined_on] if organisation.joined_on else [])
    if not begun:
        return ()
    served = [Served(LEADING[one.role], one.since, one.until) for one in posts]
    return stretches(served, max(first, min(begun)), last)


def candidates(db: Session, organisation_id: UUID) -> list[Membership]:
    """Who could answer for something there meanwhile: those who lead or administer it, and the region."""
    here = people.holders(db, organisation_id, *people.WHEN_NOBODY_FITS)
    region = people.holders_anywhere(db, Role.region_lead, Role.region_officer)
    return list({one.id: one for one in (*here, *region)}.values())


def organisation(db: Session, organisation_id: UUID) -> Organisation:
    return db.get_one(Organisation, organisation_id)


def open_vacancies(db: Session) -> Sequence[Vacancy]:
    """What has been written down as vacant and has not ended; held until the end of the transaction."""
    query = select(Vacancy).where(Vacancy.ended_on.is_(None)).options(joinedload(Vacancy.organisation))
    return db.scalars(query.order_by(Vacancy.since, Vacancy.id).with_for_update(of=Vacancy)).all()
