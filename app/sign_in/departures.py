"""On the way to a sign-in service, whichever protocol it speaks: to come in, or to prove once more who one is."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from app.refusals import NotAllowed, NotFound
from app.sign_in import queries
from app.sign_in.arrivals import Errand
from app.sign_in.door import write
from app.sign_in.guards import TheOneSignedIn, anyone_at_the_door
from app.sign_in.models import Protocol, Purpose
from app.sign_in.return_path import safe_path
from app.web.guards import SESSION_COOKIE, SignedIn, signed_in
from app.web.templating import page

router = APIRouter(include_in_schema=False)

Depart = Callable[[Request, UUID, Errand], Awaitable[Response]]


async def depart(request: Request, connection_id: UUID, errand: Errand) -> Response:
    """Send the browser to a provider in the language that provider speaks. A handler that calls this holds no
    transaction: it depends on `anyone_at_the_door`, and asks what it must know of the database through `door.write`.

    Raises:
        NotFound: there is no such connection, or it may not be used for that.
    """
    protocol = await write(request, lambda db: queries.connection_for(db, connection_id, errand.purpose).protocol)
    ways: Mapping[Protocol, Depart] = request.app.state.ways
    if protocol not in ways:
        raise NotFound
    return await ways[protocol](request, connection_id, errand)


@router.post("/sso/{connection_id:uuid}/start", name="sign_in_start", dependencies=[Depends(anyone_at_the_door)])
async def start(request: Request, connection_id: UUID) -> Response:
    """Send the browser to the organisation's own sign-in service."""
    asked = request.query_params
    errand = Errand(
        return_path=safe_path(asked.get("next")),
        language=request.state.language,
        remember=asked.get("remember") == "true",
        hint=asked.get("hint", ""),
    )
    return await depart(request, connection_id, errand)


@router.get("/logga-in/igen", name="prove_again", dependencies=[Depends(signed_in)])
def ask_to_prove_again(
    request: Request, me: TheOneSignedIn, back: Annotated[str, Query(alias="next")] = ""
) -> Response:
    """What someone meets who is about to do something risky and has not signed in for a while."""
    return page(
        request,
        "sign_in/prove_again.html",
        organisation=me.actor.organisation_name,
        connection_id=me.connection_id,
        back=safe_path(back),
    )


@router.post("/logga-in/igen", name="prove_again_now", dependencies=[Depends(anyone_at_the_door)])
async def prove_again(request: Request) -> Response:
    """To the same sign-in service as last time, and back to where one was (sso.md 2, rule 33)."""
    cookie = request.cookies.get(SESSION_COOKIE)
    me: SignedIn | None = await write(request, lambda db: request.app.state.who(db, cookie))
    if me is None:
        raise NotAllowed
    errand = Errand(
        purpose=Purpose.step_up,
        return_path=safe_path(request.query_params.get("next")),
        language=request.state.language,
        membership_id=me.actor.membership_id,
        session_id=me.session_id,
    )
    return await depart(request, me.connection_id, errand)
