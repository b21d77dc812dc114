import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select, true, update
from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.actor import NOBODY
from app.database import now, today
from app.organisations.models import Organisation, OrganisationStatus
from app.people.models import Membership, MembershipStatus, Person
from app.refusals import NotFound
from app.sign_in.happenings import AuthEventType, Outcome
from app.sign_in.models import (
    AuthEvent,
    ConnectionStatus,
    DomainStatus,
    IdpConnection,
    JitPolicy,
    Protocol,
    Purpose,
    Session,
    SessionOrganisation,
    SignInDomain,
    SignInPolicy,
    SsoPolicy,
)
from app.sign_in.proposals import as_proposed

MOST_MATCHES = 20
SHORTEST_SEARCH = 2


@dataclass(frozen=True)
class Door:
    """A way in: an organisation and its sign-in service."""

    connection_id: UUID
    organisation_id: UUID
    slug: str
    name: str


def doors(db: Db, words: str) -> list[Door]:
    """The organisations one may mean, best first. An e-mail address is looked up by its domain alone (rule 36)."""
    words = words.strip()
    if "@" in words:
        return _doors(db, _of_domain(words.rpartition("@")[2].strip().lower().rstrip(".")))
    if len(words) < SHORTEST_SEARCH:
        return []
    return _doors(db, _is_called(words))


def door_of(db: Db, slug: str) -> Door | None:
    """The way in of one organisation; none if it has none."""
    return next(iter(_doors(db, Organisation.slug == slug)), None)


def doors_of(db: Db, organisation_ids: list[UUID]) -> dict[UUID, Door]:
    found = _doors(db, Organisation.id.in_(organisation_ids))
    return {door.organisation_id: door for door in found}


def _doors(db: Db, wanted: ColumnElement[bool]) -> list[Door]:
    found = db.execute(
        select(IdpConnection.id, Organisation.id, Organisation.slug, Organisation.name)
        .join(Organisation, Organisation.id == IdpConnection.organisation_id)
        .where(wanted, _is_open(), IdpConnection.protocol != Protocol.local)
        .order_by(func.length(Organisation.name), Organisation.name, IdpConnection.created_at)
        .limit(MOST_MATCHES)
    )
    return [Door(*row) for row in found]


def _is_open() -> ColumnElement[bool]:
    """Not where the organisation has turned single sign-on off."""
    off = select(SignInPolicy.id).where(
        SignInPolicy.organisation_id == IdpConnection.organisation_id, SignInPolicy.sso == SsoPolicy.off
    )
    return and_(
        IdpConnection.status == ConnectionStatus.active,
        Organisation.status != OrganisationStatus.left,
        or_(IdpConnection.protocol == Protocol.local, not_(off.exists())),
    )


def _is_called(words: str) -> ColumnElement[bool]:
    part = "%" + re.sub(r"([\\%_])", r"\\\1", words) + "%"
    return or_(Organisation.name.ilike(part, escape="\\"), Organisation.short_name.ilike(part, escape="\\"))


def _of_domain(domain: str) -> ColumnElement[bool]:
    """The way in that a verified domain names, or any way in of its organisation."""
    leads_here = and_(
        SignInDomain.organisation_id == IdpConnection.organisation_id,
        or_(SignInDomain.connection_id.is_(None), SignInDomain.connection_id == IdpConnection.id),
    )
    return (
        select(SignInDomain.id)
        .where(SignInDomain.domain == domain, SignInDomain.status == DomainStatus.verified, leads_here)
        .exists()
    )


def connection(db: Db, connection_id: UUID) -> IdpConnection:
    """An active connection with its organisation.

    Raises:
        NotFound: there is none such, or it is closed.
    """
    found = db.scalar(
        select(IdpConnection)
        .join(IdpConnection.organisation)
        .options(contains_eager(IdpConnection.organisation))
        .where(IdpConnection.id == connection_id, _is_open())
    )
    if found is None:
        raise NotFound
    return found


def connection_for(db: Db, connection_id: UUID, purpose: Purpose) -> IdpConnection:
    """A connection that may be used for that: drafts, and changes that are only proposed, can be tried out, no more.

    Raises:
        NotFound: there is none such.
    """
    if purpose is not Purpose.test:
        return connection(db, connection_id)
    found = db.scalar(
        select(IdpConnection)
        .join(IdpConnection.organisation)
        .options(contains_eager(IdpConnection.organisation))
        .where(IdpConnection.id == connection_id, IdpConnection.status != ConnectionStatus.disabled)
    )
    if found is None:
        raise NotFound
    return as_proposed(found)


