"""Letters to many: seen before they go, sent once over a real mail server, never to those who should not have them."""

import re
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from app.activity.models import Mail, MailState, Notification
from app.activity.tasks import Waits, replace
from app.actor import Role
from app.commands.receive import take_in
from app.database import today
from app.mail import queries as mail
from app.mail.post import Post
from app.mailings import actions, queries, rules
from app.mailings.choices import Receivers
from app.mailings.forms import MailingForm
from app.mailings.models import Among, MailingState
from app.organisations.models import OrganisationKind
from app.people import actions as people
from app.people import queries as colleagues
from app.refusals import NotAllowed, NotFound, Overtaken, Refused
from app.worker import handlers
from tests.activity.cast import Thing
from tests.jobs.test_worker import Counter, PostOffice
from tests.telling.conftest import Worker, office

__all__ = ["office"]
TEXT = "Vi ses i länshuset den 4 december.\n\nTa med en kollega."


class Received(PostOffice):
    """A mail server that keeps what it is handed."""

    @property
    def by_address(self):
        found = [message_from_bytes(content, policy=policy.default) for content in self.letters]
        return {letter["To"].addresses[0].addr_spec: letter for letter in found}


@pytest.fixture(scope="module")
def listening():
    received = Received()
    counter = Counter(received, hostname="127.0.0.1", port=0)
    counter.start()
    received.port = counter.port
    yield received
    counter.stop()


@pytest.fixture
def server(listening):
    listening.letters.clear()
    return listening


@pytest.fixture
def worker(db, office, server):
    return Worker(db, handlers(office, Post("127.0.0.1", server.port, "none")))


class County:
    def __init__(self, given):
        self.db = given.db
        self.officer = given.member(Role.region_officer, name="Olle Handläggare")
        self.lead = given.member(Role.region_lead, name="Lena Ledare")
        self.towns = [given.organisation(f"Kommun {letter}") for letter in "AB"]
        self.leaders = [given.member(Role.testbed_leader, of=town) for town in self.towns]
        self.sponsor = given.member(Role.sponsor, of=self.towns[0])
        company = given.organisation("Nattro AB", OrganisationKind.company)
        self.company = given.member(Role.company_rep, of=company)


@pytest.fixture
def county(given):
    return County(given)


def form(*receivers, **more):
    said = {"subject": "Kom till träffen", "text": TEXT, "receivers": receivers or [Receivers.leaders]}
    return MailingForm(**(said | more))


@pytest.fixture
def held(db, county, office):
    """Holds one, written by the officer unless somebody else is named."""

    def hold(*receivers, by=None, **more):
        made = actions.hold(db, as_now(db, by or county.officer), form(*receivers, **more), office)
        db.commit()
        return made

    return hold


def as_now(db, member):
    return colleagues.membership(db, member.id).actor


def now(db, county, mailing):
    return queries.mailing(db, as_now(db, county.lead), mailing.reference)


def test_each_letter_is_seen_as_it_will_read_before_it_is_sent_and_arrives_like_that(db, county, visit, worker, server):
    officer = visit(as_=county.officer).opens("/uppfoljning").follows("Letters to many").follows("Write to many")
    officer.chooses("Testbed leaders and their deputies", "Decision-makers")
    officer.fills("Subject", "Kom till träffen").fills("The letter", TEXT).presses("Look at the letters")
    assert officer.sees("3 people get it. Nothing has been sent.")
    worker.works()
    assert server.letters == []
    assert {one.state for one in db.scalars(select(Mail))} == {MailState.held}
    shown = {}
    for _ in range(3):
        letter = officer.html.select_one(".letter")
        lines = [line for line in letter.get_text("\n").splitlines() if line.strip()]
        shown[re.search(r"· (\S+@\S+)", officer.text)[1]] = " ".join(" ".join(lines).split())
        if "The next letter" in officer.links():
            officer.follows("The next letter")
    officer.presses(f"Leave out {county.sponsor.person.name}").presses("Send 2 letters")
    assert officer.sees("It was sent to 2 people.")
    worker.works()
    worker.works()
    assert set(server.by_address) == {leader.person.email for leader in county.leaders}
    assert len(server.letters) == 2
    for address, letter in server.by_address.items():
        assert " ".join(f"{letter['Subject']} {letter.get_content()}".split()) == shown[address]
        assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert letter["Content-Language"] == "sv"
        assert letter.get_content_type() == "text/plain"
    assert officer.opens(officer.path).text.count("Sent ") >= 2
    reader = visit(as_=county.leaders[0]).opens("/aviseringar").follows("The region wrote to many: Kom till träffen")
    assert reader.sees("Ta med en kollega.")
    assert reader.buttons() == []
    assert visit(as_=county.sponsor).opens(reader.path).status == 404


