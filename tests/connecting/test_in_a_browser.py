"""Journey K6: an administrator connects the organisation's sign-in service in a real browser, by keyboard alone,
against a certified provider none of us wrote."""

import socket
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy.orm import Session

from app.actor import Role
from app.main import create_app
from app.settings import Settings
from app.sign_in.models import ConnectionStatus, IdpConnection
from app.sign_in.outbound import Outbound
from app.web.guards import SESSION_COOKIE
from tests.databases import database
from tests.given import Given
from tests.providers import line, running
from tests.sign_in.test_in_a_browser import serving

SECRET = "a secret that is long enough: %&+"
MOST_PRESSES = 60  # from a page's beginning to anything on it


@contextmanager
def portal(name, folder, provider_port):
    """A portal that may call one place, and the key of a session of an administrator there."""
    with database(name) as url, socket.create_server(("127.0.0.1", 0)) as ours:
        origin = f"http://localhost:{ours.getsockname()[1]}"
        settings = Settings(environment="development", base_url=origin, database_url=url, documents=folder)
        site = create_app(settings)
        place = frozenset({("127.0.0.1", provider_port)})
        site.state.sign_in = replace(site.state.sign_in, outbound=Outbound(allowed=place))
        with Session(site.state.engine, expire_on_commit=False) as db:
            given = Given(db)
            town = given.organisation("Hallsbergs kommun", slug="hallsberg")
            admin = given.member(
                Role.organisation_admin, of=town, name="Ada Administratör", email="ada@hallsberg.example"
            )
            key = given.signs_in(admin)
            with serving(site, ours):
                yield origin, key, db
        site.state.engine.dispose()


class Keyboard:
    """Hands that never leave it."""

    def __init__(self, page):
        self.page = page

    def goes_to(self, words):
        """Tab until something of that name has the focus, which must then be visible."""
        for _ in range(MOST_PRESSES):
            self.page.keyboard.press("Tab")
            name = self.page.evaluate(
                """() => { const e = document.activeElement;
                const label = e.labels && e.labels.length ? e.labels[0].innerText : e.innerText;
                return (label || '').replace('(frivilligt)', '').trim().replace(/\\s+/g, ' '); }"""
            )
            if name == words:
                shown = "e => getComputedStyle(e).outlineStyle !== 'none' || getComputedStyle(e).boxShadow !== 'none'"
                assert self.page.locator(":focus").evaluate(shown), f"one does not see that {words!r} has the focus"
                return self
        raise AssertionError(f"{words!r} was not reached in {MOST_PRESSES} presses on {self.page.url}")

    def types(self, text):
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        return self

    def presses(self, key="Enter"):
        self.page.keyboard.press(key)
        return self

    def activates(self, words):
        """Press what has that name, and wait for the page it leads to."""
        self.goes_to(words)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        return self


def free_port():
    with socket.socket() as ear:
        ear.bind(("127.0.0.1", 0))
        return ear.getsockname()[1]


def test_the_whole_set_up_by_keyboard(chromium, worker_id, tmp_path):
    port = free_port()
    with portal(f"connecting_{worker_id}", tmp_path, port) as (origin, key, db):
        context = chromium.new_context(locale="sv-SE")
        context.add_cookies([{"name": SESSION_COOKIE, "value": key, "url": origin.replace("http:", "https:")}])
        page = context.new_page()
        hands = Keyboard(page)
        page.goto(f"{origin}/administration/inloggning")
        hands.activates("Anslut en annan inloggningstjänst")
        hands.goes_to("Microsoft Entra ID")
        for _ in range(5):
            hands.presses("ArrowDown")
        hands.presses("Space").activates("Fortsätt")

        callback = page.get_by_label("Omdirigeringsadress").input_value()
        agreed = {"port": port, "callback": callback, "signed_out": f"{origin}/logga-ut/klar", "secret": SECRET}
        with running("one.mjs", one=agreed) as process:
            line(process)
            hands.goes_to("Adress till er inloggningstjänst").types(f"http://127.0.0.1:{port}/")
            hands.goes_to("Klient-id").types("testbadden")
            hands.goes_to("Klienthemlighet").types("fel")
            hands.activates("Spara och kontrollera")
            hands.activates("Kontrollera tjänsten")
            assert "Tjänsten kallar sig" in page.inner_text("main")  # one slash too many
            hands.activates("Ändra inställningarna")
            hands.goes_to("Adress till er inloggningstjänst").types(f"http://127.0.0.1:{port}")
            hands.goes_to("Klienthemlighet").types("fel")
            hands.activates("Spara och kontrollera")
            hands.activates("Kontrollera tjänsten")
            assert "Inloggningstjänsten godtar inte klient-id eller hemlighet." in page.inner_text("main")
            hands.activates("Ändra inställningarna")
            hands.goes_to("Klienthemlighet").types(SECRET)
            hands.activates("Spara och kontrollera")
            hands.activates("Kontrollera tjänsten")
            assert "Kontrollerna hittade inga fel" in page.inner_text("main")

            hands.activates("Gå vidare till provet")
            hands.goes_to("Provlogga in").presses()
            page.wait_for_url(f"http://127.0.0.1:{port}/**")
            page.get_by_placeholder("Enter any login").focus()
            page.keyboard.type("ada")
            page.get_by_placeholder("and password").focus()
            page.keyboard.type("any")
            page.keyboard.press("Enter")
            page.get_by_role("button", name="Continue").press("Enter")
            page.wait_for_url(f"{origin}/administration/**")

            said = page.inner_text("main")
            assert "Provet gick bra" in said
            assert "Vi fick namnet Ada Administratör. Vi fick adressen ada@hallsberg.example." in said
            assert page.evaluate("document.activeElement.innerText").startswith("Provet gick bra")
            row = page.locator("tr", has=page.locator("th", has_text="groups"))
            assert row.locator("td").all_inner_texts() == ["TB-ledare", "Kan ge roller"]
            hands.activates("Gå vidare och slå på").activates("Ja, slå på")
            assert "Används nu" in page.inner_text("main") or "Används" in page.inner_text("main")
        connection = db.query(IdpConnection).filter_by(client_id="testbadden").one()
        assert connection.status == ConnectionStatus.active
        context.close()
