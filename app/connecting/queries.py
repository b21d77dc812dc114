from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from app.actor import Actor
from app.connecting import rules
from app.connecting.models import Kind, SetUp, SetUpLink
from app.database import now
from app.organisations.models import Organisation, OrganisationKind
from app.people.models import Membership, MembershipStatus, Person
from app.refusals import NotFound
from app.sign_in.models import (
    ConnectionStatus,
    ConnectionTrace,
    DomainProof,
    DomainStatus,
    Identity,
    IdpConnection,
    JitPolicy,
    LoginAttempt,
    Protocol,
    Purpose,
    SignInDomain,
    SignInPolicy,
    SsoPolicy,
)

TEST_COUNTS = timedelta(hours=24)
"""For so long a test sign-in counts (sso.md rule 29)."""

MOST_TESTS = 5

UNDER_WAY = (ConnectionStatus.draft, ConnectionStatus.tested)


def domains(db: Session, actor: Actor) -> Sequence[SignInDomain]:
    """The domains of the actor's organisation."""
    query = select(SignInDomain).where(rules.may_manage_domain.rows(actor))
    return db.scalars(query.order_by(SignInDomain.domain)).all()


def domain(db: Session, actor: Actor, name: str) -> SignInDomain:
    """One of them.

    Raises:
        NotFound: the actor's organisation has not added it.
    """
    query = select(SignInDomain).where(rules.may_manage_domain.rows(actor), SignInDomain.domain == name)
    found = db.scalar(query)
    if found is None:
        raise NotFound
    return found


def count_domains(db: Session, organisation_id: UUID) -> int:
    return db.scalar(select(func.count()).where(SignInDomain.organisation_id == organisation_id)) or 0


def verified_elsewhere(db: Session, row: SignInDomain) -> SignInDomain | None:
    """The row of another organisation that has the same domain verified."""
    return db.scalar(
        select(SignInDomain).where(
            SignInDomain.domain == row.domain,
            SignInDomain.status == DomainStatus.verified,
            SignInDomain.organisation_id != row.organisation_id,
        )
    )


def held(db: Session, domain_id: UUID) -> SignInDomain | None:
    """The row as it is now; nobody else changes it until the transaction ends."""
    query = select(SignInDomain).where(SignInDomain.id == domain_id).with_for_update()
    return db.scalar(query.execution_options(populate_existing=True))


def due_for_a_check(db: Session, before: datetime) -> Sequence[UUID]:
    """Domains proven by a record that nobody has looked for since then."""
    query = select(SignInDomain.id).where(
        SignInDomain.status == DomainStatus.verified,
        SignInDomain.proof == DomainProof.dns,
        or_(SignInDomain.checked_at.is_(None), SignInDomain.checked_at <= before),
    )
    return db.scalars(query.order_by(SignInDomain.checked_at.nulls_first(), SignInDomain.id).limit(500)).all()


def connection(db: Session, organisation_id: UUID, connection_id: UUID) -> IdpConnection:
    """One of them that is not closed, with its organisation.

    Raises:
        NotFound: the organisation has none with that id.
    """
    query = select(IdpConnection).where(
        IdpConnection.id == connection_id,
        IdpConnection.organisation_id == organisation_id,
        IdpConnection.status != ConnectionStatus.disabled,
        IdpConnection.protocol != Protocol.local,
    )
    found = db.scalar(query.options(joinedload(IdpConnection.organisation)))
    if found is None:
        raise NotFound
    return found


def hold(db: Session, row: IdpConnection) -> None:
    """Let no one else change it until the transaction ends, and know what has been saved until now."""
    db.flush()
    db.refresh(row, [column.key for column in IdpConnection.__mapper__.column_attrs], with_for_update=True)


def draft_of(db: Session, organisation_id: UUID) -> IdpConnection | None:
    """What an organisation is setting up now; one at a time."""
    query = select(IdpConnection).where(
        IdpConnection.organisation_id == organisation_id,
        IdpConnection.status.in_(UNDER_WAY),
        IdpConnection.protocol != Protocol.local,
    )
    return db.scalar(query.order_by(IdpConnection.created_at.desc()).limit(1))


def in_use(db: Session, organisation_id: UUID) -> Sequence[IdpConnection]:
    query = select(IdpConnection).where(
        IdpConnection.organisation_id == organisation_id,
        IdpConnection.status == ConnectionStatus.active,
        IdpConnection.protocol != Protocol.local,
    )
    return db.scalars(query.order_by(IdpConnection.created_at)).all()


def lacks_a_way_in(db: Session, organisation_id: UUID) -> bool:
    """Whether a municipality has no sign-in service of its own yet, which it has to have to take part (domain.md 3.5).
    Others may do with passkeys and links."""
    is_municipality = db.get_one(Organisation, organisation_id).kind is OrganisationKind.municipality
    return is_municipality and not in_use(db, organisation_id)


def set_up(db: Session, connection_id: UUID) -> SetUp:
    """How far the setting up has come; what was agreed by command has no row yet, and gets none by asking."""
    found = db.scalar(select(SetUp).where(SetUp.connection_id == connection_id))
    return found or SetUp(connection_id=connection_id, kind=Kind.other, findings=[], checked_version=0)


def test_called(db: Session, connection_id: UUID, key: UUID) -> LoginAttempt:
    """The test sign-in that was to come back to the page of that key.

    Raises:
        NotFound: there was none such.
    """
    found = db.scalar(
        select(LoginAttempt).where(
            LoginAttempt.connection_id == connection_id,
            LoginAttempt.purpose == Purpose.test,
            LoginAttempt.return_path.endswith(f"/{key}", autoescape=True),
        )
    )
    if found is None:
        raise NotFound
    return found


