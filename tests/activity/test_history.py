"""What happened, and who may read it."""

from datetime import date

import pytest
from sqlalchemy.exc import DBAPIError

from app.activity import queries
from app.activity.happenings import Audience, Happened
from app.activity.record import record
from app.actor import THE_CLOCK, VISITOR, Role
from tests.activity.cast import Thing, leader, member, organisation

EVERYONE = {Audience.public}
INVOLVED = {Audience.public, Audience.parties, Audience.internal}


def test_the_newest_comes_first_and_each_reader_sees_what_is_theirs(db):
    town = organisation(db, "Sampleton")
    actor, thing = leader(db, town), Thing(town.id)
    record(db, actor, Happened.challenge_sent_back, thing, note="Say how many.")
    record(db, actor, Happened.challenge_published, thing)
    lines = queries.history(db, actor, thing, INVOLVED)
    assert [line.event.happening for line in lines] == [Happened.challenge_published, Happened.challenge_sent_back]
    assert lines[1].note == "Say how many."
    assert [line.event.happening for line in queries.history(db, VISITOR, thing, EVERYONE)] == [
        Happened.challenge_published
    ]
    assert queries.history(db, VISITOR, thing, set()) == []


def test_people_are_named_to_the_organisations_involved_only(db):
    town = organisation(db, "Sampleton")
    actor, thing = member(db, Role.testbed_leader, of=town, name="Robin Sample").actor, Thing(town.id)
    record(db, actor, Happened.challenge_published, thing, changed=["Title"])
    (inside,) = queries.history(db, actor, thing, INVOLVED)
    assert (inside.who, inside.person, inside.changed) == ("Sampleton", "Robin Sample", ["Title"])
    (outside,) = queries.history(db, VISITOR, thing, EVERYONE)
    assert (outside.who, outside.person, outside.changed) == ("Sampleton", "", [])


def test_what_the_clock_did_is_said_to_be_done_by_the_portal(db):
    thing = Thing(organisation(db).id)
    record(db, THE_CLOCK, Happened.challenge_closed, thing)
    (line,) = queries.history(db, VISITOR, thing, INVOLVED)
    assert (line.who, line.person) == ("", "")
    assert line.event.is_by_the_clock


def test_details_of_any_kind_are_kept(db):
    town = organisation(db)
    event = record(
        db, leader(db, town), Happened.challenge_edited, Thing(town.id), due=date(2026, 12, 4), owner=town.id
    )
    assert event.details == {"due": "2026-12-04", "owner": str(town.id)}


def test_what_happened_is_never_changed(db):
    town = organisation(db)
    event = record(db, leader(db, town), Happened.challenge_edited, Thing(town.id))
    event.person_name = "Someone else"
    with pytest.raises(DBAPIError):
        db.flush()
