"""What has stopped: what is late, what has waited too long, what nobody has in hand."""

from datetime import timedelta

import pytest

from app.activity.models import Task
from app.actor import Role
from app.challenges.models import ChallengeState as Need
from app.database import now, today
from app.oversight import queries_stopped as queries
from app.test_requests.models import Assessor, Standing
from app.test_requests.models import TestRequestState as Request


@pytest.fixture
def region(given):
    return given.member(Role.region_officer)


def waits(given, subject, organisation_id, *, due=None, since=0, kind=None, verb="Screen the request"):
    return given.saved(
        Task(
            key=verb,
            verb=verb,
            route="challenge",
            why="",
            subject_type=kind or type(subject).__name__,
            subject_id=subject.id,
            subject_reference=subject.reference,
            subject_label="Tryggare nätter",
            organisation_id=organisation_id,
            roles=[Role.testbed_leader.value],
            due_on=today() + timedelta(days=due) if due is not None else None,
            since=now() - timedelta(days=since),
            asked_by=organisation_id,
            asked_by_name="",
            asked_by_membership_id=organisation_id,
        )
    )


def references(found):
    return [each.reference for each in found]


def test_what_is_past_its_date_is_stopped_and_the_oldest_comes_first(db, given, region):
    late, later, not_late = (given.challenge(state=Need.review) for _ in range(3))
    waits(given, late, late.organisation_id, due=-2, since=9)
    waits(given, later, later.organisation_id, due=-5, since=9)
    waits(given, not_late, not_late.organisation_id, due=0, since=9)
    found = queries.stopped(db, region.actor)
    assert references(found) == [later.reference, late.reference]
    assert [each.days(today()) for each in found] == [5, 2]
    assert found[0].roles == ("testbed_leader",)


def test_what_waits_without_a_date_is_stopped_after_ten_working_days(db, given, region):
    old, new = (given.challenge(state=Need.review) for _ in range(2))
    waits(given, old, old.organisation_id, since=30)
    waits(given, new, new.organisation_id, since=3)
    assert references(queries.stopped(db, region.actor)) == [old.reference]


def test_what_nobody_has_in_hand_is_stopped_when_it_has_been_quiet(db, given, region):
    quiet = given.challenge(state=Need.assessing, state_since=now() - timedelta(days=40))
    given.challenge(state=Need.open, state_since=now() - timedelta(days=40))
    given.challenge(state=Need.resolved, state_since=now() - timedelta(days=40))
    found = queries.stopped(db, region.actor)
    assert references(found) == [quiet.reference]
    assert found[0].verb == ""


def test_a_draft_is_nobodys_business(db, given, rows, region):
    need = given.challenge(state=Need.draft, state_since=now() - timedelta(days=90))
    waits(given, need, need.organisation_id, due=-30)
    draft = rows.test_request(given.challenge(state=Need.open), Request.draft, state_since=now() - timedelta(days=90))
    waits(given, draft, draft.organisation_id, due=-30)
    assert queries.stopped(db, region.actor) == []


def test_who_has_a_conflict_of_interest_meets_the_request_nowhere_here(db, given, rows, region):
    request = rows.test_request(given.challenge(state=Need.assessing))
    waits(given, request, request.host_id, due=-3)
    assert references(queries.stopped(db, region.actor)) == [request.reference]
    actor = region.actor
    given.saved(Assessor(test_request_id=request.id, membership_id=region.id, standing=Standing.conflicted))
    assert references(queries.stopped(db, actor)) == []
    assert queries.oldest_task(db, actor) is None


def test_someone_else_than_the_region_may_not_look(given, visit):
    assert visit(as_=given.member(Role.testbed_leader)).opens("/uppfoljning/stannat").status == 403
    assert visit(as_=given.member(Role.company_rep)).opens("/uppfoljning").status == 403
    assert visit().opens("/uppfoljning").path.endswith("/logga-in")


def test_the_page_says_what_has_stopped_and_with_whom(given, region, visit):
    town = given.organisation("Kumla kommun")
    given.member(Role.testbed_leader, of=town)
    need = given.challenge(of=town, state=Need.review)
    waits(given, need, town.id, due=-4)
    person = visit(as_=region).opens("/uppfoljning/stannat")
    assert person.html.h1.get_text() == "1 thing has stopped"
    assert visit(as_=region).opens("/uppfoljning").sees("1 thing has stopped.")
    assert person.sees("Kumla kommun (Testbed leader)")
    file = person.opens("/uppfoljning/stannat.csv")
    assert file.status == 200


def test_a_municipality_without_a_leader_is_named_with_its_days(given, region, visit):
    given.organisation("Ljusnarsbergs kommun", joined_on=today() - timedelta(days=8))
    person = visit(as_=region).opens("/uppfoljning/stannat")
    assert person.sees("Ljusnarsbergs kommun: 8 days, since")
    assert person.sees("There is no deputy either.")


def test_much_that_has_stopped_stands_on_several_pages(given, region, visit):
    town = given.organisation("Kumla kommun")
    needs = [given.challenge(of=town, state=Need.review) for _ in range(26)]
    for days, need in enumerate(needs):
        waits(given, need, town.id, due=-40 + days)
    first, second = (visit(as_=region).opens(f"/uppfoljning/stannat?sida={number}") for number in (1, 2))
    assert first.html.h1.get_text() == second.html.h1.get_text() == "26 things have stopped"
    assert queries.count_stopped(given.db, region.actor) == 26
    assert [person.sees(needs[-1].reference) for person in (first, second)] == [False, True]
    assert visit(as_=region).opens("/uppfoljning/stannat.csv").sees(needs[-1].reference)


def test_a_page_is_a_part_of_all_that_has_stopped_in_one_order(db, given, rows, region):
    """Tasks past their date, undated ones, and what nobody has in hand stand in one list."""
    old = now() - timedelta(days=50)
    for days in (31, 44, 60):
        given.challenge(state=Need.review, state_since=now() - timedelta(days=days))
    for days in (3, 45):
        need = given.challenge(state=Need.open)
        waits(given, need, need.organisation_id, due=-days)
    need = given.challenge(state=Need.open)
    waits(given, need, need.organisation_id, since=33)
    rows.test_request(given.challenge(state=Need.open), Request.submitted, state_since=old)
    rows.test_request(given.challenge(state=Need.open), Request.accepted, state_since=old)
    found = queries.stopped(db, region.actor)
    assert [each.days(today()) for each in found] == [60, 50, 45, 44, 33, 31, 3]
    assert [bool(each.verb) for each in found] == [False, False, True, False, True, False, True]
    assert queries.count_stopped(db, region.actor) == len(found)
    paged = [queries.stopped(db, region.actor, first, 3) for first in (0, 3, 6)]
    assert [each for page in paged for each in page] == found


def test_who_has_what_has_stopped_is_all_of_it_by_organisation(db, given, region):
    kumla, nora = given.organisation("Kumla kommun"), given.organisation("Nora kommun")
    for town, days in ((kumla, (3, 9, 5)), (nora, (7,))):
        for late in days:
            waits(given, given.challenge(of=town, state=Need.open), town.id, due=-late)
    found = queries.by_holder(db, region.actor, 25)
    assert [(worst.who, worst.days(today()), number) for worst, number in found] == [
        ("Kumla kommun", 9, 3),
        ("Nora kommun", 7, 1),
    ]
    assert sum(number for _, number in found) == queries.count_stopped(db, region.actor)
    assert queries.by_holder(db, region.actor, 1) == found[:1]
