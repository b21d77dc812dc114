"""Every figure against a data set counted by hand."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from app.actor import VISITOR, Role
from app.assessments.models import Outcome
from app.challenges.models import ChallengeState as Need
from app.challenges.models import CoOwner, CoOwnerStatus, Question
from app.database import now, today
from app.organisations.models import OrganisationStatus
from app.oversight import queries
from app.people.models import MembershipStatus
from app.pilots.choices import PilotOutcome
from app.pilots.models import PilotState
from app.test_requests.models import Assessor, Standing
from app.test_requests.models import TestRequestState as Request


@pytest.fixture
def region(given):
    return given.member(Role.region_lead).actor


def test_the_river_counts_each_need_as_far_as_it_has_come(db, given, rows, region):
    for state in (Need.open, Need.published, Need.signal):
        given.challenge(state=state)
    rows.test_request(given.challenge(state=Need.assessing))
    two = given.challenge(state=Need.assessing)
    rows.test_request(two)
    rows.test_request(two, Request.withdrawn)
    rows.pilot(rows.test_request(given.challenge(state=Need.in_pilot), Request.accepted))
    rows.adopted(given.challenge(state=Need.in_pilot))
    rows.adopted(given.challenge(state=Need.resolved))

    river = queries.river(db)

    assert river.stages == (8, 5, 3, 2)
    assert (river.requests, river.pilots) == (6, 3)
    assert river.municipalities == 8
    assert queries.river(db, region) == river


def test_a_need_with_two_pilots_is_one_need(db, given, rows):
    need = given.challenge(state=Need.in_pilot)
    rows.pilot(rows.test_request(need, Request.accepted))
    rows.pilot(rows.test_request(need, Request.accepted), PilotState.decided, outcome=PilotOutcome.end)
    river = queries.river(db)
    assert river.stages == (1, 1, 1, 0)
    assert river.pilots == 2


def test_a_pilot_that_never_started_is_no_pilot_of_the_river(db, given, rows):
    rows.pilot(
        rows.test_request(given.challenge(state=Need.assessing), Request.accepted), PilotState.preparing, started=False
    )
    assert queries.river(db).stages == (1, 1, 0, 0)


def test_drafts_are_never_counted(db, given, rows, region):
    given.challenge(state=Need.draft)
    given.challenge(state=Need.anchoring)
    rows.test_request(given.challenge(state=Need.open), Request.draft)
    for actor in (VISITOR, region):
        river = queries.river(db, actor)
        assert river.stages == (1, 0, 0, 0)
        assert river.requests == 0


def test_the_region_also_counts_what_is_not_published_yet(db, given, region):
    given.challenge(state=Need.review)
    given.challenge(state=Need.withdrawn)
    assert queries.river(db).needs == 0
    assert queries.river(db, region).needs == 2


def test_a_merged_need_is_counted_as_the_one_it_went_into(db, given):
    into = given.challenge(state=Need.open)
    given.challenge(state=Need.merged, merged_into_id=into.id)
    given.challenge(state=Need.archived, merged_into_id=into.id)
    assert queries.river(db).needs == 1


def test_the_river_of_one_year(db, given, region):
    given.challenge(state=Need.open, submitted_at=now().replace(year=2024))
    given.challenge(state=Need.open, submitted_at=now().replace(year=2025))
    assert queries.river(db, region, 2024).needs == 1
    assert queries.years(db, region) == [2025, 2024]


def test_a_need_begins_in_the_year_it_was_in_sweden(db, given, region):
    given.challenge(state=Need.open, submitted_at=datetime(2024, 12, 31, 23, 30, tzinfo=UTC))
    given.challenge(state=Need.open, submitted_at=datetime(2024, 12, 31, 22, 30, tzinfo=UTC))
    assert [queries.river(db, region, year).needs for year in (2024, 2025)] == [1, 1]


def test_the_county_from_the_rivers_is_the_county_asked_for(db, given, rows, region):
    kumla, laxa = given.organisation("Kumla"), given.organisation("Laxå")
    for year in (2024, 2025):
        need = given.challenge(of=kumla, state=Need.open, submitted_at=now().replace(year=year, day=1))
        given.saved(CoOwner(challenge_id=need.id, organisation_id=laxa.id, status=CoOwnerStatus.joined))
    found = county_of(queries.county_of(db, region, queries.rivers(db, region)))
    assert found == county_of(queries.county(db, region))
    assert [found[name].needs for name in ("Kumla", "Laxå")] == [2, 2]
    assert {one.latest.year for one in found.values()} == {2025}


def county_of(county):
    return {each.name: each for each in county.municipalities}


def test_the_county_of_visitors_counts_needs_open_for_requests(db, given):
    kumla = given.organisation("Kumla")
    nora = given.organisation("Nora", status=OrganisationStatus.invited)
    given.challenge(of=kumla, state=Need.open)
    given.challenge(of=kumla, state=Need.published, call_type="continuous")
    given.challenge(of=kumla, state=Need.published, call_type="call")
    given.challenge(of=kumla, state=Need.in_pilot)
    found = county_of(queries.county(db))
    assert (found["Kumla"].takes_part, found["Kumla"].needs) == (True, 2)
    assert not found["Nora"].takes_part
    assert found["Nora"].id == nora.id


def test_a_shared_need_counts_for_each_that_has_joined(db, given):
    kumla, laxa, nora = (given.organisation(name) for name in ("Kumla", "Laxå", "Nora"))
    need = given.challenge(of=kumla, state=Need.open)
    for town, status in ((laxa, CoOwnerStatus.joined), (nora, CoOwnerStatus.invited)):
        given.saved(CoOwner(challenge_id=need.id, organisation_id=town.id, status=status))
    found = county_of(queries.county(db))
    assert [found[name].needs for name in ("Kumla", "Laxå", "Nora")] == [1, 1, 0]


def test_the_county_of_the_region_counts_all_that_was_received(db, given, region):
    kumla = given.organisation("Kumla")
    for state in (Need.draft, Need.review, Need.open, Need.resolved):
        given.challenge(of=kumla, state=state, submitted_at=now() - timedelta(days=3))
    found = county_of(queries.county(db, region))["Kumla"]
    assert found.needs == 3
    assert (today() - found.latest).days in (2, 3)


def test_equal_terms_are_counted_over_all_needs(db, given, rows):
    many, one, still_open = (given.challenge(state=state) for state in (Need.assessing, Need.in_pilot, Need.open))
    given.challenge(state=Need.assessing, call_type="dialogue")
    requests = [rows.test_request(many) for _ in range(3)]
    company = rows.company()
    rows.test_request(one, company=company)
    rows.test_request(one, Request.withdrawn, company=company)
    for _ in range(2):
        rows.test_request(still_open)
    rows.test_request(many, Request.draft)
    rows.decision(requests[0])
    rows.decision(requests[1], reason="  ")
    rows.decision(requests[2], released=False)
    rows.decision(rows.test_request(one), Outcome.accepted)
    asker = given.member(Role.company_rep, of=company)
    for answered in (now(), None):
        given.saved(
            Question(
                challenge_id=many.id, organisation_id=company.id, membership_id=asker.id, text="?", answered_at=answered
            )
        )
    assessor = given.member(Role.assessor, of=many.organisation_id)
    given.saved(Assessor(test_request_id=requests[0].id, membership_id=assessor.id, standing=Standing.conflicted))

    figures = queries.equal_terms(db)

    assert figures.published == 4
    assert (figures.closed_calls, figures.with_several_applicants) == (2, 2)
    assert (figures.declined, figures.declined_with_reasons) == (2, 1)
    assert (figures.questions, figures.answered) == (2, 1)
    assert figures.conflicts == 1


def test_the_largest_share_of_pilots(db, given, rows):
    company = rows.company()
    for mine in (True, True, True, False, False, False):
        request = rows.test_request(given.challenge(state=Need.in_pilot), company=company if mine else None)
        rows.pilot(request)
    assert queries.equal_terms(db).largest_share_of_pilots == 0.5


def test_a_municipality_without_a_leader_is_vacant_since_the_leader_left(db, given):
    kumla = given.organisation("Kumla")
    left = today() - timedelta(days=12)
    given.member(Role.testbed_deputy, of=kumla)
    leaver = given.member(Role.testbed_leader, of=kumla)
    leaver.valid_to, leaver.status = left, MembershipStatus.removed
    laxa = given.organisation("Laxå", joined_on=today() - timedelta(days=5))
    given.member(Role.testbed_leader, of=given.organisation("Nora"))
    given.organisation("Hällefors", status=OrganisationStatus.invited)
    db.commit()
    found = {vacancy.organisation_id: vacancy for vacancy in queries.vacancies(db)}
    assert found.keys() == {kumla.id, laxa.id}
    assert (found[kumla.id].days(today()), found[kumla.id].has_deputy) == (12, True)
    assert (found[laxa.id].days(today()), found[laxa.id].has_deputy) == (5, False)
    assert [vacancy.organisation_id for vacancy in queries.vacancies(db)] == [kumla.id, laxa.id]


def test_the_figures_ask_the_database_as_often_for_many_as_for_one(db, given, rows, region, asked_of):
    counts = []
    for _ in range(2):
        rows.adopted(given.challenge(state=Need.resolved))
        with asked_of() as questions:
            queries.river(db, region)
            queries.county(db, region)
            queries.equal_terms(db)
            queries.vacancies(db)
        counts.append(len(questions))
    assert counts[0] == counts[1] <= 5


def test_each_state_of_a_need_is_counted_once_or_not_at_all(db, given, region):
    for state in Need:
        given.challenge(state=state)
    counted = Counter({"public": queries.river(db).needs, "region": queries.river(db, region).needs})
    assert counted == {"public": 9, "region": 12}
