"""Writing to one another on the pages: drafts, files, changes, letters."""

from datetime import timedelta
from email import message_from_bytes, policy

from sqlalchemy import select

from app import clock
from app.activity.models import Mail, Notification
from app.actor import THE_CLOCK
from app.challenges.models import ChallengeState
from app.conversations import queries as conversations
from app.conversations.jobs import discard_old_drafts
from app.conversations.models import Message, Reach
from app.database import now
from app.documents.models import Document
from app.errands import actions as errands
from app.errands.forms import ErrandForm
from app.test_requests.models import TestRequestState
from tests.documents.files import a_pdf

TO_ALL = "Send to the company, the municipality that handles the request, and the region"
ORIGIN = {"Sec-Fetch-Site": "same-origin", "Origin": "https://testserver"}


def talk_of(row, circle="parter"):
    return f"/meddelanden/{row.reference.lower()}?krets={circle}"


def test_a_company_and_a_municipality_write_to_one_another_and_each_is_told(db, town, worker, office, visit):
    row = town.request()
    company = visit(as_=town.members["the company"]).opens(f"/forfragningar/{row.reference.lower()}")
    company.follows("Messages about the request").follows("Everyone who takes part")
    assert company.sees("This is read by the company, the municipality that handles the request, and the region.")
    company.fills("Message", "När passar det att vi kommer?").presses(TO_ALL)
    assert company.sees("När passar det att vi kommer?")
    worker.works()
    letters = {letter.membership_id: letter for letter in db.scalars(select(Mail))}
    handlers = {town.members[who].id for who in ("the leader", "a unit contact")}
    assert set(letters) == handlers | {row.author_id}, "colleagues of the one who wrote hear of it too"
    letter = letters[town.members["the leader"].id]
    assert "passar" not in letter.subject + letter.text
    assert not letter.unsubscribe
    leader = visit(as_=town.members["the leader"])
    leader.opens(letter.text[letter.text.index("https://testserver/") :].split()[0])
    assert leader.html.find("h1")
    leader.opens(talk_of(row)).fills("Message", "På tisdag.").presses(TO_ALL)
    worker.works()
    answer = db.scalars(select(Mail).where(Mail.membership_id == town.members["the company"].id)).one()
    first, second = (message_from_bytes(office.content(one), policy=policy.default) for one in (letter, answer))
    assert first["References"] == second["References"]
    assert first["Message-ID"] != second["Message-ID"]
    assert first["List-Unsubscribe"] is second["List-Unsubscribe"] is None
    assert second.get_body(("plain",)).get_content().strip()
    assert not visit(as_=town.members["the leader"]).opens("/aviseringar").sees("Not read")


def test_two_presses_of_the_button_make_one_message(db, town, visit):
    row = town.request()
    company = visit(as_=town.members["the company"]).opens(talk_of(row))
    once = company.html.find("input", attrs={"name": "once"})["value"]
    said = {"text": "Hej på er", "once": once, "version": "0"}
    for _ in range(2):
        assert (
            company.client.post("/en" + talk_of(row), data=said, headers=ORIGIN, follow_redirects=False).status_code
            == 303
        )
    assert len(db.scalars(select(Message)).all()) == 1


def test_a_draft_is_kept_for_its_writer_alone_and_is_sent_once(db, town, worker, visit):
    row = town.request()
    leader = visit(as_=town.members["the leader"]).opens(talk_of(row, "egen"))
    leader.fills("Message", "Ett halvt").presses("Keep as a draft")
    assert leader.sees("Your draft is kept")
    assert leader.html.textarea.get_text().strip() == "Ett halvt"
    contact = visit(as_=town.members["a unit contact"]).opens(talk_of(row, "egen"))
    assert "Ett halvt" not in contact.response.text
    assert contact.opens("/meddelanden").sees("Nobody has written to you yet")
    assert "Ett halvt" not in leader.opens(talk_of(row)).response.text, "a draft stays in its own circle"
    leader.opens(talk_of(row, "egen")).fills("Message", "Ett halvt blev helt")
    leader.presses("Send to people at Hallsbergs kommun who may see the matter, and nobody else")
    assert leader.html.textarea.get_text().strip() == ""
    assert contact.opens(talk_of(row, "egen")).sees("Ett halvt blev helt")
    assert len(db.scalars(select(Message)).all()) == 1