def policy_of(db: Db, organisation_id: UUID) -> SignInPolicy:
    """How an organisation wants its people to sign in; what holds for all where it has not said."""
    found = db.scalar(select(SignInPolicy).where(SignInPolicy.organisation_id == organisation_id))
    return found or SignInPolicy(
        organisation_id=organisation_id, sso=SsoPolicy.optional, jit=JitPolicy.off, newcomers_wait=True
    )


def connections(db: Db) -> list[IdpConnection]:
    """All sign-in services there are, for those who run the portal."""
    return list(
        db.scalars(
            select(IdpConnection)
            .join(IdpConnection.organisation)
            .options(contains_eager(IdpConnection.organisation))
            .where(IdpConnection.protocol != Protocol.local)
            .order_by(Organisation.slug, IdpConnection.created_at)
        )
    )


def unsafe_connections(db: Db) -> list[str]:
    """Issuers that have no place in production: not https, a local or invented host (sso.md 7.6, lock b). The entityID
    of SAML is a name, not an address: that of AD FS begins with http://. Where its people are sent is looked at
    whenever its metadata is read."""
    issuers = db.scalars(
        select(IdpConnection.issuer).where(
            IdpConnection.status == ConnectionStatus.active, IdpConnection.protocol == Protocol.oidc
        )
    )
    return sorted(issuer for issuer in issuers if _is_invented(issuer))


def _is_invented(issuer: str) -> bool:
    parts = urlsplit(issuer)
    host = (parts.hostname or "").rstrip(".")
    local = host == "localhost" or host.endswith((".localhost", ".example", ".test", ".invalid", ".local"))
    return parts.scheme != "https" or local or host.startswith("127.") or ":" in host


def organisation_called(db: Db, slug: str) -> Organisation | None:
    return db.scalar(select(Organisation).where(Organisation.slug == slug))


def membership_of(db: Db, organisation_id: UUID, person_id: UUID) -> Membership | None:
    """The membership a person may act by today."""
    return db.scalar(
        select(Membership)
        .join(Membership.organisation)
        .options(contains_eager(Membership.organisation))
        .where(Membership.organisation_id == organisation_id, Membership.person_id == person_id, holds_today())
    )


def memberships_of(db: Db, person_id: UUID) -> list[Membership]:
    """Everyone a person may act for today."""
    return list(
        db.scalars(
            select(Membership)
            .join(Membership.organisation)
            .options(contains_eager(Membership.organisation))
            .where(Membership.person_id == person_id, holds_today())
            .order_by(Organisation.name)
        )
    )


def holds_today() -> ColumnElement[bool]:
    return and_(*holds_itself_today(), Membership.organisation.has(takes_part()))


def holds_itself_today() -> tuple[ColumnElement[bool], ...]:
    return (
        Membership.status == MembershipStatus.active,
        or_(Membership.valid_from.is_(None), Membership.valid_from <= today()),
        or_(Membership.valid_to.is_(None), Membership.valid_to >= today()),
    )


def takes_part() -> ColumnElement[bool]:
    return Organisation.status != OrganisationStatus.left


Moment = datetime | ColumnElement[datetime]


def is_live(at: Moment) -> ColumnElement[bool]:
    return and_(
        Session.revoked_at.is_(None),
        Session.expires_at > at,
        Session.last_seen_at > at - func.make_interval(0, 0, 0, 0, 0, Session.idle_minutes),
    )


def holds(at: Moment) -> ColumnElement[bool]:
    """A proof of this session: its connection is still open, and the organisation's own limits are kept."""
    return and_(
        SessionOrganisation.expires_at > at,
        Session.last_seen_at > at - func.make_interval(0, 0, 0, 0, 0, SessionOrganisation.idle_minutes),
        IdpConnection.status == ConnectionStatus.active,
    )


def proofs_that_hold(at: datetime) -> Select[SessionOrganisation]:
    """What live sessions have proven and is still worth something; joined with its session."""
    return (
        select(SessionOrganisation)
        .join(IdpConnection, IdpConnection.id == SessionOrganisation.connection_id)
        .join(SessionOrganisation.session)
        .where(is_live(at), holds(at))
    )


