"""Signed out there, signed out here: by the provider's own call, and by its frame. Nothing forged ends anything."""

import base64
import json
from datetime import timedelta
from secrets import token_urlsafe

import httpx
import pytest
from sqlalchemy import select

from app.actor import THE_CLOCK
from app.database import now
from app.sign_in.happenings import AuthEventType
from app.sign_in.jobs import forget_replays
from app.sign_in.logout_tokens import EVENT
from app.sign_in.models import AuthEvent, Ended, IdpConnection, ReplayGuard, Session, SessionOrganisation


def all_of(db, model):
    db.expire_all()
    return db.scalars(select(model).order_by(model.created_at)).all()


def at(**after):
    return int((now() + timedelta(**after)).timestamp())


@pytest.fixture
def liar(door, member):
    connection = door("liar")
    member(connection, "johndoe")
    return connection


@pytest.fixture
def signed(providers):
    """A token that the provider really signed, saying what we ask it to."""

    def signed(claims, header=None):
        asked = {"sign": {"claims": claims, "header": header or {}}}
        return httpx.post(providers.control, json=asked).raise_for_status().json()["token"]

    return signed


@pytest.fixture
def farewell(providers):
    """What an honest logout token of the liar says, with changes; None leaves something out."""

    def farewell(**changes):
        claims = {
            "iss": providers.liar, "aud": "portal", "iat": at(), "exp": at(minutes=2), "jti": token_urlsafe(8),
            "events": {EVENT: {}}, "sub": "johndoe",
        } | changes  # fmt: skip
        return {name: value for name, value in claims.items() if value is not None}

    return farewell


def tells(one, connection, token):
    """The provider calls; no browser is in it, so nothing of ours is sent along."""
    one.page = one.portal.post(f"/sso/{connection.id}/backchannel-logout", data={"logout_token": token})
    assert one.page.headers["cache-control"] == "no-store"
    return one.page.status_code


def test_signing_out_at_a_certified_provider_ends_the_session_here(db, browser, door, member, providers):
    """rp-backchannel-rpinitlogout: two browsers, and only the one whose session ended there is signed out."""
    connection = door("north")
    member(connection, "anna")
    one, other = browser(), browser()
    for each in (one, other):
        each.signs_in(connection)
    proofs = all_of(db, SessionOrganisation)
    assert len({proof.provider_session for proof in proofs} - {""}) == 2
    httpx.post(providers.control, json={"calls": True})
    there = one.posts("/logga-ut").headers["refresh"].partition("url=")[2]
    one.proves(there)
    (call,) = httpx.post(providers.control, json={"calls": True}).json()
    assert call["url"] == f"https://testserver/sso/{connection.id}/backchannel-logout"
    assert other.is_signed_in
    token = httpx.QueryParams(call["body"])["logout_token"]
    assert tells(browser(), connection, token) == 200
    assert other.is_signed_in


def test_what_the_provider_ends_by_itself_ends_here(db, browser, door, member, providers):
    connection = door("north")
    member(connection, "anna")
    one, other = browser(), browser()
    for each in (one, other):
        each.signs_in(connection)
    httpx.post(providers.control, json={"calls": True})
    # The same as at /logga-ut, but the portal knows nothing of it: the person goes to the provider and signs out there.
    with pytest.raises(AssertionError, match="Sign-out Success"):  # it stays there: nobody sent it
        one.proves(f"{providers.north}/session/end")
    (call,) = httpx.post(providers.control, json={"calls": True}).json()
    assert one.is_signed_in
    assert tells(browser(), connection, httpx.QueryParams(call["body"])["logout_token"]) == 200
    assert not one.is_signed_in
    assert other.is_signed_in
    ended = [session for session in all_of(db, Session) if session.revoked_at]
    assert [session.revoked_because for session in ended] == [Ended.signed_out_by_provider]
    event = all_of(db, AuthEvent)[-1]
    assert (event.type, event.reason, event.session_id) == (AuthEventType.sign_out, "by_provider", ended[0].id)


def test_a_person_is_signed_out_everywhere_when_no_session_is_named(db, browser, liar, signed, farewell):
    one, other = browser(), browser()
    for each in (one, other):
        each.signs_in(liar)
    assert tells(browser(), liar, signed(farewell(sub="somebody else"))) == 200
    assert one.is_signed_in
    assert tells(browser(), liar, signed(farewell(), {"typ": "logout+jwt"})) == 200
    assert not one.is_signed_in
    assert not other.is_signed_in


def test_the_name_that_the_provider_has_for_a_person_counts_whatever_ours_is(
    browser, door, member, lie, signed, farewell
):
    connection = door("liar", subject_source="oid")
    member(connection, "johndoe")
    lie(claims={"oid": "7f3e"})
    one = browser()
    one.signs_in(connection)
    assert tells(browser(), connection, signed(farewell(sub="7f3e"))) == 200
    assert one.is_signed_in
    assert tells(browser(), connection, signed(farewell())) == 200
    assert not one.is_signed_in


