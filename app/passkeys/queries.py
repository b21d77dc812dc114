from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session as Db
from sqlalchemy.orm import contains_eager, joinedload

from app.actor import NOBODY, Actor
from app.database import now, today
from app.organisations.models import Organisation, OrganisationStatus
from app.passkeys.models import LinkRequest, Passkey, Rescuer, RescuerKind, SpentChallenge, Unlock
from app.people.models import Membership, MembershipStatus, Person
from app.sign_in.models import (
    AuthEvent,
    ConnectionStatus,
    Identity,
    IdpConnection,
    Protocol,
    Session,
    SessionKind,
    SessionOrganisation,
    SignInPolicy,
    SsoPolicy,
)
from app.sign_in.secrets import fingerprint

MOST_MATCHES = 20
SHORTEST_SEARCH = 2


def comes_in_on_its_own(organisation_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Whether an organisation's people may sign in without a sign-in service: where there never was one in use, where
    the organisation has turned it off, and for a while where it is broken. A service that somebody closed opens
    nothing by itself: they may have closed it for a reason."""
    has_service = (
        select(IdpConnection.id)
        .where(
            IdpConnection.organisation_id == organisation_id,
            IdpConnection.protocol != Protocol.local,
            IdpConnection.status.in_((ConnectionStatus.active, ConnectionStatus.disabled)),
        )
        .where(~_turned_off(organisation_id))
        .exists()
    )
    demands_one = (
        select(SignInPolicy.id)
        .where(SignInPolicy.organisation_id == organisation_id, SignInPolicy.sso == SsoPolicy.required)
        .exists()
    )
    is_unlocked = (
        select(Unlock.id)
        .where(Unlock.organisation_id == organisation_id, Unlock.until > now(), Unlock.raised_at.is_(None))
        .exists()
    )
    return or_(and_(~has_service, ~demands_one), is_unlocked)


def _turned_off(organisation_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    wanted = (SignInPolicy.organisation_id == organisation_id, SignInPolicy.sso == SsoPolicy.off)
    return select(SignInPolicy.id).where(*wanted).exists()


def may_come_in(db: Db, organisation_id: UUID) -> bool:
    """The same about one organisation."""
    wanted = select(Organisation.id).where(Organisation.id == organisation_id, _is_open())
    return db.scalar(wanted) is not None


def _is_open() -> ColumnElement[bool]:
    return and_(Organisation.status != OrganisationStatus.left, comes_in_on_its_own(Organisation.id.expression))


def organisations_called(db: Db, words: str) -> Sequence[Organisation]:
    """Organisations of that name whose people come in this way."""
    if len(words) < SHORTEST_SEARCH or "@" in words:
        return []
    part = "%" + words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    named = or_(Organisation.name.ilike(part, escape="\\"), Organisation.short_name.ilike(part, escape="\\"))
    return db.scalars(
        select(Organisation).where(named, _is_open()).order_by(func.length(Organisation.name)).limit(MOST_MATCHES)
    ).all()


def memberships_at(db: Db, address: str) -> Sequence[Membership]:
    """Where someone with that address may come in by a link: members, and those who are invited."""
    return db.scalars(
        select(Membership)
        .join(Membership.person)
        .join(Membership.organisation)
        .options(contains_eager(Membership.person), contains_eager(Membership.organisation))
        .where(
            func.lower(Person.email) == address,
            Membership.status.in_((MembershipStatus.active, MembershipStatus.invited)),
            or_(Membership.valid_from.is_(None), Membership.valid_from <= today()),
            or_(Membership.valid_to.is_(None), Membership.valid_to >= today()),
            _is_open(),
        )
        .order_by(Organisation.name, Membership.created_at)
        .limit(MOST_MATCHES)
    ).all()


# Links


def asked_lately(db: Db, *, address: str, place_hash: str, since: datetime) -> tuple[int, int, int]:
    """How many links have been asked for since then: to this address from this place, to the address, from the place.

    Those who ask for the same address or from the same place at the same moment wait for one another here.
    """
    for key in sorted((f"link {address}", f"link {place_hash}")):
        db.scalar(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 0))))
    to_it, from_it = LinkRequest.address == address, LinkRequest.place_hash == place_hash
    found = db.execute(
        select(
            func.count().filter(to_it, from_it),
            func.count().filter(to_it),
            func.count().filter(from_it),
        ).where(LinkRequest.created_at > since, or_(to_it, from_it))
    ).one()
    return found[0], found[1], found[2]


def request_to_answer(db: Db, request_id: UUID) -> LinkRequest | None:
    """A request nobody has answered, held by whoever does so now."""
    return db.scalar(
        select(LinkRequest)
        .where(LinkRequest.id == request_id, LinkRequest.answered_at.is_(None))
        .with_for_update(skip_locked=True)
    )


def link(db: Db, token_hash: str) -> LinkRequest | None:
    """A link that still works."""
    return db.scalar(
        select(LinkRequest).where(
            LinkRequest.token_hash == token_hash, LinkRequest.consumed_at.is_(None), LinkRequest.expires_at > now()
        )
    )


def used_up(db: Db, link_id: UUID) -> bool:
    """Use a link up, if nobody has: true for exactly one of all who ask, however close together."""
    mine = db.scalar(
        update(LinkRequest)
        .where(LinkRequest.id == link_id, LinkRequest.consumed_at.is_(None), LinkRequest.expires_at > now())
        .values(consumed_at=now())
        .returning(LinkRequest.id)
        .execution_options(synchronize_session=False)
    )
    return mine is not None


def forget(db: Db, before: datetime) -> None:
    """Remove requests and challenges that ended before that moment."""
    db.execute(delete(LinkRequest).where(LinkRequest.expires_at < before))
    db.execute(delete(SpentChallenge).where(SpentChallenge.expires_at < before))


# Passkeys


def spent(db: Db, challenge_hash: str, lasts: timedelta) -> bool:
    """Use a challenge up: true for exactly one of all who answer it."""
    row = {"id": func.gen_random_uuid(), "created_at": now(), "challenge_hash": challenge_hash}
    mine = insert(SpentChallenge).values(**row, expires_at=now() + lasts)
    return db.scalar(mine.on_conflict_do_nothing().returning(SpentChallenge.id)) is not None


def passkey(db: Db, credential_id: str) -> Passkey | None:
    """A passkey by the name its device gave it, with whom it belongs to; held until the transaction ends."""
    return db.scalar(
        select(Passkey)
        .options(joinedload(Passkey.identity, innerjoin=True))
        .where(Passkey.credential_id == credential_id)
        .with_for_update(of=Passkey)
    )


def passkeys_of(db: Db, identity_id: UUID) -> Sequence[Passkey]:
    """Oldest first."""
    found = select(Passkey).where(Passkey.identity_id == identity_id).order_by(Passkey.created_at, Passkey.id)
    return db.scalars(found).all()


def identity_held(db: Db, identity_id: UUID) -> Identity:
    """The identity, held: its keys are removed one after another."""
    return db.scalars(select(Identity).where(Identity.id == identity_id).with_for_update()).one()


def connection_of(db: Db, connection_id: UUID) -> IdpConnection:
    return db.get_one(IdpConnection, connection_id)


def own_way(db: Db, organisation_id: UUID) -> IdpConnection | None:
    """The connection that stands for an organisation's own way in."""
    return db.scalar(
        select(IdpConnection).where(
            IdpConnection.organisation_id == organisation_id, IdpConnection.protocol == Protocol.local
        )
    )


def organisation_held(db: Db, organisation_id: UUID) -> Organisation | None:
    """The organisation, held: its own way in is made once."""
    return db.scalar(select(Organisation).where(Organisation.id == organisation_id).with_for_update())


def identity_of(db: Db, connection_id: UUID, person_id: UUID) -> Identity | None:
    return db.scalar(select(Identity).where(Identity.connection_id == connection_id, Identity.person_id == person_id))


def membership(db: Db, membership_id: UUID) -> Membership:
    return db.get_one(Membership, membership_id)


def one_for_each_address(db: Db, person_id: UUID) -> Sequence[Membership]:
    """By which memberships a person is told of what concerns them everywhere: today one, as they have one address."""
    found = (
        select(Membership)
        .options(joinedload(Membership.person), joinedload(Membership.organisation))
        .where(Membership.person_id == person_id, Membership.status == MembershipStatus.active)
        .order_by(Membership.created_at, Membership.id)
        .limit(1)
    )
    return db.scalars(found).all()


def auth_event(db: Db, event_id: UUID) -> AuthEvent | None:
    return db.get(AuthEvent, event_id)


def ways_that_closed(db: Db) -> Sequence[SessionOrganisation]:
    """What was proven by an organisation's own way in, where that is no longer a way in."""
    return db.scalars(
        select(SessionOrganisation)
        .join(IdpConnection, IdpConnection.id == SessionOrganisation.connection_id)
        .join(SessionOrganisation.session)
        .options(contains_eager(SessionOrganisation.session))
        .where(
            IdpConnection.protocol == Protocol.local,
            SessionOrganisation.expires_at > now(),
            Session.kind == SessionKind.ordinary,
            ~comes_in_on_its_own(IdpConnection.organisation_id.expression),
        )
    ).all()


# Those who help when nothing else does


def rescuer(db: Db, membership_id: UUID) -> Rescuer | None:
    """Someone named to help, as long as they belong to the organisation."""
    return db.scalar(
        select(Rescuer)
        .join(Rescuer.membership)
        .where(Rescuer.membership_id == membership_id, Membership.status == MembershipStatus.active)
    )


def rescuer_behind(db: Db, identity: Identity, organisation_id: UUID) -> Rescuer | None:
    """The same by what they proved themselves with."""
    return db.scalar(
        select(Rescuer)
        .join(Rescuer.membership)
        .options(joinedload(Rescuer.membership).joinedload(Membership.person))
        .where(
            Rescuer.organisation_id == organisation_id,
            Membership.person_id == identity.person_id,
            Membership.status == MembershipStatus.active,
        )
    )


def came_to_mend(db: Db, token: str) -> bool:
    """Whether a session was opened to put an organisation's sign-in right."""
    kind = db.scalar(select(Session.kind).where(Session.token_hash == fingerprint(token)))
    return kind is SessionKind.mending


def rescuers_of(db: Db, organisation_id: UUID, kind: RescuerKind) -> Sequence[Rescuer]:
    """Those of an organisation, in the order in which they were named."""
    return db.scalars(
        select(Rescuer)
        .options(joinedload(Rescuer.membership).joinedload(Membership.person))
        .where(Rescuer.organisation_id == organisation_id, Rescuer.kind == kind)
        .order_by(Rescuer.created_at, Rescuer.id)
    ).all()


def can_be_rescued(db: Db, organisation_id: UUID) -> bool:
    """Whether somebody named by the organisation has a passkey to come in with when nobody else can (rule 29)."""
    named = (
        select(Passkey.id)
        .join(Identity, Identity.id == Passkey.identity_id)
        .join(IdpConnection, IdpConnection.id == Identity.connection_id)
        .join(Membership, Membership.person_id == Identity.person_id)
        .join(Rescuer, Rescuer.membership_id == Membership.id)
        .where(
            Rescuer.organisation_id == organisation_id,
            Membership.organisation_id == organisation_id,
            Membership.status == MembershipStatus.active,
            IdpConnection.organisation_id == organisation_id,
        )
    )
    return db.scalar(named.limit(1)) is not None


# Who keeps passkeys


@dataclass(frozen=True)
class Keeper:
    """Someone who may have passkeys where they act now. `identity_id` is nobody's until there is a first one.

    `has_links` says whether a link by e-mail is another way in; where it is not, the last passkey stays.
    """

    membership_id: UUID
    identity_id: UUID
    has_links: bool


def keeper(db: Db, actor: Actor) -> Keeper | None:
    """None for those whose organisation's sign-in service does it all."""
    has_links = may_come_in(db, actor.organisation_id)
    if not has_links and rescuer(db, actor.membership_id) is None:
        return None
    own = own_way(db, actor.organisation_id)
    identity = identity_of(db, own.id, actor.person_id) if own else None
    return Keeper(actor.membership_id, identity.id if identity else NOBODY, has_links)


def keeps_keys(db: Db, actor: Actor) -> bool:
    return keeper(db, actor) is not None


def own_keys(db: Db, actor: Actor) -> Sequence[Passkey]:
    found = keeper(db, actor)
    return passkeys_of(db, found.identity_id) if found else []
