"""Requiring single sign-on of everyone, and never being locked out by it."""

import pytest
from sqlalchemy import select

from app.activity.happenings import Happened
from app.activity.models import Event
from app.actor import Role
from app.connecting import actions_service as actions
from app.connecting import queries
from app.passkeys.models import Passkey, Rescuer
from app.people import queries as people
from app.sign_in import queries as sign_in
from app.sign_in.models import AuthEvent, ConnectionStatus, Identity, IdpConnection, LoginAttempt
from app.sign_in.secrets import fingerprint
from app.web import guards
from app.worker import NOTICES
from tests.connecting.setting_up import SETUP


@pytest.fixture
def rescuer(given, town):
    """Somebody of the town who can come in by passkey when nobody else can."""
    named = given.member(of=town, name="Rut Räddare")
    local = given.saved(
        IdpConnection(organisation_id=town.id, name="", issuer="", client_id="", protocol="local", status="active")
    )
    identity = given.saved(Identity(connection_id=local.id, subject="rut", person_id=named.person_id))
    key = {"credential_id": "rut", "public_key": b"", "sign_count": 0, "label": "Nyckel", "is_synced": False}
    given.saved(Passkey(identity_id=identity.id, **key))
    return given.saved(Rescuer(organisation_id=town.id, membership_id=named.id, kind="organisation", named_by="Ada"))


def policy(db, town):
    return queries.policy_held(db, town.id).sso


def test_requiring_it_takes_one_s_own_test_and_somebody_who_can_mend(db, given, in_use, town, rescuer):
    page, _ = in_use
    (attempt,) = db.scalars(select(LoginAttempt))
    attempt.membership_id = given.member(Role.organisation_admin, of=town).id
    db.commit()
    page.opens(f"{SETUP}/krav")
    assert page.sees("Sign in as a test yourself")
    assert "Yes, require it" not in page.buttons()
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": "https://testserver"}
    assert page.client.post(f"{SETUP}/krav", headers=headers).status_code == 422
    assert policy(db, town) == "optional"


def test_requiring_it_takes_emergency_access(db, in_use, town):
    page, _ = in_use
    page.opens(f"{SETUP}/krav")
    assert page.sees("Name somebody for emergency access")
    assert "Yes, require it" not in page.buttons()


def test_required_and_then_no_longer(db, in_use, admin, town, rescuer):
    page, _ = in_use
    page.opens(f"{SETUP}/krav").presses("Yes, require it")
    assert page.sees("Required of everyone")
    assert policy(db, town) == "required"
    assert "sso_required" in [event.type for event in db.scalars(select(AuthEvent))]
    event = db.scalar(select(Event).where(Event.happening == Happened.connection_required))
    assert [one.id for one in NOTICES[event.happening].to(db, event)] == [admin.id]
    page.follows("Stop requiring it").presses("Yes, stop requiring it")
    assert policy(db, town) == "optional"


def test_the_last_way_in_cannot_be_closed_while_it_is_required(db, in_use, admin, town, rescuer):
    page, row = in_use
    (old,) = [one for one in queries.in_use(db, town.id) if one.id != row.id]
    page.opens(f"{SETUP}/krav").presses("Yes, require it")
    old.status = ConnectionStatus.disabled  # nothing is left but the one
    db.commit()
    with pytest.raises(actions.Refused):
        actions.close(db, people.membership(db, admin.id).actor, row)
    assert db.get(IdpConnection, row.id, populate_existing=True).status == ConnectionStatus.active


def test_requiring_it_ends_what_was_proven_otherwise(db, given, in_use, town, rescuer, browser):
    page, _ = in_use
    other = given.member(of=town)
    key = given.signs_in(other)
    session = sign_in.session_of(db, fingerprint(key))
    proof = sign_in.proof_of(db, session.id, town.id)
    db.get(IdpConnection, proof.connection_id).protocol = "local"
    db.commit()
    one = browser()
    one.portal.cookies.set(guards.SESSION_COOKIE, key, domain="testserver.local", path="/")
    assert one.is_signed_in
    page.opens(f"{SETUP}/krav").presses("Yes, require it")
    assert not one.is_signed_in
