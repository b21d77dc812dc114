"""What those who run an installation do with sign-in services and keys on its command line, in this process."""

import argparse
from contextlib import contextmanager
from types import SimpleNamespace
from uuid import uuid4

import pytest
from sqlalchemy import select

from app.commands import connection, keys, saml
from app.database import now
from app.saml.models import Federation
from app.sign_in import rp_keys
from app.sign_in.models import AuthEvent, ConnectionStatus, IdpConnection, SignInDomain
from app.sign_in.models_keys import KeyStatus, RpKey
from app.sign_in.secrets import Keyring

ISSUER = "https://login.hallsberg.se"
NOBODYS = str(uuid4())


@pytest.fixture
def command(db, site, monkeypatch, capsys):
    """`command(keys, "list")` is the code it ended with, what it said, and what it complained of; done in this test's
    transaction, by the site that the tests have."""

    @contextmanager
    def ours(_):
        with db.begin_nested():
            yield db
        db.expire_all()

    def run(module, *words, means=site.state.sign_in):
        settings = SimpleNamespace(database_url="", origin="https://testserver")
        monkeypatch.setattr(module, "transaction", ours)
        monkeypatch.setattr(module, "settings_with_database", lambda: settings)
        monkeypatch.setattr(module, "create_app", lambda _: SimpleNamespace(state=SimpleNamespace(sign_in=means)))
        parser, complaint, code = argparse.ArgumentParser(), "", 0
        module.arguments(parser)
        try:
            code = module.run(parser.parse_args(words)) or 0
        except SystemExit as end:
            code, complaint = (end.code, "") if isinstance(end.code, int) else (1, str(end.code))
        said = capsys.readouterr()
        return code, said.out, complaint or said.err

    return run


@pytest.fixture
def town(given):
    return given.organisation("Hallsbergs kommun", slug="hallsberg")


@pytest.fixture
def secret(tmp_path):
    """`secret("text")` is a file that holds it."""

    def secret(text):
        file = tmp_path / "secret"
        file.write_text(text)
        file.chmod(0o600)
        return str(file)

    return secret


def the_one(db):
    return db.scalars(select(IdpConnection).where(IdpConnection.issuer == ISSUER)).one()


ADD = ("add", "--organisation", "hallsberg", "--issuer", ISSUER, "--client-id", "portal")


def test_a_way_in_with_a_secret(db, command, town, secret, site):
    code, said, _ = command(connection, *ADD, "--secret-file", secret("s3cret\n"), "--domain", "hallsberg.se")
    assert code == 0
    made = the_one(db)
    for told in (f"/sso/{made.id}/callback", "/logga-ut/klar", "backchannel-logout", "frontchannel-logout"):
        assert told in said
    assert "jwks" not in said
    assert (made.status, made.auth_method) == (ConnectionStatus.active, "client_secret_basic")
    assert site.state.sign_in.keyring.open(made.secret_sealed, "client_secret") == "s3cret"
    assert db.scalars(select(SignInDomain.domain)).all() == ["hallsberg.se"]
    assert ISSUER in command(connection, "list")[1]
    code, said, _ = command(
        connection, "secret", str(made.id), "--secret-file", secret("new"), "--expires", "2027-01-31"
    )
    assert (code, said) == (0, "The new secret is used from now on.\n")
    made = the_one(db)
    assert site.state.sign_in.keyring.open(made.secret_sealed, "client_secret") == "new"
    assert str(made.secret_expires_on) == "2027-01-31"
    assert command(connection, "disable", str(made.id))[:2] == (0, "Closed; 0 sessions ended.\n")
    assert the_one(db).status == ConnectionStatus.disabled
    assert command(connection, "disable", str(made.id))[2] == "There is no such connection, or it is closed already."
    assert {"connection_added", "connection_disabled"} <= {event.type for event in db.scalars(select(AuthEvent))}


