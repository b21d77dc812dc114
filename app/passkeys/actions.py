"""Coming in by a passkey or a link, and looking after one's passkeys."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as Db

from app.actor import Actor
from app.database import now
from app.jobs.queue import enqueue
from app.language import N_
from app.passkeys import ceremony, links, queries
from app.passkeys.ceremony import Aim, Answer, Asking
from app.passkeys.models import Passkey, RescuerKind
from app.people import actions as people
from app.people.models import Membership, MembershipStatus
from app.refusals import NotFound, Reason, Refused
from app.sign_in import actions as door
from app.sign_in import leaving
from app.sign_in import queries as doors
from app.sign_in.arrivals import Arrival, Back, Entered, Visit
from app.sign_in.happenings import AuthEventType, Outcome
from app.sign_in.means import Means
from app.sign_in.models import AuthEvent, ConnectionStatus, Ended, Identity, IdpConnection, Protocol, SessionKind
from app.sign_in.secrets import fingerprint, new_token
from app.sign_in.tokens import Distrust

MOST_KEYS = 10
APART_LASTS = timedelta(minutes=30)
BY_PASSKEY, BY_LINK = "passkey", "email_link"
"""How strong a sign-in was, where a sign-in service says it with `acr`: a passkey is two factors, a link is one."""


@dataclass(frozen=True)
class Caller:
    """Someone before the door: their browser, and where they want to go."""

    visit: Visit
    language: str = "sv"
    return_path: str = ""


class TurnedAway(Distrust):
    """Not let in, at a door we know whose it is."""

    def __init__(self, code: str, organisation_id: UUID) -> None:
        super().__init__(code)
        self.organisation_id = organisation_id


def own_way(db: Db, organisation_id: UUID) -> IdpConnection:
    """The connection that stands for an organisation's own way in; made when it is first needed.

    Raises:
        NotFound: there is no such organisation.
    """
    organisation = queries.organisation_held(db, organisation_id)
    if organisation is None:
        raise NotFound
    found = queries.own_way(db, organisation.id)
    if found is None:
        found = IdpConnection(
            organisation_id=organisation.id,
            name=organisation.name,
            protocol=Protocol.local,
            status=ConnectionStatus.active,
            issuer="",
            client_id="",
        )
        db.add(found)
        db.flush()
    return found


def identity_at(db: Db, connection: IdpConnection, membership: Membership) -> Identity:
    """The person as the organisation's own way in knows them, under a name that says nothing."""
    found = queries.identity_of(db, connection.id, membership.person_id)
    if found is None:
        found = Identity(connection_id=connection.id, subject=new_token(), person_id=membership.person_id)
        db.add(found)
        db.flush()
    return found


def come_in_by_link(db: Db, means: Means, token: str, browser: str, membership_id: UUID, visit: Visit) -> Entered:
    """Let in who holds the link and the browser that asked for it. Whoever was only invited is a member from now on.

    Raises:
        Distrust: the link does not lead there, or not any more.
    """
    link, chosen = links.use(db, token, browser, membership_id)
    connection = own_way(db, chosen.organisation_id)
    identity = identity_at(db, connection, chosen)
    if chosen.status is MembershipStatus.invited:
        people.accept(db, chosen)
        door.note(
            db, AuthEventType.identity_linked, connection,
            person_id=chosen.person_id, correlation_id=visit.correlation_id,
        )  # fmt: skip
    return let_in(db, means, connection, identity, BY_LINK, Caller(visit, link.language, link.return_path))


def come_in_by_passkey(db: Db, means: Means, text: str, browser: str, caller: Caller) -> Entered:
    """Let in whose passkey answers.

    Raises:
        Distrust: it is not one we know, or the organisation's people do not come in this way.
    """
    passkey = recognised(db, means, text, Asking(Aim.sign_in, browser))
    connection = queries.connection_of(db, passkey.identity.connection_id)
    if not queries.may_come_in(db, connection.organisation_id):
        return _come_to_mend(db, means, connection, passkey.identity, caller)
    return let_in(db, means, connection, passkey.identity, BY_PASSKEY, caller)


def _come_to_mend(db: Db, means: Means, connection: IdpConnection, identity: Identity, caller: Caller) -> Entered:
    """Where a sign-in service is demanded, only those named to mend it, and for nothing else (sso.md 7.5)."""
    rescuer = queries.rescuer_behind(db, identity, connection.organisation_id)
    if rescuer is None or rescuer.kind is not RescuerKind.organisation:
        raise TurnedAway("way_closed", connection.organisation_id)
    entered = come_in_apart(db, means, connection, identity, caller, SessionKind.mending)
    event = AuthEvent(
        type=AuthEventType.rescuer_came_in,
        outcome=Outcome.ok,
        organisation_id=connection.organisation_id,
        person_id=identity.person_id,
        connection_id=connection.id,
        correlation_id=caller.visit.correlation_id,
    )
    db.add(event)
    db.flush()
    enqueue(db, "tell_of_emergency", auth_event_id=str(event.id))
    return entered


