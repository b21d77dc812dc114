"""The development sign-in service: judged by a relying party none of us wrote."""

import asyncio
import base64
import hashlib
import socket
import threading
import time
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest
import uvicorn
from bs4 import BeautifulSoup

from app.devidp import issuer as issuers
from app.devidp.site import create_site
from app.language import LANGUAGES
from app.people.models import MembershipStatus
from app.sign_in import queries
from app.sign_in.demo import open_doors
from app.sign_in.means import means_of
from app.sign_in.personas import Client, Persona, Roster, read_roster, write_roster
from tests.providers import line, running
from tests.sign_in.browser import PORTAL

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


HEARD: Queue[str] = Queue()


class Ear(BaseHTTPRequestHandler):
    """Where the portal would hear of those who sign out at the service."""

    def do_POST(self) -> None:
        HEARD.put(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def heard(roster):
    """The same roster, with a portal that hears."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Ear) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            there = f"http://127.0.0.1:{server.server_port}/"
            yield replace(roster, clients=tuple(replace(one, told_of_sign_out=there) for one in roster.clients))
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def service():
    with heard(ROSTER) as roster, served(roster) as origin:
        yield origin


@pytest.fixture(scope="module")
def world(service):
    """A browser, gone before the service is, which waits for open connections."""
    with httpx.Client() as client:
        yield client


def answer_of(response):
    assert response.status_code == 303, response.text
    return {name: values[0] for name, values in parse_qs(urlsplit(response.headers["location"]).query).items()}


def signed_out(world, page, sid):
    """End a session at the service itself; returns what the portal was told of it."""
    assert world.post(page, data={"sid": sid}).status_code == 303
    return parse_qs(HEARD.get(timeout=20))["logout_token"][0]


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
        leaving = world.get(f"{service}/{slug}/here")
        assert BeautifulSoup(leaving.text, "html.parser").button["value"] == verdict["claims"]["sid"]
        judge.stdin.write(signed_out(world, f"{service}/{slug}/here", verdict["claims"]["sid"]) + "\n")
        judge.stdin.flush()
        gone = line(judge)["gone"]
    assert (gone["sid"], gone["sub"]) == (verdict["claims"]["sid"], subject)
    assert list(gone["events"]) == ["http://schemas.openid.net/event/backchannel-logout"]
    assert "nonce" not in gone
    assert verdict["claims"]["acr"] == "urn:portal:demo:two-factor"
    assert verdict["promised"]["backchannel_logout_session_supported"]
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
        with heard(roster) as listening, served(listening) as origin:
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
            here = f"{origin}/pahittstad/here"
            sid = BeautifulSoup(one.world.get(here).text, "html.parser").button["value"]
            token = signed_out(one.world, here, sid)
            way = f"/sso/{door.connection_id}/backchannel-logout"
            assert one.portal.post(way, data={"logout_token": token}).status_code == 200
            assert not one.is_signed_in
            assert "Nobody is signed in" in one.world.get(here, params={"ui_locales": "en"}).text
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


def test_there_are_as_many_languages_as_the_portal_has(world, service):
    for language in LANGUAGES:
        page = world.get(f"{service}/town/authorize", params=ASKED | {"ui_locales": language})
        assert f'lang="{language}"' in page.text
