from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import text

from app.actor import Role
from app.mail import queries as outbox
from app.organisations.models import OrganisationKind
from app.worker import desk, handlers
from tests.passkeys.device import Device
from tests.sign_in.browser import Browser

QUEUE = text("select id, task_name, args from procrastinate_jobs order by id")


@pytest.fixture
def browser(site):
    """`browser()` is a new one, with no cookies."""
    with ExitStack() as opened:
        yield lambda **headers: opened.enter_context(closing(Browser(site, headers)))


@pytest.fixture
def small_company(given):
    """A company without a sign-in service, and someone in it."""
    company = given.organisation("Ljusverket AB", OrganisationKind.company)
    return given.member(Role.company_rep, of=company, name="Disa Noring", email="disa@ljusverket.example")


@pytest.fixture
def worker(db, site, settings):
    """`worker()` does what waits in the queue, in this test's transaction; no letter leaves the house."""
    done = set()
    work = handlers(desk(site, settings), None)
    work["send_mail"] = lambda *_, **__: None

    def empty():
        found = True
        while found:
            found = [row for row in db.execute(QUEUE) if row.id not in done]
            for row in found:
                done.add(row.id)
                work[row.task_name](db, **row.args)
                db.flush()

    return empty


@dataclass
class Post:
    """The letters of a test, as their readers see them."""

    db: Any
    office: Any

    def to(self, address):
        return [mail for mail in outbox.outbox(self.db) if mail.to_address == address]

    def text(self, mail):
        return self.office.whole(mail)

    def link(self, address):
        """The way in the latest letter to that address holds."""
        text = self.text(self.to(address)[0])
        return next(word for word in text.split() if "/lank/" in word)


@pytest.fixture
def post(db, site, settings):
    return Post(db, desk(site, settings))


@pytest.fixture
def device():
    return Device()


def asked_on(page):
    """What a page asks of a passkey."""
    form = BeautifulSoup(page.text, "html.parser").find("form", attrs={"data-passkey": True})
    assert form, page.text
    return form["data-passkey"]


@pytest.fixture
def asked():
    return asked_on