def test_what_was_saved_in_another_window_is_not_written_over(town, visit):
    row = town.request()
    one, other = (visit(as_=town.members["the leader"]).opens(talk_of(row)) for _ in range(2))
    one.fills("Message", "Från det ena").presses("Keep as a draft")
    other.fills("Message", "Från det andra").presses("Keep as a draft")
    assert other.status == 409
    assert other.sees("Från det ena")
    assert "Från det andra" in other.response.text


def test_a_message_without_a_circle_is_kept_and_asked_about(town, visit):
    row = town.request()
    company = visit(as_=town.members["the company"])
    for query in ("", "?krets=handlaggning", "?krets=x"):
        path = f"/en/meddelanden/{row.reference.lower()}{query}"
        answer = company.client.post(path, data={"text": "Till vem?"}, headers=ORIGIN)
        assert answer.status_code == 422
        assert "Till vem?" in answer.text
        assert "Choose who will read the message" in answer.text
        assert "those in the municipality" not in answer.text


def test_a_change_is_seen_and_what_stood_before_can_be_read(db, town, visit):
    row = town.request()
    town.said("the leader", row, Reach.parties, "Vi ses på måndag.")
    leader = visit(as_=town.members["the leader"]).opens(talk_of(row))
    change = next(link for link in leader.links() if link.startswith("Change"))
    leader.follows(change).fills("Message", "Vi ses på tisdag.").presses("Save the change")
    company = visit(as_=town.members["the company"]).opens(talk_of(row))
    assert company.sees("Vi ses på tisdag.")
    assert company.sees("changed")
    assert "Vi ses på måndag." in company.html.details.get_text()
    assert not [link for link in company.links() if link.startswith("Change")]
    message = db.scalars(select(Message)).one()
    assert company.opens(f"/meddelanden/andra/{message.id}").status == 404


def test_a_file_goes_along_with_its_message_and_is_reached_only_through_it(db, town, visit):
    row = town.request()
    leader = visit(as_=town.members["the leader"]).opens(talk_of(row, "handlaggning"))
    leader.fills("Message", "Se bilagan").attaches("Attachment", "underlag.pdf", a_pdf()).presses("Upload the file")
    assert leader.html.textarea.get_text().strip() == "Se bilagan", "what was typed is kept"
    document = db.scalars(select(Document)).one()
    place = f"/meddelanden/bilaga/{document.id}"
    assert visit(as_=town.members["the leader"]).opens(place).status == 200
    assert visit(as_=town.members["a unit contact"]).opens(place).status == 404, "it is a draft"
    leader.presses("Send to those in the municipality and the region who handle the request, not the company")
    assert leader.sees("underlag.pdf")
    allowed = {"the leader", "a unit contact", "the region"}
    for who, member in town.members.items():
        assert visit(as_=member).opens(place).status == (200 if who in allowed else 404), who
    assert visit().opens(place).status == 403 or "logga-in" in visit().opens(place).path


def test_a_file_can_be_taken_away_again_and_what_is_no_document_is_refused(db, town, visit):
    row = town.request()
    leader = visit(as_=town.members["the leader"]).opens(talk_of(row))
    leader.fills("Message", "Se här").attaches("Attachment", "a.pdf", b"no document").presses("Upload the file")
    assert leader.status == 422
    assert leader.html.textarea.get_text().strip() == "Se här"
    leader.presses("Upload the file")
    assert leader.errors() == ["Choose the file."]
    leader.attaches("Attachment", "a.pdf", a_pdf()).presses("Upload the file").presses("Remove a.pdf")
    assert db.scalars(select(Document)).all() == []
    assert leader.html.textarea.get_text().strip() == "Se här"


def test_what_looks_like_a_personal_number_is_refused_and_kept(town, visit):
    row = town.request()
    leader = visit(as_=town.members["the leader"]).opens(talk_of(row))
    leader.fills("Message", "Hon heter 640823-3234").presses(TO_ALL)
    assert leader.status == 422
    assert "640823-3234" in leader.html.textarea.get_text()


