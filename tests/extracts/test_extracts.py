"""A large extract is made by the worker with the rights of its orderer, who gets a letter and fetches it in time."""

import io
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook

from app.activity.models import Mail
from app.actor import THE_CLOCK, VISITOR, Role
from app.challenges.models import ChallengeState as Need
from app.database import now
from app.extracts import actions, jobs, rules
from app.extracts.book import Book
from app.extracts.models import Extract
from app.indicators.catalogue import INDICATORS
from app.organisations.models import OrganisationStatus
from app.people.models import MembershipStatus
from tests.oversight.rows import Rows
from tests.rights import assert_rows_agree, table
from tests.telling.conftest import office, worker  # noqa: F401 - fixtures

RIGHTS = "view          ordered           the lead who ordered it"


@pytest.fixture
def lead(given):
    return given.member(Role.region_lead, name="Ylva Ledare")


@pytest.fixture
def town(given):
    town = given.organisation("Hallsbergs kommun", slug="hallsberg", status=OrganisationStatus.active)
    rows = Rows(given)
    for number in range(3):
        need = given.challenge(of=town, state=Need.in_pilot, title=f"Tryggare nätter {number}")
        rows.pilot(rows.test_request(need, submitted_at=now()))
    return town


def ordered(visit, lead, place="hallsberg"):
    person = visit(as_=lead).opens("/export").fills("For which period?", "12-manader")
    person.fills("For which municipality?", place)
    return person.presses("Order the extract")


def test_it_is_ordered_made_told_of_and_fetched(db, visit, lead, town, worker):  # noqa: F811
    person = ordered(visit, lead)
    assert person.sees("It is being made.")
    assert person.client.get(f"{person.path}/fil").status_code == 404
    worker.works()
    letter = db.query(Mail).one()
    assert (letter.to_name, person.path.removeprefix("/en") in letter.text) == ("Ylva Ledare", True)
    assert person.opens(person.path).sees("It is ready.")
    book = CalamineWorkbook.from_filelike(io.BytesIO(person.client.get(f"{person.path}/fil").content))
    first = book.get_sheet_by_name("Indicators").to_python()
    assert [row[0] for row in first[1 : len(INDICATORS) + 1]] == [one.code for one in INDICATORS]
    values = {row[0]: row[2] for row in first[1:]}
    rows = book.get_sheet_by_name("P2.1").to_python()
    assert values["P2.1"] == len(rows) - 1 == 3
    assert {row[3] for row in rows[1:]} == {"Hallsbergs kommun"}
    assert person.opens("/export").sees("kept until")


def test_a_second_call_makes_nothing_more(db, office, visit, lead, town):  # noqa: F811
    ordered(visit, lead)
    extract = db.query(Extract).one()
    jobs.make_extract(db, str(extract.id), desk=office)
    before = (extract.made_at, extract.content)
    jobs.make_extract(db, str(extract.id), desk=office)
    assert (extract.made_at, extract.content) == before


def test_the_rights_are_those_at_the_moment_it_is_made(db, visit, lead, town, worker):  # noqa: F811
    ordered(visit, lead)
    lead.status = MembershipStatus.suspended
    db.flush()
    worker.works()
    extract = db.query(Extract).one()
    assert (extract.content, extract.made_at, extract.is_waiting) == (None, None, False)
    assert db.query(Mail).count() == 0


def test_it_is_kept_for_a_week(db, visit, lead, town):
    person = ordered(visit, lead)
    extract = db.query(Extract).one()
    actions.finish(db, extract, Book(b"PK", 1))
    jobs.forget_extracts(db, THE_CLOCK)
    assert extract.content == b"PK"
    extract.kept_until = now() - timedelta(minutes=1)
    db.flush()
    assert person.client.get(f"{person.path}/fil").status_code == 404
    jobs.forget_extracts(db, THE_CLOCK)
    db.expire(extract, ["content"])
    assert extract.content is None
    assert person.opens(person.path).sees("no longer kept")


def test_what_cannot_be_chosen_is_refused(db, visit, lead, town):
    assert ordered(visit, lead, place="finns-inte").status == 422
    person = visit(as_=lead).opens("/export").fills("For which period?", "1066").presses("Order the extract")
    assert person.status == 422
    assert db.query(Extract).count() == 0


def test_only_who_ordered_it_comes_near(db, given, visit, lead, town):
    path = ordered(visit, lead).path
    other = given.member(Role.region_officer)
    assert visit(as_=other).opens("/export").status == 200
    assert visit(as_=other).opens(path).status == 404
    assert visit(as_=other).client.get(f"{path}/fil").status_code == 404
    for role in (Role.testbed_leader, Role.company_rep):
        assert visit(as_=given.member(role)).opens("/export").status == 403
    extract = db.query(Extract).one()
    cast = {
        "a visitor": VISITOR,
        "the lead who ordered it": lead.actor,
        "an officer": other.actor,
        "a company": given.actor(Role.company_rep),
    }
    assert table(rules, cast, {"ordered": extract}) == RIGHTS
    assert_rows_agree(db, rules, cast, [extract])
