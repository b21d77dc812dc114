"""The rows behind each indicator, as they are read a page at a time, and what each group of them comes to."""

from dataclasses import replace

import pytest

from app.database import now, today
from app.indicators.catalogue import INDICATORS, indicator
from app.indicators.facts import divided
from app.indicators.gathering import Gathering
from app.indicators.queries import readable
from app.indicators.queries_behind import Behind
from app.people import queries as people
from app.periods import twelve_months
from app.test_requests.models import Assessor, Standing


@pytest.fixture
def lead(db, town):
    return people.membership(db, town.member("ylva").id).actor


@pytest.mark.parametrize("place", ["", "orebro"])
def test_pages_of_rows_are_all_rows_and_groups_are_counted_as_they_add_up(db, lead, place):
    period = twelve_months(today())
    counting, reading = Gathering(db, period, place), Gathering(db, period, place)
    for one in INDICATORS:
        facts = reading.facts(one)
        assert counting.divided(one) == divided(one.measure, facts), one.code
        expected = [replace(fact, groups=()) for fact in readable(db, lead, facts)]
        behind = Behind(db, lead, one.asks, period, place)
        found = [replace(fact, groups=()) for fact in behind]
        assert (len(behind), found) == (len(expected), expected), one.code
        pages = [behind.some(first, 7) for first in range(0, 21, 7)]
        assert [replace(fact, groups=()) for page in pages for fact in page] == expected[:21], one.code


def test_whoever_has_ties_to_a_company_does_not_meet_its_case_here(db, lead):
    period = twelve_months(today())
    case = Behind(db, lead, indicator("f1-1").asks, period).some(1, 1)[0]
    db.add(
        Assessor(
            test_request_id=case.subject_id,
            membership_id=lead.membership_id,
            standing=Standing.conflicted,
            declared_at=now(),
        )
    )
    db.flush()
    for slug in ("e1", "f1-1", "f2-2", "f3"):
        asks = indicator(slug).asks
        without = Behind(db, lead, asks, period)
        everything = [fact for fact in asks(db, period) if fact.subject_id == case.subject_id]
        assert everything, slug
        assert case.subject_id not in {fact.subject_id for fact in without}, slug
        assert len(without) == len(list(without)) == len(asks(db, period)) - len(everything), slug
