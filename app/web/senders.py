"""From where a request comes, to count by: several from one place can be told apart from many from many."""

import hmac
from hashlib import sha256

from fastapi import Request

from app.database import today


def sender_hash(request: Request) -> str:
    """Says whether two requests of one day came from one address, without keeping the address (GDPR art. 5.1 c)."""
    key: bytes = request.app.state.settings.keys[0].secret
    address = request.client.host if request.client else ""
    return hmac.new(key, f"{today().isoformat()} {address}".encode(), sha256).hexdigest()
