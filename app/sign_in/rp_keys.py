"""How the portal proves who it is by a signature: its own keys, published ahead, changed without an outage."""

import json
from datetime import datetime, timedelta
from typing import Any

from joserfc import jws
from joserfc.jwk import RSAKey
from sqlalchemy.orm import Session as Db

from app.database import now
from app.language import N_
from app.refusals import Reason, Refused
from app.sign_in import queries_keys
from app.sign_in.means import Means
from app.sign_in.models_keys import KeyStatus, RpKey
from app.sign_in.secrets import new_token

ALGORITHM = "RS256"  # what every provider can verify; Sweden Connect and OIDC Sverige name it too
BITS = 3072
ASSERTION_LASTS = timedelta(minutes=1)
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
PUBLISHED_AHEAD = timedelta(hours=24)  # before it signs: providers keep a key set that long
PURPOSE = "rp_key"


def published(db: Db, means: Means) -> dict[str, Any]:
    """The public keys, as providers fetch them (RFC 7517)."""
    ensure(db, means)
    return {"keys": [key.public for key in queries_keys.published(db)]}


def ensure(db: Db, means: Means) -> None:
    """The first keys, where there are none: one that signs, and the one that will."""
    if len(queries_keys.published(db)) >= 2:
        return
    queries_keys.one_at_a_time(db)
    for status in (KeyStatus.current, KeyStatus.next):
        if queries_keys.key_in(db, status) is None:
            db.add(_made(means, status))
            db.flush()


def rotate(db: Db, means: Means) -> RpKey:
    """The next key signs from now on, the last one stays published, and a new one waits; returns the one that signs.

    Raises:
        Refused: the next key has not been published for a day, so that providers may not know it yet.
    """
    ensure(db, means)
    queries_keys.one_at_a_time(db)
    upcoming = queries_keys.key_in(db, KeyStatus.next)
    if upcoming is None or upcoming.since > now() - PUBLISHED_AHEAD:
        raise Refused(Reason(N_("The next key has not been published for 24 hours yet. Providers may not know it.")))
    for status, becomes in (
        (KeyStatus.previous, KeyStatus.retired),
        (KeyStatus.current, KeyStatus.previous),
        (KeyStatus.next, KeyStatus.current),
    ):
        if key := queries_keys.key_in(db, status):
            key.status, key.since = becomes, now()
            if becomes is KeyStatus.retired:
                key.key_sealed = ""  # it will never sign again
            db.flush()
    db.add(_made(means, KeyStatus.next))
    db.flush()
    return upcoming


def _made(means: Means, status: KeyStatus) -> RpKey:
    kid = new_token()[:16]
    key = RSAKey.generate_key(BITS, {"kid": kid, "use": "sig", "alg": ALGORITHM}, auto_kid=False)
    private = json.dumps(key.as_dict(private=True))
    return RpKey(
        kid=kid,
        status=status,
        public=dict(key.as_dict(private=False)),
        key_sealed=means.keyring.seal(private, PURPOSE),
        since=now(),
    )


def signing_key(db: Db, means: Means) -> str:
    """The private key that signs today, as a JWK.

    Raises:
        Unreadable: it was sealed with a key that the installation no longer has.
    """
    ensure(db, means)
    key = queries_keys.key_in(db, KeyStatus.current)
    return means.keyring.open(key.key_sealed if key else "", PURPOSE)


def client_assertion(private_jwk: str, client_id: str, issuer: str, at: datetime) -> str:
    """What proves to one provider that we are its client (RFC 7523, OpenID Connect Core 9).

    It is meant for the issuer and nobody else, as the revision of RFC 7523 asks: a token endpoint is whatever a
    discovery document says, an issuer is what was agreed on.
    """
    key = RSAKey.import_key(json.loads(private_jwk))
    issued = int(at.timestamp())
    said = {
        "iss": client_id,
        "sub": client_id,
        "aud": issuer,
        "jti": new_token(),
        "iat": issued,
        "exp": issued + int(ASSERTION_LASTS.total_seconds()),
    }
    return jws.serialize_compact({"alg": ALGORITHM, "kid": key.kid}, json.dumps(said).encode(), key)
