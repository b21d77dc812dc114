"""A way out to a provider and back: begun in one browser, used once, by that browser, within ten minutes."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session as Db

from app.database import now
from app.refusals import NotFound
from app.sign_in import queries
from app.sign_in import queries_arriving as arriving
from app.sign_in.arrivals import Back, Errand, Out
from app.sign_in.means import Means
from app.sign_in.models import IdpConnection, LoginAttempt, Purpose, TraceStep
from app.sign_in.secrets import Unreadable, fingerprint, new_token
from app.sign_in.tokens import Distrust
from app.sign_in.traces import trace

ATTEMPT_LASTS = timedelta(minutes=10)


def leave(
    db: Db, means: Means, connection: IdpConnection, browser: str, errand: Errand, *, request_id: str = ""
) -> Out:
    """Send a browser to the provider. `request_id` is what a SAML answer has to refer to."""
    stronger = errand.purpose is Purpose.step_up
    strong = stronger or connection.demands_strong
    out = Out(
        attempt_id=uuid4(),
        purpose=errand.purpose,
        acr_values=tuple(connection.acr_values) if strong else (),
        max_age=connection.max_age if stronger else None,
        state=new_token(),
        nonce=new_token(),
        verifier=new_token(),
    )
    db.add(
        LoginAttempt(
            id=out.attempt_id,
            state_hash=fingerprint(out.state),
            connection_id=connection.id,
            connection_version=connection.version,
            purpose=errand.purpose,
            membership_id=errand.membership_id,
            session_id=errand.session_id,
            browser_hash=fingerprint(browser),
            nonce_hash=fingerprint(out.nonce),
            verifier_sealed=means.keyring.seal(out.verifier, "verifier"),
            request_id=request_id,
            requested_acr=list(out.acr_values),
            requested_max_age=out.max_age,
            return_path=errand.return_path,
            language=errand.language,
            remember=errand.remember,
            expires_at=now() + ATTEMPT_LASTS,
        )
    )
    trace(db, connection.id, out.attempt_id, errand.purpose, TraceStep.sent)
    return out


def come_back(db: Db, means: Means, connection_id: UUID, state: str, browser: str) -> Back:
    """The attempt this answer belongs to; nobody can use it again.

    Raises:
        Distrust: it belongs to no attempt, or to another connection, version or browser, or it is late or a repeat.
    """
    attempt = arriving.attempt(db, fingerprint(state))
    if attempt is None or attempt.purpose == Purpose.sign_out:
        raise Distrust("state_unknown")
    if attempt.connection_id != connection_id:
        raise Distrust("state_of_another_connection")
    if not browser or attempt.browser_hash != fingerprint(browser):
        raise Distrust("another_browser")
    if attempt.consumed_at is not None:
        raise Distrust("attempt_used")
    if attempt.expires_at <= now():
        raise Distrust("attempt_expired")
    if not arriving.consumed(db, attempt.id):
        raise Distrust("attempt_used")
    try:
        connection = queries.connection_for(db, connection_id, attempt.purpose)
        verifier = means.keyring.open(attempt.verifier_sealed, "verifier")
    except (NotFound, Unreadable) as problem:
        raise Distrust("connection_changed") from problem
    if connection.version != attempt.connection_version:
        raise Distrust("connection_changed")
    return _back(attempt, connection, verifier)


def _back(attempt: LoginAttempt, connection: IdpConnection, verifier: str) -> Back:
    return Back(
        attempt_id=attempt.id,
        connection_id=connection.id,
        version=connection.version,
        organisation_id=connection.organisation_id,
        organisation_slug=connection.organisation.slug,
        organisation_name=connection.organisation.name,
        begun_at=attempt.created_at,
        purpose=attempt.purpose,
        return_path=attempt.return_path,
        language=attempt.language,
        remember=attempt.remember,
        membership_id=attempt.membership_id,
        session_id=attempt.session_id,
        acr_values=tuple(attempt.requested_acr),
        max_age=attempt.requested_max_age,
        iss_required=connection.iss_param_required,
        request_id=attempt.request_id,
        nonce_hash=attempt.nonce_hash,
        verifier=verifier,
    )
