"""Every lie a provider can tell, told by one that none of us wrote. Each is refused under its own code, in words of
ours, and leaves nothing behind but a line in the log."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.database import now
from app.sign_in.models import AuthEvent, Identity, IdpConnection, Session


def at(**after):
    return int((now() + timedelta(**after)).timestamp())


def all_of(db, model):
    db.expire_all()
    return db.scalars(select(model)).all()


@pytest.fixture
def signs_in(db, door, member, browser, lie):
    """Sign in as John with a provider that lies like this; returns the browser, standing at the answer."""
    connection = door("liar")
    member(connection, "johndoe")

    def signs_in(connection=connection, **lies):
        lie(**lies)
        one = browser()
        if there := one.starts(connection, prefix="/en"):
            one.returns(one.proves(there))
        return one

    return signs_in


def test_without_a_lie_it_works(db, signs_in):
    one = signs_in()
    assert one.page.status_code == 303
    assert one.is_signed_in


LIES = {
    "invalid-iss": ({"claims": {"iss": "https://evil.example"}}, "issuer_wrong"),
    "missing-sub": ({"claims": {"sub": None}}, "subject_missing"),
    "an empty sub": ({"claims": {"sub": ""}}, "subject_missing"),
    "invalid-aud": ({"claims": {"aud": "other"}}, "audience_wrong"),
    "missing-aud": ({"claims": {"aud": None}}, "audience_wrong"),
    "another's audience through us": ({"claims": {"aud": ["a", "b"], "azp": "portal"}}, "audience_wrong"),
    "a wrong azp": ({"claims": {"azp": "other"}}, "azp_wrong"),
    "several audiences, no azp": ({"claims": {"aud": ["portal", "other"]}}, "azp_wrong"),
    "missing-iat": ({"claims": {"iat": None}}, "iat_missing"),
    "iat in the future": ({"claims": {"iat": at(minutes=30), "exp": at(minutes=40)}}, "issued_in_future"),
    "iat long ago": ({"claims": {"iat": at(hours=-1)}}, "issued_too_long_ago"),
    "expired": ({"claims": {"exp": at(minutes=-5)}}, "expired"),
    "valid for a week": ({"claims": {"exp": at(days=7)}}, "lives_too_long"),
    "nonce-invalid": ({"claims": {"nonce": "other"}}, "nonce_wrong"),
    "no nonce": ({"claims": {"nonce": None}}, "nonce_missing"),
    "invalid-athash": ({"claims": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}}, "at_hash_wrong"),
    "idtoken-sig-none": ({"forged": "none", "discovery": {"id_token_signing_alg_values_supported": ["none", "RS256"]}},
                         "algorithm_refused"),
    "invalid-sig-hs256": ({"forged": "hs256", "moreKeys": [{"kty": "oct", "kid": "shared", "k": "c2hhcmVkIHNlY3JldA"}],
                           "discovery": {"id_token_signing_alg_values_supported": ["HS256", "RS256"]}},
                          "algorithm_refused"),
    "the public key as a secret": ({"forged": "public key as secret"}, "algorithm_refused"),
    "invalid-sig-rs256": ({"forged": "broken"}, "signature_wrong"),
    "a foreign key with a known kid": ({"forged": "foreign key"}, "signature_wrong"),
    "a key in the header": ({"forged": "jwk header"}, "signature_wrong"),
    "an unknown kid": ({"header": {"kid": "unheard of"}}, "kid_unknown"),
    "no id_token": ({"tokens": {"id_token": None}}, "token_missing"),
    "an id_token of another kind": ({"tokens": {"id_token": {"a": 1}}}, "token_missing"),
    "no access token": ({"tokens": {"access_token": None}}, "token_answer_malformed"),
    "an error from the token endpoint": ({"tokensStatus": 400, "tokens": {"error": "invalid_grant"}}, "token_refused"),
    "userinfo-invalid-sub": ({"claims": {"email": None}, "userinfo": {"sub": "somebody"}}, "userinfo_subject_wrong"),
    "discovery-issuer-mismatch": ({"discovery": {"issuer": "https://evil.example"}}, "discovery_issuer_wrong"),
    "no discovery": ({"discoveryStatus": 500}, "unreachable"),
    "a token endpoint inside our network": ({"discovery": {"token_endpoint": "http://127.0.0.1:1/"}}, "unreachable"),
    "a token endpoint on disk": ({"discovery": {"token_endpoint": "file:///etc/passwd"}}, "discovery_unusable"),
    "only shared secrets": ({"keys": [{"kty": "oct", "k": "c2hhcmVkIHNlY3JldA"}]}, "keys_unusable"),
    "no PKCE": ({"discovery": {"code_challenge_methods_supported": ["plain"]}}, "discovery_unusable"),
    "another issuer at the callback": ({"redirect": {"iss": "https://evil.example"}}, "answer_issuer_wrong"),
    "a promised issuer that does not come": (
        {"discovery": {"authorization_response_iss_parameter_supported": True}}, "answer_issuer_wrong"),
    "no code": ({"redirect": {"code": None}}, "answer_malformed"),
    "a changed state": ({"redirect": {"state": "other"}}, "state_unknown"),
    "a cancelled sign-in": ({"redirect": {"code": None, "error": "access_denied"}}, "cancelled"),
    "an error with words of its own": (
        {"redirect": {"code": None, "error": "x", "error_description": "Call Ylvanord now"}}, "provider_refused"),
    "an unknown guest": ({"claims": {"acct": 1}}, "guest_refused"),
    "a person from elsewhere": ({"claims": {"idp": "https://elsewhere.example"}}, "guest_refused"),
    "an address nobody has verified": ({"claims": {"email_verified": False}}, "address_missing"),
    "an address of another organisation": ({"claims": {"email": "anna@north.example"}}, "no_access"),
}  # fmt: skip


@pytest.mark.parametrize(("lies", "code"), LIES.values(), ids=LIES)
def test_a_lie_is_refused(db, signs_in, lies, code):
    one = signs_in(**lies)
    assert one.page.status_code in (400, 403, 502)
    assert [event.reason for event in all_of(db, AuthEvent) if event.reason] == [code]
    assert one.sees("Reference:") or one.sees("Nummer:")  # without a state we do not know the language
    assert not one.sees("Ylvanord")
    assert not one.is_signed_in
    assert all_of(db, Session) == all_of(db, Identity) == []


@pytest.mark.parametrize(
    "lies",
    [
        pytest.param({"header": {"kid": None}}, id="kid-absent-single-jwks"),
        pytest.param({"claims": {"at_hash": None}}, id="missing-athash"),
        pytest.param({"claims": {"aud": ["portal"], "azp": "portal"}}, id="a list of one audience"),
        pytest.param({"claims": {"sub": "johndoe"}, "userinfoStatus": 401}, id="userinfo says 401"),
        pytest.param({"discovery": {"transport": None, "proxy": "http://127.0.0.1:1", "scope": "profile",
                                    "client_id": "x", "code_challenge_method": None, "verify": False}},
                     id="discovery tries to steer our client"),
        pytest.param({"discovery": {"userinfo_endpoint": None, "end_session_endpoint": None}}, id="a bare provider"),
    ],
)  # fmt: skip
def test_what_is_odd_but_true_is_believed(signs_in, lies):
    assert signs_in(**lies).is_signed_in


def test_userinfo_that_does_not_answer_only_costs_what_it_would_have_said(db, signs_in):
    """The first time the address is needed; afterwards the subject is enough."""
    assert not signs_in(claims={"email": None}, userinfoStatus=401).is_signed_in
    assert signs_in().is_signed_in
    assert signs_in(claims={"email": None}, userinfoStatus=401).is_signed_in


def test_new_keys_are_fetched_when_an_unknown_one_signs(db, signs_in):
    """signing-key-rotation, signing-key-rotation-just-before-signing"""
    assert signs_in().is_signed_in
    assert signs_in(rotate=True).is_signed_in


def test_keys_are_fetched_at_most_once_a_minute(db, signs_in):
    assert signs_in().is_signed_in
    assert not signs_in(header={"kid": "one"}).is_signed_in
    (connection,) = all_of(db, IdpConnection)
    fetched = connection.keys_at
    assert not signs_in(header={"kid": "two"}).is_signed_in
    (connection,) = all_of(db, IdpConnection)
    assert connection.keys_at == fetched


def test_a_bad_signature_fetches_nothing(db, signs_in):
    assert signs_in().is_signed_in
    assert not signs_in(forged="foreign key").is_signed_in
    (connection,) = all_of(db, IdpConnection)
    assert connection.keys_again_after is None


def test_several_keys_and_no_name_are_refused(signs_in):
    """kid-absent-multiple-jwks"""
    assert signs_in().is_signed_in
    more = [{"kty": "RSA", "kid": "2", "n": "x" * 342, "e": "AQAB", "use": "sig", "alg": "RS256"}]
    assert not signs_in(header={"kid": None}, moreKeys=more, rotate=True).is_signed_in


def test_the_binding_claim_decides_who_is_one_of_them(db, signs_in):
    (connection,) = all_of(db, IdpConnection)
    connection.binding_claim, connection.binding_value = "orgNumber", "2120001926"
    db.commit()
    for claims in ({}, {"orgNumber": "2120001934"}, {"orgNumber": 2120001926}, {"orgNumber": {"2120001926": 1}}):
        assert not signs_in(claims=claims).is_signed_in
    assert signs_in(claims={"orgNumber": "2120001926"}).is_signed_in
    assert signs_in(claims={"orgNumber": ["2120001934", "2120001926"]}).is_signed_in


def test_guests_come_in_where_guests_are_welcome(db, signs_in):
    (connection,) = all_of(db, IdpConnection)
    connection.allow_guests = True
    db.commit()
    assert signs_in(claims={"acct": 1}).is_signed_in
