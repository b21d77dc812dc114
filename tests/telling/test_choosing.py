"""Choosing about letters, stopping the summaries without signing in, and what came back."""

from dataclasses import replace
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select

from app.activity.groups import Frequency, Group
from app.activity.models import Event, Mail, MailState
from app.actor import Role
from app.commands.receive import take_in
from app.mail import actions, queries
from app.mail.models import Digest
from app.telling import choices

REPORT = """\
From: MAILER-DAEMON@mail.sample.example
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.sample.example

Final-Recipient: rfc822; someone@sample.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} <someone@sample.example>: no such user

--b--
"""


def chosen(db, member):
    return choices.in_force(member.actor, queries.chosen(db, member.id))


def test_one_chooses_for_each_kind_and_what_cannot_be_chosen_is_said_in_words(db, given, visit):
    member = given.member(Role.testbed_leader)
    person = visit(as_=member).opens("/konto").follows("How often you get letters")
    assert person.sees("Receipts and decisions on what you have sent")
    assert person.sees("These letters cannot be turned off.")
    person.answers("What happens to needs", "Once a week, on Monday at 7")
    person.answers("Something waits for you", "Not by letter").presses("Save my choices")
    assert person.sees("Your choices have been saved")
    assert chosen(db, member)[Group.needs] is Frequency.weekly
    assert chosen(db, member)[Group.waits] is Frequency.never
    assert chosen(db, member)[Group.summary] is Frequency.daily
    assert {group for group in Group if group not in chosen(db, member)} == {Group.decisions, Group.security}


def test_choices_hold_for_one_organisation(db, given, visit):
    member = given.member(Role.testbed_leader)
    person = visit(as_=member).opens("/konto/aviseringar").answers("Everything else", "Not by letter")
    person.presses("Save my choices")
    other = given.member(Role.assessor)
    assert chosen(db, other)[Group.other] is Frequency.daily


def test_what_is_no_choice_is_refused_and_the_rest_kept(given, visit):
    person = visit(as_=given.member()).opens("/konto/aviseringar")
    person.typed |= {"needs": ["sometimes"], "waits": ["never"]}
    person.presses("Save my choices")
    assert person.status == 422
    kept = person.html.select("input[name=waits][checked]")
    assert [field["value"] for field in kept] == ["never"]


def test_a_decision_maker_gets_no_lists_unless_they_ask_for_them(db, given):
    assert chosen(db, given.member(Role.sponsor))[Group.summary] is Frequency.never
    assert chosen(db, given.member(Role.sponsor, Role.testbed_leader))[Group.summary] is Frequency.daily


@pytest.fixture
def summary(db, given, worker):
    """A letter with a summary, and who got it."""
    member = given.member(Role.testbed_leader)
    digest = Digest(membership_id=member.id, day=member.created_at.date(), token="ab" * 16)
    given.saved(digest)
    return digest, member


def test_a_summary_can_be_stopped_with_one_press_in_a_mail_program(db, summary, site, visit):
    digest, member = summary
    program = visit().client  # neither cookies nor where it comes from
    path = f"/aviseringar/avsluta/{digest.token}"
    answer = program.post(path, data={"List-Unsubscribe": "One-Click"}, follow_redirects=False)
    assert answer.status_code == 200
    assert set(chosen(db, member).values()) <= {Frequency.direct, Frequency.never}
    assert chosen(db, member)[Group.waits] is Frequency.direct
    events = db.scalars(select(Event).where(Event.person_id == member.person_id)).all()
    assert program.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert db.scalars(select(Event).where(Event.person_id == member.person_id)).all() == events  # once is enough


def test_opening_the_address_changes_nothing_and_shows_a_button(db, summary, visit):
    digest, member = summary
    before = chosen(db, member)
    anyone = visit().opens(f"/aviseringar/avsluta/{digest.token}")
    assert anyone.buttons() == ["Stop the summaries"]
    assert chosen(db, member) == before
    assert anyone.presses("Stop the summaries").sees("The summaries have stopped")
    assert chosen(db, member) != before


def test_an_address_that_is_nobodys_stops_nothing(visit):
    client = visit().client
    assert client.get("/aviseringar/avsluta/" + "0" * 32).status_code == 404
    assert client.post("/aviseringar/avsluta/" + "0" * 32).status_code == 404


def test_only_that_address_is_open_to_other_sites(given, visit):
    person = visit(as_=given.member())
    assert person.client.post("/konto/aviseringar", data={"needs": "never"}).status_code == 403
    assert person.client.post("/aviseringar/avsluta", data={}).status_code in (403, 405)


