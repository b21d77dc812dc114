from base64 import b64encode

import pytest
from pydantic import ValidationError

from app.settings import DEVELOPMENT_KEY, Settings, refusals

KEY = "2026:" + b64encode(b"k" * 32).decode()
SAFE = {
    "environment": "production",
    "base_url": "https://testbadden.se",
    "database_url": "postgresql://portal:hemligt@db/portal",
    "encryption_keys": KEY,
    "smtp_host": "mail.testbadden.se",
    "mail_from": "portal@testbadden.se",
    "support_email": "hjalp@testbadden.se",
    "data_protection_email": "dataskydd@testbadden.se",
}


@pytest.fixture(autouse=True)
def empty_environment(monkeypatch):
    for row in Settings(environment="test").table():
        monkeypatch.delenv(row.name, raising=False)


def refused(**changes):
    with pytest.raises(ValidationError) as problem:
        Settings(**SAFE | changes)
    return refusals(problem.value)


def test_a_safe_production_is_accepted():
    assert Settings(**SAFE).environment == "production"


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({"base_url": "http://testbadden.se"}, "PORTAL_BASE_URL"),
        ({"encryption_keys": None}, "PORTAL_ENCRYPTION_KEYS"),
        ({"encryption_keys": DEVELOPMENT_KEY}, "PORTAL_ENCRYPTION_KEYS"),
        ({"encryption_keys": f"{KEY},{DEVELOPMENT_KEY}"}, "PORTAL_ENCRYPTION_KEYS"),
        ({"database_url": ""}, "DATABASE_URL"),
        ({"smtp_host": ""}, "PORTAL_SMTP_HOST"),
        ({"smtp_security": "none"}, "PORTAL_SMTP_SECURITY"),
        ({"mail_from": "portal@testbed.example"}, "PORTAL_MAIL_FROM"),
        ({"support_email": "hjalp@testbed.example"}, "PORTAL_SUPPORT_EMAIL"),
        ({"data_protection_email": "dataskydd@testbed.example"}, "PORTAL_DATA_PROTECTION_EMAIL"),
        ({"development_identity_provider": "http://localhost:9000"}, "PORTAL_DEVELOPMENT_IDENTITY_PROVIDER"),
        ({"trusted_proxies": "*"}, "PORTAL_TRUSTED_PROXIES"),
    ],
)
def test_what_is_unsafe_is_refused_in_production_only(change, because):
    (sentence,) = refused(**change)
    assert because in sentence
    assert Settings(**SAFE | change | {"environment": "development"})


def test_nothing_set_at_all_is_production_and_refused():
    with pytest.raises(ValidationError):
        Settings()


@pytest.mark.parametrize("key", ["", "2026", "2026:", "2026:abc", ":" + KEY.partition(":")[2], "2026:!" + KEY[6:]])
def test_a_key_that_cannot_encrypt_is_refused_without_being_shown(key):
    (sentence,) = refused(encryption_keys=key)
    assert "PORTAL_ENCRYPTION_KEYS" in sentence
    assert not key or key not in sentence


@pytest.mark.parametrize(
    "address", ["testbadden.se", "https://", "https://testbadden.se/portal", "ftp://testbadden.se"]
)
def test_an_address_is_a_scheme_and_a_host(address):
    assert "PORTAL_BASE_URL" in refused(base_url=address)[0]


def test_the_first_key_encrypts_and_older_ones_remain():
    keys = Settings(**SAFE | {"encryption_keys": f"new:{b64encode(b'n' * 32).decode()}, {KEY}"}).keys
    assert [key.id for key in keys] == ["new", "2026"]
    assert keys[0].secret == b"n" * 32


def test_an_idle_session_ends_before_any_session():
    assert "PORTAL_SESSION_IDLE_MINUTES" in refused(session_idle_minutes=60, session_minutes=30)[0]


def test_settings_come_from_the_environment_and_cannot_be_changed(monkeypatch):
    monkeypatch.setenv("PORTAL_ENVIRONMENT", "test")
    monkeypatch.setenv("DATABASE_URL", "postgresql://db/portal")
    monkeypatch.setenv("PORTAL_CONNECTIONS", "7")
    settings = Settings()
    assert (settings.environment, settings.database_url, settings.connections) == ("test", "postgresql://db/portal", 7)
    with pytest.raises(ValidationError):
        settings.connections = 8


def test_the_table_shows_no_secret():
    settings = Settings(**SAFE | {"smtp_password": "hemligt"})
    shown = "\n".join(row.value for row in settings.table())
    assert "hemligt" not in shown
    assert "hemligt" not in repr(settings)
    assert KEY not in shown
    assert "postgresql://portal:***@db/portal" in shown


def test_every_setting_says_what_it_means():
    assert all(row.meaning.endswith(".") for row in Settings(environment="test").table())


def test_settings_can_be_handed_to_another_process(monkeypatch):
    settings = Settings(**SAFE | {"smtp_password": "hemligt", "connections": 7})
    for name, value in settings.environment_variables().items():
        monkeypatch.setenv(name, value)
    assert Settings() == settings
