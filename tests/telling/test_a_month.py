"""A month of twelve municipalities: each person gets the letters ux.md 1.6 says, none twice, none leaked, whenever the
worker dies."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from random import Random
from types import SimpleNamespace

from sqlalchemy import select

from app import clock
from app.activity.happenings import Happened
from app.activity.models import Event, Mail, MailState, Notification
from app.activity.record import record
from app.activity.tasks import Waits
from app.actor import THE_CLOCK, Role
from app.challenges.jobs import tell_what_closes
from app.challenges.models import Challenge, ChallengeState
from app.conversations import queries as conversations
from app.conversations.actions import send as write
from app.conversations.forms import MessageText
from app.conversations.models import Reach
from app.database import SWEDEN, now
from app.errands.actions import ask, reply
from app.errands.forms import ErrandForm, Reply, ReplyForm
from app.references.queries import next_reference
from app.working_days import after_working_days, is_working_day
from tests.given import WHOLE_CHALLENGE

FIRST = date(2026, 11, 2)  # a Monday
DAYS = 33
SECRET = "Ordet som ingen får läsa"


def moment(day, hour, minute=0):
    return datetime.combine(day, time(hour, minute), SWEDEN)


def kept(member):
    """Someone who stays ready to act, also when a worker that died has forgotten everything."""
    return SimpleNamespace(id=member.id, actor=member.actor, organisation_id=member.organisation_id)


class Month:
    """What happens, and what the table of ux.md 1.6 says that each person then gets: written down beside it."""

    def __init__(self, given, worker, random):
        self.given, self.db, self.worker, self.random = given, given.db, worker, random
        self.region = kept(given.member(Role.region_lead))
        self.towns = [self.town(number) for number in range(12)]
        self.at_once = Counter()  # (reader, event)
        self.in_a_summary = {}  # (reader, event): the day it should come
        self.asked = {}  # decision-maker and need: since when

    def town(self, number):
        home = self.given.organisation(f"Kommun {number}")
        return kept(self.given.member(Role.testbed_leader, of=home)), kept(self.given.member(Role.sponsor, of=home))

    def lives(self):
        for number in range(DAYS):
            day = FIRST + timedelta(days=number)
            with clock.at(moment(day, 7)):
                self.worker.strikes()
            if is_working_day(day):
                with clock.at(moment(day, 9)):
                    for _ in range(2):
                        self.something_happens(day)
                    self.worker.works()

    def something_happens(self, day):
        leader, sponsor = self.random.choice(self.towns)
        happens = (self.asks_for_a_mandate, self.publishes, self.is_met, self.writes, self.asks, self.closes)
        self.random.choice(happens)(day, leader, sponsor)

    def asks_for_a_mandate(self, day, leader, sponsor):
        need = self.need(leader, sponsor, ChallengeState.anchoring)
        waits = Waits("Give your decision on the need", "mandate", need.organisation_id, membership_id=sponsor.id)
        event = record(self.db, leader.actor, Happened.challenge_submitted, need, waits=[waits])
        self.at_once[sponsor.id, event.id] += 1
        self.asked[sponsor.id, need.reference] = day

    def publishes(self, day, leader, sponsor):
        event = record(self.db, leader.actor, Happened.challenge_published, self.need(leader, sponsor))
        self.tells_later(day, self.region, event)
        self.tells_weekly(day, sponsor, event)

    def is_met(self, day, leader, sponsor):
        event = record(self.db, THE_CLOCK, Happened.challenge_resolved, self.need(leader, sponsor))
        self.tells_later(day, self.region, event)
        self.tells_weekly(day, sponsor, event)
        self.tells_weekly(day, leader, event)

    def writes(self, day, leader, sponsor):
        """The region writes to those who handle a need: the leader is told at once, the decision-maker never."""
        del day  # it is told at once
        need = self.need(leader, sponsor)
        talk = conversations.talk(self.db, self.region.actor, need.reference)
        message = write(self.db, self.region.actor, talk, Reach.handling, MessageText(text=SECRET), "sv")
        self.at_once[leader.id, self.event_of(message)] += 1

    def asks(self, day, leader, sponsor):
        """A leader asks a colleague to do something, who answers in the same sitting."""
        errand = ask(self.db, leader.actor, ErrandForm(what=SECRET, doer=sponsor.id))
        self.at_once[sponsor.id, self.event_of(errand)] += 1
        reply(self.db, sponsor.actor, errand, ReplyForm(reply=Reply.done, answer=SECRET))
        self.tells_later(day, leader, SimpleNamespace(id=self.event_of(errand, Happened.errand_done)))

    def closes(self, day, leader, sponsor):
        need = self.need(leader, sponsor, closes_on=day + timedelta(days=7))
        tell_what_closes(self.db, THE_CLOCK)
        event = SimpleNamespace(id=self.event_of(need, Happened.challenge_closing))
        self.tells_later(day, leader, event)
        self.tells_later(day, self.region, event)

    def event_of(self, subject, happening=None):
        query = select(Event.id).where(Event.subject_id == subject.id)
        return self.db.scalars(query.where(Event.happening == happening) if happening else query).one()

    def need(self, leader, sponsor, state=ChallengeState.open, **more):
        values = more | {
            "title": SECRET,
            "organisation_id": leader.organisation_id,
            "state": state,
            "state_since": now(),
        }
        people = {"author_id": leader.id, "sponsor_id": sponsor.id, "co_owners": []}
        reference = next_reference(self.db, "B")
        return self.given.saved(Challenge(**(WHOLE_CHALLENGE | values | people), reference=reference))

    def tells_later(self, day, reader, event):
        self.in_a_summary[reader.id, event.id] = after_working_days(day, 1)

    def tells_weekly(self, day, reader, event):
        monday = day + timedelta(days=7 - day.weekday())
        while not is_working_day(monday):
            monday += timedelta(days=1)
        self.in_a_summary[reader.id, event.id] = monday


def test_each_person_gets_the_letters_they_should_none_twice_and_none_leaked_whenever_the_worker_dies(
    db, given, worker
):
    random = Random(4)  # noqa: S311 - the same month every time
    worker.dies = lambda: random.random() < 0.1
    month = Month(given, worker, random)
    month.lives()
    assert worker.deaths > 10

    letters = {letter.id: letter for letter in db.scalars(select(Mail))}
    told = db.scalars(select(Notification)).all()
    until = FIRST + timedelta(days=DAYS - 1)
    assert {letter.state for letter in letters.values()} == {MailState.sent}

    at_once = Counter((letter.membership_id, letter.event_id) for letter in letters.values() if letter.event_id)
    assert at_once == month.at_once

    came = {
        (one.membership_id, one.event_id): day_of(letters[one.mail_id])
        for one in told
        if one.mail_id and letters[one.mail_id].event_id is None
    }
    due = {key: day for key, day in month.in_a_summary.items() if day <= until}
    assert came == due

    morning = Counter()
    for letter in letters.values():
        if letter.unsubscribe:
            at = letter.created_at.astimezone(SWEDEN)
            assert (at.hour, at.minute) == (7, 0)
            assert is_working_day(at.date())
            morning[letter.membership_id, at.date()] += 1
    assert set(morning.values()) == {1}

    reminders = Counter()
    for letter in letters.values():
        if letter.event_id is None and not letter.unsubscribe:
            reminders[letter.membership_id, letter.thread] += 1
    assert reminders == {
        (reader, reference): (after_working_days(since, 5) <= until) + (after_working_days(since, 10) <= until)
        for (reader, reference), since in month.asked.items()
        if after_working_days(since, 5) <= until
    }

    assert not any(SECRET in letter.subject + letter.text for letter in letters.values())
    theirs = {reader.id: reader for town in month.towns for reader in town} | {month.region.id: month.region}
    assert {letter.membership_id for letter in letters.values()} <= set(theirs)


def day_of(letter):
    return letter.created_at.astimezone(SWEDEN).date()
