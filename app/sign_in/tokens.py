"""Whether an ID token is to be believed. Pure: everything it needs is handed over, nothing is fetched.

OpenID Connect Core 3.1.3.7 made stricter by sso.md rules 15–18, 33. Every refusal has a code of ours; what the
provider wrote is never repeated to anyone.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError, UnsupportedAlgorithmError
from joserfc.jwa import JWSAlgModel
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey

from app.sign_in.secrets import fingerprint

ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
"""What we accept at all. Never `none`, never a shared secret."""

KEY_TYPES: Mapping[str, tuple[type[RSAKey] | type[ECKey] | type[OKPKey], str]] = {
    "RS256": (RSAKey, "RSA"),
    "PS256": (RSAKey, "RSA"),
    "ES256": (ECKey, "EC"),
    "EdDSA": (OKPKey, "OKP"),
}
AT_HASH = {"RS256": hashlib.sha256, "PS256": hashlib.sha256, "ES256": hashlib.sha256, "EdDSA": hashlib.sha512}
LEEWAY = timedelta(seconds=60)
OLDEST = timedelta(minutes=10)
LONGEST_LIFE = timedelta(hours=24)
LONGEST_SUBJECT = 255
LONGEST_TOKEN = 64 * 1024
SMALLEST_RSA = 2048


class Distrust(Exception):
    """Why a sign-in service is not believed: one of our own codes, for the log and for choosing our own words."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Expected:
    """What the token has to say to be an answer to our question.

    With `max_age` it must say when the person proved themselves; with `proven_since` it may leave that out, but what
    it says must not be older.
    """

    issuer: str
    client_id: str
    nonce_hash: str
    algorithms: Sequence[str] = ALGORITHMS
    subject_source: str = "sub"
    max_age: timedelta | None = None
    proven_since: datetime | None = None
    acr_values: Sequence[str] = ()


@dataclass(frozen=True)
class Proven:
    """What a believed token says."""

    subject: str
    claims: Mapping[str, Any]
    auth_time: datetime
    acr: str = ""


def validate_id_token(
    token: Any, *, keys: Sequence[Any], expected: Expected, at: datetime, access_token: str = ""
) -> Proven:
    """What the token proves.

    Raises:
        Distrust: it is not to be believed; the code says why. `kid_unknown` means that the provider may have changed
            its keys, so that they are worth asking for once more.
    """
    header, algorithm = header_of(token, expected.algorithms)
    key = key_of(keys, header.get("kid"), algorithm)
    claims = signed_claims(token, key, algorithm)
    comes_from_them_to_us(claims, expected)
    _is_fresh(claims, at)
    if not _same(fingerprint(_text(claims, "nonce", "nonce_missing")), expected.nonce_hash):
        raise Distrust("nonce_wrong")
    if "at_hash" in claims and not _same(_text(claims, "at_hash", "at_hash_wrong"), at_hash(access_token, algorithm)):
        raise Distrust("at_hash_wrong")
    return Proven(
        subject=subject_of(claims, expected.subject_source),
        claims=claims,
        auth_time=_auth_time(claims, expected, at),
        acr=_acr(claims, expected),
    )


def at_hash(access_token: str, algorithm: str) -> str:
    """The left half of the access token's digest (Core 3.1.3.6)."""
    digest = AT_HASH[algorithm](access_token.encode(errors="surrogatepass")).digest()
    return base64.urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()


def subject_of(claims: Mapping[str, Any], source: str) -> str:
    """Who the provider says it is. `sub` must be there whichever claim was agreed on.

    Raises:
        Distrust: it is missing, empty, too long, or nothing that could be a name for somebody.
    """
    for claim in ("sub", source):
        subject = claims.get(claim)
        if not isinstance(subject, str) or not subject.strip():
            raise Distrust("subject_missing")
        if len(subject) > LONGEST_SUBJECT or not is_clean(subject):
            raise Distrust("subject_unusable")
    return str(claims[source])


def is_clean(text: str) -> bool:
    """Nothing that a database, a log or a page could stumble over: control characters, lone surrogates."""
    return text.isprintable()


def header_of(token: Any, allowed: Iterable[str]) -> tuple[dict[str, Any], str]:
    if not isinstance(token, str) or not token:
        raise Distrust("token_missing")
    if len(token) > LONGEST_TOKEN or not token.isascii() or token.count(".") != 2:
        raise Distrust("token_malformed")
    header = _json(_decoded(token.split(".")[0]))
    algorithm = header.get("alg")
    if algorithm not in ALGORITHMS or algorithm not in allowed:
        raise Distrust("algorithm_refused")
    if "crit" in header or "b64" in header:
        raise Distrust("token_malformed")
    kid = header.get("kid")
    if kid is not None and not isinstance(kid, str):
        raise Distrust("token_malformed")
    return header, algorithm


