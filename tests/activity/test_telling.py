"""Who is told, how, and in which language."""

from email import message_from_bytes, policy

import pytest
from jinja2 import DictLoader, Environment
from sqlalchemy import select

from app.activity.groups import Frequency, Group
from app.activity.happenings import Happened
from app.activity.models import Mail, MailState, Notification
from app.activity.notices import Notice, Urgency
from app.activity.record import record
from app.actor import Role
from app.mail import actions, queries
from app.mail.letters import Desk, page_of, parts
from app.people.models import MembershipStatus
from tests.activity.cast import Thing, leader, member, organisation


@pytest.fixture
def desk():
    def environment(greeting):
        letter = greeting + " {{ label }}\n\n\n\n{{ link }}\n"
        return Environment(loader=DictLoader({"email/letter.txt": letter}), autoescape=True)

    return Desk(
        environments={"sv": environment("Hej"), "en": environment("Hello")},
        address=lambda language, route, reference: f"/{language}/{route}/{reference.lower()}",
        origin="https://testbed.example/",
        sender="portal@testbed.example",
        sender_name="Testbädden",
    )


def tell(db, desk, event, *people, urgency=Urgency.direct):
    notices = {Happened.challenge_submitted: Notice(lambda *_: people, "letter", urgency)}
    return actions.tell_about(db, str(event.id), notices=notices, desk=desk)


def happens(db, actor, thing=None):
    return record(db, actor, Happened.challenge_submitted, thing or Thing(actor.organisation_id, label="R&D"))


def test_nobody_is_told_of_what_they_did_themselves_wherever_they_act_from(db, desk):
    town, other = organisation(db), organisation(db)
    does = member(db, Role.testbed_leader, of=town)
    elsewhere = member(db, Role.assessor, of=other, person=does.person)
    gone = member(db, Role.sponsor, of=town, status=MembershipStatus.removed)
    event = happens(db, does.actor)
    assert tell(db, desk, event, does, elsewhere, gone) == 0
    assert db.scalars(select(Mail)).all() == []


def test_each_reader_is_told_once_in_their_language_however_often_the_job_runs(db, desk):
    town = organisation(db)
    reads = [member(db, Role.sponsor, of=town, locale=locale) for locale in ("sv", "en")]
    event = happens(db, leader(db, town))
    assert tell(db, desk, event, *reads, reads[0]) == 2
    assert tell(db, desk, event, *reads) == 0
    subjects = {mail.language: mail.subject for mail in db.scalars(select(Mail))}
    assert subjects == {"sv": "Hej R&D", "en": "Hello R&D"}


def test_what_can_wait_for_the_digest_is_kept_and_not_mailed(db, desk):
    town = organisation(db)
    event = happens(db, leader(db, town))
    assert tell(db, desk, event, member(db, Role.sponsor, of=town), urgency=Urgency.digest) == 1
    assert db.scalars(select(Mail)).all() == []
    assert [told.frequency for told in db.scalars(select(Notification))] == [Frequency.daily]


@pytest.mark.parametrize("often", list(Frequency))
def test_each_reader_hears_as_often_as_they_have_chosen(db, desk, often):
    town = organisation(db)
    reader = member(db, Role.sponsor, of=town)
    queries.choose(db, reader.id, Group.waits, Frequency.weekly)
    queries.choose(db, reader.id, Group.waits, often)
    tell(db, desk, happens(db, leader(db, town)), reader)
    (told,) = db.scalars(select(Notification))
    assert told.frequency is often
    assert [mail.id for mail in db.scalars(select(Mail))] == ([told.mail_id] if often is Frequency.direct else [])


def test_a_decision_is_told_at_once_whatever_one_has_chosen(db, desk):
    town = organisation(db)
    reader = member(db, Role.company_rep, of=town)
    for group in Group:
        queries.choose(db, reader.id, group, Frequency.never)
    event = record(db, leader(db, town), Happened.request_declined, Thing(town.id))
    notices = {Happened.request_declined: Notice(lambda *_: [reader], "letter")}
    assert actions.tell_about(db, str(event.id), notices=notices, desk=desk) == 1
    assert len(queries.outbox(db)) == 1


def test_those_who_fed_it_hear_of_a_later_step_once_and_not_besides_what_they_are_told_anyway(db, desk):
    town = organisation(db)
    reader, upstream = member(db, Role.sponsor, of=town), member(db, Role.assessor, of=town)
    event = happens(db, leader(db, town))
    notices = {Happened.challenge_submitted: Notice(lambda *_: [reader], "letter")}
    threads = {Happened.challenge_submitted: lambda *_: [reader, upstream]}
    for expected in (2, 0):
        assert actions.tell_about(db, str(event.id), notices=notices, desk=desk, threads=threads) == expected
    told = {told.membership_id: (told.group, told.frequency) for told in db.scalars(select(Notification))}
    assert told == {
        reader.id: (Group.waits, Frequency.direct),
        upstream.id: (Group.thread, Frequency.weekly),
    }


def test_nothing_is_sent_to_an_address_that_letters_come_back_from(db, desk):
    town = organisation(db)
    reader = member(db, Role.sponsor, of=town)
    tell(db, desk, happens(db, leader(db, town)), reader)
    (mail,) = queries.outbox(db)
    queries.suppress(db, reader.person.email.upper(), "5.1.1", "no such user", None)
    actions.send_mail(db, str(mail.id), desk=desk, post=None)
    assert mail.state is MailState.withheld
    assert mail.sent_at is None


def test_nobody_is_told_where_that_was_decided(db, desk):
    event = happens(db, leader(db, organisation(db)))
    assert actions.tell_about(db, str(event.id), notices={Happened.challenge_submitted: None}, desk=desk) == 0


def test_in_a_trial_letters_are_kept_and_count_as_sent(db, desk):
    town = organisation(db)
    tell(db, desk, happens(db, leader(db, town)), member(db, Role.sponsor, of=town))
    (mail,) = queries.outbox(db)
    actions.send_mail(db, str(mail.id), desk=desk, post=None)
    assert mail.state is MailState.sent
    assert mail.sent_at is not None


def test_a_letter_keeps_its_identity_and_names_its_thread(db, desk):
    town = organisation(db)
    tell(db, desk, happens(db, leader(db, town)), member(db, Role.sponsor, of=town, name="Åsa (Sample), Ek"))
    (mail,) = queries.outbox(db)
    one, two = (message_from_bytes(desk.content(mail), policy=policy.default) for _ in range(2))
    assert one["Message-ID"] == two["Message-ID"] == mail.message_id
    assert one["To"].addresses[0].display_name == "Åsa (Sample), Ek"
    assert all(len(line) < 999 and line.isascii() for line in desk.content(mail).splitlines())


def test_the_first_line_is_the_subject():
    assert parts("\n\n Decide  about\tB-1 \n\n\nHello.\n\n\n\nBye.\n") == ("Decide about B-1", "Hello.\n\nBye.\n")


def test_a_letter_leads_to_the_page_of_what_it_is_about(db):
    class TestRequest(Thing):
        pass

    town = organisation(db)
    assert page_of(happens(db, leader(db, town), TestRequest(town.id))) == "test_request"
