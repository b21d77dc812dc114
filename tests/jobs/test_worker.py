"""Each letter exactly once: against a real mail server, with workers that are really killed."""

import os
import signal
import subprocess
import sys
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from sqlalchemy import create_engine, pool, select
from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.models import Mail, MailState, Notification
from app.activity.record import record
from app.actor import Role
from app.database import engine_to
from app.jobs.models import ClockRun
from app.schema import ROOT
from tests.activity.cast import Thing, leader, member, organisation
from tests.databases import database
from tests.waiting import until


class PostOffice:
    """Keeps what it is handed. `moment` names when, once, to kill the worker that is talking to it."""

    def __init__(self) -> None:
        self.letters = []
        self.moment = ""
        self.worker = None
        self.refusals = []

    def at(self, moment):
        if self.moment == moment:
            self.moment = ""
            self.worker.send_signal(signal.SIGKILL)
            self.worker.wait()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802, ARG002
        if self.refusals:
            return self.refusals.pop(0)
        self.at("recipient")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802, ARG002
        self.letters.append(envelope.content)
        self.at("letter")
        return "250 taken"


class Talk(SMTP):
    async def smtp_DATA(self, arg):  # noqa: N802
        self.event_handler.at("hand-over")
        await super().smtp_DATA(arg)


class Counter(Controller):
    def factory(self):
        return Talk(self.handler, hostname="mail.sample.example")

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]  # any port that was free
        super()._trigger_server()


@pytest.fixture
def office():
    office = PostOffice()
    counter = Counter(office, hostname="127.0.0.1", port=0)
    counter.start()
    office.port = counter.port
    yield office
    counter.stop()


@pytest.fixture
def portal(worker_id):
    """A session whose commits are real."""
    with database(f"worker_{worker_id}") as url:
        engine = create_engine(engine_to(url, connections=1).url, poolclass=pool.NullPool)
        with Session(engine, expire_on_commit=False) as db:
            db.info["url"] = url
            yield db


@pytest.fixture
def start(portal, office, tmp_path):
    """Starts a worker; all of them are stopped in the end."""
    started = []

    def start():
        command = [sys.executable, "-m", "tests.jobs.a_worker", portal.info["url"], str(office.port), tmp_path / "die"]
        office.worker = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)})
        started.append(office.worker)
        return office.worker

    yield start
    for worker in started:
        worker.kill()
        worker.wait()


def something_happens(db):
    """Two leaders of one town; what one of them does, the other is told of."""
    town = organisation(db)
    does = leader(db, town)
    member(db, Role.sponsor, of=town, name="Åsa Sample")
    record(db, does, Happened.challenge_submitted, Thing(town.id))
    db.commit()


def letters(db):
    db.rollback()
    return db.scalars(select(Mail).execution_options(populate_existing=True)).all()


def in_state(db, state):
    found = letters(db)
    return bool(found) and all(mail.state is state for mail in found) and found


def test_a_letter_is_sent_in_plain_text_and_threaded_by_reference(portal, office, start):
    something_happens(portal)
    start()
    (mail,) = until(lambda: in_state(portal, MailState.sent))
    (content,) = office.letters
    letter = message_from_bytes(content, policy=policy.default)
    assert letter["Subject"] == f"{mail.thread} is waiting for Åsa Sample"
    assert letter["To"].addresses[0].addr_spec == mail.to_address
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Content-Language"] == "en"
    assert letter["Message-ID"] == mail.message_id
    assert letter["References"] == f"<{mail.thread.lower()}@testbed.example>"
    assert letter.get_content_type() == "text/plain"
    assert f"https://testbed.example/en/thing/{mail.thread.lower()}" in letter.get_content()


@pytest.mark.parametrize("moment", ["recipient", "letter"])
def test_a_worker_killed_while_it_sends_leaves_each_letter_sent_once(portal, office, start, moment):
    something_happens(portal)
    office.moment = moment
    assert start().wait() == -signal.SIGKILL
    start()
    # Until the server has the letter all can be done again; from then on nobody knows what the dead worker was told.
    until(lambda: in_state(portal, MailState.sent if moment == "recipient" else MailState.uncertain))
    assert len(office.letters) == 1


def test_a_worker_killed_as_it_hands_over_leaves_the_letter_uncertain_and_never_sends_it_by_itself(
    portal, office, start
):
    something_happens(portal)
    office.moment = "hand-over"
    assert start().wait() == -signal.SIGKILL
    start()
    (mail,) = until(lambda: in_state(portal, MailState.uncertain))
    assert "stopped" in mail.error
    assert office.letters == []


def test_a_worker_killed_while_it_tells_people_tells_each_once(portal, office, start, tmp_path):
    (tmp_path / "die").touch()
    something_happens(portal)
    assert start().wait() == -signal.SIGKILL
    assert letters(portal) == []
    start()
    until(lambda: in_state(portal, MailState.sent))
    assert len(office.letters) == 1
    assert len(portal.scalars(select(Notification)).all()) == 1


def test_two_workers_do_not_send_the_same_letter(portal, office, start):
    start()
    start()
    for _ in range(5):
        something_happens(portal)
    until(lambda: in_state(portal, MailState.sent))
    sent = letters(portal)
    assert sorted(message_from_bytes(content)["Message-ID"] for content in office.letters) == sorted(
        mail.message_id for mail in sent
    )


def test_a_server_that_says_later_is_asked_again_and_one_that_says_no_is_not(portal, office, start):
    office.refusals = ["451 not now", "550 nobody here"]
    something_happens(portal)
    start()
    (mail,) = until(lambda: in_state(portal, MailState.failed))
    assert mail.attempts == 2
    assert "nobody here" in mail.error
    assert office.letters == []


def test_a_worker_that_is_asked_to_stop_stops(portal, start):
    worker = start()
    something_happens(portal)
    until(lambda: in_state(portal, MailState.sent))
    worker.terminate()
    assert worker.wait() == 0


def test_the_portals_own_worker_strikes_the_clock_and_stops(portal):
    program = "from app.settings import Settings; from app.worker import work; work(Settings())"
    environment = os.environ | {"DATABASE_URL": portal.info["url"], "PORTAL_ENVIRONMENT": "test"}
    worker = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, env=environment | {"PYTHONPATH": str(ROOT)})
    try:
        until(lambda: portal.rollback() or portal.scalars(select(ClockRun).where(ClockRun.ran_at.is_not(None))).first())
        worker.terminate()
        assert worker.wait() == 0
    finally:
        worker.kill()
