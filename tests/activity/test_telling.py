"""Who is told, how, and in which language."""

from email import message_from_bytes, policy

import pytest
from jinja2 import DictLoader, Environment
from sqlalchemy import select

from app.activity.happenings import Happened
from app.activity.models import Mail, MailState, Notification, Urgency
from app.activity.notices import Notice
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
    assert [told.urgency for told in db.scalars(select(Notification))] == [Urgency.digest]


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
