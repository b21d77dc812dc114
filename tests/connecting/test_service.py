"""Connecting a sign-in service from nothing, against providers none of us wrote (form F10)."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, text

from app.activity.happenings import Happened
from app.activity.models import Event
from app.actor import Role
from app.connecting import actions_service as actions
from app.connecting import queries
from app.connecting.models import Kind
from app.database import now
from app.passkeys.models import Passkey, Rescuer
from app.people import queries as people
from app.sign_in import queries as sign_in
from app.sign_in.models import (
    AuthEvent,
    ConnectionStatus,
    Identity,
    IdpConnection,
    JitPolicy,
    LoginAttempt,
    Session,
    SignInDomain,
    SignInPolicy,
)
from app.sign_in.models_keys import KeyStatus, RpKey
from app.sign_in.proposals import proposed_values
from app.sign_in.secrets import fingerprint
from app.web import guards
from app.worker import NOTICES
from tests.sign_in.conftest import CLIENTS, KEY, browser, door, lie, member, providers, reachable  # noqa: F401 - fixtures

ADDRESS = "Address of your sign-in service"
SETUP = "/administration/inloggning"
AGE = "How fresh a sign-in must be before risky changes (minutes)"
BINDING = "Attribute that tells your organisation apart"
REQUIRED = "Attributes without which nobody comes in"
FOLDED = ("Scopes", "More to send along", AGE, REQUIRED)
NOT_SENT = "prompt cannot be sent along. You can use: domain_hint, hd, kc_idp_hint, resource, claims."
NO_ADDRESS = "Enter the web address as it appears in your browser, like https://example.se."
ANY_TENANT = "That address lets people of any organisation in. Use the one with your tenant ID."


@pytest.fixture
def town(given):
    return given.organisation("Hallsbergs kommun", slug="hallsberg")


@pytest.fixture
def admin(given, town):
    return given.member(Role.organisation_admin, of=town, name="Ada", email="johndoe@liar.example")


@pytest.fixture
def world(providers, reachable, browser):  # noqa: F811
    """The providers, where the portal may call them, and a browser that can go there."""
    reachable(providers.north, providers.south, providers.liar)
    return browser()


def draft_in(db):
    db.expire_all()
    return db.scalar(select(IdpConnection).where(IdpConnection.status.in_(("draft", "tested"))))


def begins(page, kind="Another service"):
    return page.opens(f"{SETUP}/tjanst").chooses(kind).presses("Continue")


def fills(page, issuer, client_id="portal", secret="liar", subject="sub"):  # noqa: S107 - the liar takes any
    page.fills(ADDRESS, issuer).fills("Client ID", client_id).fills("Client secret", secret).chooses(subject)
    return page.presses("Save and check")


def tries(page, world, name="anna"):
    """Go out to the provider and back, as the browser does."""
    page.presses("Sign in as a test" if "Sign in as a test" in page.buttons() else "Test again")
    there = page.response.headers["refresh"].partition("url=")[2]
    return page.opens(world.proves(there, name))


def test_the_whole_way(db, visit, admin, world, providers):  # noqa: F811
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


def test_a_test_signs_nobody_in_and_makes_nothing(db, visit, given, town, admin, world, providers):  # noqa: F811
    page = fills(begins(visit(as_=admin)), providers.liar)
    sessions, identities = [len(db.scalars(select(one)).all()) for one in (Session, Identity)]
    page.opens(page.path.replace("kontroll", "prova"))
    tries(page, world)
    assert [len(db.scalars(select(one)).all()) for one in (Session, Identity)] == [sessions, identities]
    assert not world.is_signed_in


def test_nothing_is_turned_on_untested(db, visit, admin, world, providers):  # noqa: F811
    page = fills(begins(visit(as_=admin)), providers.liar)
    row = draft_in(db)
    page.opens(f"{SETUP}/{row.id}/sla-pa")
    assert "Yes, turn it on" not in page.buttons()
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": "https://testserver"}
    assert page.client.post(f"{SETUP}/{row.id}/sla-pa", headers=headers).status_code == 422
    assert draft_in(db).status == ConnectionStatus.draft


def test_changed_settings_have_to_be_tested_anew(db, visit, admin, world, providers):  # noqa: F811
    page = fills(begins(visit(as_=admin)), providers.liar)
    row = draft_in(db)
    tries(page.opens(f"{SETUP}/{row.id}/prova"), world)
    fills(page.opens(f"{SETUP}/{row.id}"), providers.liar, client_id="another")
    assert draft_in(db).status == ConnectionStatus.draft
    assert "Yes, turn it on" not in page.opens(f"{SETUP}/{row.id}/sla-pa").buttons()


def test_an_old_test_no_longer_counts(db, visit, admin, world, providers):  # noqa: F811
    page = fills(begins(visit(as_=admin)), providers.liar)
    row = draft_in(db)
    tries(page.opens(f"{SETUP}/{row.id}/prova"), world)
    (attempt,) = db.scalars(select(LoginAttempt))
    attempt.consumed_at = now() - timedelta(hours=25)
    db.commit()
    assert "Yes, turn it on" not in page.opens(f"{SETUP}/{row.id}/sla-pa").buttons()


def test_turning_on_takes_a_fresh_proof_of_who_does_it(db, visit, admin, world, providers, monkeypatch):  # noqa: F811
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


@pytest.fixture
def begun(given, visit, admin, town, world, providers, lie):  # noqa: F811
    """A service that is filled in, `says(claims)`, and people of the town who have not come, may not, or wait."""
    given.saved(SignInDomain(organisation_id=town.id, domain="north.example", status="verified"))
    for name, status in (("ina", "invited"), ("sam", "suspended"), ("pia", "proposed")):
        given.saved(given.member(Role.unit_contact, of=town, email=f"{name}@north.example")).status = status
    page = fills(begins(visit(as_=admin)), providers.liar)
    return page, lambda claims: lie(claims=claims, discovery={"userinfo_endpoint": None})


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


def test_another_organisation_s_administrator_finds_nothing_here(db, given, visit, admin, world, providers):  # noqa: F811
    fills(begins(visit(as_=admin)), providers.liar)
    row = draft_in(db)
    other, leader = visit(as_=given.member(Role.organisation_admin)), visit(as_=given.member(of=admin.organisation_id))
    for path in ("", "/kontroll", "/prova", "/instruktion", "/andra", "/sla-pa", "/kasta", "/stang"):
        assert other.opens(f"{SETUP}/{row.id}{path}").status == 404
        assert leader.opens(f"{SETUP}/{row.id}{path}").status == 403


@pytest.fixture
def in_use(db, visit, admin, world, providers):  # noqa: F811
    """A page of the administrator, and a service they have turned on."""
    page = fills(begins(visit(as_=admin)), providers.liar)
    row = draft_in(db)
    tries(page.opens(f"{SETUP}/{row.id}/prova"), world)
    page.opens(f"{SETUP}/{row.id}/sla-pa").presses("Yes, turn it on")
    return page, db.get(IdpConnection, row.id, populate_existing=True)


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


def test_what_goes_wrong_in_a_test_is_told_to_those_who_can_mend_it(db, visit, admin, world, providers, lie):  # noqa: F811
    page = fills(begins(visit(as_=admin)), providers.liar)
    row = draft_in(db)
    for lies, sentence in (
        ({"claims": {"aud": "other"}}, "The ID token is for somebody else."),
        ({"forged": "broken"}, "Its answer could not be verified."),
        ({"tokensStatus": 401, "tokens": {"error": "invalid_client"}}, "Your service did not give us a token."),
        ({"claims": {"acct": 1}}, "You signed in as a guest of your directory, and guests are not let in."),
        ({"redirect": {"code": None, "error": "access_denied"}}, "The sign-in was cancelled at your service."),
    ):
        lie(**lies)
        tries(page.opens(f"{SETUP}/{row.id}/prova"), world)
        assert page.sees("The test did not go well"), lies
        assert page.sees(sentence), page.text
        assert "Yes, turn it on" not in page.opens(f"{SETUP}/{row.id}/sla-pa").buttons()


def test_what_to_look_out_for_is_said(db, visit, admin, world, providers, lie):  # noqa: F811
    page = fills(begins(visit(as_=admin)), providers.liar)
    row = draft_in(db)
    claims = {"email": None, "sub": "anna@hallsberg.example", "personalIdentityNumber": "19640823-3234"}
    lie(claims=claims, discovery={"userinfo_endpoint": None})
    tries(page.opens(f"{SETUP}/{row.id}/prova"), world)
    assert page.sees("No name came.")
    assert page.sees("No e-mail address came.")
    assert page.sees("looks like an e-mail address")
    assert page.sees("A personal identity number came.")
    assert "0823-3234" not in page.text


GATE = {"jit": JitPolicy.domain_gate, "newcomers_wait": False, "default_role": Role.unit_contact}


@pytest.mark.parametrize(
    ("policy", "claims", "sentence"),
    [
        ({}, {}, "would not come in, but could ask for access"),
        (GATE, {"email": "eve@north.example"}, "would come in all the same, as unit contact"),
        (GATE, {"email": "eve@other.example"}, "would not come in, but could ask for access"),
        (GATE | {"newcomers_wait": True}, {"email": "eve@north.example"}, "would wait for an administrator to say yes"),
        (GATE, {"email": "eve@north.example", "email_verified": False}, "nobody does for the first time without"),
        (GATE, {"email": "sam@north.example"}, "has been suspended here or has left"),
        (GATE, {"email": "ina@north.example"}, "The person is expected here, and would come in as unit contact"),
        (GATE, {"email": "pia@north.example"}, "would wait for an administrator to say yes"),
    ],
)
def test_what_the_test_says_of_who_would_come_in_is_what_happens(db, begun, town, world, policy, claims, sentence):
    """The same question as at the door, asked without letting anybody in."""
    page, says = begun
    db.add(SignInPolicy(organisation_id=town.id, **policy))
    db.commit()
    says({"email": "eve@nowhere.example"} | claims)
    tries(page.opens(page.path.replace("kontroll", "prova")), world)
    assert page.sees(sentence), page.text
    page.opens(page.path.partition("/prov/")[0] + "/sla-pa").presses("Yes, turn it on")
    world.signs_in(queries.in_use(db, town.id)[-1])
    assert world.is_signed_in is ("would come in" in sentence)


def known_as(db, name):
    """Give what is being set up the id that a provider knows beforehand."""
    known = UUID(CLIENTS[name]["connection"])
    old = draft_in(db).id
    db.execute(text("delete from connection_set_ups"))
    db.execute(text("update idp_connections set id = :known where id = :old"), {"known": known, "old": old})
    db.commit()
    return known


def test_what_did_not_come_is_named(visit, begun, world):
    page, says = begun
    page.opens(page.path.removesuffix("/kontroll")).fills(REQUIRED, "sub department").presses("Save and check")
    says({"department": ""})
    tries(page.opens(page.path.replace("kontroll", "prova")), world)
    assert page.sees("The test did not go well")
    assert page.sees("What did not come: department.")
    assert page.sees("The person would not come in. What identifies")


def test_an_honest_provider_is_set_up_too(db, visit, admin, world, providers):  # noqa: F811
    """Certified, and strict about the redirect address and the secret."""
    page, known = begins(visit(as_=admin)), known_as(db, "north")
    page.opens(f"{SETUP}/{known}")
    fills(page, providers.north, secret="wrong").presses("Check the service")
    assert page.sees("The service does not accept the client ID or the secret.")
    fills(page.opens(f"{SETUP}/{known}"), providers.north, secret=CLIENTS["north"]["secret"])
    page.presses("Check the service")
    assert page.sees("It accepts the client ID and the secret.")
    tries(page.follows("Go on to the test"), world, "ada")
    assert page.sees("We got the name Name of ada.")
    assert page.sees("Nobody with that address is expected here")


def signs(page, issuer):
    page.fills(ADDRESS, issuer).fills("Client ID", "portal").chooses("sub")
    return page.chooses("With our signature (private_key_jwt)").presses("Save and check")


def test_a_provider_that_knows_us_by_our_signature(db, visit, admin, world, reachable, providers, site, given):  # noqa: F811
    """private_key_jwt, chosen on the page: no secret is asked for, and the checks say whether our keys are known."""
    reachable(providers.west, providers.liar)
    page, known = begins(visit(as_=admin)), known_as(db, "west")
    page.opens(f"{SETUP}/{known}")
    assert "https://testserver/sso/jwks.json" in {field.get("value") for field in page.html.select("[readonly]")}
    signs(page, providers.west).presses("Check the service")
    assert page.sees("The service does not accept the client ID or our signature.")
    assert page.sees("with our public keys at https://testserver/sso/jwks.json")
    db.execute(text("delete from rp_keys"))
    private = site.state.sign_in.keyring.seal(json.dumps(KEY.as_dict(private=True)), "rp_key")
    public = dict(KEY.as_dict(private=False))
    given.saved(RpKey(kid="ours", status=KeyStatus.current, public=public, key_sealed=private, since=now()))
    page.presses("Check again")
    assert page.sees("It accepts the client ID and our signature.")
    tries(page.follows("Go on to the test"), world, "ada")
    assert page.sees("We got the name Name of ada.")
    page.follows("Go on to turn it on").presses("Yes, turn it on")
    row = db.get(IdpConnection, known, populate_existing=True)
    assert (row.status, row.auth_method, row.secret_sealed) == ("active", "private_key_jwt", "")


def test_a_provider_that_takes_secrets_only_is_not_signed_for(db, visit, admin, world, providers):  # noqa: F811
    page = signs(begins(visit(as_=admin)), providers.liar).presses("Check the service")
    assert page.sees("The service does not offer to know us by our signature.")
    page.follows("Change the settings").chooses("With a client secret").presses("Save and check")
    assert page.errors() == ["Write the client secret."]


def test_the_secret_is_given_up_for_the_signature_and_back_when_it_has_been_tried(db, in_use):
    page, row = in_use
    sealed = row.secret_sealed
    page.opens(f"{SETUP}/{row.id}/andra").chooses("With our signature (private_key_jwt)").presses("Save and check")
    row = db.get(IdpConnection, row.id, populate_existing=True)
    assert (row.secret_sealed, row.auth_method) == (sealed, "client_secret_basic")
    assert proposed_values(row) == {"secret_sealed": "", "auth_method": "private_key_jwt"}
    page.opens(f"{SETUP}/{row.id}/andra")
    assert page.html.find("input", value="signature").has_attr("checked")
    page.chooses("With a client secret", "Only here").presses("Save and check")
    assert page.errors() == ["Write the client secret."]
    page.fills("Client secret", "new").presses("Save and check")
    page.opens(f"{SETUP}/{row.id}/andra")  # what is proposed is what the form begins with
    assert page.html.find("input", value="here").has_attr("checked")
    coming = proposed_values(db.get(IdpConnection, row.id, populate_existing=True))
    assert coming["auth_method"] == "client_secret_basic"
    assert coming["secret_sealed"] not in ("", sealed)


# Requiring it of everyone


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


def test_requiring_it_ends_what_was_proven_otherwise(db, given, in_use, town, rescuer, browser):  # noqa: F811
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
