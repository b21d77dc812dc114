"""A way in by SAML made on the command line, and what is said when a value is wrong."""

import asyncio

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.__main__ import main
from app.database import engine_to
from app.organisations.models import Organisation
from app.saml import parties
from app.saml.pairs import body_of
from app.sign_in.models import IdpConnection, SignInDomain
from tests.databases import database
from tests.given import Given
from tests.saml.test_metadata import one
from tests.waiting import finished


@pytest.fixture(scope="module")
def installed(worker_id):
    with database(f"saml_commands_{worker_id}") as url:
        engine = engine_to(url, connections=1)
        with Session(engine) as db:
            Given(db).organisation("Hallsberg", slug="hallsberg")
        yield url, engine
        engine.dispose()


async def _run(words):
    """In a thread of its own, as commands run: some of them wait for others' servers in a loop of theirs."""
    return await asyncio.to_thread(main, list(words))


@pytest.fixture
def portal(installed, monkeypatch, capsys):
    """`portal("saml", "show")` is what the command ended with, said, and complained of; in this process, which is
    quicker than starting one for each."""
    monkeypatch.setenv("DATABASE_URL", installed[0])
    monkeypatch.setenv("PORTAL_ENVIRONMENT", "development")

    def portal(*words):
        complaint = ""
        try:
            code = finished(_run(words))
        except SystemExit as end:
            code, complaint = 1, str(end)
        return code, capsys.readouterr().out, complaint

    return portal


@pytest.mark.skipif(not parties.is_installed(), reason="needs the system package: xmlsec1")
def test_a_connection_is_made_from_a_file(installed, portal, tmp_path, own_pairs):
    engine = installed[1]
    file = tmp_path / "metadata.xml"
    file.write_text(one(body_of(own_pairs["signing"].certificate)))
    add = ("connection", "add", "--organisation", "hallsberg", "--saml", str(file))
    code, _, complaint = portal(*add, "--subject", "mail")
    assert (code, "mail changes when somebody changes their name" in complaint) == (1, True)
    code, said, _ = portal(*add, "--domain", "hallsberg.example")
    assert code == 0
    assert "entityID and metadata  http" in said
    with Session(engine) as db:
        (made,) = db.scalars(select(IdpConnection)).all()
        assert (made.protocol, made.status, made.issuer) == ("saml", "active", "https://idp.example/one")
        assert db.scalars(select(SignInDomain.connection_id)).all() == [made.id]
        assert db.scalar(select(Organisation.slug)) == "hallsberg"


def test_wrong_words_are_answered_with_a_sentence(portal, tmp_path, own_pairs):
    (tmp_path / "page.html").write_text("<!doctype html><html></html>")
    add = ("connection", "add", "--organisation", "hallsberg")
    for words, said in (
        ((), "or --saml"),
        (("--saml", str(tmp_path / "missing.xml")), "cannot be read"),
        (("--saml", "https://127.0.0.1/metadata"), "could not be fetched"),
        (("--saml", "https://idp.example", "--federation", "SWAMID"), "no federation called SWAMID"),
    ):
        code, _, complaint = portal(*add, *words)
        assert (code, said in complaint) == (1, True), complaint
    signer = tmp_path / "signer.pem"
    signer.write_text("no certificate")
    believe = ("saml", "federation", "SWAMID", "--mdq", "https://mds.swamid.se", "--signer", str(signer))
    assert "should be a PEM file" in portal(*believe)[2]
    signer.write_text(own_pairs["signing"].certificate)
    code, said, _ = portal(*believe)
    assert (code, "/sso/saml/metadata" in said) == (0, True)
    assert "SWAMID already" in portal(*believe)[2]
    assert "SWAMID" in portal("saml", "show")[1]
