"""A large extract is made by the worker with the rights of its orderer, who gets a letter and fetches it in time."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook

from app import exports
from app.activity.models import Event, Mail
from app.actor import THE_CLOCK, VISITOR, Role
from app.challenges.models import ChallengeState as Need
from app.database import now, today
from app.extracts import actions, jobs, queries, rules
from app.extracts.models import Extract
from app.features import said_by_features
from app.indicators.catalogue import INDICATORS
from app.jobs.models import JobFailure
from app.organisations.models import OrganisationStatus
from app.people.models import MembershipStatus
from app.periods import twelve_months
from app.reports import actions as reports
from app.reports.forms import IssueForm
from app.reports.making import content
from app.reports.models import Kind
from app.reports.scope import Scope
from tests.claims.asking import Asking
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


def test_one_sees_how_far_it_has_come(db, office, visit, lead, town, monkeypatch):  # noqa: F811
    person, seen = ordered(visit, lead), []
    monkeypatch.setattr("app.exports.OFTEN", 1)
    assert person.sees("It waits for its turn.")

    def tells(extract_id, done, whole):
        queries.say_progress(db, extract_id, done, whole)
        db.expire_all()
        bar = person.opens(person.path).html.find("progress")
        seen.append((int(bar["value"]), int(bar["max"]), person.html.find("label").get_text()))

    jobs.make_extract(db, str(db.query(Extract).one().id), desk=office, tells=tells)
    extract = db.query(Extract).one()
    whole = extract.rows
    assert [done for done, _, _ in seen] == list(range(whole + 1)), "one word for each row, as it is written"
    assert seen[1] == (1, whole, f"1 of {whole} rows written")
    assert seen[-1] == (whole, whole, "All rows are written, and the file is being put together")


def test_one_is_told_that_a_try_failed(db, visit, lead, town):
    person = ordered(visit, lead)
    arguments = {"extract_id": str(db.query(Extract).one().id)}
    db.add(JobFailure(job_id=7, name="make_extract", arguments=arguments, attempts=1, error="OSError: full"))
    db.flush()
    assert person.opens(person.path).sees("The last try did not succeed.")
    assert not person.sees("OSError")


def test_what_another_worker_made_first_stays(db, office, visit, lead, town):  # noqa: F811
    ordered(visit, lead)
    extract = db.query(Extract).one()

    def tells(extract_id, done, whole):
        if done == whole:
            actions.finish(db, extract, b"PK of the first", 1)

    jobs.make_extract(db, str(extract.id), desk=office, tells=tells)
    assert extract.content == b"PK of the first"
    assert db.query(Event).filter_by(happening="extract.ready").count() == 1


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
    actions.finish(db, extract, b"PK", 1)
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


# Files of other features


def test_every_file_is_declared_once_and_so_large_is_large():
    declared = [one.slug for one in said_by_features("exports", "EXPORTS")]
    assert len(declared) == len(set(declared))
    sized = replace(exports.export("kostnader"), size=lambda rows: rows)
    assert [sized.is_large(rows, "xlsx") for rows in (5_000, 5_001)] == [False, True]
    paper = replace(exports.export("rekvisition"), size=lambda rows: rows)
    assert [paper.is_large(rows, "pdf") for rows in (500, 501)] == [False, True]


@pytest.fixture
def much(monkeypatch):
    """So that little is much."""
    monkeypatch.setattr(exports.Export, "is_large", lambda one, thing, *_: one.size(thing) > 0)


@pytest.fixture
def asking(given, lead, tmp_path):
    asking = Asking(given, lead)
    asking.folder = tmp_path
    return asking


def test_a_large_file_is_offered_made_and_says_what_the_small_one_says(db, visit, lead, asking, worker, monkeypatch):  # noqa: F811
    decision = asking.running()
    for amount in (100, 250):
        asking.book(decision.grant, amount, today())
    person, address = visit(as_=lead), f"/finansiering/{decision.grant.reference.lower()}/kostnader/fil/csv-int"
    small = person.client.get(f"/en{address}").content
    monkeypatch.setattr(exports.Export, "is_large", lambda one, thing, *_: one.size(thing) > 1)
    person.opens(address)
    assert person.html.h1.get_text() == f"Costs of {decision.grant.registry_number}"
    assert person.sees("The file gets 2 rows.")
    first = person.presses("Order the file").path
    assert person.opens(address).presses("Order the file").path == first  # it is waited for already
    worker.works()
    assert person.opens(first).sees("Download as CSV")
    assert person.client.get(f"{first}/fil").content == small
    assert db.query(Extract).one().rows == 2
    assert person.opens(address).presses("Order the file").path != first  # figures may have changed since


def test_what_one_may_no_longer_see_is_not_fetched(db, given, visit, asking, worker, much):  # noqa: F811
    grant = asking.running().grant
    asking.book(grant, 100, today() - timedelta(days=30))
    person = visit(as_=asking.officer)
    person.opens(f"/finansiering/{grant.reference.lower()}/kostnader/fil/xlsx").presses("Order the file")
    worker.works()
    assert person.client.get(f"{person.path}/fil").status_code == 200
    grant.organisation_id = given.organisation("En annan region").id
    db.commit()
    assert person.client.get(f"{person.path}/fil").status_code == 404
    assert person.opens(person.path).status == 200  # that it was ordered is still known


def test_what_one_may_not_see_cannot_be_ordered(db, given, visit, lead, asking, much):
    grant = asking.running().grant
    asking.book(grant, 100, today() - timedelta(days=30))
    offer = f"/export/bestall/kostnader/csv?ref={grant.reference.lower()}"
    elsewhere = given.member(Role.region_officer, of=given.organisation("En annan region"))
    assert visit(as_=lead).opens(offer).status == 200
    assert visit(as_=elsewhere).opens(offer).status == 404
    assert visit(as_=given.member(Role.testbed_leader)).opens(offer).status == 403
    for wrong in ("kostnader/csv", "kostnader/pdf?ref=x", "finns-inte/csv", "nyckeltalsrader/csv?slug=x"):
        assert visit(as_=lead).opens(f"/export/bestall/{wrong}").status == 404
    sent = {"Sec-Fetch-Site": "same-origin", "Origin": "https://testserver"}
    assert visit(as_=elsewhere).client.post(offer, headers=sent).status_code == 404
    assert db.query(Extract).count() == 0


def issued(db, lead, desk):
    period, said = twelve_months(today()), IssueForm(signatory="Ylva Ledare", signatory_capacity="Processledare")
    kept = content(Kind.committee, Scope(db, lead.actor, period), "", desk.environments, now())
    return reports.issue(db, lead.actor, Kind.committee, period, "", kept, said)


@pytest.mark.parametrize("slug", [one.slug for one in said_by_features("exports", "EXPORTS")])
def test_every_file_can_be_made_by_the_worker(db, office, lead, town, asking, slug):  # noqa: F811
    """Each in every form, as the worker finds it: by what stands in the address alone."""
    decision = asking.running()
    grant = decision.grant
    asking.book(grant, 100, today() - timedelta(days=30))
    claim = asking.signed(decision, today() - timedelta(days=9)) if slug.startswith("rekvisition") else None
    report = issued(db, lead, office) if slug == "rapport" else None
    one, about = exports.export(slug), {"slug": "p2-1", "period": "12-manader"}
    about["ref"] = {"kostnader": grant, "rapport": report}.get(slug, claim or grant).reference
    say = office.environments["sv"].globals["sentence"]
    for form in one.forms:
        extract = actions.order(db, lead.actor, slug, form, about, "sv", say)
        jobs.make_extract(db, str(extract.id), desk=office)
        assert extract.is_ready, (slug, form)
        assert extract.content
        assert extract.title
        assert "%(" not in extract.title
