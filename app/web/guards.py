"""What a handler can ask for: the transaction, the actor, the kind of request."""

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from app.activity import queries as activity
from app.actor import NOBODY, VISITOR, Actor
from app.database import now
from app.refusals import NotProven, require
from app.submissions import queries as submissions

SESSION_COOKIE = "__Host-sid"
PARKED_COOKIE = "__Host-parked"


@dataclass(frozen=True)
class SignedIn:
    """Who the session says is asking. `memberships` is how many organisations the person can act for; `proven_at` when
    they last proved who they are to the one they act for, through `connection_id`; `ends_at` and `idle_minutes` how
    long that lasts, at most and untouched."""

    actor: Actor
    kind: str = "ordinary"  # of the session: `app.sign_in.models.SessionKind`
    session_id: UUID = NOBODY
    locale: str = "sv"
    memberships: int = 1
    proven_at: datetime | None = None
    connection_id: UUID = NOBODY
    ends_at: datetime | None = None
    idle_minutes: int = 60


async def place(request: Request) -> AsyncIterator[None]:
    """As many requests as there are connections; the others wait here, where waiting costs no thread."""
    async with request.app.state.places:
        yield


def transaction(request: Request, _: Annotated[None, Depends(place, scope="function")]) -> Iterator[Session]:
    """One request, one transaction: committed when the handler returns, undone when it raises."""
    with request.app.state.sessions() as db, db.begin():
        yield db


# scope="function": commit before the response leaves. FastAPI's default would commit after it.
Db = Annotated[Session, Depends(transaction, scope="function")]


def actor_of(request: Request, db: Db) -> Actor:
    """The actor of this request, with what every page shows of them: how much waits, what they typed before."""
    cookie = request.cookies.get(SESSION_COOKIE)
    signed_in: SignedIn | None = request.app.state.who(db, cookie) if cookie else None
    request.state.signed_in = signed_in
    request.state.cofinancing = request.app.state.cofinancing.now(db)
    request.state.actor = signed_in.actor if signed_in else VISITOR
    if signed_in:
        request.state.waiting = activity.count_tasks_for(db, signed_in.actor)
        request.state.unread = request.app.state.unread(db, signed_in.actor)
        handle = request.cookies.get(PARKED_COOKIE)
        if handle and request.method == "GET":
            request.state.parked = submissions.take_back(db, request.url.path, handle, signed_in.actor.person_id)
    actor: Actor = request.state.actor
    return actor


CurrentActor = Annotated[Actor, Depends(actor_of)]


def everyone(actor: CurrentActor) -> None:
    """Says, where a route is declared, that anyone may come here; still, the page knows who reads it."""


def only(rule: Callable[[Actor], Any]) -> Any:
    """Guard a route with a rule about the actor alone."""

    def guard(actor: CurrentActor) -> None:
        require(rule(actor))

    return Depends(guard)


def signed_in(actor: CurrentActor) -> None:
    """Says, where a route is declared, that one has to be signed in; anyone who is may come."""
    require(actor.is_signed_in)


def from_anywhere() -> None:
    """Says, where a route is declared, that programs and other sites may send to it: it looks at nobody's session, and
    all it can do is what its secret address says, or what is sent proves by itself."""


def for_an_organisation(actor: CurrentActor) -> None:
    """Says, where a route is declared, that one has to act for an organisation: guests cannot come."""
    require(actor.speaks_for_an_organisation)


RECENT = timedelta(minutes=15)


def recently_proven(request: Request, actor: CurrentActor) -> None:
    """Says, where a route is declared, that what is done there is risky: who does it has proven within a quarter of an
    hour who they are, or does so now and comes back to the same page, with what they typed (sso.md 2, rule 28).

    Raises:
        NotAllowed: nobody is signed in.
        NotProven: it was longer ago.
    """
    require(actor.is_signed_in)
    found: SignedIn | None = request.state.signed_in
    if found is not None and (found.proven_at is None or found.proven_at + RECENT < now()):
        raise NotProven
