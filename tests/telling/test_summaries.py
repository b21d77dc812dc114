"""The morning's letters: to whom, of what, once."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.activity.groups import Frequency, Group
from app.activity.happenings import Happened
from app.activity.models import Mail, Notification
from app.activity.record import record
from app.activity.tasks import Waits
from app.actor import Role
from app.challenges.models import ChallengeState
from app.database import SWEDEN
from app.mail import queries as mail
from app.people.models import MembershipStatus
from tests.activity.cast import Thing

TUESDAY = datetime(2026, 11, 24, 7, 0, 30, tzinfo=SWEDEN)
DAY = timedelta(days=1)


@pytest.fixture
def town(given):
    return given.organisation("Hallsbergs kommun")


def letters_to(db, member):
    return db.scalars(select(Mail).where(Mail.membership_id == member.id).order_by(Mail.created_at)).all()


def waits_for(db, member, thing, due_on=None, **addressed):
    to = addressed or {"membership_id": member.id}
    waits = Waits("Review the need", "review_challenge", member.organisation_id, due_on=due_on, **to)
    return record(db, member.actor, Happened.challenge_registered, thing, waits=[waits])


def a_first_morning(worker):
    """Everyone has been looked at once, so that only what is new is news."""
    with clock.at(TUESDAY - DAY):
        worker.strikes()


def test_what_waits_is_told_the_first_morning_and_not_again_without_a_reason(db, given, worker, town):
    reader = given.member(Role.testbed_leader, of=town)
    a_first_morning(worker)
    with clock.at(TUESDAY - timedelta(hours=12)):
        waits_for(db, reader, Thing(town.id, label="Tryggare nätter", reference="B-2026-101"))
    for morning in range(3):
        with clock.at(TUESDAY + morning * DAY):
            worker.strikes()
            worker.strikes()
    (letter,) = letters_to(db, reader)
    assert letter.created_at.astimezone(SWEDEN).date() == TUESDAY.date()
    assert letter.subject == "1 ärende väntar på dig, 24 november 2026"
    assert "B-2026-101" in letter.text
    assert "Tryggare nätter" not in letter.text
    assert letter.unsubscribe.startswith("https://testserver/aviseringar/avsluta/")


def test_it_is_told_again_when_it_will_soon_be_due_and_when_it_was_not_done_in_time(db, given, worker, town):
    reader = given.member(Role.testbed_leader, of=town)
    a_first_morning(worker)
    due_on = (TUESDAY + 8 * DAY).date()  # a Wednesday
    with clock.at(TUESDAY - timedelta(hours=12)):
        waits_for(db, reader, Thing(town.id), due_on=due_on)
    for morning in range(14):
        with clock.at(TUESDAY + morning * DAY):
            worker.strikes()
    days = [letter.created_at.astimezone(SWEDEN).date() for letter in letters_to(db, reader)]
    assert days == [TUESDAY.date(), (TUESDAY + 3 * DAY).date(), (TUESDAY + 9 * DAY).date()]


def test_what_a_letter_of_its_own_has_told_is_no_news_in_the_morning(db, given, worker, town):
    reader, sponsor = given.member(Role.testbed_leader, of=town), given.member(Role.sponsor, of=town)
    need = given.challenge(of=town, sponsor=sponsor)
    a_first_morning(worker)
    with clock.at(TUESDAY - timedelta(hours=12)):
        waits = Waits("Review the need", "review_challenge", town.id, roles=(Role.testbed_leader,))
        record(db, sponsor.actor, Happened.challenge_anchored, need, waits=[waits])
        worker.works()
    with clock.at(TUESDAY):
        worker.strikes()
    (letter,) = letters_to(db, reader)
    assert letter.event_id is not None


def test_a_decision_maker_is_reminded_after_a_week_and_after_two_and_then_left_alone(db, given, worker, town):
    sponsor, asks = given.member(Role.sponsor, of=town), given.member(Role.testbed_leader, of=town)
    with clock.at(TUESDAY):
        need = given.challenge(of=town, sponsor=sponsor)
        waits = Waits("Give your decision on the need", "mandate", town.id, membership_id=sponsor.id)
        record(db, asks.actor, Happened.challenge_submitted, need, waits=[waits])
        worker.works()
    for day in range(1, 30):
        with clock.at(TUESDAY + day * DAY):
            worker.strikes()
    asked, *reminders = letters_to(db, sponsor)
    assert asked.event_id is not None
    days = [letter.created_at.astimezone(SWEDEN).date() for letter in reminders]
    assert days == [(TUESDAY + 7 * DAY).date(), (TUESDAY + 14 * DAY).date()]
    assert {letter.thread for letter in reminders} == {need.reference}
    assert "sista" in reminders[1].text
    assert "sista" not in reminders[0].text
    assert not any(letter.unsubscribe for letter in reminders)


@pytest.mark.parametrize(
    ("often", "days"),
    [(Frequency.daily, [25]), (Frequency.weekly, [30]), (Frequency.never, [])],
)
def test_what_happened_comes_as_often_as_it_was_chosen(db, given, worker, town, often, days):
    reader = given.member(Role.region_lead)
    mail.choose(db, reader.id, Group.needs, often)
    mail.choose(db, reader.id, Group.summary, Frequency.never)
    need = given.challenge(of=town, state=ChallengeState.open)
    a_first_morning(worker)
    with clock.at(TUESDAY + timedelta(hours=3)):
        record(db, given.member(Role.testbed_leader, of=town).actor, Happened.challenge_opened, need)
        record(db, given.member(Role.testbed_leader, of=town).actor, Happened.challenge_published, need)
        worker.works()
    for morning in range(1, 9):
        with clock.at(TUESDAY + morning * DAY):
            worker.strikes()
    assert [letter.created_at.astimezone(SWEDEN).day for letter in letters_to(db, reader)] == days


def test_what_was_read_in_the_portal_is_not_told_once_more(db, given, worker, town, visit):
    reader = given.member(Role.region_lead)
    need = given.challenge(of=town, state=ChallengeState.open)
    record(db, given.member(Role.testbed_leader, of=town).actor, Happened.challenge_published, need)
    worker.works()
    told = visit(as_=reader).opens("/aviseringar").presses("Mark all as read")
    assert told.sees("Everything is marked as read")
    db.expire_all()
    (notification,) = db.scalars(select(Notification).where(Notification.membership_id == reader.id))
    assert notification.read_at is not None
    with clock.at(TUESDAY + 30 * DAY):
        worker.strikes()
    assert letters_to(db, reader) == []


def test_someone_who_is_suspended_gets_nothing(db, given, worker, town):
    reader = given.member(Role.testbed_leader, of=town)
    waits_for(db, reader, Thing(town.id))
    reader.status = MembershipStatus.suspended
    db.commit()
    with clock.at(TUESDAY):
        worker.strikes()
    assert letters_to(db, reader) == []


def test_the_list_in_the_letter_is_the_list_on_the_page(db, given, worker, town, visit):
    reader = given.member(Role.testbed_leader, of=town)
    db.refresh(reader.person)
    reader.person.locale = "en"
    for number in range(25):
        waits_for(db, reader, Thing(town.id, reference=f"B-2026-{200 + number}"))
    with clock.at(TUESDAY):
        worker.strikes()
    (letter,) = letters_to(db, reader)
    assert letter.subject == "25 matters wait for you, 24 November 2026"
    shown = visit(as_=reader).opens("/att-gora").html.select("#tasks .meta")
    references = [row.get_text().split("·")[0].strip() for row in shown]
    assert [line.rpartition(": ")[2] for line in letter.text.splitlines() if line.startswith("- Review")] == references
    assert "and 5 more" in letter.text


def test_the_weekly_things_come_later_in_the_week_when_the_worker_stood_still_on_monday(db, given, worker, town):
    reader = given.member(Role.region_lead)
    mail.choose(db, reader.id, Group.needs, Frequency.weekly)
    record(
        db,
        given.member(of=town).actor,
        Happened.challenge_published,
        given.challenge(of=town, state=ChallengeState.open),
    )
    worker.works()
    with clock.at(TUESDAY + timedelta(hours=3)):
        worker.strikes()
    assert len(letters_to(db, reader)) == 1


def test_what_one_may_no_longer_read_is_not_told_either(db, given, worker, town, visit):
    reader = given.member(Role.testbed_leader, of=town)
    need = given.challenge(of=given.organisation())  # a draft of another municipality
    event = record(db, given.member(Role.region_lead).actor, Happened.challenge_edited, need)
    given.saved(Notification(event_id=event.id, membership_id=reader.id, group=Group.needs, frequency=Frequency.daily))
    with clock.at(TUESDAY):
        worker.strikes()
    assert letters_to(db, reader) == []
    page = visit(as_=reader).opens("/aviseringar")
    assert not page.sees(need.reference)
    assert not page.html.header.select(".waiting")
