"""What the server's own commands do, in this process: the words on the line come from outside, the rest is ours."""

import argparse
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from app.actor import Role
from app.commands import emergency, sso
from app.passkeys import queries as keys
from app.sign_in.models import SignInPolicy, SsoPolicy
from tests.emergency.conftest import ENROL
from tests.passkeys.device import Device


@pytest.fixture
def command(db, monkeypatch):
    """`command(module, "add", "--name", …)` is what the command would do, in this test's transaction."""

    @contextmanager
    def ours(_):
        with db.begin_nested():
            yield db

    def run(module, *words):
        settings = SimpleNamespace(database_url="", base_url="https://testserver")
        monkeypatch.setattr(module, "transaction", ours)
        monkeypatch.setattr(module, "settings_with_database", lambda: settings)
        parser = argparse.ArgumentParser()
        module.arguments(parser)
        module.run(parser.parse_args(words))
        db.commit()

    return run


def test_the_code_of_the_command_leads_to_a_passkey(command, given, browser, asked, capsys):
    given.region()
    command(emergency, "add", "--name", "Anna", "--email", "anna@region.example")
    said = capsys.readouterr().out
    code = said.partition("code")[2].partition("works")[0].strip()
    one = browser()
    one.opens(ENROL)
    one.posts(ENROL, code=code)
    one.posts(ENROL + "/ny", code=code, label="Stick", credential=Device().makes(asked(one.page)))
    assert one.sees("The passkey is added")
    command(emergency, "list")
    assert "has a passkey" in capsys.readouterr().out


def test_someone_who_runs_the_portal_already_is_the_one_named(db, command, given, capsys):
    pia = given.member(Role.platform_admin, of=given.region(), email="pia@region.example")
    command(emergency, "add", "--name", "Pia", "--email", "PIA@region.example")
    (rescuer,) = keys.rescuers_of(db, pia.organisation_id, "platform")
    assert rescuer.membership_id == pia.id
    command(emergency, "code", str(rescuer.id))
    command(emergency, "remove", str(rescuer.id))
    assert keys.rescuers_of(db, pia.organisation_id, "platform") == []
    with pytest.raises(SystemExit, match="Nobody of that id"):
        command(emergency, "remove", str(rescuer.id))


def test_unlocking_lowers_what_is_demanded(db, command, given, capsys):
    ada = given.member(Role.organisation_admin)
    given.signs_in(ada)
    given.saved(SignInPolicy(organisation_id=ada.organisation_id, sso=SsoPolicy.required))
    slug = ada.organisation.slug
    with pytest.raises(SystemExit, match="Say in a sentence why"):
        command(sso, "unlock", "--organisation", slug, "--reason", "x")
    with pytest.raises(SystemExit, match="no organisation called"):
        command(sso, "unlock", "--organisation", "nowhere", "--reason", "The service is down.")
    command(sso, "unlock", "--organisation", slug, "--reason", "The service is down.")
    assert "with a passkey or a link until" in capsys.readouterr().out
    assert db.query(SignInPolicy).one().sso is SsoPolicy.optional
    with pytest.raises(SystemExit, match="can already sign in"):
        command(sso, "unlock", "--organisation", slug, "--reason", "The service is down.")