def test_one_finds_words_among_what_one_may_read(town, visit):
    row, other = town.request(), town.request()
    town.said("the company", row, Reach.parties, "Vi behöver en nyckel till huset.")
    town.said("the leader", other, Reach.own, "Nyckeln ligger i receptionen.")
    company = visit(as_=town.members["the company"]).opens("/meddelanden?q=NYCKEL")
    assert row.reference in company.text
    assert other.reference not in company.text
    assert company.opens("/meddelanden?q=finns-inte").sees("No message holds these words.")


def test_a_list_of_conversations_asks_the_database_as_often_for_many_as_for_one(town, visit, asked_of):
    leader = visit(as_=town.members["the leader"])
    town.said("the leader", town.request(), Reach.own)
    leader.opens("/meddelanden")
    with asked_of() as one:
        leader.opens("/meddelanden")
    for _ in range(4):
        town.said("the leader", town.request(), Reach.parties)
    with asked_of() as many:
        leader.opens("/meddelanden")
    assert len(one) == len(many)


def test_one_sees_who_reads_and_why(town, visit):
    row = town.request()
    company = visit(as_=town.members["the company"]).opens(talk_of(row)).follows("See who they are, and why")
    assert company.sees("Hallsbergs kommun")
    assert company.sees("Their company sent the request.")
    assert not company.sees("Anna Ek"), "people are named to their own organisation only"


def test_a_company_may_talk_about_its_draft_among_its_own(town, visit):
    draft = town.scene.request(state=TestRequestState.draft)
    company = visit(as_=town.members["the company"]).opens(f"/meddelanden/{draft.reference.lower()}")
    assert company.sees("people at Nattro AB")
    assert "Everyone who takes part" not in company.text
    assert visit(as_=town.members["the leader"]).opens(f"/meddelanden/{draft.reference.lower()}").status == 404


def test_a_drafts_file_is_refused_to_its_writer_once_they_are_out_of_the_circle(db, town, visit):
    need = town.need(ChallengeState.draft)
    leader, guest = town.cast["the leader"], town.members["the pilot's leader"]
    asked = ErrandForm(what="Läs behovet", email=guest.person.email)
    errand = errands.ask(db, leader, asked, conversations.talk(db, leader, need.reference))
    db.commit()
    writes = visit(as_=guest).opens(talk_of(need)).fills("Message", "Se bilagan")
    writes.attaches("Attachment", "underlag.pdf", a_pdf()).presses("Upload the file")
    place = f"/meddelanden/bilaga/{db.scalars(select(Document)).one().id}"
    assert writes.opens(place).status == 200
    errands.withdraw(db, leader, errand)
    db.commit()
    assert writes.opens(place).status == 404
    assert visit(as_=town.members["the leader"]).opens(place).status == 404, "nobody else meets a draft"


def test_a_draft_left_for_ninety_days_is_thrown_away_with_its_files_and_nothing_else_is(db, town, visit):
    row = town.request()
    company = visit(as_=town.members["the company"]).opens(talk_of(row)).fills("Message", "Hej på er")
    company.presses(TO_ALL)
    leader = visit(as_=town.members["the leader"]).opens(talk_of(row)).fills("Message", "Se bilagan")
    leader.attaches("Attachment", "underlag.pdf", a_pdf()).presses("Upload the file")
    for days, left in ((89, 2), (91, 1)):
        with clock.at(now() + timedelta(days=days)):
            discard_old_drafts(db, THE_CLOCK)
        db.commit()
        assert len(db.scalars(select(Message)).all()) == left
    assert db.scalars(select(Document)).all() == []


def test_each_notice_can_be_marked_as_read(db, town, visit, worker):
    row = town.request()
    visit(as_=town.members["the company"]).opens(talk_of(row)).fills("Message", "Hej på er").presses(TO_ALL)
    worker.works()
    leader = visit(as_=town.members["the leader"]).opens("/aviseringar")
    (notice,) = db.scalars(select(Notification).where(Notification.membership_id == town.members["the leader"].id))
    stranger = visit(as_=town.members["the sponsor"])
    assert stranger.client.post(f"/aviseringar/{notice.id}/last", headers=ORIGIN).status_code == 404
    (button,) = [one for one in leader.buttons() if one.startswith("Mark as read")]
    assert not leader.presses(button).sees("Not read")