def session_of(db: Db, token_hash: str) -> Session | None:
    """The session of a cookie, as long as nobody ended it; for signing in again and for signing out."""
    return db.scalar(select(Session).where(Session.token_hash == token_hash, Session.revoked_at.is_(None)))


def proofs_in(db: Db, session_id: UUID) -> list[SessionOrganisation]:
    """What one live session has proven and is still worth something."""
    wanted = SessionOrganisation.session_id == session_id
    return list(db.scalars(proofs_that_hold(now()).options(joinedload(SessionOrganisation.organisation)).where(wanted)))


def proof_of(db: Db, session_id: UUID, organisation_id: UUID) -> SessionOrganisation | None:
    """What a session once proved about an organisation, expired or not."""
    return db.scalar(
        select(SessionOrganisation).where(
            SessionOrganisation.session_id == session_id, SessionOrganisation.organisation_id == organisation_id
        )
    )


def proofs_of(db: Db, person_id: UUID, organisation_ids: list[UUID]) -> list[SessionOrganisation]:
    """Where a person is signed in to these organisations, latest first."""
    return list(
        db.scalars(
            proofs_that_hold(now())
            .options(contains_eager(SessionOrganisation.session), joinedload(SessionOrganisation.organisation))
            .where(Session.person_id == person_id, SessionOrganisation.organisation_id.in_(organisation_ids))
            .order_by(Session.last_seen_at.desc(), Session.id)
        )
    )


def proofs_by(db: Db, connection_id: UUID) -> list[SessionOrganisation]:
    """Everything a connection has proven that is not over."""
    return list(
        db.scalars(
            select(SessionOrganisation)
            .options(joinedload(SessionOrganisation.session))
            .where(SessionOrganisation.connection_id == connection_id, SessionOrganisation.expires_at > now())
        )
    )


def shorten_proofs(db: Db, organisation_id: UUID, idle_minutes: int, absolute: timedelta) -> None:
    """Proofs of an organisation last no longer than this, counted from when each was given."""
    db.execute(
        update(SessionOrganisation)
        .where(SessionOrganisation.organisation_id == organisation_id, SessionOrganisation.expires_at > now())
        .values(
            idle_minutes=func.least(SessionOrganisation.idle_minutes, idle_minutes),
            expires_at=func.least(SessionOrganisation.expires_at, SessionOrganisation.authenticated_at + absolute),
        )
        .execution_options(synchronize_session=False)
    )


def person_of(db: Db, token_hash: str) -> UUID:
    """Whose session a cookie stands or stood for, also when it is over; nobody's if there never was one."""
    return db.scalar(select(Session.person_id).where(Session.token_hash == token_hash)) or NOBODY


def has_other_proofs(db: Db, session_id: UUID) -> bool:
    """Whether a session proves anything at all still."""
    return db.scalar(proofs_that_hold(now()).where(SessionOrganisation.session_id == session_id).limit(1)) is not None


def last_sign_ins(db: Db, person_id: UUID, organisation_ids: list[UUID], count: int = 10) -> list[tuple[datetime, str]]:
    """When the person came in through these organisations, latest first."""
    found = db.execute(
        select(AuthEvent.created_at, Organisation.name)
        .join(Organisation, Organisation.id == AuthEvent.organisation_id)
        .where(
            AuthEvent.person_id == person_id,
            AuthEvent.organisation_id.in_(organisation_ids),
            AuthEvent.type == AuthEventType.sign_in,
            AuthEvent.outcome == Outcome.ok,
        )
        .order_by(AuthEvent.created_at.desc())
        .limit(count)
    )
    return [(at, name) for at, name in found]


def connection_for_sign_out(db: Db, proof: SessionOrganisation) -> IdpConnection | None:
    return db.scalar(
        select(IdpConnection).where(IdpConnection.id == proof.connection_id, IdpConnection.described != {}, true())
    )


def invented_members(db: Db) -> list[Membership]:
    """The invented people of a demonstration and where they belong, organisation by organisation."""
    return list(
        db.scalars(
            select(Membership)
            .join(Membership.organisation)
            .join(Membership.person)
            .options(
                contains_eager(Membership.organisation),
                contains_eager(Membership.person),
                selectinload(Membership.role_rows),
            )
            .where(Person.is_demo, Membership.status != MembershipStatus.removed)
            .order_by(Organisation.kind, Organisation.name, Person.name)
        )
    )