REFUSED = {
    "no-event": {"events": None},
    "wrong-event": {"events": {"http://schemas.openid.net/event/other": {}}},
    "an event of another kind": {"events": {EVENT: "yes"}},
    "with-nonce": {"nonce": "n"},
    "wrong-aud": {"aud": "other"},
    "wrong-iss": {"iss": "https://evil.example"},
    "nobody named": {"sub": None},
    "no jti": {"jti": None},
    "an odd name": {"sid": 7},
    "no iat": {"iat": None},
    "of an hour ago": {"iat": at(hours=-1)},
    "of tomorrow": {"iat": at(days=1)},
    "expired": {"exp": at(minutes=-5)},
}


@pytest.mark.parametrize("changes", REFUSED.values(), ids=REFUSED)
def test_what_is_not_a_logout_token_ends_nothing(db, browser, liar, signed, farewell, changes):
    """oidcc-client-test-rp-backchannel-*; so do an ID token and a token of another kind"""
    one = browser()
    one.signs_in(liar)
    assert tells(browser(), liar, signed(farewell(**changes))) == 400
    assert one.is_signed_in
    assert all_of(db, ReplayGuard) == []


def part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def test_what_is_not_signed_ends_nothing(browser, liar, signed, farewell):
    """-alg-none, -wrong-alg, and the wrong kind"""
    one = browser()
    one.signs_in(liar)
    head, body, signature = signed(farewell()).split(".")
    forged = [
        f"{part({'alg': 'none'})}.{body}.",
        f"{part({'alg': 'HS256'})}.{body}.{signature}",
        f"{head}.{part(farewell(sub='johndoe', jti='x'))}.{signature}",
        signed(farewell(), {"typ": "at+jwt"}),
        "",
        "x",
        "å.b.c",
    ]
    for token in forged:
        assert tells(browser(), liar, token) == 400, token
    assert one.is_signed_in


def test_a_logout_token_works_once(db, browser, liar, signed, farewell):
    one = browser()
    one.signs_in(liar)
    token = signed(farewell())
    assert [tells(browser(), liar, token) for _ in range(2)] == [200, 400]
    one.signs_in(liar)
    assert tells(browser(), liar, token) == 400
    assert one.is_signed_in
    (kept,) = all_of(db, ReplayGuard)
    assert kept.expires_at > now() + timedelta(minutes=9)
    kept.expires_at = now() - timedelta(seconds=1)
    db.flush()
    forget_replays(db, THE_CLOCK)
    assert all_of(db, ReplayGuard) == []


def test_it_counts_at_its_own_connection_only(browser, door, liar, signed, farewell):
    north = door("north")
    one = browser()
    one.signs_in(liar)
    assert tells(browser(), north, signed(farewell())) == 400
    for unknown in ("00000000-0000-0000-0000-000000000000",):
        assert (
            browser().portal.post(f"/sso/{unknown}/backchannel-logout", data={"logout_token": "x"}).status_code == 400
        )
    assert one.is_signed_in


def test_unknown_keys_are_asked_for_once_a_minute_whoever_shows_them(db, browser, liar, signed, farewell):
    browser().signs_in(liar)
    assert tells(browser(), liar, signed(farewell(), {"kid": "one"})) == 400
    first = all_of(db, IdpConnection)[0].keys_at
    assert tells(browser(), liar, signed(farewell(), {"kid": "two"})) == 400
    assert all_of(db, IdpConnection)[0].keys_at == first
    assert all_of(db, IdpConnection)[0].keys_again_after > now()


def frames(one, connection, **said):
    return one.portal.get(f"/sso/{connection.id}/frontchannel-logout", params=said).status_code


def test_a_frame_ends_the_one_session_it_names(db, browser, door, member, providers):
    """rp-frontchannel-opinitlogout; the browser sends no cookie along, and none is needed"""
    connection = door("north")
    member(connection, "anna")
    one, other = browser(), browser()
    for each in (one, other):
        each.signs_in(connection)
    sid = all_of(db, SessionOrganisation)[0].provider_session
    for said in (
        {}, {"iss": providers.north}, {"sid": sid}, {"iss": providers.south, "sid": sid},
        {"iss": providers.north, "sid": "x"}, {"iss": providers.north, "sid": ""},
    ):  # fmt: skip
        assert frames(browser(), connection, **said) == 400
    assert one.is_signed_in
    assert frames(browser(), connection, iss=providers.north, sid=sid) == 200
    assert not one.is_signed_in
    assert other.is_signed_in


def test_a_new_signature_algorithm_of_the_provider_is_taken(browser, liar, lie):
    """ES256"""
    try:
        lie(rotate="ES256", discovery={"id_token_signing_alg_values_supported": ["ES256"]})
        one = browser()
        assert one.signs_in(liar).status_code == 303
    finally:
        lie(rotate=True)
