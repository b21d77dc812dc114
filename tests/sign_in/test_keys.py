"""The portal's own keys towards providers, and the key that secrets at rest are sealed with: changed while it runs."""

import json
from datetime import timedelta

import pytest
from joserfc import jws
from joserfc.jwk import RSAKey
from sqlalchemy import select

from app import tables
from app.database import now
from app.refusals import Refused
from app.sign_in import connections, resealing, rp_keys
from app.sign_in.agreed import agreed
from app.sign_in.models import AuthEvent, AuthMethod, IdpConnection
from app.sign_in.models_keys import KeyStatus, RpKey
from app.sign_in.secrets import Keyring, Unreadable
from app.sign_in.tokens import Distrust
from tests.sign_in.conftest import KEY


@pytest.fixture
def means(site):
    return site.state.sign_in


def statuses(db):
    db.flush()
    db.expire_all()
    return {key.status: key.kid for key in db.scalars(select(RpKey)) if key.status != KeyStatus.retired}


@pytest.fixture
def ours(db, given, means):
    """The key that west knows is the one that signs."""
    private = means.keyring.seal(json.dumps(KEY.as_dict(private=True)), "rp_key")
    public = dict(KEY.as_dict(private=False))
    return given.saved(RpKey(kid="ours", status=KeyStatus.current, public=public, key_sealed=private, since=now()))


def test_signing_in_where_the_portal_signs_instead_of_sending_a_secret(db, ours, browser, door, member):
    """private_key_jwt, with a certified provider"""
    connection = door("west", auth_method=AuthMethod.private_key_jwt)
    assert connection.secret_sealed == ""
    member(connection, "anna")
    one = browser()
    assert one.signs_in(connection).status_code == 303
    assert one.is_signed_in


def test_a_key_the_provider_does_not_know_is_refused_by_it(db, browser, door, member):
    connection = door("west", auth_method=AuthMethod.private_key_jwt)
    member(connection, "anna")
    assert browser().signs_in(connection).status_code == 502
    assert db.scalars(select(AuthEvent.reason).where(AuthEvent.reason != "")).all() == ["token_refused"]


def test_a_secret_is_never_sent_where_a_signature_was_agreed_on(db, ours, browser, door, member, lie):
    connection = door("liar", auth_method=AuthMethod.private_key_jwt)
    member(connection, "johndoe")
    assert browser().signs_in(connection, "johndoe").status_code == 502
    assert db.scalars(select(AuthEvent.reason).where(AuthEvent.reason != "")).all() == ["auth_method_not_offered"]


def test_an_assertion_is_for_one_issuer_for_a_minute_and_never_the_same(db, means):
    private = rp_keys.signing_key(db, means)
    said = []
    for _ in range(2):
        token = rp_keys.client_assertion(private, "client", "https://idp.example", now())
        said.append(json.loads(jws.deserialize_compact(token, RSAKey.import_key(json.loads(private))).payload))
    first, second = said
    assert (first["iss"], first["sub"], first["aud"]) == ("client", "client", "https://idp.example")
    assert first["exp"] - first["iat"] == 60
    assert first["jti"] != second["jti"]


def test_only_public_parts_are_published(browser):
    answer = browser().portal.get("/sso/jwks.json")
    assert answer.headers["cache-control"] == "public, max-age=300"
    keys = answer.json()["keys"]
    assert len(keys) == 2
    for key in keys:
        assert set(key) == {"kty", "n", "e", "kid", "use", "alg"}
    assert browser().portal.get("/sso/jwks.json").json()["keys"] == keys


def test_keys_change_without_anyone_meeting_one_they_do_not_know(db, means):
    rp_keys.ensure(db, means)
    first = statuses(db)
    with pytest.raises(Refused):
        rp_keys.rotate(db, means)
    assert statuses(db) == first
    for _ in range(2):
        before = statuses(db)
        for key in db.scalars(select(RpKey)):
            key.since = now() - timedelta(days=2)
        db.flush()
        rp_keys.rotate(db, means)
        after = statuses(db)
        assert (after["current"], after["previous"]) == (before["next"], before["current"])
        published = {key["kid"] for key in rp_keys.published(db, means)["keys"]}
        assert published == {after["current"], after["previous"], after["next"]}
        assert before["current"] in published
    retired = db.scalars(select(RpKey).where(RpKey.status == KeyStatus.retired)).one()
    assert (retired.kid, retired.key_sealed) == (first["current"], "")


def test_a_new_secret_of_a_connection_holds_for_the_next_sign_in(db, means, browser, door, member):
    connection = door("north")
    member(connection, "anna")
    (signed_in := browser()).signs_in(connection)
    connections.change_secret(db, means, connection.id, "wrong", expires_on=now().date())
    db.commit()
    assert browser().signs_in(connection).status_code == 502
    assert signed_in.is_signed_in
    with pytest.raises(Refused):
        connections.change_secret(db, means, connection.id, "å")


