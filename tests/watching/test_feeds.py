"""Feeds and calendars as programs of others read them."""

import re
from datetime import timedelta

import feedparser
import pytest
import vobject

from app.activity.happenings import Audience, Happened
from app.activity.record import record
from app.activity.tasks import Waits
from app.actor import THE_CLOCK, Role
from app.challenges.models import ChallengeState
from app.database import today
from app.people.models import MembershipStatus
from app.watching.queries import NEWS
from tests.activity.cast import Thing

STEPS = (Happened.challenge_published, Happened.challenge_opened)


@pytest.fixture
def need(db, given):
    need = given.challenge(state=ChallengeState.open, title="Tryggare nätter & <lugn>\x0b")
    for step in STEPS:
        record(db, THE_CLOCK, step, need)
    db.commit()
    return need


def feed_at(visit, path, language="sv"):
    response = visit().client.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(response.content)
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    assert feed.feed.language == language
    for one in (feed.feed, *feed.entries):
        assert re.fullmatch(r"tag:testserver,2026:[\w/.=&?-]+", one.id)
        assert one.title
        assert one.updated_parsed
    assert [link.rel for link in feed.feed.links] == ["self", "alternate"]
    return feed


def test_all_that_is_news_may_be_read_by_everyone():
    assert {happening.audience for happening in NEWS} == {Audience.public}


def test_the_needs_as_a_feed_are_the_list_as_everyone_sees_it(given, visit, need):
    draft = given.challenge(title="Ett utkast som ingen får se")
    other = given.challenge(state=ChallengeState.published, title="Lugnare dagar")
    feed = feed_at(visit, "/behov.atom")
    titles = [entry.title for entry in feed.entries]
    assert other.title in titles
    assert "Tryggare nätter & <lugn>\ufffd" in titles
    assert draft.title not in titles
    only = feed_at(visit, f"/behov.atom?lage=open&q={need.reference}")
    assert [entry.link for entry in only.entries] == [
        f"https://testserver/behov/{need.reference.lower()}-tryggare-natter-lugn"
    ]


def test_an_entry_keeps_its_id_when_it_changes_and_says_that_it_did(db, visit, need):
    (before,) = feed_at(visit, f"/behov.atom?q={need.reference}").entries
    need.title = "Tryggare nätter för alla"
    record(db, THE_CLOCK, Happened.challenge_closed, need)
    db.commit()
    (after,) = feed_at(visit, f"/behov.atom?q={need.reference}").entries
    assert after.id == before.id
    assert after.title != before.title
    assert after.updated_parsed >= before.updated_parsed


def test_a_need_of_its_own_and_the_news_tell_what_happened_in_the_language_of_the_address(db, visit, need):
    record(db, THE_CLOCK, Happened.challenge_edited, need)
    db.commit()
    one = feed_at(visit, f"/behov/{need.reference.lower()}.atom")
    assert [entry.title.partition(":")[0] for entry in one.entries] == [
        "Behovet öppnades för förfrågningar",
        "Behovet publicerades",
    ]
    english = feed_at(visit, "/en/nyheter.atom", "en")
    assert english.entries[0].title.startswith("The need opened for requests: Tryggare nätter")
    assert english.entries[0].link.startswith("https://testserver/en/behov/")


def test_what_is_not_public_has_no_feed(given, visit):
    draft = given.challenge()
    assert visit().client.get(f"/behov/{draft.reference.lower()}.atom").status_code == 404
    owner = given.member(Role.testbed_leader, of=draft.organisation_id)
    assert visit(as_=owner).client.get(f"/behov/{draft.reference.lower()}.atom").status_code == 404


@pytest.mark.parametrize("path", ["/behov.atom", "/nyheter.atom", "/kalender.ics"])
def test_who_has_it_already_is_told_so(visit, need, path):
    client = visit().client
    first = client.get(path)
    assert client.get(path, headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    assert client.get(path, headers={"If-None-Match": '"another"'}).status_code == 200
    assert "max-age" in first.headers["cache-control"]


def calendar_at(visit, path):
    response = visit().client.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/calendar")
    calendar = vobject.readOne(response.text)
    assert [zone.tzid.value for zone in calendar.vtimezone_list] == ["Europe/Stockholm"]
    return {event.uid.value: event for event in getattr(calendar, "vevent_list", [])}


def test_the_days_of_a_call_are_whole_days_that_can_be_called_off(db, given, visit, need):
    uid = f"{need.id}-closes_on@testserver"
    before = calendar_at(visit, "/kalender.ics")[uid]
    assert before.dtstart.value == need.closes_on
    assert before.dtend.value == need.closes_on + timedelta(days=1)
    assert before.status.value == "CONFIRMED"
    assert need.reference in before.summary.value
    need.state = ChallengeState.withdrawn
    db.commit()
    after = calendar_at(visit, "/kalender.ics")[uid]
    assert after.status.value == "CANCELLED"
    assert int(after.sequence.value) > int(before.sequence.value)
    assert "Tryggare" not in after.summary.value


def test_a_draft_is_in_no_calendar(given, visit):
    draft = given.challenge()
    assert not [uid for uid in calendar_at(visit, "/kalender.ics") if uid.startswith(str(draft.id))]


def test_ones_own_days_say_what_to_do_and_no_name_and_the_address_can_be_renewed(db, given, visit):
    member = given.member(Role.testbed_leader)
    thing = Thing(member.organisation_id, label="Ett hemligt namn", reference="B-2026-301")
    waits = Waits("Review the need", "review_challenge", member.organisation_id, (Role.testbed_leader,), due_on=today())
    record(db, member.actor, Happened.challenge_registered, thing, waits=[waits])
    db.commit()
    person = visit(as_=member).opens("/kalender/min").presses("Make an address for my calendar")
    address = person.html.select_one("code").get_text()
    (event,) = calendar_at(visit, address).values()
    assert event.dtstart.value == today()
    assert event.summary.value.endswith(": B-2026-301")
    assert "hemligt" not in visit().client.get(address).text
    person.presses("Make a new address")
    assert person.sees("Your calendar has a new address")
    assert visit().client.get(address).status_code == 404
    new = person.html.select_one("code").get_text()
    assert visit().client.get(new).headers["cache-control"].startswith("private")
    member.status = MembershipStatus.suspended
    db.commit()
    assert visit().client.get(new).status_code == 404


def test_people_read_the_same_days_and_news(visit, need):
    page = visit().opens("/kalender")
    assert page.sees(f"Last day to apply: {need.reference}")
    assert visit().opens("/nyheter").sees("The need opened for requests: Tryggare nätter")
