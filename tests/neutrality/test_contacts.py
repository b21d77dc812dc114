"""The log of contacts agrees with the audit trail line by line, and tells nobody what they may not know."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.activity.happenings import Happened
from app.activity.models import Event
from app.activity.record import record
from app.actor import Role
from app.challenges.models import ChallengeState as Need
from app.conversations.models import Message, Reach
from app.database import now, today
from app.neutrality import queries
from app.neutrality.contacts import COUNTED
from app.periods import twelve_months
from app.test_requests.models import Assessor, Standing
from app.test_requests.models import TestRequestState as Request

REQUESTS = [one for one in Happened if one.value.startswith("request.")]
PILOTS = [one for one in Happened if one.value.startswith("pilot.")]


@pytest.fixture
def year(db, given, rows):
    """Everything that can happen to two companies' requests and pilots, once or more, and things about the need."""
    leader = given.member(Role.testbed_leader)
    need = given.challenge(of=leader.organisation, state=Need.in_pilot)
    requests = [rows.test_request(need, Request.accepted) for _ in range(2)]
    pilots = [rows.pilot(one) for one in requests]
    asker = given.member(Role.company_rep, of=requests[0].organisation_id)
    for number, (request, pilot) in enumerate(zip(requests, pilots, strict=True)):
        db.refresh(request, ["solution"])
        for happening in (REQUESTS * 2)[number::2]:
            record(db, leader.actor, happening, request)
        for happening in PILOTS:
            record(db, leader.actor, happening, pilot)
    record(db, asker.actor, Happened.question_asked, need)
    record(db, leader.actor, Happened.question_answered, need)
    record(db, leader.actor, Happened.challenge_announced, need)
    record(db, leader.actor, Happened.challenge_endorsed, need)
    db.commit()
    return requests


def all_lines(db, actor):
    return queries.all_contact_lines(db, actor, twelve_months(today()))


def test_every_contact_of_the_audit_trail_is_one_line_of_the_log(db, year, region):
    trail = {event.id: event for event in db.scalars(select(Event)) if event.happening in COUNTED}
    lines = all_lines(db, region.actor)
    assert sorted(line.event_id for line in lines) == sorted(trail)
    for line in lines:
        event = trail[line.event_id]
        assert (line.at, line.happening, line.reference) == (event.at, event.happening, event.subject_reference)


def test_each_line_names_the_company_it_reached(db, year, region):
    names = {one.organisation_id: db.get(type(one), one.id) and one for one in year}
    lines = all_lines(db, region.actor)
    reached = {line.slug for line in lines if line.slug}
    assert len(reached) == len(names) == 2
    assert all(bool(line.company) == (line.reach.value == "one") for line in lines)
    of_one = [line for line in lines if line.happening is Happened.pilot_started]
    assert len({line.slug for line in of_one}) == 2


def test_who_asked_is_told_nobody(db, year, region):
    asked = next(line for line in all_lines(db, region.actor) if line.happening is Happened.question_asked)
    assert (asked.company, asked.by) == ("", "")


def test_who_has_a_conflict_of_interest_does_not_meet_the_request_in_the_log(db, given, year, region):
    conflict = {"test_request_id": year[0].id, "membership_id": region.id, "standing": Standing.conflicted}
    given.saved(Assessor(**conflict))
    references = {line.reference for line in all_lines(db, region.actor)}
    assert year[0].reference not in references
    assert year[1].reference in references


def test_the_log_of_a_period_holds_what_happened_in_it(db, year, region):
    before = twelve_months(today() - timedelta(days=400))
    assert queries.all_contact_lines(db, region.actor, before) == []
    page = queries.contact_lines(db, region.actor, twelve_months(today()))
    assert len(page.rows) == 25
    assert page.has_next


def test_the_log_of_one_company_is_what_it_sent_and_got(db, year):
    company = db.get_one(type(year[0]), year[0].id)
    db.refresh(company, ["organisation"])
    lines = queries.lines_of(db, company.organisation, twelve_months(today()))
    assert {line.slug for line in lines} == {company.organisation.slug}
    assert {line.happening for line in lines} <= set(COUNTED)
    assert all(line.at <= now() for line in lines)


def test_a_message_to_a_company_is_a_contact_and_one_inside_is_not(db, given, year, region):
    leader = given.member(Role.testbed_leader)
    before = queries.terms(db, twelve_months(today()))
    said = {"reference": year[0].reference, "label": "Nattljus", "membership_id": leader.id, "sent_at": now()}
    said |= {"organisation_id": leader.organisation_id, "person_name": "Kim", "organisation_name": "Kumla kommun"}
    for reach in Reach:
        message = given.saved(Message(test_request_id=year[0].id, reach=reach, text="Hej.", **said))
        record(db, leader.actor, Happened.message_sent, message)
    needs = given.saved(Message(challenge_id=year[0].challenge_id, reach=Reach.parties, text="Hej.", **said))
    record(db, leader.actor, Happened.message_sent, needs)
    found = [line for line in all_lines(db, region.actor) if line.happening is Happened.message_sent]
    db.refresh(year[0], ["organisation"])
    assert [(line.slug, line.reference) for line in found] == [(year[0].organisation.slug, year[0].reference)]
    assert queries.terms(db, twelve_months(today())).to_one == before.to_one + 1
    conflict = {"test_request_id": year[0].id, "membership_id": region.id, "standing": Standing.conflicted}
    given.saved(Assessor(**conflict))
    assert [line for line in all_lines(db, region.actor) if line.happening is Happened.message_sent] == []
