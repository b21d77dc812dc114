"""The directory behind a token. No person's session is looked at, and nothing leads to another organisation."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request
from scim2_models import UnauthorizedException
from sqlalchemy.orm import Session

from app.database import now
from app.scim import queries
from app.scim.models import ScimDirectory
from app.scim.reading import read_json
from app.sign_in.guards import means_in
from app.sign_in.secrets import fingerprint
from app.web.guards import Db

LONGEST_TOKEN = 200
ROOT = "/scim/v2"


@dataclass(frozen=True)
class Caller:
    directory: ScimDirectory
    base: str

    @property
    def organisation_id(self) -> UUID:
        return self.directory.organisation_id


def caller(request: Request, db: Db) -> Caller:
    """Raises:
    UnauthorizedException: there is no token, or it is not, or no longer, one of ours.
    """
    found = _directory(request, db, _shown(request))
    return Caller(found, base_of(request))


def _shown(request: Request) -> str:
    scheme, _, shown = request.headers.get("authorization", "").partition(" ")
    shown = shown.strip()
    if scheme.lower() != "bearer" or not shown or len(shown) > LONGEST_TOKEN:
        raise UnauthorizedException(detail="Send the organisation's token as a bearer token.")
    return shown


def _directory(request: Request, db: Session, shown: str) -> ScimDirectory:
    token = queries.token(db, fingerprint(shown))
    if token is None:
        raise UnauthorizedException(detail="The token is not known.")
    request.state.scim_organisation = token.directory.organisation_id
    if token.revoked_at is not None:
        raise UnauthorizedException(detail="The token has been revoked.")
    if token.expires_at <= now():
        raise UnauthorizedException(detail="The token has expired.")
    queries.note_use(db, token.id)
    return token.directory


def base_of(request: Request) -> str:
    return means_in(request).origin + ROOT


def anyone_may_ask() -> None:
    """Says that what the service is like is no secret: nobody is asked who they are."""


async def body_of(request: Request) -> dict[str, Any]:
    return read_json(await request.body())


CurrentDirectory = Annotated[Caller, Depends(caller)]
Body = Annotated[dict[str, Any], Depends(body_of)]
