"""The development sign-in service: judged by a relying party none of us wrote, and locked out of production."""

import asyncio
import base64
import hashlib
import socket
import threading
import time
from contextlib import contextmanager
from urllib.parse import parse_qs, urlencode, urlsplit

import grimp
import httpx
import pytest
import uvicorn
from bs4 import BeautifulSoup
from pydantic import ValidationError

from app.devidp import issuer as issuers
from app.devidp.serving import NotHere, check_place, serve
from app.devidp.site import create_site
from app.language import LANGUAGES
from app.people.models import MembershipStatus
from app.refusals import Refused
from app.schema import ROOT
from app.settings import Settings
from app.sign_in import connections, queries
from app.sign_in.demo import open_doors
from app.sign_in.means import means_of
from app.sign_in.models import IdpConnection
from app.sign_in.outbound import Outbound, Unreachable
from app.sign_in.personas import Client, Persona, Roster, read_roster, write_roster
from tests.providers import line, running
from tests.sign_in.browser import PORTAL
from tests.waiting import finished

REDIRECT, AFTER = f"{PORTAL}/sso/1/callback", f"{PORTAL}/logga-ut/klar"
VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
ASKED = {
    "response_type": "code",
    "client_id": "portal",
    "redirect_uri": REDIRECT,
    "scope": "openid profile email",
    "state": "s",
    "nonce": "n",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}
ROSTER = Roster(
    (
        Client("town", "Påhittade kommunen", "portal", "secret: %&", REDIRECT, AFTER),
        Client("firm", "Firm <b>& Co</b>", "portal", "other secret", f"{PORTAL}/sso/2/callback", AFTER),
    ),
    (
        Persona("town", "anna", "Anna <i>Ek</i>", "anna@town.example", ("Testbäddsledare", "Testbed leader")),
        Persona("town", "bo", "Bo", "bo@town.example"),
        Persona("firm", "eva", "Eva", "eva@firm.example"),
    ),
)