def test_a_letter_with_a_summary_says_how_to_stop_it_and_a_decision_does_not(db, given, office):
    reader = given.member()
    values = {"link": "https://testserver/att-gora"}
    office = replace(office, origin="https://testbadden.utveckling.regionbergslagen.example")  # longer than a line
    stops = office.link("sv", "stop_summaries", "cd" * 16)
    one = office.to_reader(reader, "telling/test_letter", values, unsubscribe=stops)
    two = office.to_reader(reader, "telling/test_letter", values)
    for letter in (one, two):
        given.saved(letter)
    listed, plain = (message_from_bytes(office.content(mail), policy=policy.default) for mail in (one, two))
    assert f"<{stops}>".encode() in office.content(one)  # no program understands it encoded
    web, by_letter = listed["List-Unsubscribe"].split(", ")
    assert web == f"<{stops}>"
    assert by_letter == f"<mailto:portal+u-{'cd' * 16}@testbed.example?subject=unsubscribe>"
    assert listed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert plain["List-Unsubscribe"] is plain["List-Unsubscribe-Post"] is None


def test_a_letter_to_the_address_in_the_header_stops_them_too(db, summary):
    digest, member = summary
    assert take_in(db, b"Subject: unsubscribe\n\n", f"Portal+U-{digest.token.upper()}@testbed.example")
    assert chosen(db, member)[Group.summary] is Frequency.never
    assert not take_in(db, b"", f"portal+u-{'0' * 32}@testbed.example")


@pytest.fixture
def sent(given, office):
    letter = office.to_reader(given.member(), "telling/test_letter", {"link": ""})
    letter.state = MailState.sent
    return given.saved(letter)


def comes_back(db, office, letter, status="5.1.1", action="failed"):
    to = office.return_address(letter)
    return take_in(db, REPORT.format(to=to, action=action, status=status).encode(), to)


def test_an_address_that_does_not_exist_gets_no_more_letters(db, given, office, sent):
    assert comes_back(db, office, sent)
    assert comes_back(db, office, sent)
    assert sent.state is MailState.returned
    (suppression,) = queries.suppressions(db)
    assert (suppression.address, suppression.status) == (sent.to_address.lower(), "5.1.1")
    assert "no such user" in suppression.reason


@pytest.mark.parametrize(("status", "action"), [("4.4.1", "delayed"), ("5.2.2", "failed"), ("4.7.1", "failed")])
def test_what_may_go_better_tomorrow_stops_nothing(db, office, sent, status, action):
    assert comes_back(db, office, sent, status, action)
    assert sent.state is MailState.sent
    assert queries.suppressions(db) == []


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff" * 5000, b"Content-Type: multipart/report; boundary=b\n\n--b\n" * 50, REPORT.encode()[:700]],
)
def test_anything_may_arrive(db, office, sent, content):
    assert not take_in(db, content, office.return_address(sent))
    assert not take_in(db, content, "portal@testbed.example")
    assert queries.suppressions(db) == []


def test_only_what_has_left_the_house_can_come_back(db, given, office):
    letter = given.saved(office.to_reader(given.member(), "telling/test_letter", {"link": ""}))
    assert not comes_back(db, office, letter)
    assert letter.state is MailState.waiting


def test_those_who_run_the_portal_see_what_did_not_arrive_and_let_letters_go_again(db, office, given, sent, visit):
    comes_back(db, office, sent)
    db.commit()
    assert visit(as_=given.member(Role.region_lead)).opens("/drift/e-post").status == 403
    person = visit(as_=given.member(Role.platform_admin)).opens("/drift/e-post")
    assert person.sees("5.1.1")
    person.presses(f"Let letters go there again {sent.to_address.lower()}")
    assert person.sees("Letters go to that address again")
    assert queries.suppressions(db) == []
    assert person.sees("No letters come back.")


def test_the_reader_is_told_that_their_address_does_not_work(db, given, office, visit):
    member = given.member()
    assert not visit(as_=member).opens("/aviseringar").sees("Letters to you come back")
    queries.suppress(db, member.person.email, "5.1.1", "", None)
    db.commit()
    assert visit(as_=member).opens("/aviseringar").sees("Letters to you come back")


def test_a_test_letter_arrives(db, given, worker, visit):
    admin = given.member(Role.platform_admin)
    visit(as_=admin).opens("/drift/e-post").presses("Send a test letter to yourself")
    worker.works()
    (letter,) = db.scalars(select(Mail).where(Mail.membership_id == admin.id))
    assert letter.state is MailState.sent


def test_a_message_that_was_uncertain_and_came_back_is_known_to_have_come_back(db, office, sent):
    sent.state = MailState.uncertain
    db.commit()
    assert comes_back(db, office, sent)
    assert sent.state is MailState.returned
    db.commit()
    actions.send_mail(db, str(sent.id), desk=office, post=None)
    assert sent.state is MailState.returned
