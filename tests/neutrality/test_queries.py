"""The spread over companies against a data set counted by hand."""

from datetime import timedelta

from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import Role
from app.assessments.models import Outcome
from app.challenges.models import ChallengeState as Need
from app.challenges.models import Question
from app.database import now, today
from app.neutrality import queries
from app.organisations.models import Seat, SizeClass
from app.periods import twelve_months
from app.test_requests.models import TestRequestState as Request

LONG_AGO = timedelta(days=500)


def sent(rows, company, need, *, ago=timedelta(days=5), state=Request.accepted, **values):
    return rows.test_request(need, state, company=company, submitted_at=now() - ago, **values)


def test_requests_refusals_and_tests_of_each_company(db, given, rows, region):
    old, new, waiting = (rows.company() for _ in range(3))
    needs = [given.challenge(state=Need.in_pilot) for _ in range(4)]
    sent(rows, old, needs[0], ago=LONG_AGO, seat=Seat.abroad, size_class=SizeClass.micro)
    rows.pilot(sent(rows, old, needs[1], seat=Seat.county, size_class=SizeClass.small))
    rows.decision(sent(rows, new, needs[0], state=Request.declined))
    rows.decision(sent(rows, new, needs[1], state=Request.declined), reason=" ")
    rows.pilot(sent(rows, new, needs[2]))
    rows.pilot(sent(rows, new, needs[3]), started=False)
    rows.test_request(needs[0], Request.draft, company=waiting)

    spread = queries.spread(db, twelve_months(today()))

    found = {one.id: one for one in spread.companies}
    assert found.keys() == {old.id, new.id}
    assert (found[old.id].requests, found[old.id].declined, found[old.id].tests) == (1, 0, 1)
    assert (found[new.id].requests, found[new.id].declined, found[new.id].tests) == (4, 2, 1)
    assert (found[old.id].is_new, found[new.id].is_new) == (False, True)
    assert (found[old.id].size, found[old.id].seat) == (SizeClass.small, Seat.county)
    assert found[old.id].first_on < today() - timedelta(days=400)
    terms = queries.terms(db, twelve_months(today()))
    assert (terms.declined, terms.with_reasons) == (2, 1)


def test_calls_that_closed_in_the_period_and_who_answered_them(db, given, rows):
    day = today() - timedelta(days=3)
    two, one, none = (given.challenge(state=Need.assessing, closes_on=day) for _ in range(3))
    given.challenge(state=Need.assessing, closes_on=today() - LONG_AGO)
    given.challenge(state=Need.open, closes_on=day)
    for need, companies in ((two, 2), (one, 1), (none, 0)):
        for _ in range(companies):
            sent(rows, rows.company(), need)
    rows.test_request(one, Request.draft)
    terms = queries.terms(db, twelve_months(today()))
    assert (terms.calls, terms.with_several) == (3, 1)


def test_what_was_told_to_all_and_to_one(db, given, rows):
    leader = given.member(Role.testbed_leader)
    need = given.challenge(of=leader.organisation, state=Need.open)
    request = sent(rows, rows.company(), need)
    db.refresh(request, ["solution"])
    record(db, leader.actor, Happened.question_answered, need)
    record(db, leader.actor, Happened.challenge_announced, need)
    record(db, leader.actor, Happened.request_completion_asked, request)
    record(db, leader.actor, Happened.request_assigned, request)
    terms = queries.terms(db, twelve_months(today()))
    assert (terms.to_all, terms.to_one) == (2, 1)


def test_a_question_is_overdue_after_ten_working_days(db, given, rows):
    need = given.challenge(state=Need.open)
    company = rows.company()
    asker = given.member(Role.company_rep, of=company)
    asked = {"challenge_id": need.id, "organisation_id": company.id, "membership_id": asker.id, "text": "Hur många?"}
    for days, answered in ((30, None), (30, now()), (3, None)):
        given.saved(Question(created_at=now() - timedelta(days=days), answered_at=answered, **asked))
    assert queries.overdue_questions(db) == 1


def test_decisions_of_one_company(db, given, rows):
    company = rows.company()
    need = given.challenge(state=Need.in_pilot)
    rows.decision(sent(rows, company, need), Outcome.accepted)
    rows.decision(sent(rows, rows.company(), need), Outcome.declined)
    assert queries.decisions_of(db, company.id, twelve_months(today())) == {Outcome.accepted: 1}


def test_many_companies_cost_no_more_questions_than_one(db, given, rows, asked_of):
    counts = []
    for _ in range(2):
        rows.pilot(sent(rows, rows.company(), given.challenge(state=Need.in_pilot)))
        with asked_of() as questions:
            queries.spread(db, twelve_months(today()))
            queries.terms(db, twelve_months(today()))
        counts.append(len(questions))
    assert counts == [2, 2]
