"""What a sign-in service says about itself: our own copy, of the few things we use (sso.md rule 14)."""

import json
from typing import Any
from urllib.parse import urlsplit

from app.sign_in.models import AuthMethod
from app.sign_in.tokens import ALGORITHMS, Distrust, usable_keys

ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
OPTIONAL_ENDPOINTS = ("userinfo_endpoint", "end_session_endpoint")
LONGEST_ADDRESS = 2000
MOST_KEYS = 50


def discovery_address(issuer: str) -> str:
    """Discovery 1.0, section 4."""
    return issuer.rstrip("/") + "/.well-known/openid-configuration"


def read_description(document: bytes, issuer: str, *, plain_http: bool = False) -> dict[str, Any]:
    """The part of a discovery document that we keep. Everything else in it is as if it were not there.

    `plain_http` allows endpoints without TLS: development, where the outbound client guards the addresses anyway.

    Raises:
        Distrust: it is not about this issuer, or we cannot work with what it offers.
    """
    said = _object(document)
    if said.get("issuer") != issuer:
        raise Distrust("discovery_issuer_wrong")
    kept: dict[str, Any] = {"issuer": issuer}
    for name in ENDPOINTS + OPTIONAL_ENDPOINTS:
        if name in said or name in ENDPOINTS:
            kept[name] = _address(said.get(name), plain_http=plain_http)
    if "code" not in _texts(said, "response_types_supported", ["code"]):
        raise Distrust("discovery_unusable")
    # Entra ID supports PKCE without saying so; whoever does say has to include S256
    if "S256" not in _texts(said, "code_challenge_methods_supported", ["S256"]):
        raise Distrust("discovery_unusable")
    offered = _texts(said, "id_token_signing_alg_values_supported", ["RS256"])
    kept["algorithms"] = [name for name in ALGORITHMS if name in offered]
    if not kept["algorithms"]:
        raise Distrust("discovery_unusable")
    offered_auth = _texts(said, "token_endpoint_auth_methods_supported", ["client_secret_basic"])
    kept["client_auth"] = [method.value for method in AuthMethod if method.value in offered_auth]
    if not kept["client_auth"]:
        raise Distrust("discovery_unusable")
    kept["says_iss"] = said.get("authorization_response_iss_parameter_supported") is True
    return kept


def read_keys(document: bytes) -> list[dict[str, Any]]:
    """The public signing keys of a JWK set.

    Raises:
        Distrust: it holds none.
    """
    keys = _object(document).get("keys")
    usable = usable_keys(keys) if isinstance(keys, list) else []
    if not usable or len(usable) > MOST_KEYS:
        raise Distrust("keys_unusable")
    return usable


def is_address(value: Any, *, plain_http: bool) -> bool:
    """Whether this is an address of the kind that may be called or sent to: nothing hidden in it."""
    if not isinstance(value, str) or len(value) > LONGEST_ADDRESS:
        return False
    if not value.isascii() or not value.isprintable() or any(sign in value for sign in " \\\"'<>#"):
        return False
    try:
        parts = urlsplit(value)
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        return False
    schemes = ("https", "http") if plain_http else ("https",)
    return bool(parts.scheme in schemes and parts.hostname and has_port and "@" not in parts.netloc)


def _address(value: Any, *, plain_http: bool) -> str:
    if not is_address(value, plain_http=plain_http):
        raise Distrust("discovery_unusable")
    return str(value)


def _object(document: bytes) -> dict[str, Any]:
    try:
        read = json.loads(document)
    except (ValueError, RecursionError) as problem:
        raise Distrust("discovery_unusable") from problem
    if not isinstance(read, dict) or "\\u0000" in json.dumps(read):  # PostgreSQL cannot hold it
        raise Distrust("discovery_unusable")
    return read


def _texts(said: dict[str, Any], name: str, default: list[str]) -> list[str]:
    value = said.get(name, default)
    if not isinstance(value, list):
        raise Distrust("discovery_unusable")
    return [text for text in value if isinstance(text, str)]