def let_in(db: Db, means: Means, connection: IdpConnection, identity: Identity, how: str, caller: Caller) -> Entered:
    """Through the same door as everyone else, whatever they came by."""
    organisation = doors.connection(db, connection.id).organisation
    arrival = Arrival(
        connection_id=connection.id,
        version=connection.version,
        subject=identity.subject,
        claims={},
        profile={},
        auth_time=now(),
        acr=how,
    )
    back = Back(
        attempt_id=uuid4(),
        connection_id=connection.id,
        version=connection.version,
        organisation_id=organisation.id,
        organisation_slug=organisation.slug,
        organisation_name=organisation.name,
        begun_at=now(),
        return_path=caller.return_path,
        language=caller.language,
    )
    return door.enter(db, means, arrival, back, caller.visit)


def come_in_apart(
    db: Db, means: Means, connection: IdpConnection, identity: Identity, caller: Caller, kind: SessionKind
) -> Entered:
    """In a session of its own that is short and nothing else is mixed into: for those who come to help."""
    if caller.visit.cookie and (other := doors.session_of(db, fingerprint(caller.visit.cookie))):
        door.end(other, Ended.replaced)
    apart = replace(caller, visit=replace(caller.visit, cookie=None))
    entered = let_in(db, means, connection, identity, BY_PASSKEY, apart)
    session = doors.session_of(db, fingerprint(entered.token))
    if session is None:
        raise NotFound
    session.kind, session.expires_at = kind, now() + APART_LASTS
    session.idle_minutes = int(APART_LASTS.total_seconds() // 60)
    db.flush()
    return entered


def recognised(db: Db, means: Means, text: str, asking: Asking) -> Passkey:
    """The passkey that answers our question, used up with it.

    Raises:
        Distrust: there is none, or the answer has been given before.
    """
    answer = ceremony.heard(means, text, asking, now())
    passkey = queries.passkey(db, answer.credential_id)
    if passkey is None:
        raise Distrust("passkey_unknown")
    count = ceremony.proven(means, answer, ceremony.Known(passkey.public_key, passkey.sign_count))
    _spend(db, answer)
    passkey.sign_count, passkey.last_used_at = count, now()
    return passkey


def _spend(db: Db, answer: Answer) -> None:
    if not queries.spent(db, answer.challenge_hash, ceremony.LASTS):
        raise Distrust("attempt_used")


def add(db: Db, means: Means, actor: Actor, text: str, label: str, asking: Asking) -> Passkey:
    """One more key for whoever acts, where they act.

    Raises:
        Distrust: the browser's answer is not to our question.
        Refused: there are too many already, or they have this one.
    """
    made = ceremony.made(means, answer := ceremony.heard(means, text, asking, now()))
    _spend(db, answer)
    membership = queries.membership(db, actor.membership_id)
    identity = identity_at(db, own_way(db, actor.organisation_id), membership)
    if len(queries.passkeys_of(db, identity.id)) >= MOST_KEYS:
        raise Refused(Reason(N_("You have ten passkeys. Remove one you no longer use first.")))
    passkey = Passkey(
        identity_id=identity.id,
        credential_id=made.credential_id,
        public_key=made.public_key,
        sign_count=made.sign_count,
        is_synced=made.is_synced,
        label=label,
    )
    try:
        with db.begin_nested():
            db.add(passkey)
    except IntegrityError as problem:
        raise Refused(Reason(N_("You have this passkey already."))) from problem
    _tell(db, actor, AuthEventType.passkey_added, identity, label)
    return passkey


def rename(passkey: Passkey, label: str) -> None:
    passkey.label = label


def remove(db: Db, actor: Actor, passkey: Passkey, *, is_only_way: bool) -> None:
    """Take a key away; it opens nothing from now on. `is_only_way` says that a key is all its owner can come in by.

    Raises:
        Refused: it is the last one.
    """
    identity = queries.identity_held(db, passkey.identity_id)
    if is_only_way and len(queries.passkeys_of(db, identity.id)) <= 1:
        raise Refused(Reason(N_("This is your only way in. Add another passkey first.")))
    label = passkey.label
    db.delete(passkey)
    db.flush()
    _tell(db, actor, AuthEventType.passkey_removed, identity, label)


def _tell(db: Db, actor: Actor, kind: AuthEventType, identity: Identity, label: str) -> None:
    event = AuthEvent(
        type=kind,
        outcome=Outcome.ok,
        organisation_id=actor.organisation_id,
        person_id=identity.person_id,
        connection_id=identity.connection_id,
        details={"label": label},
    )
    db.add(event)
    db.flush()
    enqueue(db, "tell_of_passkey", auth_event_id=str(event.id))


def close_ways(db: Db) -> int:
    """End what was proven by ways in that are no longer ways in; returns how many sessions that touched."""
    closed = queries.ways_that_closed(db)
    for proof in closed:
        leaving.withdraw(db, proof, Ended.way_closed)
    return len(closed)
