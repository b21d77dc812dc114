"""What only a browser can say: a passkey on a device, the warning in time, and that nothing typed is lost (K7)."""

import socket
from contextlib import contextmanager
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from sqlalchemy import text
from sqlalchemy.orm import Session as Db

from app.actor import Role
from app.database import now
from app.mail.post import Post
from app.main import create_app
from app.organisations.models import OrganisationKind
from app.settings import Settings
from app.sign_in.models import Session
from app.worker import desk, handlers
from tests.databases import database
from tests.given import Given
from tests.sign_in.test_in_a_browser import serving

ADDRESS = "disa@ljusverket.example"


class Inbox(Message):
    """What a real mail server was given."""

    def __init__(self):
        super().__init__()
        self.letters = []

    def handle_message(self, message):
        self.letters.append(message)


class World:
    """The portal and a mail server on loopback, somebody of a small company, and a browser."""

    def __init__(self, url, origin, folder, smtp, inbox):
        self.inbox = inbox
        self.settings = Settings(
            environment="development",
            base_url=origin,
            database_url=url,
            documents=folder,
            smtp_host="127.0.0.1",
            smtp_port=smtp.port,
            smtp_security="none",
            log_format="console",
        )
        self.origin, self.portal = origin, create_app(self.settings)
        self.engine = self.portal.state.engine
        with Db(self.engine, expire_on_commit=False) as db:
            given = Given(db)
            company = given.organisation("Ljusverket AB", OrganisationKind.company)
            roles = (Role.company_rep, Role.organisation_admin)
            self.person_id = given.member(*roles, of=company, name="Disa Noring", email=ADDRESS).person_id

    def works(self):
        """Let the worker do what waits, over a real connection to the mail server."""
        post = Post("127.0.0.1", self.settings.smtp_port, "none")
        work = handlers(desk(self.portal, self.settings), post)
        with self.engine.connect() as connection:
            while rows := connection.execute(text(TAKEN)).all():
                connection.commit()
                for row in rows:
                    with Db(connection) as db:
                        work[row.task_name](db, **row.args)
                        db.commit()
                connection.commit()

    def idle_for(self, minutes):
        """As if nobody had touched the portal for so long."""
        with Db(self.engine) as db:
            for session in db.query(Session).filter_by(person_id=self.person_id, revoked_at=None):
                session.last_seen_at = now() - timedelta(minutes=minutes)
            db.commit()


TAKEN = "delete from procrastinate_jobs where id in (select id from procrastinate_jobs) returning task_name, args"


@contextmanager
def smtp(inbox):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield controller
    finally:
        controller.stop()


@pytest.fixture(scope="module")
def world(worker_id, tmp_path_factory):
    inbox = Inbox()
    with (
        database(f"alone_{worker_id}") as url,
        socket.create_server(("127.0.0.1", 0)) as ours,
        smtp(inbox) as post,
    ):
        origin = f"http://localhost:{ours.getsockname()[1]}"
        world = World(url, origin, tmp_path_factory.mktemp("documents"), post, inbox)
        with serving(world.portal, ours):
            yield world
        world.engine.dispose()


@pytest.fixture(scope="module")
def page(world, chromium):
    """A browser with a device that knows its owner."""
    context = chromium.new_context(locale="en-GB")
    page = context.new_page()
    page.said = []
    page.on("console", lambda message: page.said.append(message.text))
    page.set_default_timeout(20_000)
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True}
    options |= {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield page
    context.close()


def heading(page):
    return page.get_by_role("heading", level=1).inner_text()


def test_a_link_then_a_passkey_then_in_by_the_passkey(world, page):
    page.goto(f"{world.origin}/en/logga-in")
    page.get_by_role("link", name="My company has no sign-in of its own").click()
    page.get_by_label("Your e-mail address").fill(ADDRESS)
    page.get_by_role("button", name="Send me a link").click()
    assert heading(page) == "Look in your inbox"
    world.works()
    (letter,) = world.inbox.letters
    said = letter.get_payload(decode=True).decode()
    assert letter["To"] == f"Disa Noring <{ADDRESS}>"
    page.goto(next(word for word in said.split() if "/lank/" in word))
    page.get_by_role("button", name="Sign in at Ljusverket AB").click()
    page.goto(f"{world.origin}/en/konto/inloggningar")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("What do you want to call it?").fill("My work telephone")
    page.get_by_role("button", name="Add the passkey").click()
    page.get_by_role("link", name="My work telephone").wait_for()
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.goto(f"{world.origin}/en/logga-in/utan-inloggningstjanst?next=/en/konto/inloggningar")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{world.origin}/en/konto/inloggningar")  # whole: the page before names it as well
    assert page.get_by_text("last used").count() >= 1
    world.works()
    assert [letter["Subject"] for letter in world.inbox.letters[1:]] == ["En inloggningsnyckel har lagts till"]
    assert [line for line in page.said if "Content Security Policy" in line] == []


def test_one_is_warned_in_time_and_goes_on(world, page):
    page.clock.install()
    page.goto(f"{world.origin}/en/administration/inloggningstid")
    warning = page.get_by_role("dialog", name="Are you still there?")
    assert not warning.is_visible()
    world.idle_for(56)
    page.clock.fast_forward("56:00")
    warning.wait_for()
    assert "You will be signed out at" in warning.inner_text()
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    warning.wait_for(state="hidden")
    world_left = page.evaluate("fetch('/konto/tid-kvar').then((answer) => answer.json())")
    assert world_left["idle"] > 3500


def test_what_was_typed_comes_back_after_signing_in_again(world, page):
    page.goto(f"{world.origin}/en/administration/inloggningstid")
    page.get_by_label("Sign out after so many minutes without use").fill("25")
    world.idle_for(61)
    page.clock.fast_forward("01:01:00")
    page.get_by_role("dialog", name="You are signed out").wait_for()
    page.get_by_role("button", name="Sign in and go on").click()
    page.get_by_role("link", name="My company has no sign-in of its own").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{world.origin}/en/administration/inloggningstid")
    page.get_by_text("What you wrote is still here").wait_for()
    assert page.get_by_label("Sign out after so many minutes without use").input_value() == "25"
    page.get_by_role("button", name="Save how long").click()
    page.get_by_text("It holds from now on").wait_for()


def test_a_form_sent_too_late_is_not_lost_either(world, page):
    page.goto(f"{world.origin}/en/administration/inloggningstid")
    page.get_by_label("Sign out after so many minutes without use").fill("35")
    world.idle_for(61)
    page.get_by_role("button", name="Save how long").click()
    page.get_by_role("link", name="My company has no sign-in of its own").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{world.origin}/en/administration/inloggningstid")
    assert page.get_by_label("Sign out after so many minutes without use").input_value() == "35"
