"""Every way an ID token can be wrong, one line each. The names of the OpenID Foundation's own test modules stand where
a line means the same."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from app.sign_in.secrets import fingerprint
from app.sign_in.tokens import Distrust, Expected, OnlyThis, at_hash, validate_id_token

ISSUER, US, NONCE, ACCESS = "https://idp.example", "portal", "n-0S6_WzA2Mj", "access-token"
AT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
NOW = int(AT.timestamp())
DAY = 24 * 3600


def made(kind, size, name):
    return kind.generate_key(size, {"kid": name, "use": "sig"}, auto_kid=False)


RSA, OTHER_RSA = made(RSAKey, 2048, "rsa"), made(RSAKey, 2048, "rsa")
EC, ED = made(ECKey, "P-256", "ec"), made(OKPKey, "Ed25519", "ed")
SHARED = OctKey.import_key("a secret that both sides know, long enough for HS256", {"kid": "shared"})
KEYS = [key.as_dict(private=False) for key in (RSA, EC, ED)]
EXPECTED = Expected(ISSUER, US, fingerprint(NONCE))

HONEST = {"iss": ISSUER, "sub": "anna", "aud": US, "iat": NOW, "exp": NOW + 600, "nonce": NONCE}
MISSING = object()


def without_nothing(claims):
    return {name: value for name, value in claims.items() if value is not MISSING}


def signed(claims, key=RSA, header=None, algorithm="RS256"):
    body = claims if isinstance(claims, bytes) else json.dumps(without_nothing(claims)).encode()
    head = {"alg": algorithm, "kid": key.kid} | (header or {})
    registry = OnlyThis([algorithm])
    return jws.serialize_compact(without_nothing(head), body, key, registry=registry)


def part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def read(token, **changes):
    asked = {"keys": KEYS, "expected": EXPECTED, "at": AT, "access_token": ACCESS} | changes
    return validate_id_token(token, **asked)


def refusal(token, **changes):
    with pytest.raises(Distrust) as refused:
        read(token, **changes)
    return refused.value.code


@pytest.mark.parametrize(
    "claims",
    [
        pytest.param({}, id="oidcc-client-test"),
        pytest.param({"aud": [US]}, id="a list of one audience"),
        pytest.param({"aud": [US, "other"], "azp": US}, id="several audiences, and we are the party"),
        pytest.param({"azp": US}, id="we are the party"),
        pytest.param({"exp": NOW - 59}, id="expired within the leeway"),
        pytest.param({"iat": NOW + 59, "exp": NOW + 600}, id="issued by a clock that is a little ahead"),
        pytest.param({"iat": NOW - 600}, id="ten minutes old"),
        pytest.param({"iat": NOW + 0.5}, id="fractions of a second"),
        pytest.param({"nbf": NOW + 59}, id="almost valid"),
        pytest.param({"at_hash": at_hash(ACCESS, "RS256")}, id="the right at_hash"),
        pytest.param({}, id="missing-athash"),
        pytest.param({"sub": "a" * 255}, id="the longest subject"),
        pytest.param({"acr": 7}, id="an acr nobody asked for and nobody can read"),
        pytest.param({"auth_time": NOW - 5 * DAY}, id="signed in long ago, which nobody minds"),
    ],
)
def test_an_honest_token_is_believed(claims):
    token = signed(HONEST | claims)
    assert read(token).subject == (claims.get("sub") or "anna")


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        pytest.param({"iss": "https://evil.example"}, "issuer_wrong", id="invalid-iss"),
        pytest.param({"iss": ISSUER + "/"}, "issuer_wrong", id="almost the issuer"),
        pytest.param({"iss": MISSING}, "issuer_wrong", id="no issuer"),
        pytest.param({"iss": [ISSUER]}, "issuer_wrong", id="a list of issuers"),
        pytest.param({"aud": "other"}, "audience_wrong", id="invalid-aud"),
        pytest.param({"aud": MISSING}, "audience_wrong", id="missing-aud"),
        pytest.param({"aud": []}, "audience_wrong", id="no audience in the list"),
        pytest.param({"aud": {US: 1}}, "audience_wrong", id="an audience of the wrong kind"),
        pytest.param({"aud": "other", "azp": US}, "audience_wrong", id="for another, through us"),
        pytest.param({"aud": ["x", "y"], "azp": US}, "audience_wrong", id="for two others, through us"),
        pytest.param({"aud": [US, "other"]}, "azp_wrong", id="several audiences and no party"),
        pytest.param({"aud": [US, "other"], "azp": "other"}, "azp_wrong", id="several, and another party"),
        pytest.param({"azp": "other"}, "azp_wrong", id="another party"),
        pytest.param({"azp": ""}, "azp_wrong", id="an empty party"),
        pytest.param({"exp": NOW - 61}, "expired", id="expired"),
        pytest.param({"exp": MISSING}, "exp_missing", id="no end"),
        pytest.param({"exp": str(NOW + 600)}, "exp_missing", id="an end in letters"),
        pytest.param({"exp": True}, "exp_missing", id="an end that is true"),
        pytest.param({"exp": 10**400}, "exp_missing", id="an end beyond all numbers"),
        pytest.param({"iat": MISSING}, "iat_missing", id="missing-iat"),
        pytest.param({"iat": None}, "iat_missing", id="a beginning that is nothing"),
        pytest.param({"iat": NOW + 120, "exp": NOW + 600}, "issued_in_future", id="issued tomorrow"),
        pytest.param({"iat": NOW - 700}, "issued_too_long_ago", id="issued too long ago"),
        pytest.param({"exp": NOW + DAY + 60}, "lives_too_long", id="valid for more than a day"),
        pytest.param({"nbf": NOW + 120}, "not_yet_valid", id="not valid yet"),
        pytest.param({"nbf": "soon"}, "nbf_missing", id="valid from a word"),
        pytest.param({"nonce": "other"}, "nonce_wrong", id="nonce-invalid"),
        pytest.param({"nonce": MISSING}, "nonce_missing", id="no nonce"),
        pytest.param({"nonce": ""}, "nonce_missing", id="an empty nonce"),
        pytest.param({"nonce": [NONCE]}, "nonce_missing", id="a list of nonces"),
        pytest.param({"nonce": "\ud800"}, "nonce_wrong", id="half a character for a nonce"),
        pytest.param({"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}, "at_hash_wrong", id="invalid-athash"),
        pytest.param({"at_hash": 1}, "at_hash_wrong", id="an at_hash of the wrong kind"),
        pytest.param({"sub": MISSING}, "subject_missing", id="missing-sub"),
        pytest.param({"sub": ""}, "subject_missing", id="an empty subject"),
        pytest.param({"sub": "  "}, "subject_missing", id="a blank subject"),
        pytest.param({"sub": 7}, "subject_missing", id="a number for a subject"),
        pytest.param({"sub": "a" * 256}, "subject_unusable", id="too long a subject"),
        pytest.param({"sub": "a\x00b"}, "subject_unusable", id="a subject no database can hold"),
        pytest.param({"sub": "a\ud800"}, "subject_unusable", id="half a character in the subject"),
        pytest.param({"auth_time": NOW + 120}, "auth_time_in_future", id="signed in tomorrow"),
        pytest.param({"auth_time": "now"}, "auth_time_missing", id="signed in at a word"),
    ],
)
def test_a_wrong_claim_is_refused(claims, code):
    assert refusal(signed(HONEST | claims)) == code


@pytest.mark.parametrize(("key", "algorithm"), [(RSA, "RS256"), (RSA, "PS256"), (EC, "ES256"), (ED, "EdDSA")])
def test_each_allowed_algorithm_is_understood(key, algorithm):
    """idtoken-sig-rs256 and its sisters; at_hash follows the algorithm."""
    claims = HONEST | {"at_hash": at_hash(ACCESS, algorithm)}
    assert read(signed(claims, key, algorithm=algorithm)).subject == "anna"


@pytest.mark.parametrize(("key", "algorithm"), [(OTHER_RSA, "RS256"), (made(ECKey, "P-256", "ec"), "ES256")])
def test_a_foreign_key_under_a_known_name_is_refused(key, algorithm):
    """invalid-sig-rs256, invalid-sig-es256"""
    assert refusal(signed(HONEST, key, algorithm=algorithm)) == "signature_wrong"


def test_a_changed_payload_is_refused():
    head, _, signature = signed(HONEST).split(".")
    assert refusal(f"{head}.{part(HONEST | {'sub': 'boss'})}.{signature}") == "signature_wrong"


def test_an_unsigned_token_is_refused():
    """idtoken-sig-none, whatever discovery says about it"""
    token = f"{part({'alg': 'none'})}.{part(HONEST)}."
    assert refusal(token) == "algorithm_refused"
    assert refusal(token, expected=Expected(ISSUER, US, fingerprint(NONCE), ("none",))) == "algorithm_refused"


def test_a_shared_secret_is_refused_also_when_it_stands_among_the_keys():
    """invalid-sig-hs256, and the oct key"""
    token = signed(HONEST, SHARED, algorithm="HS256")
    everything = Expected(ISSUER, US, fingerprint(NONCE), ("HS256", "RS256"))
    assert refusal(token, keys=[*KEYS, SHARED.as_dict(private=True)], expected=everything) == "algorithm_refused"


def test_the_public_key_used_as_a_shared_secret_is_refused():
    start = f"{part({'alg': 'HS256', 'kid': 'rsa'})}.{part(HONEST)}"
    forged = hmac.digest(RSA.as_pem(private=False), start.encode(), "sha256")
    token = f"{start}.{base64.urlsafe_b64encode(forged).rstrip(b'=').decode()}"
    everything = Expected(ISSUER, US, fingerprint(NONCE), ("HS256", "RS256"))
    assert refusal(token, expected=everything) == "algorithm_refused"


def test_an_algorithm_the_provider_did_not_announce_is_refused():
    only = Expected(ISSUER, US, fingerprint(NONCE), ("ES256",))
    assert refusal(signed(HONEST), expected=only) == "algorithm_refused"


@pytest.mark.parametrize("algorithm", ["RS384", "RS512", "ES256K", "rs256", "", None, 7, ["RS256"]])
def test_no_other_algorithm_is_understood(algorithm):
    head = {"alg": algorithm, "kid": "rsa"}
    assert refusal(f"{part(head)}.{part(HONEST)}.AAAA") == "algorithm_refused"


def test_an_unknown_key_name_is_a_reason_to_ask_for_keys_again():
    assert refusal(signed(HONEST, header={"kid": "new"})) == "kid_unknown"


def test_without_a_name_the_only_fitting_key_is_used():
    """kid-absent-single-jwks"""
    assert read(signed(HONEST, header={"kid": MISSING})).subject == "anna"


def test_without_a_name_several_fitting_keys_are_refused():
    """kid-absent-multiple-jwks"""
    another = made(RSAKey, 2048, "rsa-2").as_dict(private=False)
    assert refusal(signed(HONEST, header={"kid": MISSING}), keys=[*KEYS, another]) == "key_ambiguous"


def test_two_keys_of_one_name_are_refused():
    assert refusal(signed(HONEST), keys=[*KEYS, OTHER_RSA.as_dict(private=False)]) == "key_ambiguous"


@pytest.mark.parametrize(
    "change",
    [{"use": "enc"}, {"key_ops": ["encrypt"]}, {"key_ops": 7}, {"alg": "PS256"}, {"kty": "oct"}, {"kty": ["RSA"]}],
)
def test_a_key_for_something_else_is_no_key(change):
    assert refusal(signed(HONEST), keys=[RSA.as_dict(private=False) | change]) == "kid_unknown"


@pytest.mark.parametrize("change", [{"n": "AQAB"}, {"n": 7}, {"n": None}, {"n": "!"}, {"e": ""}])
def test_a_broken_or_weak_key_is_refused(change):
    assert refusal(signed(HONEST), keys=[RSA.as_dict(private=False) | change]) == "key_unusable"


def test_a_key_carried_by_the_token_itself_is_ignored():
    """the `jwk` header"""
    own = {"jwk": OTHER_RSA.as_dict(private=False)}
    assert refusal(signed(HONEST, OTHER_RSA, header=own)) == "signature_wrong"


@pytest.mark.parametrize(
    "header", [{"crit": ["x"], "x": 1}, {"b64": False, "crit": ["b64"]}, {"kid": 7}, {"kid": ["rsa"]}]
)
def test_a_header_we_would_have_to_understand_is_refused(header):
    token = f"{part({'alg': 'RS256'} | header)}.{part(HONEST)}.AAAA"
    assert refusal(token) == "token_malformed"


@pytest.mark.parametrize(
    "token",
    ["a", "a.b", "a.b.c", "a.b.c.d", "..", "å.b.c", f"{part([])}.b.c", f"{part({'alg': 'RS256'})}.b.", "x" * 70000],
)
def test_what_is_no_token_is_refused(token):
    assert refusal(token) in {"token_malformed", "signature_wrong", "kid_unknown", "key_ambiguous"}


@pytest.mark.parametrize("token", [None, "", 7, {}, []])
def test_an_absent_token_is_refused(token):
    assert refusal(token) == "token_missing"


@pytest.mark.parametrize(
    "payload", [b"[]", b"7", b"{", b"\xff", b'{"sub":"a","sub":"b"}', b'{"exp": NaN}', b"[" * 90000]
)
def test_a_payload_that_can_be_read_two_ways_or_none_is_refused(payload):
    assert refusal(signed(payload)) in {"token_malformed", "signature_wrong"}


def test_a_demanded_age_is_looked_for():
    recent = Expected(ISSUER, US, fingerprint(NONCE), max_age=timedelta(minutes=5))
    assert refusal(signed(HONEST), expected=recent) == "auth_time_missing"
    assert refusal(signed(HONEST | {"auth_time": NOW - 400}), expected=recent) == "signed_in_too_long_ago"
    assert read(signed(HONEST | {"auth_time": NOW - 300}), expected=recent).auth_time == AT - timedelta(minutes=5)


def test_a_demanded_strength_is_looked_for():
    strong = Expected(ISSUER, US, fingerprint(NONCE), acr_values=("loa3",))
    assert refusal(signed(HONEST), expected=strong) == "acr_refused"
    assert refusal(signed(HONEST | {"acr": "loa2"}), expected=strong) == "acr_refused"
    assert read(signed(HONEST | {"acr": "loa3"}), expected=strong).acr == "loa3"


def test_the_subject_can_be_another_claim_which_then_has_to_be_there():
    by_oid = Expected(ISSUER, US, fingerprint(NONCE), subject_source="oid")
    assert read(signed(HONEST | {"oid": "42"}), expected=by_oid).subject == "42"
    assert refusal(signed(HONEST), expected=by_oid) == "subject_missing"


def test_at_hash_is_the_left_half_of_the_digest():
    digest = hashlib.sha256(ACCESS.encode()).digest()[:16]
    assert at_hash(ACCESS, "RS256") == base64.urlsafe_b64encode(digest).decode().rstrip("=")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(st.sampled_from([*HONEST, "azp", "nbf", "at_hash", "auth_time", "acr"]), anything))
def test_no_claims_however_odd_cause_anything_but_belief_or_distrust(claims):
    try:
        proven = read(signed(HONEST | claims))
    except Distrust:
        return
    assert proven.claims["iss"] == ISSUER
    assert proven.claims["nonce"] == NONCE


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(["kty", "n", "e", "crv", "x", "y", "use", "key_ops", "alg", "kid"]), anything))
def test_no_keys_however_odd_cause_anything_but_distrust(odd):
    for key in (RSA, EC, ED):
        algorithm = {"RSA": "RS256", "EC": "ES256", "OKP": "EdDSA"}[key.key_type]
        try:
            read(signed(HONEST, key, algorithm=algorithm), keys=[key.as_dict(private=False) | odd])
        except Distrust:
            continue
