"""What happens at the door. Talk with the provider is elsewhere; here is what is written down of who has arrived."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as Db

from app.actor import NOBODY
from app.database import now
from app.people.models import Membership, MembershipStatus
from app.refusals import NotFound
from app.sign_in import joining, queries
from app.sign_in import queries_arriving as arriving
from app.sign_in import queries_newcomers as newcomers
from app.sign_in.admission import admit
from app.sign_in.arrivals import Arrival, Back, Entered, Visit
from app.sign_in.happenings import AuthEventType, Outcome
from app.sign_in.means import Means
from app.sign_in.models import (
    AuthEvent,
    ConnectionStatus,
    Ended,
    Identity,
    IdpConnection,
    Purpose,
    Session,
    SessionKind,
    SessionOrganisation,
    TraceStep,
)
from app.sign_in.newcomers import is_guest, shown
from app.sign_in.policies import limits
from app.sign_in.secrets import fingerprint, new_token
from app.sign_in.tokens import Distrust
from app.sign_in.traces import trace, values_of


def enter(db: Db, means: Means, arrival: Arrival, back: Back, visit: Visit) -> Entered:
    """Let in whoever a provider has proven to be here, if they have something to do here; or do what else they were
    sent out for. OIDC and SAML both end here.

    Everything found or changed belongs to the organisation of the connection, or is the person's own session.

    Raises:
        Distrust: the person does not belong to the organisation, or is not who was to prove themselves again.
    """
    try:
        connection = queries.connection_for(db, arrival.connection_id, back.purpose)
    except NotFound as problem:
        raise Distrust("connection_changed") from problem
    if connection.version != arrival.version or arrival.version != back.version:
        raise Distrust("connection_changed")
    if back.purpose is Purpose.test:
        _try_out(db, connection, arrival, back, visit)
        return Entered("", back.return_path, back.organisation_slug, remember=False)
    belongs(connection, arrival.claims)
    if back.purpose is Purpose.tie:
        joining.offer(db, _session_that_asked(db, back, visit), connection, arrival)
        arriving.settle(db, back.attempt_id, "ok")
        return Entered("", back.return_path, back.organisation_slug, remember=False)
    token = _let_in(db, means, connection, arrival, back, visit)
    if not token:
        return Entered("", back.return_path, back.organisation_slug, back.remember, waits=True)
    arriving.settle(db, back.attempt_id, "ok")
    return Entered(token, back.return_path, back.organisation_slug, back.remember)


def belongs(connection: IdpConnection, claims: Mapping[str, Any]) -> None:
    """The claim that makes somebody one of theirs, what else must be said, and whether guests of theirs are welcome
    (sso.md 2, rule 7).

    Raises:
        Distrust: somebody the organisation has not agreed to vouch for.
    """
    if connection.binding_claim:
        said = claims.get(connection.binding_claim)
        if connection.binding_value not in (said if isinstance(said, list) else [said]):
            raise Distrust("binding_wrong")
    if missing_of(connection, claims):
        raise Distrust("claim_missing")
    if is_guest(connection, claims) and not connection.allow_guests:
        raise Distrust("guest_refused")


def missing_of(connection: IdpConnection, claims: Mapping[str, Any]) -> list[str]:
    """What nobody comes in without, and did not come."""
    return [name for name in connection.required_claims if claims.get(name) in (None, "", [])]


def _let_in(db: Db, means: Means, connection: IdpConnection, arrival: Arrival, back: Back, visit: Visit) -> str:
    """Returns the key of the session; none for somebody who waits for the administrator."""
    identity = arriving.identity(db, connection.id, arrival.subject)
    if identity is not None and identity.disabled_at is not None:
        raise Distrust("identity_disabled")
    if back.purpose is Purpose.step_up:
        _is_the_same_person(db, connection, identity, back, visit)
    invited = _invited(db, connection, identity, back) if back.purpose is Purpose.link else None
    membership = admit(db, connection, arrival, identity=identity, invited=invited, language=back.language)
    if membership.organisation_id != connection.organisation_id or (invited and membership.id != invited.id):
        raise Distrust("no_access")
    identity = identity or _tie(db, connection, arrival.subject, membership, visit)
    if membership.status is MembershipStatus.proposed:
        return ""
    if queries.membership_of(db, connection.organisation_id, identity.person_id) is None:
        raise Distrust("no_access")
    at = now()
    identity.last_seen_at = membership.last_seen_at = connection.last_success_at = at
    identity.shown_name = shown(arrival.profile.get("name")) or identity.shown_name
    identity.shown_email = shown(arrival.profile.get("email")) or identity.shown_email
    session, token = _session(db, means, membership, visit.cookie)
    session.auth_time, session.acr, session.agent = arrival.auth_time, arrival.acr, visit.agent
    _prove(db, means, session, identity, connection, arrival)
    kind = AuthEventType.step_up if back.purpose is Purpose.step_up else AuthEventType.sign_in
    note(db, kind, connection, session=session, correlation_id=visit.correlation_id)
    return token


def _is_the_same_person(db: Db, connection: IdpConnection, identity: Identity | None, back: Back, visit: Visit) -> None:
    """Proving oneself again is done by the one who is signed in, in the session that asked for it."""
    session = _session_that_asked(db, back, visit)
    proof = queries.proof_of(db, session.id, connection.organisation_id)
    if identity is None or proof is None or proof.identity_id != identity.id:
        raise Distrust("another_person")


def _session_that_asked(db: Db, back: Back, visit: Visit) -> Session:
    """The session of this browser, if it is the one that sent it out."""
    session = queries.session_of(db, fingerprint(visit.cookie)) if visit.cookie else None
    if session is None or session.id != back.session_id or _is_over(session):
        raise Distrust("session_over")
    return session


def _invited(db: Db, connection: IdpConnection, identity: Identity | None, back: Back) -> Membership:
    """The membership a sign-in was begun for: nobody has signed in to it before, or the one who comes back has."""
    membership_id = back.membership_id or NOBODY
    found = arriving.untied_membership(db, connection.organisation_id, membership_id)
    if found is None and identity is not None:
        theirs = newcomers.membership_in(db, connection.organisation_id, identity.person_id)
        if theirs is not None and theirs.id == membership_id and theirs.status is MembershipStatus.invited:
            found = theirs
    if found is None:
        raise Distrust("invitation_over")
    return found


def _tie(db: Db, connection: IdpConnection, subject: str, membership: Membership, visit: Visit) -> Identity:
    """From now on this subject of this connection is this person (rule 2)."""
    identity = Identity(connection_id=connection.id, subject=subject, person_id=membership.person_id)
    try:
        with db.begin_nested():
            db.add(identity)
    except IntegrityError as problem:  # the same person, at the same moment, in another tab
        raise Distrust("attempt_used") from problem
    db.flush()
    note(
        db,
        AuthEventType.identity_linked,
        connection,
        person_id=identity.person_id,
        correlation_id=visit.correlation_id,
    )
    return identity


def _session(db: Db, means: Means, membership: Membership, cookie: str | None) -> tuple[Session, str]:
    """A session under a new key (rule 10): the browser's own one if it is the same person's, else a new one."""
    token, at = new_token(), now()
    session = queries.session_of(db, fingerprint(cookie)) if cookie else None
    if session is not None and (
        session.person_id != membership.person_id
        or session.kind is not SessionKind.ordinary  # what was opened to help stays what it is, and ends here
        or _is_over(session)
    ):
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
    db: Db, means: Means, session: Session, identity: Identity, connection: IdpConnection, arrival: Arrival
) -> None:
    allowed, at = limits(queries.policy_of(db, connection.organisation_id), means), now()
    proof = queries.proof_of(db, session.id, connection.organisation_id)
    if proof is None:
        proof = SessionOrganisation(session_id=session.id, organisation_id=connection.organisation_id)
        db.add(proof)
    proof.identity_id, proof.connection_id, proof.connection_version = identity.id, connection.id, connection.version
    proof.farewell_sealed = means.keyring.seal(arrival.farewell, "farewell") if arrival.farewell else ""
    proof.provider_session = arrival.provider_session
    proof.provider_subject = arrival.provider_subject or arrival.subject
    proof.authenticated_at, proof.idle_minutes = at, allowed.idle_minutes
    proof.expires_at = min(at + allowed.absolute, arrival.until or at + allowed.absolute)
    db.flush()


def _try_out(db: Db, connection: IdpConnection, arrival: Arrival, back: Back, visit: Visit) -> None:
    """A test sign-in lets nobody in. It shows who tries what came, and what would have come of it (sso.md 7.3)."""
    problem = ""
    try:
        belongs(connection, arrival.claims)
    except Distrust as distrust:
        problem = distrust.code
    trace(
        db, connection.id, back.attempt_id, Purpose.test, TraceStep.admitted,
        reason=problem, correlation_id=visit.correlation_id,
        details={
            "subject": values_of({"": arrival.subject})[""],
            "claims": values_of(arrival.claims),
            "profile": values_of(arrival.profile),
            "acr": arrival.acr,
            "is_vouched_for": arrival.is_vouched_for,
        },
    )  # fmt: skip
    arriving.settle(db, back.attempt_id, problem or "ok")
    if not problem and connection.status is ConnectionStatus.draft:
        connection.status = ConnectionStatus.tested


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