def _decoded(part: str) -> bytes:
    try:
        return base64.b64decode(part + "=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as problem:
        raise Distrust("token_malformed") from problem


def _json(raw: bytes) -> dict[str, Any]:
    try:
        read = json.loads(raw, object_pairs_hook=_once_each, parse_constant=_no_such_number)
    except (ValueError, RecursionError) as problem:
        raise Distrust("token_malformed") from problem
    if not isinstance(read, dict):
        raise Distrust("token_malformed")
    return read


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Two readers of the same name could each believe another value."""
    read = dict(pairs)
    if len(read) != len(pairs):
        raise ValueError("a name is said twice")
    return read


def _no_such_number(name: str) -> None:
    raise ValueError(name)


def usable_keys(keys: Sequence[Any]) -> list[dict[str, Any]]:
    """The public signing keys among what a provider published. Shared secrets (`oct`) are not keys to us."""
    types = tuple(kty for _, kty in KEY_TYPES.values())
    return [
        key
        for key in keys
        if isinstance(key, dict)
        and key.get("kty") in types
        and key.get("use", "sig") == "sig"
        and _may_verify(key.get("key_ops"))
    ]


def _may_verify(operations: Any) -> bool:
    return operations is None or (isinstance(operations, list) and "verify" in operations)


def key_of(keys: Sequence[Any], kid: str | None, algorithm: str) -> Key:
    kind, kty = KEY_TYPES[algorithm]
    fitting = [key for key in usable_keys(keys) if key["kty"] == kty and key.get("alg", algorithm) == algorithm]
    if kid is not None:
        fitting = [key for key in fitting if key.get("kid") == kid]
    if not fitting:
        raise Distrust("kid_unknown")
    if len(fitting) > 1:
        raise Distrust("key_ambiguous")
    if kty == "RSA" and _bits(fitting[0].get("n")) < SMALLEST_RSA:
        raise Distrust("key_unusable")
    try:
        return kind.import_key({name: value for name, value in fitting[0].items() if name in PUBLIC_PARTS})
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as problem:
        raise Distrust("key_unusable") from problem


def _bits(number: Any) -> int:
    """The size of a number as a key writes it."""
    if not isinstance(number, str):
        return 0
    try:
        return int.from_bytes(_decoded(number), "big").bit_length()
    except Distrust:
        return 0


PUBLIC_PARTS = ("kty", "n", "e", "crv", "x", "y")


class OnlyThis(jws.JWSRegistry):
    """One algorithm, and no warning that a newer name than EdDSA exists: providers use the old one."""

    def __init__(self, algorithms: list[str]) -> None:
        super().__init__(algorithms=algorithms, strict_check_header=False)

    def get_alg(self, name: str) -> JWSAlgModel:
        if name not in (self.allowed or ()):
            raise UnsupportedAlgorithmError(name)
        return self.algorithms[name]


def signed_claims(token: str, key: Key, algorithm: str) -> dict[str, Any]:
    try:
        signed = jws.deserialize_compact(token, key, registry=OnlyThis(algorithms=[algorithm]))
    except (JoseError, ValueError, TypeError) as problem:
        raise Distrust("signature_wrong") from problem
    return _json(signed.payload)


def comes_from_them_to_us(claims: Mapping[str, Any], expected: Expected) -> None:
    if claims.get("iss") != expected.issuer:
        raise Distrust("issuer_wrong")
    audience = claims.get("aud")
    audiences = [audience] if isinstance(audience, str) else audience
    if not isinstance(audiences, list) or expected.client_id not in audiences:
        raise Distrust("audience_wrong")
    azp = claims.get("azp")
    if (len(audiences) > 1 or azp is not None) and azp != expected.client_id:
        raise Distrust("azp_wrong")


def _is_fresh(claims: Mapping[str, Any], at: datetime) -> None:
    """Written so that anything odd falls on the refusing side."""
    expires, issued = moment(claims, "exp"), moment(claims, "iat")
    now = at.timestamp()
    if not now < expires + LEEWAY.total_seconds():
        raise Distrust("expired")
    if not issued <= now + LEEWAY.total_seconds():
        raise Distrust("issued_in_future")
    if not issued >= now - (OLDEST + LEEWAY).total_seconds():
        raise Distrust("issued_too_long_ago")
    if not expires - issued <= LONGEST_LIFE.total_seconds():
        raise Distrust("lives_too_long")
    if "nbf" in claims and not moment(claims, "nbf") <= now + LEEWAY.total_seconds():
        raise Distrust("not_yet_valid")


def moment(claims: Mapping[str, Any], claim: str) -> float:
    """Seconds since 1970."""
    value = claims.get(claim)
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e12:
        raise Distrust(f"{claim}_missing")
    return float(value)


def _text(claims: Mapping[str, Any], claim: str, code: str) -> str:
    value = claims.get(claim)
    if not isinstance(value, str) or not value:
        raise Distrust(code)
    return value


def _auth_time(claims: Mapping[str, Any], expected: Expected, at: datetime) -> datetime:
    """When the person last proved themselves to the provider; now, if it does not say and we did not ask."""
    if "auth_time" not in claims:
        if expected.max_age is not None:
            raise Distrust("auth_time_missing")
        return at
    then = moment(claims, "auth_time")
    if not then <= at.timestamp() + LEEWAY.total_seconds():
        raise Distrust("auth_time_in_future")
    if expected.max_age is not None and not then >= (at - expected.max_age - LEEWAY).timestamp():
        raise Distrust("signed_in_too_long_ago")
    if expected.proven_since is not None and not then >= (expected.proven_since - LEEWAY).timestamp():
        raise Distrust("signed_in_too_long_ago")
    return datetime.fromtimestamp(max(then, 0), tz=at.tzinfo)


def _acr(claims: Mapping[str, Any], expected: Expected) -> str:
    """How strongly. Asking is not receiving (rule 33)."""
    acr = claims.get("acr", "")
    if expected.acr_values and acr not in expected.acr_values:
        raise Distrust("acr_refused")
    return acr[:LONGEST_SUBJECT] if isinstance(acr, str) and is_clean(acr) else ""


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(errors="surrogatepass"), other.encode(errors="surrogatepass"))
