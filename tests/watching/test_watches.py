"""Watching by letter, with an account and without one."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.activity.happenings import Happened
from app.activity.models import Mail
from app.activity.record import record
from app.actor import THE_CLOCK, Role
from app.challenges.choices import Operation
from app.challenges.models import ChallengeState
from app.commands.receive import take_in
from app.database import SWEDEN
from app.watching import actions
from app.watching.jobs import begin_the_morning, forget_unconfirmed
from app.watching.models import Watch, WatchHit
from tests.telling.conftest import Worker, office, worker

__all__ = ["Worker", "office", "worker"]
ADDRESS = "kim@sample.example"
TUESDAY = datetime(2026, 11, 24, 7, 0, 30, tzinfo=SWEDEN)
DAY = timedelta(days=1)


@pytest.fixture
def need(given):
    return given.challenge(state=ChallengeState.open, title="Tryggare nätter")


def letters(db, address=ADDRESS):
    return db.scalars(select(Mail).where(Mail.to_address == address).order_by(Mail.created_at)).all()


def asks(visitor, path, often="At once", address=ADDRESS):
    return visitor.opens(path).fills("Email address", address).chooses(often).presses("Watch")


def link_in(letter, route):
    return next(line for line in letter.text.splitlines() if f"/{route}/" in line)


def begins(db, visit, worker, path, often="At once"):
    """Watch something without an account, as far as to the confirmed watch."""
    before = len(letters(db))
    asks(visit(), path, often)
    worker.works()
    confirming = letters(db)[before]
    assert visit().opens(link_in(confirming, "bekrafta")).presses("Begin the watch").sees("Your watch has begun")
    db.expire_all()
    return len(letters(db))


def happens(db, worker, need, *happenings):
    for happening in happenings:
        record(db, THE_CLOCK, happening, need)
    db.commit()
    worker.works()


def test_a_watch_begins_when_it_is_confirmed_and_each_thing_is_told_once(db, visit, worker, need):
    path = f"/bevaka?behov={need.reference.lower()}"
    visitor = asks(visit(), path)
    assert visitor.sees("We have sent a link to the address you wrote.")
    worker.works()
    happens(db, worker, need, Happened.challenge_opened)
    (confirming,) = letters(db)
    assert confirming.membership_id is None
    opened = visit().opens(link_in(confirming, "bekrafta"))
    assert opened.buttons() == ["Begin the watch"]
    happens(db, worker, need, Happened.challenge_announced)
    assert len(letters(db)) == 1
    opened.presses("Begin the watch")
    db.expire_all()
    happens(db, worker, need, Happened.challenge_closed)
    actions.take_note(db, str(db.scalars(select(WatchHit.event_id)).one()))
    worker.works()
    (_, told) = letters(db)
    assert "Tryggare nätter" in told.text
    assert told.unsubscribe == link_in(told, "avsluta")


def test_the_answer_is_the_same_whether_or_not_the_address_is_known(db, visit, worker, need):
    path = f"/bevaka?behov={need.reference.lower()}"
    count = begins(db, visit, worker, path)
    again, other = (asks(visit(), path, address=address) for address in (ADDRESS, "other@sample.example"))
    assert (again.path, again.text, again.status) == (other.path, other.text, other.status)
    worker.works()
    assert len(letters(db)) == count
    assert len(letters(db, "other@sample.example")) == 1


def test_nobody_can_fill_a_strangers_mailbox(db, visit, worker, given):
    for number in range(8):
        need = given.challenge(state=ChallengeState.open)
        answer = asks(visit(), f"/bevaka?behov={need.reference.lower()}", address="stranger@sample.example")
        assert answer.path.endswith("/bevaka/skickat"), number
    worker.works()
    assert len(letters(db, "stranger@sample.example")) == actions.MOST_FOR_ONE_ADDRESS


def test_many_from_one_place_have_to_wait(db, visit, worker, given):
    need = given.challenge(state=ChallengeState.open)
    path = f"/bevaka?behov={need.reference.lower()}"
    for number in range(actions.MOST_FROM_ONE_PLACE):
        asks(visit(), path, address=f"a{number}@sample.example")
    answer = asks(visit(), path, address="last@sample.example")
    assert answer.status == 422
    assert "from your network" in answer.errors()[0]


def test_a_program_that_answers_the_hidden_question_gets_nothing(db, visit, worker, need):
    visitor = visit().opens("/bevaka").fills("Email address", ADDRESS).chooses("At once")
    visitor.typed["website"] = ["https://spam.example"]
    assert visitor.presses("Watch").path.endswith("/bevaka/skickat")
    worker.works()
    assert letters(db) == []


def test_one_press_in_a_mail_program_stops_it_and_forgets_the_address(db, visit, worker, need):
    begins(db, visit, worker, "/bevaka")
    happens(db, worker, need, Happened.challenge_opened)
    told = letters(db)[-1]
    path = told.unsubscribe.removeprefix("https://testserver")
    assert visit().opens(path).buttons() == ["Stop the watch"]
    answer = visit().client.post(path, data={"List-Unsubscribe": "One-Click"}, follow_redirects=False)
    assert answer.status_code == 200
    assert db.scalars(select(Watch).where(Watch.address == ADDRESS)).all() == []
    before = len(letters(db))
    happens(db, worker, need, Happened.challenge_closed)
    assert len(letters(db)) == before


def test_a_letter_to_the_address_in_the_header_stops_it_too(db, visit, worker, need):
    begins(db, visit, worker, "/bevaka")
    watch = db.scalars(select(Watch).where(Watch.address == ADDRESS)).one()
    assert take_in(db, b"", f"portal+u-{watch.token}@testbed.example")
    db.expire_all()
    assert db.scalars(select(Watch).where(Watch.address == ADDRESS)).all() == []


def test_several_watches_make_one_letter_that_can_stop_them_all(db, visit, worker, need):
    begins(db, visit, worker, "/bevaka", "Every working day at 7")
    begins(db, visit, worker, f"/bevaka?behov={need.reference.lower()}", "Every working day at 7")
    before = len(letters(db))
    happens(db, worker, need, Happened.challenge_opened, Happened.challenge_closed)
    assert len(letters(db)) == before
    for _ in range(2):
        with clock.at(TUESDAY + 28 * DAY):
            begin_the_morning(db, THE_CLOCK)
            worker.works()
    (told,) = letters(db)[before:]
    assert told.text.count(f"{need.reference} ") == 2
    assert told.text.count("Stop the watch") == 2
    assert "avsluta-alla" in told.unsubscribe
    visit().client.post(told.unsubscribe.removeprefix("https://testserver"))
    assert db.scalars(select(Watch).where(Watch.address == ADDRESS)).all() == []


def test_a_search_finds_what_the_list_finds_also_later(db, given, visit, worker):
    begins(db, visit, worker, f"/bevaka?verksamhet={Operation.home_care.value}")
    before = len(letters(db))
    other = given.challenge(state=ChallengeState.open, operations=[Operation.care_home])
    mine = given.challenge(state=ChallengeState.open, operations=[Operation.home_care])
    happens(db, worker, other, Happened.challenge_published)
    happens(db, worker, mine, Happened.challenge_published)
    (told,) = letters(db)[before:]
    assert mine.reference in told.text


def test_only_what_is_public_can_be_watched_and_is_told(db, given, visit, worker, need):
    draft = given.challenge()
    assert visit().opens(f"/bevaka?behov={draft.reference.lower()}").status == 404
    leader = given.member(Role.testbed_leader, of=draft.organisation_id)
    assert visit(as_=leader).opens(f"/bevaka?behov={draft.reference.lower()}").status == 404
    count = begins(db, visit, worker, "/bevaka")
    happens(db, worker, need, Happened.challenge_edited, Happened.question_asked)
    happens(db, worker, draft, Happened.challenge_published)  # said too early: it is still a draft
    assert len(letters(db)) == count


def test_with_an_account_one_has_a_list_of_ones_own(db, given, visit, worker, need):
    member = given.member(Role.company_rep)
    person = visit(as_=member).opens(f"/behov?q={need.reference}").follows("Watch this search")
    person.fills("Name your watch", "Nätter").chooses("At once").presses("Watch")
    assert person.sees("The watch has been saved")
    same = person.opens(f"/bevaka?q={need.reference}").chooses("Once a week, on Monday at 7").presses("Watch")
    assert same.errors() == ["You already have a watch on the same thing. Change it instead."]
    happens(db, worker, need, Happened.challenge_opened)
    (told,) = [letter for letter in letters(db, member.person.email) if letter.unsubscribe]
    assert told.membership_id == member.id
    other = visit(as_=given.member())
    watch = db.scalars(select(Watch).where(Watch.membership_id == member.id)).one()
    assert other.opens(f"/bevakningar/{watch.id}").status == 404
    person.opens("/bevakningar").follows("Nätter").chooses("Once a week, on Monday at 7").presses("Save the watch")
    assert person.sees("Once a week")
    person.follows("Nätter").presses("Stop the watch")
    assert person.sees("You watch nothing yet.")


def test_an_address_that_nobody_confirmed_is_forgotten(db, visit, worker, need):
    asks(visit(), "/bevaka")
    worker.works()
    with clock.at(clock.now() + 8 * DAY):
        forget_unconfirmed(db, THE_CLOCK)
    assert db.scalars(select(Watch).where(Watch.address == ADDRESS)).all() == []
