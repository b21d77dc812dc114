"""Those who may connect their organisation's sign-in, and the row named in the address."""

from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from sqlalchemy.orm import Session

from app.actor import Actor
from app.connecting import queries, rules
from app.refusals import require
from app.sign_in.models import SignInDomain
from app.web.guards import CurrentActor, Db, actor_of

T = TypeVar("T")


async def briefly(request: Request, act: Callable[[Session], T]) -> T:
    """One transaction in a thread of its own, after waiting for a place like everyone else. For handlers that wait
    for somebody else's server and hold no transaction while they do."""

    def transaction() -> T:
        with request.app.state.sessions() as db, db.begin():
            return act(db)

    async with request.app.state.places:
        return await run_in_threadpool(transaction)


def administrator(actor: CurrentActor) -> Actor:
    require(rules.may_connect(actor))
    return actor


Administrator = Annotated[Actor, Depends(administrator)]


async def patient_administrator(request: Request) -> Actor:
    """The same, for a handler that waits."""
    return await briefly(request, lambda db: administrator(actor_of(request, db)))


PatientAdministrator = Annotated[Actor, Depends(patient_administrator)]


def own_domain(domain: str, db: Db, actor: Administrator) -> SignInDomain:
    return queries.domain(db, actor, domain)


OwnDomain = Annotated[SignInDomain, Depends(own_domain)]
