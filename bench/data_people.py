"""Who is there when a page is measured: organisations, somebody at each, and who is signed in."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.actor import Role
from app.database import now
from app.organisations.models import Organisation, OrganisationKind
from app.people.models import Membership, MembershipRole, Person
from app.sign_in import models as sign_in
from app.sign_in.secrets import fingerprint

COUNTIES = (
    *("Blekinge län", "Dalarnas län", "Gotlands län", "Gävleborgs län", "Hallands län", "Jämtlands län"),
    *("Jönköpings län", "Kalmar län", "Kronobergs län", "Norrbottens län", "Skåne län", "Stockholms län"),
    *("Södermanlands län", "Uppsala län", "Värmlands län", "Västerbottens län", "Västernorrlands län"),
    *("Västmanlands län", "Västra Götalands län", "Örebro län", "Östergötlands län"),
)
REGIONS = len(COUNTIES)
OF_A_COUNTY = 14  # municipalities


def regions(db: Session) -> Membership:
    """As many regions as there are; returns who leads the testbed at the first of them."""
    homes = [
        Organisation(
            slug=f"region-{number}",
            name=f"Region Prov {number:02d}",
            short_name=f"Prov {number:02d}",
            kind=OrganisationKind.region,
            is_demo=True,
        )
        for number in range(REGIONS)
    ]
    db.add_all(homes)
    return _members(db, homes[:1], Role.region_lead)[0]


def leaders(db: Session, municipalities: int) -> list[Membership]:
    homes = [
        Organisation(
            slug=f"kommun-{number}",
            name=f"Provkommun {number:02d} kommun",
            short_name=f"Provkommun {number:02d}",
            kind=OrganisationKind.municipality,
            county=COUNTIES[number // OF_A_COUNTY],
            population=9_000 + 811 * number,
            is_demo=True,
        )
        for number in range(municipalities)
    ]
    db.add_all(homes)
    return _members(db, homes, Role.testbed_leader)


def _members(db: Session, homes: list[Organisation], role: Role) -> list[Membership]:
    """Somebody with that role at each."""
    people = [
        Person(name=f"Kim Provsson {home.slug}", email=f"kim@{home.slug}.example", is_demo=True) for home in homes
    ]
    db.add_all(people)
    db.flush()
    members = []
    for home, person in zip(homes, people, strict=True):
        member = Membership(organisation_id=home.id, person_id=person.id)
        member.created_at = now() - timedelta(days=200)  # no newcomer any more
        member.role_rows = [MembershipRole(role=role)]
        member.organisation, member.person = home, person
        members.append(member)
    db.add_all(members)
    db.flush()
    return members


def signed_in(db: Session, leader: Membership, key: str) -> None:
    """A session now, and one of last week, so that there is a "since you were last here"."""
    connection = sign_in.IdpConnection(
        organisation_id=leader.organisation_id,
        name="Bench",
        status=sign_in.ConnectionStatus.active,
        issuer=f"https://login.example/{leader.id}",
        client_id="portal",
        secret_sealed="",
    )
    db.add(connection)
    db.flush()
    identity = sign_in.Identity(connection_id=connection.id, subject="kim", person_id=leader.person_id)
    until = now() + timedelta(days=30)
    common = {"person_id": leader.person_id, "acting_membership_id": leader.id, "idle_minutes": 60 * 24 * 30}
    then = now() - timedelta(days=7)
    before = sign_in.Session(
        token_hash=fingerprint(key + "before"), last_seen_at=then, expires_at=then, auth_time=then, **common
    )
    session = sign_in.Session(
        token_hash=fingerprint(key), last_seen_at=now(), expires_at=until, auth_time=now(), **common
    )
    db.add_all([identity, before, session])
    db.flush()
    db.add(
        sign_in.SessionOrganisation(
            session_id=session.id,
            organisation_id=leader.organisation_id,
            identity_id=identity.id,
            connection_id=connection.id,
            connection_version=connection.version,
            authenticated_at=now(),
            idle_minutes=60 * 24 * 30,
            expires_at=until,
        )
    )
