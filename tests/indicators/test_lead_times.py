"""Where companies wait, how it has changed, and who has what is overdue; and the drawings of it."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.actor import Role
from app.challenges.models import ChallengeState as Need
from app.database import now, today
from app.organisations.models import OrganisationStatus
from app.test_requests.models import TestRequestState as Request
from app.web.figures_time import WIDTH, meter_shape, span_shape, strip_shape
from tests.oversight.test_stopped import waits as waits_for

DAY = timedelta(days=1)
days = st.dates(date(2024, 1, 1), date(2028, 12, 31))


@settings(max_examples=80, deadline=None)
@given(days, days, days, days)
def test_a_line_of_time_goes_on_where_it_was_and_never_leaves_the_drawing(one, two, three, four):
    (first, last), (starts, ends) = sorted((one, two)), sorted((three, four))
    drawn = span_shape(first, last, starts=starts, ends=ends, today=today())
    for part in (drawn.done, drawn.planned):
        if part:
            assert 0 < part[0] <= part[1] < WIDTH
    if drawn.done and drawn.planned:
        assert drawn.done[1] == drawn.planned[0]
    assert (drawn.today is not None) == (first <= today() <= last)


def test_what_has_ended_is_not_planned():
    drawn = span_shape(
        date(2026, 1, 1),
        date(2026, 12, 31),
        starts=date(2026, 2, 1),
        ends=date(2026, 9, 1),
        today=date(2026, 6, 1),
        ended=date(2026, 5, 1),
        halfway=date(2026, 4, 1),
    )
    assert drawn.planned is None
    assert drawn.done[0] < drawn.halfway < drawn.done[1] < drawn.today


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(0, 10**7), min_size=4, max_size=4))
def test_the_parts_of_a_bar_are_the_whole_bar(parts):
    drawn = meter_shape(parts)
    assert sum(wide for _, wide in drawn) == pytest.approx(WIDTH if any(parts) else 0, abs=0.1)
    assert all(wide == 0 for (_, wide), part in zip(drawn, parts, strict=True) if part == 0)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(0, 200), max_size=30))
def test_each_case_is_a_dot_in_a_place_of_its_own(numbers):
    drawn = strip_shape(numbers, None, max(numbers, default=0))
    assert len(set(drawn.dots)) == len(numbers)
    assert [x for x, _ in drawn.dots] == sorted(x for x, _ in drawn.dots)


@pytest.fixture
def waits(given, rows):
    town = given.organisation("Kumla kommun", status=OrganisationStatus.active)
    need = given.challenge(of=town, state=Need.open)
    for ago, took in ((30, 5), (20, 5), (10, 4)):
        at = now() - ago * DAY
        rows.test_request(
            need, Request.assessment, company=rows.company(), submitted_at=at, screened_at=at + took * DAY
        )
    return town


def test_the_days_of_a_stage_stand_in_the_page_and_the_file(waits, region, visit):
    person = visit(as_=region).opens("/uppfoljning/ledtider?steg=f2-2")
    row = next(
        tr for tr in person.html.select("table tbody tr") if "until a request is found complete" in tr.get_text()
    )
    assert [cell.get_text() for cell in row("td")] == ["5", "–", "3"]
    assert len(person.html.select("svg.strip circle")) == 3
    file = person.client.get("/en/uppfoljning/ledtider/fil/csv-int").content.decode()
    assert "Kumla kommun,Days until a request is found complete,5,,3" in file
    assert person.opens("/uppfoljning/ledtider?steg=x&kommun=y&period=z").status == 200


def test_who_has_what_is_overdue_is_named_with_the_role(given, rows, waits, region, visit):
    given.member(Role.testbed_leader, of=waits)
    need = given.challenge(of=waits, state=Need.review)

    waits_for(given, need, waits.id, due=-6)
    waits_for(given, given.challenge(of=waits, state=Need.review), waits.id, due=-2)
    person = visit(as_=region).opens("/uppfoljning/ledtider")
    assert person.sees(f"Kumla kommun 2 Screen the request: {need.reference} Testbed leader 6")


def test_others_than_the_region_do_not_come_near(given, visit):
    assert visit(as_=given.member(Role.testbed_leader)).opens("/uppfoljning/ledtider").status == 403


def test_a_dot_is_several_cases_where_there_are_more_than_one_can_tell_apart(waits, region, visit, monkeypatch):
    monkeypatch.setattr("app.indicators.pages_lead.MOST_DOTS", 1)
    person = visit(as_=region).opens("/uppfoljning/ledtider?steg=f2-2")
    assert any(person.sees(f"Each dot is {cases} cases, at the days they took.") for cases in (4, 6))
    strips = [len(strip.select("circle")) for strip in person.html.select("svg.strip")]
    assert sum(strips) < 3
    assert person.sees("of 3 cases") or person.sees("of 2 cases")