def latest_tests(db: Session, connection_id: UUID) -> Sequence[LoginAttempt]:
    """The last few test sign-ins, newest first; also those that have not come back."""
    query = select(LoginAttempt).where(
        LoginAttempt.connection_id == connection_id, LoginAttempt.purpose == Purpose.test
    )
    return db.scalars(query.order_by(LoginAttempt.created_at.desc()).limit(MOST_TESTS)).all()


def traces_of(db: Session, attempt: LoginAttempt) -> Sequence[ConnectionTrace]:
    query = select(ConnectionTrace).where(ConnectionTrace.attempt_id == attempt.id)
    return db.scalars(query.order_by(ConnectionTrace.created_at, ConnectionTrace.id)).all()


def good_tests(
    db: Session, connection_id: UUID, version: int, membership_id: UUID | None = None
) -> Sequence[LoginAttempt]:
    """Test sign-ins of that version that went well within a day, the latest first; of one member, if given."""
    query = select(LoginAttempt).where(
        LoginAttempt.connection_id == connection_id,
        LoginAttempt.connection_version == version,
        LoginAttempt.purpose == Purpose.test,
        LoginAttempt.outcome == "ok",
        LoginAttempt.consumed_at >= now() - TEST_COUNTS,
    )
    if membership_id is not None:
        query = query.where(LoginAttempt.membership_id == membership_id)
    return db.scalars(query.order_by(LoginAttempt.consumed_at.desc())).all()


def known_only_through(db: Session, row: IdpConnection) -> Sequence[tuple[str, str]]:
    """Name and address of those whom the organisation's other services do not know."""
    elsewhere = (
        select(Identity.person_id)
        .join(IdpConnection, IdpConnection.id == Identity.connection_id)
        .where(
            IdpConnection.organisation_id == row.organisation_id,
            IdpConnection.id != row.id,
            IdpConnection.status != ConnectionStatus.disabled,
            IdpConnection.protocol != Protocol.local,
        )
    )
    query = (
        select(Person.name, Person.email)
        .join(Membership, Membership.person_id == Person.id)
        .join(Identity, Identity.person_id == Person.id)
        .where(
            Identity.connection_id == row.id,
            Membership.organisation_id == row.organisation_id,
            Person.id.not_in(elsewhere),
        )
    )
    return [(name, email) for name, email in db.execute(query.order_by(Person.name, Person.email))]


def has_said_whom_to_ask(db: Session, actor: Actor) -> bool:
    """Whether the organisation has said what others need to know of it."""
    return db.get_one(Organisation, actor.organisation_id).has_said_whom_to_ask


def with_address(db: Session, organisation_id: UUID, address: str) -> Membership | None:
    """The one member of the organisation with this address; none if there are several."""
    found = db.scalars(
        select(Membership)
        .join(Membership.person)
        .where(
            Membership.organisation_id == organisation_id,
            Membership.status.in_((MembershipStatus.invited, MembershipStatus.active)),
            func.lower(Person.email) == address.lower(),
        )
        .limit(2)
    ).all()
    return found[0] if len(found) == 1 else None


def link_of_key(db: Session, key_hash: str) -> SetUpLink | None:
    """The set-up link that a browser has opened, while it holds."""
    return db.scalar(
        select(SetUpLink).where(
            SetUpLink.key_hash == key_hash, SetUpLink.expires_at > now(), SetUpLink.revoked_at.is_(None)
        )
    )


def unused_link(db: Session, token_hash: str) -> SetUpLink | None:
    """A link that nobody has opened yet; whoever asks may use it up."""
    return db.scalar(
        select(SetUpLink)
        .where(
            SetUpLink.token_hash == token_hash,
            SetUpLink.used_at.is_(None),
            SetUpLink.expires_at > now(),
            SetUpLink.revoked_at.is_(None),
        )
        .with_for_update()
    )


def live_links(db: Session, connection_id: UUID) -> Sequence[SetUpLink]:
    """Those that somebody can open, or has opened and can work by, the latest first."""
    query = select(SetUpLink).where(
        SetUpLink.connection_id == connection_id, SetUpLink.expires_at > now(), SetUpLink.revoked_at.is_(None)
    )
    return db.scalars(query.order_by(SetUpLink.created_at.desc())).all()


def organisation(db: Session, organisation_id: UUID) -> Organisation:
    return db.get_one(Organisation, organisation_id)


def organisation_name(db: Session, organisation_id: UUID) -> str:
    return db.scalar(select(Organisation.name).where(Organisation.id == organisation_id)) or ""


def policy_held(db: Session, organisation_id: UUID) -> SignInPolicy:
    """How an organisation wants its people to sign in; nobody else changes it until the transaction ends. The
    organisation itself is what is held: the policy may have no row yet."""
    db.execute(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update())
    found = db.scalar(select(SignInPolicy).where(SignInPolicy.organisation_id == organisation_id))
    if found is None:
        found = SignInPolicy(organisation_id=organisation_id, sso=SsoPolicy.optional, jit=JitPolicy.off)
        db.add(found)
        db.flush()
    return found


def local_ones(db: Session, organisation_id: UUID) -> Sequence[IdpConnection]:
    """Passkeys and links, which stand for a sign-in service where there is none."""
    query = select(IdpConnection).where(
        IdpConnection.organisation_id == organisation_id, IdpConnection.protocol == Protocol.local
    )
    return db.scalars(query).all()
