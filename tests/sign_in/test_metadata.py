import json

import pytest

from app.sign_in.metadata import discovery_address, read_description, read_keys
from app.sign_in.tokens import Distrust

ISSUER = "https://idp.example/tenant"
GOOD = {
    "issuer": ISSUER,
    "authorization_endpoint": "https://idp.example/authorize",
    "token_endpoint": "https://idp.example/token",
    "jwks_uri": "https://keys.example/jwks",
    "response_types_supported": ["code"],
}


def described(issuer=ISSUER, **changes):
    document = {name: value for name, value in (GOOD | changes).items() if value is not None}
    return read_description(json.dumps(document).encode(), issuer)


def refusal(**changes):
    with pytest.raises(Distrust) as refused:
        described(**changes)
    return refused.value.code


def test_the_document_is_where_the_standard_says():
    assert discovery_address(ISSUER) == ISSUER + "/.well-known/openid-configuration"
    assert discovery_address(ISSUER + "/") == ISSUER + "/.well-known/openid-configuration"


def test_only_what_we_use_is_kept():
    """Keys that would steer an HTTP client (`transport`, `proxy`, `scope` …) are as if they were not there."""
    kept = described(
        transport=None, proxy="http://evil.example", scope="profile", client_id="x", code_challenge_method=""
    )
    assert set(kept) == {
        "issuer", "authorization_endpoint", "token_endpoint", "jwks_uri", "algorithms", "client_auth", "says_iss",
    }  # fmt: skip
    assert kept["algorithms"] == ["RS256"]
    assert kept["client_auth"] == ["client_secret_basic"]
    assert kept["says_iss"] is False


@pytest.mark.parametrize(
    "issuer", [ISSUER + "/", "https://IDP.example/tenant", "https://idp.example", "", None, [ISSUER]]
)
def test_the_issuer_is_exactly_the_one_agreed_on(issuer):
    """discovery-issuer-mismatch"""
    assert refusal(issuer=None) == "discovery_issuer_wrong"
    document = GOOD | {"issuer": issuer}
    with pytest.raises(Distrust, match="discovery_issuer_wrong"):
        read_description(json.dumps(document).encode(), ISSUER)


@pytest.mark.parametrize("endpoint", ["authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint"])
@pytest.mark.parametrize(
    "address",
    [
        "http://idp.example/x", "javascript:alert(1)", "file:///etc/passwd", "https://", "//idp.example/x",
        "https://u:p@x.example",
        "https://x.example/#f", "https://x.example/\r\nSet-Cookie: a", "https://x.example/ y", 'https://x.example/"',
        7, [],
        "https://x.example:99999/", "https://x.example:0/", "https://[::1/", "https://ö.example/",
        "https://x.example/" + "a" * 2000,
    ],
)  # fmt: skip
def test_an_endpoint_that_is_no_plain_https_address_is_refused(endpoint, address):
    assert refusal(**{endpoint: address}) == "discovery_unusable"


@pytest.mark.parametrize("endpoint", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
def test_a_missing_endpoint_is_refused(endpoint):
    assert refusal(**{endpoint: None}) == "discovery_unusable"


@pytest.mark.parametrize(
    "changes",
    [
        {"response_types_supported": ["id_token"]},
        {"code_challenge_methods_supported": ["plain"]},
        {"id_token_signing_alg_values_supported": ["none", "HS256"]},
        {"id_token_signing_alg_values_supported": "RS256"},
        {"token_endpoint_auth_methods_supported": ["tls_client_auth"]},
    ],
)
def test_a_provider_we_cannot_work_with_safely_is_refused(changes):
    assert refusal(**changes) == "discovery_unusable"


def test_algorithms_are_those_we_share():
    kept = described(id_token_signing_alg_values_supported=["none", "HS256", "ES256", "RS256", 7])
    assert kept["algorithms"] == ["RS256", "ES256"]


@pytest.mark.parametrize("document", [b"", b"[]", b"\xff", b"{", b"[" * 100000, b'{"issuer": "a\\u0000"}'])
def test_what_is_no_document_is_refused(document):
    with pytest.raises(Distrust):
        read_description(document, ISSUER)


def test_shared_secrets_are_not_among_the_keys():
    rsa, oct_key = {"kty": "RSA", "n": "x", "e": "AQAB", "kid": "1"}, {"kty": "oct", "k": "x", "kid": "2"}
    assert read_keys(json.dumps({"keys": [rsa, oct_key, "x", None]}).encode()) == [rsa]
    for document in ({"keys": [oct_key]}, {"keys": {}}, {}, {"keys": [rsa] * 51}):
        with pytest.raises(Distrust, match="keys_unusable"):
            read_keys(json.dumps(document).encode())
