"""Certificates as the region keeps them: summed up before anything is given, called off when it was not."""

import pytest

from app.activity.models import Event
from app.actor import VISITOR, Role
from app.database import today
from app.organisations.models import OrganisationKind
from app.state_aid import rules
from app.state_aid.models import Certificate
from tests.claims.asking import PDF
from tests.rights import assert_every_ground_tells_apart, assert_rows_agree, table

RIGHTS = "view          kept              the lead, an officer"
PATH = "/finansiering/forsumbart-stod"


@pytest.fixture
def officer(given):
    return given.member(Role.region_officer)


@pytest.fixture
def company(given):
    return given.organisation("Nattljus AB", kind=OrganisationKind.company)


def written(person, company, planned="12 500,50", **more):
    person.opens(f"{PATH}/nytt").fills("Which company?", str(company.id))
    person.fills("Who certifies it at the company?", "Vera Vd").fills("In which capacity?", "Firmatecknare")
    person.fills("When was it certified?", today().isoformat()).fills("When is it given?", today().isoformat())
    person.fills("What is the new aid worth, in euro?", planned).fills("What is given?", "Test utan ersättning")
    person.typed |= {name: [value] for name, value in more.items()}
    return person.presses("Save the certificate")


def others(amount, day):
    names = {"giver": "Tillväxtverket", "decided_on": day, "amount": amount, "regulation": "general"}
    return {f"received-0-{name}": value for name, value in names.items()}


def test_a_certificate_is_kept_with_its_sum_and_its_file(visit, officer, company):
    person = written(visit(as_=officer), company, **others("200000", today().isoformat()))
    assert person.status == 200, person.errors()
    assert person.sees("With this aid it is 212,500.50 of at most 300,000 euro.")
    person.attaches("The file", "intyg.pdf", PDF).presses("Upload the file")
    assert person.sees("intyg.pdf")
    link = next(a["href"] for a in person.html.select("ul.files a"))
    assert person.client.get(link).content == PDF
    person.opens("/finansiering").follows("De minimis aid")
    assert [cell.get_text() for cell in person.html.select("#stands-caption ~ tbody td")] == ["212,500.50", "87,499.50"]


def test_what_the_testbed_has_given_itself_counts(db, visit, officer, company):
    written(visit(as_=officer), company, "180000")
    person = written(visit(as_=officer), company, "120000,01")
    assert person.status == 422
    assert person.errors() == [
        "With this the company would have 300 000.01 euro in three years. At most 300 000 is allowed: 120 000 is left."
    ]
    assert person.html.find(id="f-purpose")["value"] == "Test utan ersättning"
    assert written(visit(as_=officer), company, "120000").status == 200
    assert db.query(Certificate).count() == 2


def test_aid_that_was_never_given_counts_no_more(db, visit, officer, company):
    person = written(visit(as_=officer), company, "300000")
    for _ in range(2):
        person.client.post(
            f"{person.path}/avbryt", headers={"Sec-Fetch-Site": "same-origin", "Origin": "https://testserver"}
        )
    assert db.query(Event).filter_by(happening="aid.cancelled").count() == 1
    assert person.opens(person.path).sees("This aid was never given, so it does not count.")
    assert written(visit(as_=officer), company, "300000").status == 200


def test_two_presses_keep_one(db, visit, officer, company):
    person = visit(as_=officer).opens(f"{PATH}/nytt")
    once = person.html.select_one("input[name=once]")["value"]
    for _ in range(2):
        written(person, company, once=once)
    assert db.query(Certificate).count() == 1


def test_what_is_wrong_is_said_and_nothing_is_lost(visit, officer, company):
    person = written(visit(as_=officer), company, "tolv", **others("200000", "2999-01-01"))
    assert "Enter the amount in euro, like 1 250 or 1 250,50." in person.errors()
    assert "The date must be today or earlier." in person.errors()
    assert person.html.find(id="f-certifier")["value"] == "Vera Vd"


def test_only_the_region_comes_near(db, given, visit, officer, company):
    path = written(visit(as_=officer), company).path
    for role in (Role.testbed_leader, Role.company_rep):
        for address in (PATH, f"{PATH}/nytt", path):
            assert visit(as_=given.member(role)).opens(address).status == 403
    elsewhere = given.member(Role.region_lead, of=given.organisation())
    assert visit(as_=elsewhere).opens(path).status == 404
    certificate = db.query(Certificate).one()
    cast = {
        "a visitor": VISITOR,
        "the lead": given.actor(Role.region_lead),
        "an officer": officer.actor,
        "a lead elsewhere": elsewhere.actor,
        "a company": given.actor(Role.company_rep),
    }
    assert table(rules, cast, {"kept": certificate}) == RIGHTS
    assert_rows_agree(db, rules, cast, [certificate])
    assert_every_ground_tells_apart(rules, cast, [certificate])
