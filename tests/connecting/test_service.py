"""Connecting a sign-in service from nothing, against providers none of us wrote (form F10)."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from app.activity.happenings import Happened
from app.activity.models import Event
from app.actor import Role
from app.connecting import actions_service as actions
from app.connecting import queries
from app.connecting.models import Kind
from app.database import now
from app.sign_in.models import AuthEvent, ConnectionStatus, Identity, IdpConnection, LoginAttempt, Session
from app.web import guards
from tests.connecting.setting_up import (
    ADDRESS,
    AGE,
    ANY_TENANT,
    BINDING,
    FOLDED,
    NO_ADDRESS,
    NOT_SENT,
    REQUIRED,
    SETUP,
    begins,
    draft_in,
    fills,
    tries,
)


def test_the_whole_way(db, visit, admin, world, providers):
    """Draft, checks, test, turned on; then people come in."""
    page = begins(visit(as_=admin))
    assert page.sees("Sign-in service")
    page = fills(page, providers.liar + "/.well-known/openid-configuration")
    page.presses("Check the service")
    assert page.sees("The checks found no fault")
    assert page.sees("It signs with RS256")
    page = tries(page.follows("Go on to the test"), world)
    assert page.sees("The test went well")
    assert page.sees("We got the address johndoe@liar.example.")
    assert page.sees("comes in through your other sign-in service")
    row = draft_in(db)
    assert row.status == ConnectionStatus.tested
    page.follows("Go on to turn it on").presses("Yes, turn it on")
    assert page.sees("In use")
    assert db.get(IdpConnection, row.id, populate_existing=True).status == ConnectionStatus.active
    happened = [event.happening for event in db.scalars(select(Event).order_by(Event.at))]
    assert happened == [Happened.connection_begun, Happened.connection_edited, Happened.connection_activated]
    assert "connection_activated" in [event.type for event in db.scalars(select(AuthEvent))]


def test_a_test_signs_nobody_in_and_makes_nothing(db, visit, given, town, admin, world, providers):
    page = fills(begins(visit(as_=admin)), providers.liar)
    sessions, identities = [len(db.scalars(select(one)).all()) for one in (Session, Identity)]
    page.opens(page.path.replace("kontroll", "prova"))
    tries(page, world)
    assert [len(db.scalars(select(one)).all()) for one in (Session, Identity)] == [sessions, identities]
    assert not world.is_signed_in


def test_nothing_is_turned_on_untested(db, visit, admin, world, providers):
    page = fills(begins(visit(as_=admin)), providers.liar)
    row = draft_in(db)
    page.opens(f"{SETUP}/{row.id}/sla-pa")
    assert "Yes, turn it on" not in page.buttons()
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": "https://testserver"}
    assert page.client.post(f"{SETUP}/{row.id}/sla-pa", headers=headers).status_code == 422
    assert draft_in(db).status == ConnectionStatus.draft


def test_changed_settings_have_to_be_tested_anew(db, visit, admin, world, providers):
    page = fills(begins(visit(as_=admin)), providers.liar)
    row = draft_in(db)
    tries(page.opens(f"{SETUP}/{row.id}/prova"), world)
    fills(page.opens(f"{SETUP}/{row.id}"), providers.liar, client_id="another")
    assert draft_in(db).status == ConnectionStatus.draft
    assert "Yes, turn it on" not in page.opens(f"{SETUP}/{row.id}/sla-pa").buttons()


def test_an_old_test_no_longer_counts(db, visit, admin, world, providers):
    page = fills(begins(visit(as_=admin)), providers.liar)
    row = draft_in(db)
    tries(page.opens(f"{SETUP}/{row.id}/prova"), world)
    (attempt,) = db.scalars(select(LoginAttempt))
    attempt.consumed_at = now() - timedelta(hours=25)
    db.commit()
    assert "Yes, turn it on" not in page.opens(f"{SETUP}/{row.id}/sla-pa").buttons()


def test_turning_on_takes_a_fresh_proof_of_who_does_it(db, visit, admin, world, providers, monkeypatch):
    page = fills(begins(visit(as_=admin)), providers.liar)
    row = draft_in(db)
    monkeypatch.setattr(guards, "RECENT", timedelta(seconds=-1))
    page.opens(f"{SETUP}/{row.id}/sla-pa")
    assert page.path == "/en/logga-in/igen"


@pytest.mark.parametrize(
    ("label", "value", "sentence"),
    [
        (ADDRESS, "", "Write the address of your sign-in service."),
        (ADDRESS, "hallsberg", NO_ADDRESS),
        (ADDRESS, "https://a.example/?x=1", NO_ADDRESS),
        (ADDRESS, "https://login.microsoftonline.com/common/v2.0", ANY_TENANT),
        (ADDRESS, "https://accounts.google.com", actions.SHARED.text),
        ("Client ID", "", "Write the client ID."),
        ("Client ID", "klient-å", "Copy it once more: it holds characters that cannot be sent."),
        ("Client secret", "", "Write the client secret."),
        ("Client secret", "hemligt\u200b", "Copy it once more: it holds characters that cannot be sent."),
        ("The secret expires on", "soon", "Enter the date as year-month-day, like 2026-12-04."),
        (BINDING, "tid", "Write the value that the attribute has for your organisation."),
        ("The value of that attribute", "x", "Write which attribute has that value."),
        ("Scopes", "profile", "The scopes must include openid."),
        ("More to send along", "prompt=none", NOT_SENT),
        ("More to send along", "hd", "Write one a line, as name=value."),
        (AGE, "soon", f"Write “{AGE}” with digits, for example 12."),
        (REQUIRED, "förnamn", "Copy it once more: it holds characters that cannot be sent."),
    ],
)  # fmt: skip
def test_wrong_input_is_answered_by_how_to_mend_it_and_is_kept(db, visit, admin, label, value, sentence):
    page = begins(visit(as_=admin))
    right = {ADDRESS: "https://login.hallsberg.example", "Client ID": "portal", "Client secret": "s3cret"}
    for name, said in (right | {label: value}).items():
        page.fills(name, said)
    page.chooses("sub").presses("Save and check")
    assert page.status == 422
    assert page.errors() == [sentence]
    field = page._field(label)
    assert (field.text.strip() if field.name == "textarea" else field["value"]) == value
    if label in FOLDED:  # where something is wrong, nothing is folded away
        assert field.find_parent("details").has_attr("open")
    assert draft_in(db).client_id == ""


def test_more_settings_are_kept_and_what_is_safe_is_chosen_beforehand(db, visit, admin):
    page = fills(begins(visit(as_=admin)), "https://login.hallsberg.example")
    row = draft_in(db)
    usual = (row.logout_mode, row.max_age, row.required_claims, row.algorithms, row.extra_params)
    assert usual == ("provider", None, [], [], {})
    page.opens(f"{SETUP}/{row.id}")
    assert not page.html.find("details").has_attr("open")
    page.fills(AGE, "5").fills("Attributes without which nobody comes in", "department title")
    page.fills("More to send along", "kc_idp_hint = staff\nhd=hallsberg.example")
    page.chooses("Only here").chooses("ES256", "PS256").presses("Save and check")
    row = draft_in(db)
    assert (row.logout_mode, row.max_age, row.required_claims) == ("here", 300, ["department", "title"])
    assert (row.algorithms, row.extra_params) == (
        ["PS256", "ES256"],
        {"kc_idp_hint": "staff", "hd": "hallsberg.example"},
    )
    page.opens(f"{SETUP}/{row.id}")
    assert page.html.find("details").has_attr("open")
    assert page._field(AGE)["value"] == "5"


def test_more_settings_of_a_service_in_use_hold_when_they_have_been_tried(db, in_use, world):
    page, row = in_use
    page.opens(f"{SETUP}/{row.id}/andra").fills("More to send along", "kc_idp_hint=staff").chooses("RS256")
    page.presses("Save and check")
    page.opens(f"{SETUP}/{row.id}/prova").presses("Sign in as a test")
    there = page.response.headers["refresh"].partition("url=")[2]
    assert "kc_idp_hint=staff" in there
    page.opens(world.proves(there)).follows("Go on to turn it on").presses("Yes, turn it on")
    row = db.get(IdpConnection, row.id, populate_existing=True)
    assert (row.extra_params, row.algorithms) == ({"kc_idp_hint": "staff"}, ["RS256"])


def test_two_factors_are_demanded_of_everyone_when_it_has_been_tried(db, begun, world):
    page, says = begun
    page.opens(page.path.removesuffix("/kontroll")).chooses("Require two factors").presses("Save and check")
    assert page.errors() == ["Write what your service calls a sign-in with two factors."]
    page.fills("What counts as a strong sign-in (acr)", "urn:mfa").presses("Save and check")
    trial = page.path.replace("kontroll", "prova")
    says({"email": "ina@north.example", "acr": "urn:password"})
    tries(page.opens(trial), world)
    assert page.sees("The test did not go well")
    says({"email": "ina@north.example", "acr": "urn:mfa"})
    tries(page.opens(trial), world)
    page.follows("Go on to turn it on").presses("Yes, turn it on")
    assert page.sees("Require two factors")
    row = db.scalar(select(IdpConnection).where(IdpConnection.acr_values == ["urn:mfa"]))
    there = world.starts(row)
    assert "acr_values=urn%3Amfa" in there
    assert world.returns(world.proves(there)).status_code == 303
    says({"email": "ina@north.example"})
    assert world.signs_in(row).status_code == 403


def test_the_secret_is_sealed_and_never_shown_again(db, visit, admin):
    page = fills(begins(visit(as_=admin)), "https://login.hallsberg.example", secret="v3ry s3cret")
    row = draft_in(db)
    assert "v3ry" not in row.secret_sealed
    for path in ("", "/kontroll", "/prova", "/instruktion"):
        assert "v3ry" not in page.opens(f"{SETUP}/{row.id}{path}").response.text
    assert page.opens(f"{SETUP}/{row.id}").sees("We have a client secret. It is never shown.")
    page.presses("Save and check")  # left empty: it stays
    assert page.path.endswith("/kontroll")
    assert draft_in(db).secret_sealed == row.secret_sealed


def test_the_secret_does_not_follow_to_another_service(visit, admin):
    """Whoever changes the address must not have our secret sent there."""
    page = fills(begins(visit(as_=admin)), "https://login.hallsberg.example")
    page.opens(page.path.removesuffix("/kontroll")).fills(ADDRESS, "https://evil.example").presses("Save and check")
    assert page.errors() == ["Write the client secret."]


def test_a_secret_is_not_parked_when_the_session_has_ended(db, visit, admin):
    page = begins(visit(as_=admin))
    for session in db.scalars(select(Session)):
        session.revoked_at = now()
    db.commit()
    fills(page, "https://login.hallsberg.example", secret="v3ry s3cret")
    parked = db.execute(text("select * from parked_forms")).all()
    assert "login.hallsberg.example" in str(parked)
    assert "v3ry" not in str(parked)


def test_another_organisation_s_administrator_finds_nothing_here(db, given, visit, admin, world, providers):
    fills(begins(visit(as_=admin)), providers.liar)
    row = draft_in(db)
    other, leader = visit(as_=given.member(Role.organisation_admin)), visit(as_=given.member(of=admin.organisation_id))
    for path in ("", "/kontroll", "/prova", "/instruktion", "/andra", "/sla-pa", "/kasta", "/stang"):
        assert other.opens(f"{SETUP}/{row.id}{path}").status == 404
        assert leader.opens(f"{SETUP}/{row.id}{path}").status == 403


def test_a_change_is_proposed_tested_and_only_then_holds(db, in_use, world):
    page, row = in_use
    sealed, version = row.secret_sealed, row.version
    page.opens(f"{SETUP}/{row.id}/andra").fills("Client secret", "new").fills("Scopes", "openid email")
    page.presses("Save and check")
    row = db.get(IdpConnection, row.id, populate_existing=True)
    assert (row.secret_sealed, row.version, row.scopes) == (sealed, version, "openid profile email")
    assert "Yes, turn it on" not in page.opens(f"{SETUP}/{row.id}/sla-pa").buttons()
    page.opens(f"{SETUP}/{row.id}/prova").presses("Sign in as a test")
    there = page.response.headers["refresh"].partition("url=")[2]
    assert "scope=openid+email" in there
    page.opens(world.proves(there))
    assert page.sees("The test went well")
    page.follows("Go on to turn it on").presses("Yes, turn it on")
    row = db.get(IdpConnection, row.id, populate_existing=True)
    assert (row.scopes, row.version, row.proposed) == ("openid email", version + 1, {})
    assert row.secret_sealed != sealed


def test_a_proposal_can_be_forgotten(db, in_use):
    page, row = in_use
    page.opens(f"{SETUP}/{row.id}/andra").fills("Scopes", "openid email").presses("Save and check")
    page.opens(f"{SETUP}/{row.id}/lage").follows("Discard the change").presses("Yes, discard")
    row = db.get(IdpConnection, row.id, populate_existing=True)
    assert (row.proposed, row.scopes, row.status) == ({}, "openid profile email", ConnectionStatus.active)


def test_what_makes_it_another_connection_cannot_be_proposed(in_use):
    """Rule 28: a changed issuer, client id or subject source is a new connection."""
    page, row = in_use
    page.opens(f"{SETUP}/{row.id}/andra")
    assert not {"issuer", "client_id", "subject_source"} & {field["name"] for field in page.html.select("[name]")}
    page.opens(f"{SETUP}/{row.id}/lage")
    assert page.sees("is a new sign-in service")


def test_the_old_service_goes_on_until_it_is_closed(db, given, in_use, admin):
    page, row = in_use
    page.opens(f"{SETUP}/{row.id}/stang")
    assert page.sees("Nobody can sign in through it any more")
    page.presses("Yes, close it")
    assert db.get(IdpConnection, row.id, populate_existing=True).status == ConnectionStatus.disabled
    assert page.opens(f"{SETUP}/{row.id}/lage").path.endswith("/inloggning")  # where letters lead


def test_people_are_known_anew_by_their_address_when_the_old_service_is_closed(db, given, in_use, admin, world):
    page, row = in_use
    (old,) = [one for one in queries.in_use(db, admin.organisation_id) if one.id != row.id]
    page.opens(f"{SETUP}/{old.id}/stang")
    assert page.sees("Ada, johndoe@liar.example")
    assert world.signs_in(row).status_code == 403
    page.presses("Yes, close it")
    assert world.signs_in(row).status_code == 303
    assert world.is_signed_in


def test_two_do_not_begin_at_once(db, admin):
    actions.begin(db, admin.actor, Kind.entra)
    with pytest.raises(actions.Refused):
        actions.begin(db, admin.actor, Kind.other)


def test_saving_over_what_another_saved_is_told(db, visit, admin):
    page = begins(visit(as_=admin))
    row = draft_in(db)
    row.version += 1
    db.commit()
    assert fills(page, "https://login.hallsberg.example").status == 409


@pytest.mark.parametrize("kind", [one for one in Kind if one is not Kind.federation])
def test_each_guide_has_our_addresses_and_no_secret(db, visit, admin, kind):
    actions.begin(db, admin.actor, kind)
    db.commit()
    row = draft_in(db)
    for language in ("en", "sv"):
        page = visit(as_=admin, language=language).opens(f"{SETUP}/{row.id}/instruktion")
        assert page.status == 200
        assert page.html.find(id="our-callback")["value"] == f"https://testserver/sso/{row.id}/callback"
        assert len(page.html.select("main ol li")) >= 4
        assert row.secret_sealed == ""