def test_what_is_cancelled_is_never_sent_and_what_is_held_is_read_by_nobody(db, county, held, visit, worker, server):
    mailing = held()
    place = f"/utskick/{mailing.reference.lower()}"
    assert [visit(as_=one).opens(place).status for one in (*county.leaders, county.company)] == [404] * 3
    officer = (
        visit(as_=county.officer)
        .opens("/att-gora")
        .follows("Send a letter that is held, or cancel it: Kom till träffen")
    )
    officer.presses("Cancel it")
    assert officer.sees("It was cancelled, and never sent.")
    worker.works()
    assert server.letters == []
    assert db.scalars(select(Mail)).all() == []
    assert [visit(as_=one).opens(place).status for one in county.leaders] == [404] * 2
    with pytest.raises(Refused):
        actions.send(db, as_now(db, county.officer), now(db, county, mailing))


def test_two_presses_send_it_once(db, county, held, worker, server):
    mailing = held()
    actions.send(db, as_now(db, county.officer), mailing)
    for act in (actions.send, actions.cancel):
        with pytest.raises(Refused):
            act(db, as_now(db, county.lead), mailing)
    with pytest.raises(Refused):
        actions.leave_out(db, as_now(db, county.lead), mailing, 1)
    db.commit()
    worker.works()
    assert len(server.letters) == 2


def test_what_goes_to_many_is_looked_through_by_another(db, county, held, visit, monkeypatch):
    monkeypatch.setattr(rules, "MANY", 2)
    mailing = held(Receivers.leaders, Receivers.sponsors)
    officer = visit(as_=county.officer).opens(f"/utskick/{mailing.reference.lower()}")
    assert officer.sees("A colleague has to look it through")
    assert not any(button.startswith("Send") for button in officer.buttons())
    with pytest.raises(Refused):
        actions.send(db, as_now(db, county.officer), mailing)
    lead = visit(as_=county.lead).opens("/att-gora").follows("Look through a letter to many: Kom till träffen")
    lead.follows("Change the letter").fills("Subject", "Kom till mötet").presses("Look at the letters")
    with pytest.raises(Refused):  # what they have changed themselves, another has to look at
        actions.send(db, as_now(db, county.lead), now(db, county, mailing))
    officer.opens(officer.path).presses("Send 3 letters")
    assert now(db, county, mailing).sender_id == county.officer.id


def test_fewer_than_many_need_no_other(db, county, held, monkeypatch):
    monkeypatch.setattr(rules, "MANY", 2)
    mailing = held(Receivers.leaders, Receivers.sponsors)
    actions.leave_out(db, as_now(db, county.officer), mailing, 1)
    actions.send(db, as_now(db, county.officer), mailing)
    assert now(db, county, mailing).state is MailingState.sent


def test_addresses_that_letters_come_back_from_are_shown_and_nothing_goes_there(
    db, county, held, visit, worker, server
):
    gone, reached = county.leaders
    mail.suppress(db, gone.person.email, "5.1.1", "no such user", None)
    mailing = held()
    officer = visit(as_=county.officer).opens(f"/utskick/{mailing.reference.lower()}")
    assert officer.text.count("Letters there come back") == 1
    officer.presses("Send 2 letters")
    worker.works()
    assert set(server.by_address) == {reached.person.email}
    assert officer.opens(officer.path).sees(MailState.withheld.label)
    assert visit(as_=gone).opens("/aviseringar").sees("The region wrote to many")


