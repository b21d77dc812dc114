import hmac
from hashlib import sha256
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from app.database import today
from app.passkeys import queries
from app.passkeys.models import Passkey
from app.refusals import NotAllowed, NotFound
from app.web.guards import CurrentActor, Db


def place_hash(request: Request) -> str:
    """Where a request comes from, under a key of the installation: one can count by it and find nobody by it."""
    key: bytes = request.app.state.settings.keys[0].secret
    place = request.client.host if request.client else ""
    return hmac.new(key, f"link {today().isoformat()} {place}".encode(), sha256).hexdigest()


def who_keeps_keys(db: Db, actor: CurrentActor) -> queries.Keeper:
    """Raises:
    NotAllowed: nobody is signed in, or those of their organisation have no use for passkeys.
    """
    found = queries.keeper(db, actor) if actor.is_signed_in else None
    if found is None:
        raise NotAllowed
    return found


TheKeeper = Annotated[queries.Keeper, Depends(who_keeps_keys)]


def own_passkey(passkey_id: UUID, db: Db, owner: TheKeeper) -> Passkey:
    """Raises:
    NotFound: it is not one of theirs.
    """
    found = next((one for one in queries.passkeys_of(db, owner.identity_id) if one.id == passkey_id), None)
    if found is None:
        raise NotFound
    return found


OwnPasskey = Annotated[Passkey, Depends(own_passkey)]