def test_a_way_in_where_the_portal_signs(db, command, town):
    said = command(connection, *ADD, "--binding", "orgNumber=2120001744")[1]
    assert "our keys    https://testserver/sso/jwks.json" in said
    made = the_one(db)
    assert (made.auth_method, made.secret_sealed) == ("private_key_jwt", "")
    assert (made.binding_claim, made.binding_value) == ("orgNumber", "2120001744")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("add", "--organisation", "hallsberg"), "Give --issuer and --client-id"),
        (("add", "--organisation", "nowhere", *ADD[3:]), "There is no organisation called nowhere."),
        ((*ADD[:4], "http://login.hallsberg.se", *ADD[5:]), "The issuer must be an https address."),
        ((*ADD[:4], "hallsberg", *ADD[5:]), "The issuer hallsberg is not an address."),
        ((*ADD[:4], "https://accounts.google.com", *ADD[5:]), "a claim that tells them apart is needed"),
        ((*ADD, "--binding", "hd"), "A binding needs both a claim and the value it must have."),
        ((*ADD, "--domain", "hallsberg"), "hallsberg is not an e-mail domain."),
        ((*ADD, "--secret-file", "/nowhere/at/all"), "/nowhere/at/all"),
        (("secret", NOBODYS, "--secret-file", "/nowhere/at/all"), "/nowhere/at/all"),
        (("disable", NOBODYS), "There is no such connection, or it is closed already."),
        (("add", "--organisation", "nowhere", "--saml", "x"), "There is no organisation called nowhere."),
        (("add", "--organisation", "hallsberg", "--saml", "x", "--federation", "S"), "no federation called S"),
    ],
)
def test_what_cannot_be_agreed_is_refused_with_why_and_nothing_is_made(db, command, town, words, sentence):
    code, said, complaint = command(connection, *words)
    assert (code, said) == (1, "")
    assert sentence in complaint
    assert db.scalars(select(IdpConnection)).all() == []


@pytest.mark.parametrize(
    "words", [(), ("add",), ("secret", "no-id", "--secret-file", "x"), ("secret", NOBODYS), ("disable",)]
)
def test_words_that_are_no_order_are_answered_with_the_usage(command, words):
    code, _, complaint = command(connection, *words)
    assert code == 2
    assert "usage:" in complaint


def test_secrets_are_counted_and_sealed_anew(db, command, given, town):
    both = Keyring({"new": b"n" * 32, "old": b"o" * 32})
    for ring, name in ((Keyring({"old": b"o" * 32}), "old"), (Keyring({"lost": b"l" * 32}), "lost")):
        sealed = ring.seal(name, "client_secret")
        given.saved(
            IdpConnection(
                organisation_id=town.id, name="x", issuer=f"https://{name}.se", client_id="p", secret_sealed=sealed
            )
        )
    means = SimpleNamespace(keyring=both)
    code, said, _ = command(keys, "list", means=means)
    assert code == 0
    assert "new                        0  (the first: it seals)" in said
    assert "lost                       1  (NOT AMONG THE KEYS OF THE INSTALLATION)" in said
    code, said, _ = command(keys, "rotate", means=means)
    assert code == 1  # something is lost, and a script must notice
    assert "1 secrets are now sealed with new." in said
    assert "1 could not be opened" in said
    db.delete(db.scalar(select(IdpConnection).where(IdpConnection.issuer == "https://lost.se")))
    db.commit()
    assert command(keys, "rotate", means=means)[0] == 0


def test_the_signing_key_changes_when_the_next_has_been_published_long_enough(db, command, site):
    rp_keys.ensure(db, site.state.sign_in)
    code, said, complaint = command(keys, "rotate-signing")
    assert (code, said) == (1, "")
    assert "has not been published for 24 hours yet" in complaint
    for key in db.scalars(select(RpKey)):
        key.since = now() - rp_keys.PUBLISHED_AHEAD * 2
    db.commit()
    upcoming = db.scalar(select(RpKey.kid).where(RpKey.status == KeyStatus.next))
    code, said, _ = command(keys, "rotate-signing")
    assert (code, said.split()[0]) == (0, upcoming)
    assert f"signs    current   {upcoming}" in command(keys, "list")[1]


def test_saml_keys_are_announced_before_they_are_taken(db, command):
    code, said, complaint = command(saml, "take-keys")
    assert (code, said, "No next keys are announced." in complaint) == (1, "", True)
    assert "When providers have read it" in command(saml, "announce-keys")[1]
    assert "xmlsec1" in command(saml, "show")[1].partition("\n")[0]
    assert "signing  next" in command(saml, "show")[1]
    code, said, complaint = command(saml, "announce-keys")
    assert (code, said, "are announced already" in complaint) == (1, "", True)
    assert "Signed with the next key from now on." in command(saml, "take-keys")[1]
    assert "signing  next" not in command(saml, "show")[1]


def test_a_federation_is_believed_by_its_certificate_only(db, command, tmp_path):
    signer = tmp_path / "signer.pem"
    signer.write_text("no certificate")
    believe = ("federation", "SWAMID", "--mdq", "https://mds.swamid.se", "--signer", str(signer))
    code, _, complaint = command(saml, *believe)
    assert (code, "should be a PEM file" in complaint) == (1, True)
    assert command(saml, *believe[:-1], "/nowhere/at/all")[0] == 1
    assert db.scalars(select(Federation)).all() == []
    assert command(saml)[0] == 2
