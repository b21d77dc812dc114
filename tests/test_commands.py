"""The commands an installation is run with, as processes of their own."""

import os
import socket
import subprocess
import sys

import pytest

from app.__main__ import COMMANDS
from app.commands import demo
from app.schema import ROOT, head
from tests.databases import database


def portal(*words, **environment):
    """What the command ended with, said, and complained of."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "DATABASE_"))}
    done = subprocess.run(
        [sys.executable, "-m", "app", *words],
        cwd=ROOT,
        env=own | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def empty():
    with database("commands", empty=True) as url:
        yield {"DATABASE_URL": url, "PORTAL_ENVIRONMENT": "development"}


def test_every_command_has_a_file_of_its_own():
    files = {path.stem for path in (ROOT / "app" / "commands").glob("*.py")}
    assert set(COMMANDS) == files - {"__init__", "starting"}


def test_a_word_that_is_no_command_is_answered_with_those_there_are():
    code, _, complaint = portal("everything")
    assert code == 2
    assert "demo" in complaint


def test_an_unsafe_production_does_not_start():
    for command in ("serve", "work", "migrate"):
        code, _, complaint = portal(command)
        assert code == 1
        assert "PORTAL_BASE_URL must begin with https:// in production" in complaint
        assert "Traceback" not in complaint


def test_an_empty_database_is_found_wanting_migrated_and_found_in_order(empty):
    code, said, _ = portal("check", **empty)
    assert (code, said) == (1, "The database is not up to date: run `portal migrate`.\n")
    assert portal("migrate", **empty)[:2] == (0, f"Migrated to {head()}.\n")
    assert portal("migrate", **empty)[:2] == (0, f"The database is up to date ({head()}).\n")
    assert portal("check", **empty)[:2] == (0, "Everything is in order.\n")


def test_a_database_that_is_not_there_is_a_sentence():
    code, said, _ = portal(
        "check", DATABASE_URL="postgresql://nobody@127.0.0.1:9/nothing", PORTAL_ENVIRONMENT="development"
    )
    assert (code, said) == (1, "The database cannot be reached.\n")


def test_the_demo_does_not_start_on_a_port_that_is_busy():
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = str(busy.getsockname()[1])
        code, _, complaint = portal("demo", "--port", port)
    assert code == 1
    assert complaint.startswith(f"Port {port} is busy: choose another")


def test_settings_are_shown_without_secrets():
    code, said, _ = portal("settings", PORTAL_ENVIRONMENT="test", PORTAL_SMTP_PASSWORD="hemligt")
    assert code == 0
    assert "PORTAL_SMTP_PASSWORD=(set)" in said
    assert "hemligt" not in said


def test_data_of_another_schema_is_not_opened(monkeypatch, tmp_path):
    monkeypatch.setattr(demo, "DATABASE_FOLDER", tmp_path / "postgres")
    monkeypatch.setattr(demo, "SCHEMA", tmp_path / "postgres.schema")
    demo.refuse_other_schema()
    demo.DATABASE_FOLDER.mkdir()
    demo.refuse_other_schema()
    demo.SCHEMA.write_text("another")
    with pytest.raises(demo.Failed, match="--reset"):
        demo.refuse_other_schema()
