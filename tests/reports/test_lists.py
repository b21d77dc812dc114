"""The reports that are lists hold what the pages hold, and nothing that their reader may not see."""

import pytest

from app.actor import Role
from app.challenges.models import ChallengeState as Need
from app.database import now, today
from app.earlier_tests import actions as earlier_tests
from app.organisations.models import OrganisationKind, OrganisationStatus
from app.periods import twelve_months
from app.pilots.models import Evaluation, PilotState
from app.reports import queries_lists as queries
from app.test_requests.models import Assessor, Standing, TestRequestState
from tests.oversight.rows import Rows


@pytest.fixture
def rows(given):
    return Rows(given)


@pytest.fixture
def lead(given):
    return given.member(Role.region_lead, name="Ylva Ledare")


@pytest.fixture
def town(given):
    return given.organisation("Hallsbergs kommun", slug="hallsberg", status=OrganisationStatus.active)


@pytest.fixture
def reported(given, rows, town):
    """A pilot with a final report; three took part in one of its groups."""
    need = given.challenge(of=town, state=Need.in_pilot, title="Tryggare nätter", registry_number="KS 2026/114")
    company = given.organisation("Nattljus AB", kind=OrganisationKind.company, org_number="556000-4615")
    request = rows.test_request(need, TestRequestState.accepted, company=company, submitted_at=now())
    pilot = rows.pilot(
        request, PilotState.reported, risks=[{"text": "Larmet tystnar", "likelihood": 2, "consequence": 5}]
    )
    given.saved(
        Evaluation(
            pilot_id=pilot.id,
            participants=[{"group": "Boende", "actual": 3}, {"group": "Personal", "actual": 12}],
            goal_results=[{"goal": "Färre väcks", "result": "met", "value": "8 av 10"}],
            benefit_staff="Lugnare nätter.",
            learning="Mät nätet först.",
            advice="Börja i liten skala.",
            reported_at=now(),
        )
    )
    return pilot


def test_the_participants_are_the_companies_of_the_period_with_number_contact_and_activity(reported, rows, lead, visit):
    person = visit(as_=lead).opens("/rapporter/deltagare")
    table = person.html.select_one("main table")
    lines = [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in table.select("tbody tr")]
    assert {(line[0], line[1]) for line in lines} == {("Nattljus AB", "556000-4615")}
    assert len(lines) == 2
    assert all("@" in line[2] for line in lines)
    assert {line[3].partition(" ")[0] for line in lines} == {"Sent", "Began"}


def test_a_company_without_a_number_is_flagged(given, rows, town, lead, visit):
    abroad = given.organisation("Fjord AS", kind=OrganisationKind.company, org_number=None)
    rows.test_request(given.challenge(of=town, state=Need.open), company=abroad, submitted_at=now())
    assert visit(as_=lead).opens("/rapporter/deltagare").sees("a sole trader, or a company abroad")


def test_someone_with_a_conflict_of_interest_does_not_meet_the_case(db, given, rows, town, lead):
    request = rows.test_request(given.challenge(of=town, state=Need.open), submitted_at=now())
    actor, year = lead.actor, twelve_months(today())
    assert len(queries.participants(db, actor, year)) == 1
    given.saved(Assessor(test_request_id=request.id, membership_id=lead.id, standing=Standing.conflicted))
    db.expire_all()
    assert queries.participants(db, actor, year) == []
    assert [one.kind for one in queries.cases(db, actor, year, "hallsberg")] == ["need"]


def test_the_cases_of_an_authority_are_listed_with_their_numbers(given, reported, lead, visit):
    given.challenge(of=given.organisation("Kumla kommun", slug="kumla"), state=Need.open, title="Annans behov")
    given.challenge(of=reported.organisation_id, title="Ett utkast")
    person = visit(as_=lead).opens("/rapporter/diarielista?kommun=hallsberg")
    assert person.html.h1.get_text().startswith("List of cases, Hallsbergs kommun")
    for word in ("KS 2026/114", "Tryggare nätter", "Nattljus AB", "3 cases, 2 of them without a registry number."):
        assert person.sees(word)
    assert not person.sees("Annans behov")
    assert not person.sees("Ett utkast")


def test_the_final_report_holds_what_was_learned_also_before_the_portal(db, reported, lead, visit):
    person = visit(as_=lead).opens("/rapporter/slutrapport")
    assert person.sees("Mät nätet först.")
    assert not person.sees("Earlier tests, made before the portal")
    file = "Test;Kommun;År;Produkttyp;Resultat\nRobotkatt;Laxå;2019;Socialt stöd;Uppskattad, men gick sönder\n"
    earlier_tests.run(db, lead.actor, earlier_tests.read(db, lead.actor, "tester.csv", file.encode()))
    person.opens("/rapporter/slutrapport")
    assert person.sees("Earlier tests, made before the portal and counted in no figure")
    assert person.sees("Uppskattad, men gick sönder")
    assert person.sees("P2.1 Pilots started")


def test_the_basis_of_a_decision_is_about_one_pilot_and_tells_of_no_small_group(given, reported, lead, visit):
    person = visit(as_=lead).opens("/rapporter/beslutsunderlag")
    assert person.html.h1.get_text() == f"Basis for a decision after a test, {reported.reference} {reported.title}"
    for word in ("Tryggare nätter", "Färre väcks", "Lugnare nätter.", "Larmet tystnar", "Börja i liten skala."):
        assert person.sees(word)
    shown = {row.th.get_text(): row.td.get_text() for row in person.html.select("tbody tr")}
    assert (shown["Boende"], shown["Personal"]) == ("fewer than 5", "12")
    person.fills("Who signs it?", "Ylva Ledare").fills("In which capacity?", "Processledare").presses(
        "Issue the report"
    )
    assert person.status == 200
    assert not person.sees("Period")


def test_there_is_no_basis_before_a_pilot_is_reported(town, lead, visit):
    assert visit(as_=lead).opens("/rapporter/beslutsunderlag").sees("No pilot has been reported yet.")