OLD, NEW = b"o" * 32, b"n" * 32


@pytest.fixture
def sealed_with_the_old(db, given):
    """Many secrets, sealed with the key that is to be replaced; one with a key nobody has any more."""
    ring, town = Keyring({"old": OLD}), given.organisation()
    for number in range(7):
        sealed = ring.seal(f"secret {number}", "client_secret")
        db.add(
            IdpConnection(
                organisation_id=town.id, name="x", issuer=f"https://{number}.se", client_id="p", secret_sealed=sealed
            )
        )
    lost = Keyring({"lost": b"l" * 32}).seal("gone", "client_secret")
    db.add(IdpConnection(organisation_id=town.id, name="x", issuer="https://l.se", client_id="p", secret_sealed=lost))
    db.flush()


def all_again(db, ring, batches=99):
    total = [0, 0]
    for sealed in resealing.all_sealed():
        after = resealing.NOBODY
        for _ in range(batches):
            after, done, lost = resealing.some(db, ring, sealed, after)
            total[0] += done
            total[1] += lost
            if after == resealing.NOBODY:
                break
    return tuple(total)


def test_everything_is_sealed_again_in_batches_and_can_be_stopped(db, sealed_with_the_old, monkeypatch):
    monkeypatch.setattr(resealing, "AT_A_TIME", 3)
    both = Keyring({"new": NEW, "old": OLD})
    first, unreadable = all_again(db, both, batches=1)
    assert first + unreadable == 3  # the lost one may be among them: rows come in the order of their ids
    assert resealing.in_use(db)["old"] == 7 - first
    done, lost = all_again(db, both)
    assert (first + done, lost) == (7, 1)
    assert all_again(db, both) == (0, 1)
    assert dict(resealing.in_use(db)) == {"new": 7, "lost": 1}
    db.expire_all()
    only_new, opened = Keyring({"new": NEW}), []
    for connection in db.scalars(select(IdpConnection).where(IdpConnection.issuer != "https://l.se")):
        opened.append(only_new.open(connection.secret_sealed, "client_secret"))
    assert sorted(opened) == [f"secret {number}" for number in range(7)]


def test_what_is_sealed_opens_before_during_and_after(db, sealed_with_the_old):
    """Old processes, new processes and the one that seals again all read the same row meanwhile."""
    (one,) = db.scalars(select(IdpConnection).where(IdpConnection.issuer == "https://0.se"))
    old, both, new = Keyring({"old": OLD}), Keyring({"new": NEW, "old": OLD}), Keyring({"new": NEW})
    assert old.open(one.secret_sealed, "client_secret") == both.open(one.secret_sealed, "client_secret")
    all_again(db, both)
    db.refresh(one)
    assert both.open(one.secret_sealed, "client_secret") == new.open(one.secret_sealed, "client_secret")
    with pytest.raises(Unreadable):
        old.open(one.secret_sealed, "client_secret")


def test_a_secret_that_is_only_proposed_is_sealed_again_too(db, given):
    old = Keyring({"old": OLD}).seal("s3cret", "client_secret")
    row = given.saved(
        IdpConnection(
            organisation_id=given.organisation().id, name="x", issuer="https://x.se", client_id="p", status="active",
            proposed={"secret_sealed": old, "scopes": "openid"}, proposals=1,
        )
    )  # fmt: skip
    assert resealing.in_use(db) == {"old": 1}
    assert all_again(db, Keyring({"new": NEW, "old": OLD})) == (1, 0)
    db.expire_all()
    assert row.proposed["scopes"] == "openid"
    assert Keyring({"new": NEW}).open(row.proposed["secret_sealed"], "client_secret") == "s3cret"
    assert resealing.in_use(db) == {"new": 1}


def test_every_sealed_column_is_known_to_the_rotation():
    places = [place for place in resealing.all_sealed() if not place.name]
    named = {place.column.class_.__table__.c[place.column.key] for place in places}
    there = {
        column
        for table in tables.metadata.sorted_tables
        for column in table.c
        if column.name.endswith("_sealed") or column.name == "sealed"
    }
    assert {str(column) for column in named} == {str(column) for column in there}


def test_a_signing_key_nobody_can_open_is_said_to_be_so(db, given, means):
    town = given.organisation()
    row = IdpConnection(
        organisation_id=town.id, name="x", issuer="https://x.se", client_id="p", status="active",
        auth_method=AuthMethod.private_key_jwt,
    )  # fmt: skip
    given.saved(row)
    lost = Keyring({"lost": OLD}).seal("{}", "rp_key")
    given.saved(RpKey(kid="k", status=KeyStatus.current, public={}, key_sealed=lost, since=now()))
    with pytest.raises(Distrust, match="secret_unreadable"):
        agreed(db, means, row.id)
