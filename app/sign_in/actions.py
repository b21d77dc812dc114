"""What happens at the door. Talk with the provider is elsewhere; here is what is written down before and after."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as Db

from app.actor import NOBODY
from app.database import now
from app.people.models import Membership, MembershipStatus
from app.refusals import NotFound
from app.sign_in import queries
from app.sign_in.agreed import Agreed, agreed_with
from app.sign_in.means import Means
from app.sign_in.models import (
    AuthEvent,
    AuthEventType,
    Ended,
    Identity,
    IdpConnection,
    LoginAttempt,
    Outcome,
    Purpose,
    Session,
    SessionOrganisation,
)
from app.sign_in.secrets import Unreadable, fingerprint, new_token
from app.sign_in.tokens import Distrust, Proven, is_clean

ATTEMPT_LASTS = timedelta(minutes=10)
LONGEST_SHOWN = 200


@dataclass(frozen=True)
class Out:
    """What goes with the browser to the provider."""

    agreed: Agreed
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True)
class Back:
    """An attempt that has come back to the browser it left from, used up now."""

    agreed: Agreed
    nonce_hash: str
    verifier: str = field(repr=False)
    return_path: str
    language: str
    remember: bool
    iss_required: bool


@dataclass(frozen=True)
class Entered:
    token: str = field(repr=False)
    return_path: str
    organisation_slug: str
    remember: bool


def leave(
    db: Db, means: Means, agreement: Agreed, browser: str, *, return_path: str, language: str, remember: bool
) -> Out:
    """Send a browser to the provider."""
    out = Out(agreement, state=new_token(), nonce=new_token(), verifier=new_token())
    db.add(
        LoginAttempt(
            state_hash=fingerprint(out.state),
            connection_id=agreement.connection_id,
            connection_version=agreement.version,
            purpose=Purpose.sign_in,
            browser_hash=fingerprint(browser),
            nonce_hash=fingerprint(out.nonce),
            verifier_sealed=means.keyring.seal(out.verifier, "verifier"),
            return_path=return_path,
            language=language,
            remember=remember,
            expires_at=now() + ATTEMPT_LASTS,
        )
    )
    return out


def come_back(db: Db, means: Means, connection_id: UUID, state: str, browser: str) -> Back:
    """The attempt this answer belongs to; nobody can use it again.

    Raises:
        Distrust: it belongs to no attempt, or to another connection, version or browser, or it is late or a repeat.
    """
    attempt = queries.attempt(db, fingerprint(state))
    if attempt is None or attempt.purpose != Purpose.sign_in:
        raise Distrust("state_unknown")
    if attempt.connection_id != connection_id:
        raise Distrust("state_of_another_connection")
    if not browser or attempt.browser_hash != fingerprint(browser):
        raise Distrust("another_browser")
    if attempt.consumed_at is not None:
        raise Distrust("attempt_used")
    if attempt.expires_at <= now():
        raise Distrust("attempt_expired")
    if not queries.consumed(db, attempt.id):
        raise Distrust("attempt_used")
    try:
        connection = queries.connection(db, connection_id)
        verifier = means.keyring.open(attempt.verifier_sealed, "verifier")
    except (NotFound, Unreadable) as problem:
        raise Distrust("connection_changed") from problem
    if connection.version != attempt.connection_version:
        raise Distrust("connection_changed")
    return Back(
        agreed=agreed_with(connection, means),
        nonce_hash=attempt.nonce_hash,
        verifier=verifier,
        return_path=attempt.return_path,
        language=attempt.language,
        remember=attempt.remember,
        iss_required=connection.iss_param_required,
    )


def enter(
    db: Db,
    means: Means,
    back: Back,
    proven: Proven,
    *,
    profile: Mapping[str, Any],
    id_token: str,
    cookie: str | None,
    agent: str,
    correlation_id: str,
) -> Entered:
    """Let in whoever the provider has proven to be here, if they have something to do here.

    Everything found or changed belongs to the organisation of the connection, or is the person's own session.

    Raises:
        Distrust: the person does not belong to the organisation, or has no membership in it.
    """
    connection = queries.connection(db, back.agreed.connection_id)
    if connection.version != back.agreed.version:
        raise Distrust("connection_changed")
    _belongs(connection, proven.claims)
    identity = queries.identity(db, connection.id, proven.subject) or _first_time(
        db, connection, proven.subject, profile, correlation_id
    )
    if identity.disabled_at is not None:
        raise Distrust("identity_disabled")
    membership = queries.membership_of(db, connection.organisation_id, identity.person_id)
    if membership is None:
        raise Distrust("no_access")
    at = now()
    identity.last_seen_at = membership.last_seen_at = connection.last_success_at = at
    identity.shown_name = _shown(profile.get("name")) or identity.shown_name
    identity.shown_email = _shown(profile.get("email")) or identity.shown_email
    session, token = _session(db, means, membership, cookie)
    session.auth_time, session.acr, session.agent = proven.auth_time, proven.acr, agent
    _prove(db, means, session, identity, connection, id_token)
    note(db, AuthEventType.sign_in, connection, session=session, correlation_id=correlation_id)
    return Entered(token, back.return_path, back.agreed.organisation_slug, back.remember)


def _belongs(connection: IdpConnection, claims: Mapping[str, Any]) -> None:
    """The claim that makes somebody one of theirs, and whether guests of theirs are welcome (sso.md 2, rule 7)."""
    if connection.binding_claim:
        said = claims.get(connection.binding_claim)
        if connection.binding_value not in (said if isinstance(said, list) else [said]):
            raise Distrust("binding_wrong")
    is_guest = claims.get("acct") == 1 or claims.get("idp", connection.issuer) != connection.issuer
    if is_guest and not connection.allow_guests:
        raise Distrust("guest_refused")


def _first_time(
    db: Db, connection: IdpConnection, subject: str, profile: Mapping[str, Any], correlation_id: str
) -> Identity:
    """Tie a new subject to the membership its organisation made for that address. Nothing else is ever created."""
    email = _shown(profile.get("email"))
    if not email or profile.get("email_verified", True) is not True:
        raise Distrust("no_access")
    membership = queries.waiting_membership(db, connection.organisation_id, email)
    if membership is None:
        raise Distrust("no_access")
    identity = Identity(connection_id=connection.id, subject=subject, person_id=membership.person_id)
    try:
        with db.begin_nested():
            db.add(identity)
    except IntegrityError as problem:  # the same person, at the same moment, in another tab
        raise Distrust("attempt_used") from problem
    if membership.status == MembershipStatus.invited:
        membership.status = MembershipStatus.active
    db.flush()
    note(db, AuthEventType.identity_linked, connection, person_id=identity.person_id, correlation_id=correlation_id)
    return identity


def _shown(value: Any) -> str:
    """A claim that is only shown. What could not be shown is left out."""
    return value if isinstance(value, str) and len(value) <= LONGEST_SHOWN and is_clean(value) else ""


def _session(db: Db, means: Means, membership: Membership, cookie: str | None) -> tuple[Session, str]:
    """A session under a new key (rule 10): the browser's own one if it is the same person's, else a new one."""
    token, at = new_token(), now()
    session = queries.session_of(db, fingerprint(cookie)) if cookie else None
    if session is not None and (session.person_id != membership.person_id or _is_over(session)):
        end(session, Ended.replaced)
        session = None
    if session is None:
        session = Session(id=uuid4(), person_id=membership.person_id, acr="")
        db.add(session)
    session.token_hash = fingerprint(token)
    session.acting_membership_id = membership.id
    session.last_seen_at = session.auth_time = at
    session.idle_minutes = int(means.idle.total_seconds() // 60)
    session.expires_at = at + means.longest
    db.flush()
    return session, token


def _is_over(session: Session) -> bool:
    at = now()
    return session.expires_at <= at or session.last_seen_at + timedelta(minutes=session.idle_minutes) <= at


def _prove(
    db: Db, means: Means, session: Session, identity: Identity, connection: IdpConnection, id_token: str
) -> None:
    proof = queries.proof_of(db, session.id, connection.organisation_id)
    if proof is None:
        proof = SessionOrganisation(session_id=session.id, organisation_id=connection.organisation_id)
        db.add(proof)
    proof.identity_id, proof.connection_id, proof.connection_version = identity.id, connection.id, connection.version
    proof.id_token_sealed = means.keyring.seal(id_token, "id_token")
    proof.authenticated_at = now()
    proof.expires_at = now() + means.longest
    db.flush()


def end(session: Session, why: Ended) -> None:
    session.revoked_at, session.revoked_because = now(), why


def note(
    db: Db,
    kind: AuthEventType,
    connection: IdpConnection,
    *,
    session: Session | None = None,
    person_id: UUID = NOBODY,
    correlation_id: str = "",
) -> None:
    """Write down what went well at a door."""
    db.add(
        AuthEvent(
            type=kind,
            outcome=Outcome.ok,
            organisation_id=connection.organisation_id,
            connection_id=connection.id,
            person_id=session.person_id if session else person_id,
            session_id=session.id if session else NOBODY,
            correlation_id=correlation_id,
        )
    )


def note_refusal(db: Db, connection_id: UUID, organisation_id: UUID, code: str, correlation_id: str) -> None:
    """Write down why someone was not let in: our own code, nothing the provider said."""
    db.add(
        AuthEvent(
            type=AuthEventType.sign_in,
            outcome=Outcome.refused,
            reason=code,
            organisation_id=organisation_id,
            connection_id=connection_id,
            correlation_id=correlation_id,
        )
    )