@contextmanager
def served(roster):
    """The service on a free port of this machine; gives its address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        origin = f"http://127.0.0.1:{listening.getsockname()[1]}"
        server = uvicorn.Server(
            uvicorn.Config(create_site(roster, origin), log_level="warning", ws="none", timeout_graceful_shutdown=1)
        )
        thread = threading.Thread(target=lambda: asyncio.run(server.serve([listening])))
        thread.start()
        try:
            yield origin
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="module")
def service():
    with served(ROSTER) as origin:
        yield origin


@pytest.fixture(scope="module")
def world(service):
    """A browser, gone before the service is, which waits for open connections."""
    with httpx.Client() as client:
        yield client


def answer_of(response):
    assert response.status_code == 303, response.text
    return {name: values[0] for name, values in parse_qs(urlsplit(response.headers["location"]).query).items()}


def code(world, service, subject="anna", **changes):
    asked = ASKED | changes | {"subject": subject}
    return answer_of(world.post(f"{service}/town/authorize", data=asked))["code"]


def exchange(world, service, code, slug="town", auth=("portal", "secret%3A+%25%26"), **changes):
    said = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT, "code_verifier": VERIFIER}
    return world.post(f"{service}/{slug}/token", data=said | changes, auth=auth)


@pytest.mark.parametrize("slug", ["town", "firm"])
def test_a_certified_relying_party_is_content(world, service, slug):
    client = next(one for one in ROSTER.clients if one.organisation_slug == slug)
    judged = {
        "issuer": f"{service}/{slug}",
        "id": client.client_id,
        "secret": client.client_secret,
        "redirect": client.redirect_uri,
    }
    subject = "anna" if slug == "town" else "eva"
    with running("judge.mjs", judged=judged) as judge:
        page = BeautifulSoup(world.get(line(judge)["open"]).text, "html.parser")
        hidden = {field["name"]: field["value"] for field in page.select("input[type=hidden]")}
        back = world.post(f"{service}/{slug}/authorize", data=hidden | {"subject": subject}).headers["location"]
        judge.stdin.write(back + "\n")
        judge.stdin.flush()
        verdict = line(judge)
    assert verdict["claims"]["sub"] == verdict["userinfo"]["sub"] == subject
    assert "at_hash" in verdict["claims"]
    assert verdict["again"] == "invalid_grant"
    gone = world.get(verdict["leave"])
    assert gone.headers["location"] == f"{AFTER}?state=left"


def test_the_page_has_a_button_for_everyone_there_in_both_languages(world, service):
    for language, heading, cancel in (
        ("sv", "Vem vill du vara?", "Ingen alls: avbryt"),
        ("en", "Who do you want to be?", "Nobody at all: cancel"),
    ):
        answer = world.get(f"{service}/town/authorize", params=ASKED | {"ui_locales": language})
        html = BeautifulSoup(answer.text, "html.parser")
        assert html.html["lang"] == language
        assert html.h1.text == heading
        names = [button.get_text(" ", strip=True) for button in html("button")]
        assert names[0].startswith("Anna <i>Ek</i>")
        assert len(names) == 3
        assert names[-1] == cancel
        assert not html.select("script, style, [style], [onclick]")
        assert "'unsafe-inline'" not in answer.headers["content-security-policy"]


def test_whom_the_portal_hints_at_stands_first(world, service):
    page = world.get(f"{service}/town/authorize", params=ASKED | {"login_hint": "bo@town.example"})
    assert BeautifulSoup(page.text, "html.parser").button.strong.text == "Bo"


def test_choosing_nobody_is_told_to_the_portal(world, service):
    answer = answer_of(world.post(f"{service}/town/authorize", data=ASKED | {"subject": ""}))
    assert (answer["error"], answer["state"], answer["iss"]) == ("access_denied", "s", f"{service}/town")


def test_somebody_of_another_organisation_cannot_be_chosen(world, service):
    assert (
        answer_of(world.post(f"{service}/town/authorize", data=ASKED | {"subject": "eva"}))["error"] == "access_denied"
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "x"},
        {"redirect_uri": REDIRECT + "/"},
        {"redirect_uri": "https://evil.example"},
        {"redirect_uri": ""},
    ],
)
def test_whoever_is_not_known_is_sent_nowhere(world, service, changes):
    answers = (
        world.get(f"{service}/town/authorize", params=ASKED | changes),
        world.post(f"{service}/town/authorize", data=ASKED | changes | {"subject": "anna"}),
    )
    for answer in answers:
        assert answer.status_code == 400
        assert "location" not in answer.headers


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": ""}, "invalid_request"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"prompt": "none"}, "login_required"),
    ],
)
def test_a_question_without_its_safeguards_is_refused(world, service, changes, error):
    assert answer_of(world.get(f"{service}/town/authorize", params=ASKED | changes))["error"] == error


def test_a_code_is_worth_tokens_once(world, service):
    one = code(world, service)
    assert exchange(world, service, one).status_code == 200
    assert exchange(world, service, one).json()["error"] == "invalid_grant"


def test_a_code_lasts_sixty_seconds(world, service, monkeypatch):
    one, start = code(world, service), time.monotonic()
    assert issuers.CODE_LASTS == 60
    monkeypatch.setattr(issuers, "monotonic", lambda: start + 61)
    assert exchange(world, service, one).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_verifier": "w" * 43}, "invalid_grant"),
        ({"code_verifier": ""}, "invalid_grant"),
        ({"redirect_uri": AFTER}, "invalid_grant"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"auth": ("portal", "wrong")}, "invalid_client"),
        ({"auth": ("other", "secret%3A+%25%26")}, "invalid_client"),
        ({"auth": None}, "invalid_client"),
        ({"slug": "firm", "auth": ("portal", "other+secret")}, "invalid_grant"),
    ],
)
def test_a_code_is_worth_nothing_in_other_hands(world, service, changes, error):
    answer = exchange(world, service, code(world, service), **changes)
    assert answer.json()["error"] == error
    assert answer.status_code == (401 if error == "invalid_client" else 400)


def test_userinfo_is_for_whoever_holds_the_token(world, service):
    tokens = exchange(world, service, code(world, service)).json()
    held = {"Authorization": f"Bearer {tokens['access_token']}"}
    assert world.get(f"{service}/town/userinfo", headers=held).json()["email"] == "anna@town.example"
    assert world.get(f"{service}/firm/userinfo", headers=held).status_code == 401
    assert world.get(f"{service}/town/userinfo").status_code == 401


def test_nobody_is_sent_away_from_sign_out_without_a_token_of_ours(world, service):
    for said in ({}, {"id_token_hint": "a.b.c"}, {"id_token_hint": ""}):
        asked = urlencode({"post_logout_redirect_uri": AFTER} | said)
        assert world.get(f"{service}/town/end-session?{asked}").status_code == 400
    tokens = exchange(world, service, code(world, service)).json()
    elsewhere = {"id_token_hint": tokens["id_token"], "post_logout_redirect_uri": "https://evil.example"}
    assert world.get(f"{service}/town/end-session", params=elsewhere).status_code == 400


def test_it_answers_to_its_own_name_only(world, service):
    address = f"{service}/town/.well-known/openid-configuration"
    assert world.get(address, headers={"Host": "rebound.example"}).status_code == 400
    assert world.get(f"{service}/nowhere/jwks").status_code == 404


def test_the_demonstration_s_people_sign_in_through_it(db, given, browser, site, reachable):
    """From the seed's rows to a signed-in browser; and again, which changes nothing."""
    town = given.organisation("Påhittstad", slug="pahittstad")
    leader = given.member(of=town, name="Anna Ek", email="anna@pahittstad.example")
    leader.status, leader.person.is_demo = MembershipStatus.invited, True
    db.commit()
    means = means_of(
        origin=PORTAL, keys={"k1": b"k" * 32}, is_production=False, development_provider="http://127.0.0.1:1"
    )
    site.state.sign_in, before = means, site.state.sign_in
    roster = open_doors(db, means, str.upper)
    assert open_doors(db, means, str.upper) == roster
    assert roster.personas[0].role_words == ("TESTBED LEADER", "Testbed leader")
    try:
        with served(roster) as origin:
            means = means_of(origin=PORTAL, keys={"k1": b"k" * 32}, is_production=False, development_provider=origin)
            site.state.sign_in = means
            moved = open_doors(db, means, str.upper)
            assert moved == roster
            db.commit()
            door = queries.door_of(db, "pahittstad")
            one = browser()
            one.opens("/en/logga-in")
            assert one.sees("Anna Ek, Testbed leader")
            there = one.starts(queries.connection(db, door.connection_id), hint="anna@pahittstad.example")
            page = BeautifulSoup(one.world.get(there).text, "html.parser")
            hidden = {field["name"]: field["value"] for field in page.select("input[type=hidden]")}
            chosen = hidden | {"subject": page.button["value"]}
            one.returns(one.world.post(there.partition("?")[0], data=chosen).headers["location"])
            assert one.is_signed_in
    finally:
        site.state.sign_in = before


