"""Whether a provider's word that somebody signed out there is to be believed. Pure, like `tokens`.

OpenID Connect Back-Channel Logout 1.0, 2.6, and sso.md rule 31.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.sign_in.tokens import (
    LEEWAY,
    LONGEST_SUBJECT,
    OLDEST,
    Distrust,
    Expected,
    comes_from_them_to_us,
    header_of,
    is_clean,
    key_of,
    moment,
    signed_claims,
)

EVENT = "http://schemas.openid.net/event/backchannel-logout"
KINDS = ("logout+jwt", "jwt", "application/logout+jwt")
"""What the header may call it; many providers say nothing, or JWT."""


@dataclass(frozen=True)
class Farewell:
    """Who signed out there: one session of theirs, or the person in all of them. `jti` is used up once."""

    jti: str
    sid: str
    subject: str
    expires_at: float


def validate_logout_token(token: Any, *, keys: Sequence[Any], expected: Expected, at: datetime) -> Farewell:
    """Raises:
    Distrust: it is not to be believed. `kid_unknown` means that the provider may have changed its keys.
    """
    header, algorithm = header_of(token, expected.algorithms)
    kind = header.get("typ", "JWT")
    if not isinstance(kind, str) or kind.lower() not in KINDS:
        raise Distrust("logout_malformed")
    claims = signed_claims(token, key_of(keys, header.get("kid"), algorithm), algorithm)
    comes_from_them_to_us(claims, expected)
    expires_at = _is_of_now(claims, at)
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(EVENT), dict):
        raise Distrust("logout_event_missing")
    if "nonce" in claims:
        raise Distrust("logout_with_nonce")
    sid, subject, jti = (_name(claims, claim) for claim in ("sid", "sub", "jti"))
    if not jti or not (sid or subject):
        raise Distrust("logout_malformed")
    return Farewell(jti, sid, subject, expires_at)


def _is_of_now(claims: Mapping[str, Any], at: datetime) -> float:
    """Until when it could be shown to us again, in seconds since 1970."""
    issued, now, leeway = moment(claims, "iat"), at.timestamp(), LEEWAY.total_seconds()
    if not issued <= now + leeway:
        raise Distrust("issued_in_future")
    if not issued >= now - (OLDEST.total_seconds() + leeway):
        raise Distrust("issued_too_long_ago")
    if "exp" in claims and not now < moment(claims, "exp") + leeway:
        raise Distrust("expired")
    return issued + OLDEST.total_seconds() + 2 * leeway


def _name(claims: Mapping[str, Any], claim: str) -> str:
    value = claims.get(claim, "")
    if not isinstance(value, str) or len(value) > LONGEST_SUBJECT or not is_clean(value):
        raise Distrust("logout_malformed")
    return value
