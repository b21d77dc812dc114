"""What a handler can ask for: the transaction, the actor, the kind of request.

A guard that asks nothing of the database is `async`: the framework gives every other function a thread of its own,
which costs more than the guard.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from inspect import iscoroutinefunction
from typing import Annotated, Any
from uuid import UUID

from anyio import CancelScope
from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute
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


async def transaction(request: Request) -> AsyncIterator[Session]:
    """One request, one transaction: committed when the handler returns, undone when it raises.

    As many requests as there are connections; the others wait here, where waiting costs no thread. Nothing is asked of
    the database before the handler does. A handler that asks ends it where it ran (`ends_where_it_runs`); what is left
    for here, when only a guard has asked or something was refused, takes a thread of its own.
    """
    async with request.app.state.places:
        db: Session = request.app.state.sessions()
        try:
            yield db
        except BaseException:
            await _in_thread(_undo, db)
            raise
        await _in_thread(_keep, db)
        if request.method not in ("GET", "HEAD"):
            request.app.state.cofinancing.forget()


async def _in_thread(end: Callable[[Session], None], db: Session) -> None:
    if db.in_transaction():  # else nothing was asked of the database
        with CancelScope(shield=True):  # also when the reader has gone away
            await run_in_threadpool(end, db)


def ends_where_it_runs(route: APIRoute) -> None:
    """Let the handler of the route commit in the thread it has: going for another costs as much as a small question.

    What cannot be kept raises there, and is undone and answered as anything that a handler raises.
    """
    handler = route.dependant.call
    name = next((one.name for one in route.dependant.dependencies if one.call is transaction), None)
    if handler is not route.endpoint or name is None or iscoroutinefunction(handler):
        return  # it does so already, asks nothing, or is not given a thread

    @wraps(handler)
    def ending(**values: Any) -> Any:
        answer = handler(**values)
        if values[name].in_transaction():
            _keep(values[name])
        return answer

    route.dependant.call = ending


def _keep(db: Session) -> None:
    with db:
        db.commit()


def _undo(db: Session) -> None:
    with db:
        db.rollback()


# scope="function": commit before the response leaves. FastAPI's default would commit after it.
Db = Annotated[Session, Depends(transaction, scope="function")]


async def actor_of(request: Request, db: Db) -> Actor:
    """The actor of this request, with what every page shows of them: how much waits, what they typed before."""
    cookie = request.cookies.get(SESSION_COOKIE)
    if cookie or request.app.state.cofinancing.is_old:
        return await run_in_threadpool(recognised, request, db)
    return _seen(request, None)


def recognised(request: Request, db: Session) -> Actor:
    """The same for who has a transaction of their own."""
    cookie = request.cookies.get(SESSION_COOKIE)
    if request.app.state.cofinancing.is_old:
        request.app.state.cofinancing.ask(db)
    signed_in: SignedIn | None = request.app.state.who(db, cookie) if cookie else None
    if signed_in:
        request.state.waiting = activity.count_tasks_for(db, signed_in.actor)
        request.state.unread = request.app.state.unread(db, signed_in.actor)
        handle = request.cookies.get(PARKED_COOKIE)
        if handle and request.method == "GET":
            request.state.parked = submissions.take_back(db, request.url.path, handle, signed_in.actor.person_id)
    return _seen(request, signed_in)


def _seen(request: Request, signed_in: SignedIn | None) -> Actor:
    request.state.signed_in = signed_in
    request.state.actor = signed_in.actor if signed_in else VISITOR
    actor: Actor = request.state.actor
    return actor


CurrentActor = Annotated[Actor, Depends(actor_of)]


async def everyone(actor: CurrentActor) -> None:
    """Says, where a route is declared, that anyone may come here; still, the page knows who reads it."""


def only(rule: Callable[[Actor], Any]) -> Any:
    """Guard a route with a rule about the actor alone."""

    async def guard(actor: CurrentActor) -> None:
        require(rule(actor))

    return Depends(guard)


async def signed_in(actor: CurrentActor) -> None:
    """Says, where a route is declared, that one has to be signed in; anyone who is may come."""
    require(actor.is_signed_in)


async def from_anywhere() -> None:
    """Says, where a route is declared, that programs and other sites may send to it: it looks at nobody's session, and
    all it can do is what its secret address says, or what is sent proves by itself."""


async def for_an_organisation(actor: CurrentActor) -> None:
    """Says, where a route is declared, that one has to act for an organisation: guests cannot come."""
    require(actor.speaks_for_an_organisation)


RECENT = timedelta(minutes=15)


async def recently_proven(request: Request, actor: CurrentActor) -> None:
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
