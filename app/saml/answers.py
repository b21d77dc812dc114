"""From an answer that another site posted to somebody who has arrived in their own browser (sso.md rules 12, 17)."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session as Db

from app.database import now
from app.refusals import NotFound
from app.saml import queries
from app.saml.agreement import Agreement, agreement, require_valid
from app.saml.attributes import SCOPED
from app.saml.believing import Expected, Statement
from app.saml.models import ParkedArrival, Source
from app.saml.shape import Sent
from app.sign_in import queries as sign_in
from app.sign_in import queries_arriving as arriving
from app.sign_in.arrivals import PROVEN_ANEW, Arrival, Back
from app.sign_in.attempts import come_back
from app.sign_in.happenings import AuthEventType, Outcome
from app.sign_in.means import Means
from app.sign_in.models import AuthEvent, LoginAttempt, Purpose
from app.sign_in.secrets import Unreadable, fingerprint, new_token
from app.sign_in.tokens import Distrust

PARKED_FOR = timedelta(seconds=60)
SEEN_FOR = timedelta(hours=1)  # longer than any answer is believed
OLDEST_UNASKED = timedelta(minutes=2)


@dataclass(frozen=True)
class Listening:
    """To which question an answer belongs. `back` is its attempt as values, not used up yet; None if nobody asked."""

    agreed: Agreement
    expected: Expected
    back: Back | None


def listen(db: Db, means: Means, asked_at: UUID | None, state: str, sent: Sent) -> Listening:
    """Raises:
    Distrust: we did not ask, or asked somebody else, or it is too late.
    """
    if sent.in_response_to:
        return _to_our_question(db, means, asked_at, state, sent)
    return _unasked(db, means, asked_at, sent)


def _to_our_question(db: Db, means: Means, asked_at: UUID | None, state: str, sent: Sent) -> Listening:
    attempt = arriving.attempt(db, fingerprint(state)) if state else None
    if attempt is None or not attempt.request_id or attempt.request_id != sent.in_response_to:
        raise Distrust("state_unknown")
    if asked_at not in (None, attempt.connection_id):
        raise Distrust("state_of_another_connection")
    if attempt.consumed_at is not None:
        raise Distrust("attempt_used")
    if attempt.expires_at <= now():
        raise Distrust("attempt_expired")
    agreed = _agreed(db, means, attempt.connection_id, attempt.purpose)
    if attempt.connection_version != agreed.version:
        raise Distrust("connection_changed")
    return Listening(agreed, _expected(agreed, attempt), _before_the_browser(agreed, attempt))


def _agreed(db: Db, means: Means, connection_id: UUID, purpose: Purpose) -> Agreement:
    try:
        agreed = agreement(db, means, connection_id, purpose)
    except NotFound as problem:
        raise Distrust("connection_changed") from problem
    require_valid(agreed)
    return agreed


def _expected(agreed: Agreement, attempt: LoginAttempt) -> Expected:
    fresh = timedelta(seconds=attempt.requested_max_age or 0)
    return Expected(
        request_id=attempt.request_id,
        subject_source=agreed.subject_source,
        contexts=tuple(attempt.requested_acr),
        anew_since=attempt.created_at - fresh if attempt.purpose in PROVEN_ANEW else None,
        wants_encrypted=agreed.wants_encrypted,
        scopes=agreed.scopes,
    )


def _before_the_browser(agreed: Agreement, attempt: LoginAttempt) -> Back:
    """What is known of an attempt before its browser has come for it: where to tell of a refusal."""
    return Back(
        attempt_id=attempt.id,
        connection_id=attempt.connection_id,
        version=attempt.connection_version,
        organisation_id=agreed.organisation_id,
        organisation_slug=agreed.organisation_slug,
        organisation_name=agreed.organisation_name,
        begun_at=attempt.created_at,
        purpose=attempt.purpose,
        return_path=attempt.return_path,
        language=attempt.language,
    )


def _unasked(db: Db, means: Means, asked_at: UUID | None, sent: Sent) -> Listening:
    """A sign-in that began at the provider: only where that was agreed (rule 25)."""
    connection_id = asked_at
    if connection_id is None:
        named = queries.in_federations(db, sent.issuer)
        if len(named) != 1:  # several organisations behind one provider: nobody says which is meant
            raise Distrust("unasked")
        connection_id = named[0]
    agreed = _agreed(db, means, connection_id, Purpose.sign_in)
    if not agreed.allows_unasked:
        raise Distrust("unasked")
    expected = Expected(
        request_id="",
        subject_source=agreed.subject_source,
        contexts=agreed.contexts,
        wants_encrypted=agreed.wants_encrypted,
        scopes=agreed.scopes,
        oldest=OLDEST_UNASKED,
    )
    return Listening(agreed, expected, None)


def park(db: Db, means: Means, listening: Listening, statement: Statement, state: str) -> str:
    """Keep who was verified until their browser comes; returns the handle it comes with, for once and for a minute.

    Raises:
        Distrust: the assertion has been used before.
    """
    agreed = listening.agreed
    if not queries.used_first(
        db, agreed.connection_id, fingerprint(statement.assertion_id), statement.written_at + SEEN_FOR
    ):
        raise Distrust("assertion_replayed")
    handle = new_token()
    said = asdict(statement) | {
        "auth_time": statement.auth_time.isoformat(),
        "written_at": statement.written_at.isoformat(),
        "until": statement.until.isoformat() if statement.until else "",
        "state": state if listening.back else "",
        "is_vouched_for": agreed.source is Source.federation and not SCOPED.isdisjoint(statement.claims),
    }
    db.add(
        ParkedArrival(
            handle_hash=fingerprint(handle),
            connection_id=agreed.connection_id,
            connection_version=agreed.version,
            sealed=means.keyring.seal(json.dumps(said), "saml_arrival"),
            expires_at=now() + PARKED_FOR,
        )
    )
    return handle


@dataclass(frozen=True)
class Taken:
    """What was parked, taken by whoever had its handle. `state` is empty if nobody had asked."""

    connection_id: UUID
    arrival: Arrival
    state: str


def take(db: Db, means: Means, handle: str) -> Taken:
    """Raises:
    Distrust: nothing waits under that handle any more.
    """
    found = queries.parked(db, fingerprint(handle))
    if found is None:
        raise Distrust("state_unknown")
    connection_id, version, sealed = found
    try:
        said = json.loads(means.keyring.open(sealed, "saml_arrival"))
    except Unreadable as problem:
        raise Distrust("secret_unreadable") from problem
    arrival = Arrival(
        connection_id=connection_id,
        version=version,
        subject=said["subject"],
        claims=said["claims"],
        profile=said["profile"],
        auth_time=datetime.fromisoformat(said["auth_time"]),
        acr=said["context"],
        farewell=said["farewell"],
        provider_session=said["session_index"],
        is_vouched_for=said["is_vouched_for"],
        until=datetime.fromisoformat(said["until"]) if said["until"] else None,
    )
    return Taken(connection_id, arrival, said["state"])


def back_to(db: Db, means: Means, taken: Taken, browser: str) -> Back:
    """The attempt of this browser, used up now; for a sign-in nobody asked for, one that leads to the start page.

    Raises:
        Distrust: it was begun in another browser, or is late or a repeat.
    """
    if taken.state:
        return come_back(db, means, taken.connection_id, taken.state, browser)
    try:
        connection = sign_in.connection(db, taken.connection_id)
    except NotFound as problem:
        raise Distrust("connection_changed") from problem
    db.add(
        AuthEvent(
            type=AuthEventType.sign_in_unasked,
            outcome=Outcome.ok,
            organisation_id=connection.organisation_id,
            connection_id=connection.id,
        )
    )
    return Back(
        attempt_id=uuid4(),
        connection_id=connection.id,
        version=connection.version,
        organisation_id=connection.organisation_id,
        organisation_slug=connection.organisation.slug,
        organisation_name=connection.organisation.name,
        begun_at=now(),
    )
