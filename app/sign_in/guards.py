from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from sqlalchemy.orm import Session as Db

from app.actor import NOBODY, Actor
from app.database import now
from app.refusals import NotAllowed, NotFound
from app.sign_in import queries, queries_connections, queries_live, queries_newcomers, rules
from app.sign_in.means import Means
from app.sign_in.models import IdpConnection, SessionKind
from app.sign_in.models_newcomers import AccessRequest
from app.sign_in.secrets import fingerprint
from app.web.guards import SESSION_COOKIE, CurrentActor, SignedIn
from app.web.guards import Db as Transaction

BROWSER_COOKIE = "__Host-pre"
ORGANISATION_COOKIE = "org"
TWENTY_MINUTES = 1200  # a sign-in has ten minutes, a link by e-mail fifteen
LONGEST_COOKIE = 200
SEEN_EVERY = 60  # seconds
AFTERWARDS = 7200  # seconds that a browser keeps the key of a session that is over: so long is it known who typed what


def signed_in_actor(db: Db, cookie: str | None) -> SignedIn | None:
    """Who a session cookie stands for, acting for an organisation proven in that session. Two questions, and at most
    once a minute a note that the session is in use."""
    if not cookie or len(cookie) > LONGEST_COOKIE:
        return None
    at = now()
    found = queries_live.live(db, fingerprint(cookie), at)
    if found is None:
        return None
    if (at - found.session.last_seen_at).total_seconds() >= SEEN_EVERY:
        found.session.last_seen_at = at
    return SignedIn(
        actor=_as(found),
        kind=found.session.kind.value,
        session_id=found.session.id,
        locale=found.membership.person.locale,
        memberships=found.memberships,
        proven_at=found.proof.authenticated_at,
        connection_id=found.proof.connection_id,
        ends_at=min(found.session.expires_at, found.proof.expires_at),
        idle_minutes=min(found.session.idle_minutes, found.proof.idle_minutes),
    )


def _as(found: queries_live.Found) -> Actor:
    """Who only came to mend an organisation's sign-in acts for nobody and has no role: whatever does not ask for
    `mends` by name is closed to them (sso.md 7.5)."""
    actor = found.membership.actor
    if found.session.kind is not SessionKind.mending:
        return actor
    return replace(actor, membership_id=NOBODY, organisation_id=NOBODY, roles=frozenset(), mends=actor.organisation_id)


def whose_session(db: Db, cookie: str | None) -> UUID:
    """Whose session a cookie stands or stood for: what was typed in it is given back to nobody else."""
    if not cookie or len(cookie) > LONGEST_COOKIE:
        return NOBODY
    return queries.person_of(db, fingerprint(cookie))


def anyone_at_the_door() -> None:
    """Says that who comes here cannot be known yet. Unlike `everyone` it asks nothing of the database, so that no
    transaction is held while a provider is waited for."""


def means_in(request: Request) -> Means:
    means: Means = request.app.state.sign_in
    return means


def the_one_signed_in(request: Request, _: CurrentActor) -> SignedIn:
    """Raises:
    NotAllowed: nobody is.
    """
    found: SignedIn | None = getattr(request.state, "signed_in", None)
    if found is None:
        raise NotAllowed
    return found


TheOneSignedIn = Annotated[SignedIn, Depends(the_one_signed_in)]


def keep_session(response: Response, token: str, means: Means) -> None:
    response.set_cookie(
        SESSION_COOKIE,
        token,
        max_age=int(means.longest.total_seconds()) + AFTERWARDS,
        path="/",
        secure=True,
        httponly=True,
        samesite="lax",
    )


def keep_browser(response: Response, browser: str) -> None:
    response.set_cookie(
        BROWSER_COOKIE, browser, max_age=TWENTY_MINUTES, path="/", secure=True, httponly=True, samesite="lax"
    )


def forget_session(response: Response) -> None:
    response.delete_cookie(SESSION_COOKIE, path="/", secure=True, httponly=True, samesite="lax")


def readable_connection(ref: UUID, db: Transaction, actor: CurrentActor) -> IdpConnection:
    """The connection in the address.

    Raises:
        NotFound: there is none, or it is not theirs to read about.
    """
    found = queries_connections.readable(db, ref)
    if found is None or not rules.may_read(actor, found):
        raise NotFound
    return found


ReadableConnection = Annotated[IdpConnection, Depends(readable_connection)]


def closable_connection(connection: ReadableConnection, actor: CurrentActor) -> IdpConnection:
    rules.may_close.require(actor, connection)
    return connection


ClosableConnection = Annotated[IdpConnection, Depends(closable_connection)]


def who_asks(db: Transaction, actor: CurrentActor, nyckel: Annotated[str, Query()] = "") -> AccessRequest:
    """Whoever holds the key that was given to somebody who was turned away; anyone may be that.

    Raises:
        NotFound: there is none such, it is too old, or they have asked.
    """
    del actor
    found = queries_newcomers.open_request(db, fingerprint(nyckel))
    if found is None:
        raise NotFound
    return found


WhoAsks = Annotated[AccessRequest, Depends(who_asks)]
