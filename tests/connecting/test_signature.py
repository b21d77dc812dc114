"""Providers that know the portal by its signature or by a secret, and the way between the two."""

import json

from sqlalchemy import text

from app.database import now
from app.sign_in.models import IdpConnection
from app.sign_in.models_keys import KeyStatus, RpKey
from app.sign_in.proposals import proposed_values
from tests.connecting.setting_up import SETUP, begins, fills, known_as, signs, tries
from tests.sign_in.conftest import CLIENTS, KEY


def test_an_honest_provider_is_set_up_too(db, visit, admin, world, providers):
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


def test_a_provider_that_knows_us_by_our_signature(db, visit, admin, world, reachable, providers, site, given):
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


def test_a_provider_that_takes_secrets_only_is_not_signed_for(db, visit, admin, world, providers):
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
