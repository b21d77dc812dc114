"""A provider says that somebody signed out there: what they proved here through it ends too (sso.md 7.4)."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session as Db

from app.sign_in import queries_arriving as arriving
from app.sign_in.happenings import AuthEventType, Outcome
from app.sign_in.leaving import withdraw
from app.sign_in.logout_tokens import Farewell
from app.sign_in.models import AuthEvent, Ended, IdpConnection, ReplayKind, SessionOrganisation
from app.sign_in.secrets import fingerprint
from app.sign_in.tokens import Distrust


def ended_there(db: Db, connection: IdpConnection, farewell: Farewell) -> int:
    """By a statement it has signed. Returns how many sign-ins ended here; none is no fault.

    Raises:
        Distrust: the statement has been used before.
    """
    until = datetime.fromtimestamp(farewell.expires_at, tz=UTC)
    if not arriving.first_time(db, connection.id, ReplayKind.logout, fingerprint(farewell.jti), until):
        raise Distrust("logout_replayed")
    return _end(db, connection, arriving.proofs_known_as(db, connection.id, farewell.sid, farewell.subject))


def ended_in_frame(db: Db, connection: IdpConnection, sid: str) -> int:
    """By a hidden frame in the browser of whoever signs out there; it can only name a session of theirs (rule 30)."""
    return _end(db, connection, arriving.proofs_known_as(db, connection.id, sid, "")) if sid else 0


def _end(db: Db, connection: IdpConnection, proofs: list[SessionOrganisation]) -> int:
    for proof in proofs:
        withdraw(db, proof, Ended.signed_out_by_provider)
        db.add(
            AuthEvent(
                type=AuthEventType.sign_out,
                outcome=Outcome.ok,
                reason="by_provider",
                organisation_id=connection.organisation_id,
                connection_id=connection.id,
                person_id=proof.session.person_id,
                session_id=proof.session_id,
            )
        )
    return len(proofs)