def test_the_roster_survives_being_written(tmp_path):
    file = tmp_path / "roster.json"
    write_roster(file, ROSTER)
    assert read_roster(file) == ROSTER
    assert file.stat().st_mode & 0o077 == 0
    for text in ("[]", '{"clients": []}', '{"clients": [{}], "personas": []}', "x"):
        file.write_text(text)
        with pytest.raises(ValueError):  # noqa: PT011 - any: json has its own kind
            read_roster(file)


# The four locks (sso.md 7.6).


@pytest.mark.parametrize("environment", ["production", "test", "", "Development"])
def test_lock_a_it_runs_in_development_only(environment, tmp_path):
    with pytest.raises(NotHere):
        check_place(environment, "127.0.0.1")
    with pytest.raises(NotHere):
        serve(environment, "127.0.0.1", 1, tmp_path)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.2", "::", "localhost", "example.com", ""])  # noqa: S104
def test_lock_a_it_listens_to_this_machine_only(host):
    with pytest.raises(NotHere):
        check_place("development", host)
    check_place("development", "127.0.0.1")
    check_place("development", "::1")


@pytest.mark.parametrize(
    "issuer",
    [
        "http://127.0.0.1:8001/town", "https://127.0.0.1/town", "https://localhost/town", "http://login.town.se",
        "https://login.town.example", "https://[::1]/town", "https://x.localhost/",
    ],
)  # fmt: skip
def test_lock_b_a_portal_in_production_refuses_such_a_connection(db, given, site, issuer):
    means = means_of(
        origin=PORTAL, keys={"k": b"k" * 32}, is_production=False, development_provider="http://127.0.0.1:1"
    )
    town = given.organisation()
    connections.refuse_unsafe(db)
    connection = connections.add(db, means, town.slug, issuer=issuer, client_id="portal", secret="s")
    with pytest.raises(Refused):
        connections.refuse_unsafe(db)
    connections.disable(db, connection.id)
    connections.refuse_unsafe(db)


def test_lock_b_does_not_take_the_name_of_a_saml_provider_for_an_address(db, given):
    """AD FS calls itself http://…/adfs/services/trust, and is as safe as any."""
    name = "http://fs.hallsberg.se/adfs/services/trust"
    given.saved(
        IdpConnection(
            organisation_id=given.organisation().id, name="AD FS", protocol="saml", status="active", issuer=name,
            client_id="",
        )
    )  # fmt: skip
    connections.refuse_unsafe(db)


def test_lock_b_a_portal_in_production_has_no_way_to_such_a_service():
    with pytest.raises(ValueError, match="production"):
        means_of(origin=PORTAL, keys={"k": b"k" * 32}, is_production=True, development_provider="http://127.0.0.1:1")
    means = means_of(origin=PORTAL, keys={"k": b"k" * 32}, is_production=True)
    assert means.outbound == Outbound(tls=means.outbound.tls)
    with pytest.raises(Unreachable):
        finished(means.outbound.get("http://127.0.0.1:8001/town"))
    with pytest.raises(ValidationError):
        Settings(development_identity_provider="http://127.0.0.1:8001", environment="production")


def test_lock_c_the_portal_does_without_it_and_the_image_leaves_it_out():
    graph = grimp.build_graph("app", cache_dir=None)
    users = {one.split(".")[1] for one in graph.modules if any(
        found.startswith("app.devidp") for found in graph.find_modules_directly_imported_by(one)
    )}  # fmt: skip
    assert users <= {"devidp", "commands"}
    assert "app/devidp" in (ROOT / ".dockerignore").read_text().splitlines()


def test_there_are_as_many_languages_as_the_portal_has(world, service):
    for language in LANGUAGES:
        page = world.get(f"{service}/town/authorize", params=ASKED | {"ui_locales": language})
        assert f'lang="{language}"' in page.text