def test_one_press_in_the_mail_program_stops_such_letters_and_no_others(db, county, held, visit, worker, server):
    actions.send(db, as_now(db, county.officer), held())
    db.commit()
    worker.works()
    first, second = county.leaders
    header = server.by_address[first.person.email]["List-Unsubscribe"]
    address, by_letter = re.search(r"<(https://\S+)>", header)[1], re.search(r"<mailto:(\S+?)\?", header)[1]
    anyone = visit()
    assert anyone.client.post(address, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert take_in(db, b"", by_letter)
    server.letters.clear()
    mailing = held()
    officer = visit(as_=county.officer).opens(f"/utskick/{mailing.reference.lower()}")
    assert officer.sees("Wants no such letters: reads it in the portal")
    officer.presses("Send 2 letters")
    worker.works()
    assert set(server.by_address) == {second.person.email}
    assert len(db.scalars(select(Notification).where(Notification.membership_id == first.id)).all()) == 2
    choices = visit(as_=first).opens("/konto/aviseringar")
    assert choices.html.select_one("[name=many][checked]")["value"] == "never"
    assert choices.html.select_one("[name=waits][checked]")["value"] == "direct"


def test_who_has_left_meanwhile_gets_nothing_and_who_has_moved_is_reached(db, given, county, held, worker, server):
    mailing = held()
    left, moved = county.leaders
    leaver = left.actor
    people.remove_at_once(db, given.member(Role.organisation_admin, of=county.towns[0]).actor, left, why="gone")
    moved.person.email = "ny@kommun.example"
    db.commit()
    actions.send(db, as_now(db, county.officer), now(db, county, mailing))
    db.commit()
    worker.works()
    assert set(server.by_address) == {"ny@kommun.example"}
    with pytest.raises(NotFound):
        queries.mailing(db, leaver, mailing.reference)


def test_readers_of_english_get_english_where_there_is_any(db, county, held):
    county.leaders[0].person.locale = "en"
    db.commit()
    english = {"subject_in_english": "Come to the meeting", "text_in_english": "We meet on 4 December."}
    letters = {one.membership_id: one.mail for one in held(**english).letters}
    assert letters[county.leaders[0].id].subject == "Come to the meeting"
    assert letters[county.leaders[1].id].subject == "Kom till träffen"
    alone = {one.membership_id: one.mail for one in held().letters}
    assert alone[county.leaders[0].id].language == "sv"


def test_each_address_gets_it_once_and_the_one_who_writes_never(db, given, county, held):
    county.leaders[1].person.email = county.leaders[0].person.email.upper()
    given.member(Role.testbed_leader, of=county.towns[0], email=county.officer.person.email)
    db.commit()
    found = [one.membership.person.email.lower() for one in held(Receivers.leaders, Receivers.region).letters]
    assert len(found) == len(set(found))
    assert {county.leaders[0].person.email, county.lead.person.email} <= set(found)
    assert county.officer.id not in {one.membership_id for one in held(Receivers.region).letters}


def test_it_can_go_to_some_municipalities_or_to_those_for_whom_something_waits(db, county, held):
    first, second = county.leaders
    assert [one.membership_id for one in held(municipalities=[county.towns[1].id]).letters] == [second.id]
    waits = Waits("Review", "challenge", first.organisation_id, roles=(Role.testbed_leader,), due_on=today())
    replace(db, as_now(db, county.lead), Thing(county.towns[0].id), [waits])
    assert [one.membership_id for one in held(among=Among.waiting).letters] == [first.id]
    with pytest.raises(Refused):
        held(among=Among.late)


def test_only_those_who_work_for_the_region_write_to_many(db, county, held, visit, office):
    mailing = held()
    for who in (county.leaders[0], county.sponsor, county.company):
        assert visit(as_=who).opens("/utskick").status == 403
        with pytest.raises(NotAllowed):
            actions.hold(db, as_now(db, who), form(), office)
        for act in (actions.send, actions.cancel):
            with pytest.raises(NotAllowed):
                act(db, as_now(db, who), mailing)


def test_what_two_change_at_once_is_not_lost(db, county, held, office):
    mailing = held()
    version = mailing.version
    actions.edit(db, as_now(db, county.officer), mailing, form(subject="Ny rubrik"), version, office)
    with pytest.raises(Overtaken):
        actions.edit(db, as_now(db, county.lead), mailing, form(subject="Annan rubrik"), version, office)
    assert {one.mail.subject for one in now(db, county, mailing).letters} == {"Ny rubrik"}
