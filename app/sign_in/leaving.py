"""Switching organisation, signing out, ending sessions elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.orm import Session as Db

from app.actor import NOBODY
from app.database import now
from app.refusals import NotFound
from app.sign_in import queries
from app.sign_in import queries_arriving as arriving
from app.sign_in.actions import end
from app.sign_in.attempts import ATTEMPT_LASTS
from app.sign_in.happenings import AuthEventType, Outcome
from app.sign_in.means import Means
from app.sign_in.models import (
    AuthEvent,
    Ended,
    IdpConnection,
    LoginAttempt,
    LogoutMode,
    Protocol,
    Purpose,
    Session,
    SessionOrganisation,
)
from app.sign_in.secrets import Unreadable, fingerprint, new_token


def switch(db: Db, session_id: UUID, cookie: str, membership_id: UUID) -> str:
    """Act for another organisation that this session has proven; returns the session's new key.

    Raises:
        NotFound: not one of the person's, or not proven here.
    """
    session = queries.session_of(db, fingerprint(cookie))
    if session is None or session.id != session_id:
        raise NotFound
    proven = {proof.organisation_id for proof in queries.proofs_in(db, session.id)}
    mine = queries.memberships_of(db, session.person_id)
    chosen = next((one for one in mine if one.id == membership_id and one.organisation_id in proven), None)
    if chosen is None:
        raise NotFound
    token = new_token()
    session.acting_membership_id, session.token_hash = chosen.id, fingerprint(token)
    db.add(
        AuthEvent(
            type=AuthEventType.switch,
            outcome=Outcome.ok,
            organisation_id=chosen.organisation_id,
            person_id=session.person_id,
            session_id=session.id,
        )
    )
    return token


@dataclass(frozen=True)
class FarewellTo:
    """Where the provider ends its own session, and what it wants to be told."""

    organisation_name: str
    endpoint: str
    fields: Mapping[str, str] = field(repr=False)


def sign_out(db: Db, means: Means, cookie: str, browser: str, language: str) -> FarewellTo | None:
    """End the session here and now; then, if the organisation's provider can, it may end its own."""
    session = queries.session_of(db, fingerprint(cookie))
    if session is None:
        return None
    proofs = queries.proofs_in(db, session.id)
    acting = next((one for one in proofs if _is_acting(db, session, one)), None)
    end(session, Ended.signed_out)
    db.add(
        AuthEvent(
            type=AuthEventType.sign_out,
            outcome=Outcome.ok,
            person_id=session.person_id,
            organisation_id=acting.organisation_id if acting else NOBODY,
            session_id=session.id,
        )
    )
    connection = queries.connection_for_sign_out(db, acting) if acting else None
    endpoint = connection.described.get("end_session_endpoint") if connection and _asks_provider(connection) else None
    if acting is None or connection is None or not endpoint:
        return None
    return FarewellTo(acting.organisation.name, endpoint, _farewell(db, means, acting, connection, browser, language))


def _asks_provider(connection: IdpConnection) -> bool:
    return connection.protocol is Protocol.oidc and connection.logout_mode is LogoutMode.provider


def sign_out_here(db: Db, cookie: str) -> None:
    """End the session and leave the provider's own alone."""
    session = queries.session_of(db, fingerprint(cookie))
    if session is not None:
        end(session, Ended.signed_out)


def _is_acting(db: Db, session: Session, proof: SessionOrganisation) -> bool:
    membership = queries.membership_of(db, proof.organisation_id, session.person_id)
    return membership is not None and membership.id == session.acting_membership_id


def _farewell(
    db: Db, means: Means, proof: SessionOrganisation, connection: IdpConnection, browser: str, language: str
) -> dict[str, str]:
    state = new_token()
    db.add(
        LoginAttempt(
            state_hash=fingerprint(state),
            connection_id=connection.id,
            connection_version=connection.version,
            purpose=Purpose.sign_out,
            browser_hash=fingerprint(browser),
            language=language,
            expires_at=now() + ATTEMPT_LASTS,
        )
    )
    fields = {"client_id": connection.client_id, "post_logout_redirect_uri": means.after_sign_out, "state": state}
    try:
        return {"id_token_hint": means.keyring.open(proof.farewell_sealed, "farewell")} | fields
    except Unreadable:
        return fields


def signed_out_there(db: Db, state: str, browser: str) -> tuple[str, str] | None:
    """The organisation whose provider sends the browser back after signing out there, and the language it left in."""
    attempt = arriving.attempt(db, fingerprint(state)) if state and browser else None
    if attempt is None or attempt.purpose != Purpose.sign_out or attempt.browser_hash != fingerprint(browser):
        return None
    if not arriving.consumed(db, attempt.id):
        return None
    return queries.connection(db, attempt.connection_id).organisation.name, attempt.language


def end_elsewhere(db: Db, session_id: UUID, person_id: UUID, *, chosen: UUID | None = None) -> int:
    """Sign the person out of other browsers, or of one: only from what this session has itself proven (rule 39)."""
    mine = [proof.organisation_id for proof in queries.proofs_in(db, session_id)]
    ended = 0
    for proof in queries.proofs_of(db, person_id, mine):
        if proof.session_id != session_id and chosen in (None, proof.session_id):
            withdraw(db, proof, Ended.signed_out_elsewhere)
            ended += 1
    return ended


def withdraw(db: Db, proof: SessionOrganisation, why: Ended) -> None:
    """Take back one proof; a session that proves nothing any more is over."""
    proof.expires_at = now()
    db.flush()
    if not queries.has_other_proofs(db, proof.session_id):
        end(proof.session, why)


def end_in(db: Db, person_id: UUID, organisation_id: UUID) -> int:
    """Somebody's access to one organisation has ended: so has every proof of it, also when it is given back later."""
    proofs = queries.proofs_of(db, person_id, [organisation_id])
    for proof in proofs:
        withdraw(db, proof, Ended.access_ended)
    return len(proofs)


def end_all_by(db: Db, connection: IdpConnection) -> int:
    """Everything a connection has proven ends with it."""
    proofs = queries.proofs_by(db, connection.id)
    for proof in proofs:
        withdraw(db, proof, Ended.connection_disabled)
    return len(proofs)
