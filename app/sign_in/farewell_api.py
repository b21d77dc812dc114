"""Where a provider tells that somebody signed out there: by a call of its own, or by a frame in the browser."""

from typing import Annotated
from uuid import UUID

import structlog
from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import JSONResponse, Response
from sqlalchemy.orm import Session as Db

from app.database import now
from app.refusals import NotFound
from app.sign_in import farewells, queries
from app.sign_in.agreed import Agreed, agreed
from app.sign_in.door import write
from app.sign_in.guards import anyone_at_the_door, means_in
from app.sign_in.logout_tokens import Farewell, validate_logout_token
from app.sign_in.models import Protocol
from app.sign_in.oidc import new_keys
from app.sign_in.outbound import Unreachable
from app.sign_in.tokens import Distrust, Expected
from app.web.guards import from_anywhere

log = structlog.get_logger()
router = APIRouter(prefix="/sso", include_in_schema=False, dependencies=[Depends(anyone_at_the_door)])
NEVER_KEPT = {"Cache-Control": "no-store", "Pragma": "no-cache"}


@router.post(
    "/{connection_id:uuid}/backchannel-logout", name="backchannel_logout", dependencies=[Depends(from_anywhere)]
)
async def backchannel_logout(
    request: Request, connection_id: UUID, logout_token: Annotated[str, Form()] = ""
) -> Response:
    """200 when it is believed, whether or not anyone was signed in; 400 otherwise, and no word why to whoever asks."""
    try:
        agreement = await write(request, lambda db: _open(db, request, connection_id))
        farewell = await _believed(request, agreement, logout_token)
        ended = await write(
            request, lambda db: farewells.ended_there(db, queries.connection(db, connection_id), farewell)
        )
    except (Distrust, Unreachable, NotFound) as problem:
        code = problem.code if isinstance(problem, Distrust) else type(problem).__name__.lower()
        log.warning("logout_refused", reason=code, connection=str(connection_id))
        return JSONResponse({"error": "invalid_request"}, 400, NEVER_KEPT)
    log.info("signed_out_by_provider", ended=ended, connection=str(connection_id))
    return Response(status_code=200, headers=NEVER_KEPT)


def _open(db: Db, request: Request, connection_id: UUID) -> Agreed:
    """Raises:
    NotFound: there is no such connection that speaks OpenID Connect.
    """
    if queries.connection(db, connection_id).protocol is not Protocol.oidc:
        raise NotFound
    return agreed(db, means_in(request), connection_id)


async def _believed(request: Request, agreement: Agreed, token: str) -> Farewell:
    """With the keys we know, however old: this door is open to all, and makes us call nobody but for a new key, once a
    minute at most (rule 19)."""
    offered = agreement.description.get("algorithms", [])
    wanted = Expected(
        issuer=agreement.issuer,
        client_id=agreement.client_id,
        nonce_hash="",
        algorithms=[name for name in agreement.algorithms if name in offered],
    )
    try:
        return validate_logout_token(token, keys=agreement.keys, expected=wanted, at=now())
    except Distrust as problem:
        if problem.code != "kid_unknown":
            raise
    return validate_logout_token(token, keys=await new_keys(request, agreement), expected=wanted, at=now())


@router.get("/{connection_id:uuid}/frontchannel-logout", name="frontchannel_logout")
async def frontchannel_logout(
    request: Request, connection_id: UUID, iss: Annotated[str, Query()] = "", sid: Annotated[str, Query()] = ""
) -> Response:
    """Ends what that very session at the provider has proven here; without its name, nothing (rule 30). The browser
    may not show this frame, and may keep our cookies from it: neither is needed."""

    def act(db: Db) -> int:
        connection = queries.connection(db, connection_id)
        is_theirs = connection.protocol is Protocol.oidc and iss == connection.issuer
        return farewells.ended_in_frame(db, connection, sid) if is_theirs else 0

    try:
        ended = await write(request, act)
    except NotFound:
        ended = 0
    return Response(status_code=200 if ended else 400, headers=NEVER_KEPT)
