"""A report is made of live figures, kept word by word when it is issued, and says the same in every form."""

import csv
import io
import json
import re
from decimal import Decimal

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from app.activity.models import Event
from app.actor import VISITOR, Role
from app.challenges.models import ChallengeState as Need
from app.database import now, today
from app.grants import actions as grants
from app.organisations.models import OrganisationStatus
from app.reports import files, rules
from app.reports.content import Section, Table, kronor, number, percent, settled, words, written
from app.reports.models import Kind, Report
from app.test_requests.models import TestRequestState as Request
from tests.claims.asking import Asking
from tests.oversight.rows import Rows
from tests.papers import faults
from tests.rights import assert_every_ground_tells_apart, assert_rows_agree, table

RIGHTS = "view          issued            the lead, an officer"
NOISE = re.compile(r"\s+")


@pytest.fixture
def lead(given):
    return given.member(Role.region_lead, name="Ylva Ledare")


@pytest.fixture
def year(given):
    """A little of everything: tests of two companies, a grant with costs, a municipality."""
    rows = Rows(given)
    town = given.organisation("Hallsbergs kommun", status=OrganisationStatus.active)
    for number_of in (3, 2):
        company = rows.company()
        for _ in range(number_of):
            need = given.challenge(of=town, state=Need.in_pilot)
            rows.pilot(rows.test_request(need, Request.accepted, company=company, submitted_at=now()))
    return town


def issued(person, kind="lika-villkor"):
    person.opens(f"/rapporter/{kind}")
    person.fills("Who signs it?", "Ylva Ledare").fills("In which capacity?", "Processledare")
    person.fills("What the figures do not say", "Två utlysningar fick bara ett svar. #inte [källa] $kod$")
    return person.presses("Issue the report")


@pytest.mark.parametrize("kind", list(Kind))
def test_each_kind_can_be_made_issued_and_read(kind, year, lead, visit):
    person = issued(visit(as_=lead), kind.value)
    assert person.status == 200, person.errors()
    assert person.sees("R-")
    assert person.sees("Två utlysningar fick bara ett svar.")
    reader = PdfReader(io.BytesIO(person.client.get(f"{person.path}/fil/pdf").content))
    assert "Två utlysningar fick bara ett svar. #inte [källa] $kod$" in words_of(reader)


def test_what_is_issued_does_not_change_with_the_figures(given, year, lead, visit):
    person = issued(visit(as_=lead))
    first = person.path
    assert shown(person, "Tests begun") == "5"
    rows = Rows(given)
    rows.pilot(rows.test_request(given.challenge(state=Need.in_pilot), Request.accepted, submitted_at=now()))
    assert shown(person.opens(first), "Tests begun") == "5"
    second = issued(person)
    assert second.sees("version 2")
    assert shown(second, "Tests begun") == "6"


def test_two_presses_issue_one_report(db, year, lead, visit):
    person = visit(as_=lead).opens("/rapporter/namnd")
    once = person.html.select_one("input[name=once]")["value"]
    typed = {"signatory": "Ylva Ledare", "signatory_capacity": "Processledare", "once": once}
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": "https://testserver"}
    for _ in range(2):
        assert person.client.post("/rapporter/namnd", data=typed, headers=headers).status_code == 200
    assert db.query(Report).count() == 1
    assert db.query(Event).filter_by(happening="report.issued").count() == 1


def test_who_signs_must_be_said_and_nothing_typed_is_lost(year, lead, visit):
    person = visit(as_=lead).opens("/rapporter/ekonomi").fills("Who signs it?", "").fills("Sent to", "Nämnden")
    person.presses("Issue the report")
    assert person.status == 422
    assert "Nämnden" in person.html.find(id="f-distribution").text
    assert len(person.errors()) == 2


def test_every_form_says_the_same(year, lead, visit):
    person = issued(visit(as_=lead))
    path = person.path
    content = json.loads(person.client.get(f"{path}/fil/json").content)
    expected = {
        (table["caption"], row[0]["v"], table["head"][place]): (row[place]["v"], row[place]["t"])
        for section in content["sections"]
        for table in section["tables"]
        for row in table["rows"]
        for place in range(1, len(row))
    }
    assert ("Tests and companies", "Tests begun", "Value") in expected
    plain = list(csv.reader(io.StringIO(person.client.get(f"{path}/fil/csv-int").content.decode())))
    assert {tuple(row[1:4]): row[4] for row in plain[1:] if len(row) == 5} == {
        key: "" if value is None else str(value) for key, (value, _) in expected.items()
    }
    book = CalamineWorkbook.from_filelike(io.BytesIO(person.client.get(f"{path}/fil/xlsx").content))
    sheet = book.get_sheet_by_name("Tests and companies").to_python()
    assert {row[0]: row[1] for row in sheet[1:7]} == {
        row: "" if value is None else value
        for (caption, row, _), (value, _) in expected.items()
        if caption == "Tests and companies"
    }
    on_paper = NOISE.sub("", words_of(PdfReader(io.BytesIO(person.client.get(f"{path}/fil/pdf").content))))
    page = person.opens(path).text
    for (_, row, _), (_, told) in expected.items():
        assert row in page
        assert NOISE.sub("", row) in on_paper
        assert told in page
        assert NOISE.sub("", told) in on_paper


def test_the_pdf_is_tagged_and_says_which_standard_it_keeps(year, lead, visit):
    person = issued(visit(as_=lead), "namnd")
    reader = PdfReader(io.BytesIO(person.client.get(f"{person.path}/fil/pdf").content))
    root = reader.trailer["/Root"]
    assert bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"] == "en"
    assert bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert faults(reader) == []
    tags = set(roles(root["/StructTreeRoot"]["/K"]))
    assert {"/H1", "/Table", "/TH", "/TD", "/P"} <= tags


def test_what_people_write_is_never_source_text():
    hostile = '#panic("x") #read("/etc/passwd") ]] $ \\ " < > & \u202e #import "@preview/x:1.0.0"'
    sections = [
        Section(
            written(hostile),
            "",
            [written(hostile)],
            [Table(written(hostile), [written(hostile)] * 2, [[written(hostile)] * 2])],
        )
    ]
    content = settled(hostile, sections, lambda said, _: said, {}, now())
    reader = PdfReader(io.BytesIO(files.pdf(content, [("a", hostile)], "sv", [hostile])))
    assert '#read("/etc/passwd")' in words_of(reader)


def test_cells_are_kept_as_numbers_and_read_as_words():
    say = lambda said, values=None: said % values if values else said  # noqa: E731
    filters = {"kronor": lambda n: f"{n} kr", "percent": lambda n: f"{100 * n:.0f} %", "number": str}
    rows = [[words("%(n)s done", n=3), kronor(Decimal("12.50")), percent(None), number(7)]]
    kept = settled("t", [Section(words("s"), tables=[Table(words("c"), [words("h")], rows)])], say, filters, now())
    assert kept["sections"][0]["tables"][0]["rows"] == [
        [{"v": "3 done", "t": "3 done"}, {"v": 12.5, "t": "12.50 kr"}, {"v": None, "t": "–"}, {"v": 7, "t": "7"}]
    ]


def test_only_the_region_comes_near(db, given, year, lead, visit):
    path = issued(visit(as_=lead)).path
    for member in (given.member(Role.testbed_leader), given.member(Role.company_rep)):
        for address in ("/rapporter", "/rapporter/namnd", path, f"{path}/fil/pdf"):
            assert visit(as_=member).opens(address).status == 403
    elsewhere = given.member(Role.region_lead, of=given.organisation())
    assert visit(as_=elsewhere).opens(path).status == 404
    assert visit(as_=lead).opens("/rapporter/x").status == 404
    assert visit(as_=lead).opens(f"{path}/fil/odt").status == 404
    report = db.query(Report).one()
    cast = {
        "a visitor": VISITOR,
        "the lead": lead.actor,
        "an officer": given.actor(Role.region_officer),
        "a lead elsewhere": elsewhere.actor,
        "a company": given.actor(Role.company_rep),
    }
    assert table(rules, cast, {"issued": report}) == RIGHTS
    assert_rows_agree(db, rules, cast, [report])
    assert_every_ground_tells_apart(rules, cast, [report])


def test_the_economy_of_a_grant_is_in_its_report(given, year, visit):
    lead, officer = given.member(Role.region_lead), given.member(Role.region_officer)
    money = Asking(given, lead, officer)
    grant = money.running().grant
    person = visit(as_=lead).opens("/rapporter/ekonomi")
    assert person.sees(f"{grant.registry_number} {grant.title}")
    assert shown(person, "Left under the cap") == "SEK 4,111,981"
    assert shown(person, "Forecast of what will be earned") == "SEK 0"
    money.plan(grants.decision_of(money.fresh(grant), 1))
    person.opens("/rapporter/ekonomi")
    captions = [one.get_text() for one in person.html.select("main caption")]
    assert captions[1:3] == ["Budget and outcome per year", "Budget and outcome per kind of cost"]
    assert captions[3:] == [
        "Budget and outcome per organisation",
        "Who pays: Medfinansiering av den första etappen",
        "Conditions: Medfinansiering av den första etappen",
    ]
    assert shown(person, "Kommunerna") == "A municipality"
    money.book(grant, "1200.50", today().isoformat(), category="travel")
    money.book(grant, 3000, grants.decision_of(money.fresh(grant), 1).starts_on.isoformat(), bearer_id=str(year.id))
    person.opens("/rapporter/ekonomi")
    totals = [row for row in person.html.select("main tbody tr") if row.th.get_text(strip=True) == "Total"]
    outcomes = [row.select("td")[1].get_text().replace("\u00a0", " ") for row in totals[:3]]
    assert outcomes == ["SEK 4,200.50"] * 3, "however it is divided, it comes to the same"


def test_a_final_report_is_of_the_whole_phase_unless_asked_otherwise(given, visit):
    lead = given.member(Role.region_lead)
    Asking(given, lead, given.member(Role.region_officer)).running()
    assert visit(as_=lead).opens("/rapporter/slutrapport").html.select('option[value="etapp-1"][selected]')
    assert not visit(as_=lead).opens("/rapporter/lagesrapport").html.select('option[value="etapp-1"][selected]')


def test_a_municipality_reads_of_itself_only(given, year, lead, visit):
    other = given.organisation("Kumla kommun", status=OrganisationStatus.active)
    person = visit(as_=lead).opens(f"/rapporter/kommun?kommun={other.slug}")
    assert person.html.h1.get_text().startswith("Report of a municipality, Kumla kommun")
    assert shown(person, "P2.1 Pilots started") == "0"
    person.opens(f"/rapporter/kommun?kommun={year.slug}")
    assert shown(person, "P2.1 Pilots started") == "5"


def test_a_municipality_reads_who_led_what_goes_on_and_what_it_gave(given, year, lead, visit):
    """Posts without names; pilots that have not ended; benefit pilot by pilot."""
    quiet = given.organisation("Kumla kommun", status=OrganisationStatus.active)
    person = visit(as_=lead).opens(f"/rapporter/kommun?kommun={quiet.slug}")
    assert person.sees("Nobody led the testbed in the municipality in the period.")
    assert person.sees("No benefit was reckoned at a follow-up in the period.")
    given.member(Role.testbed_leader, of=year, name="Lo Ledare", fte_percent=40)
    person.opens(f"/rapporter/kommun?kommun={year.slug}")
    captions = [one.get_text() for one in person.html.select("main caption")]
    assert {"Pilots that go on when the period ends", "Leaders and deputies in the period"} <= set(captions)
    posts = [row for row in person.html.select("tbody tr") if row.th.get_text(strip=True) == "Testbed leader"]
    assert "40" in [row.select("td")[-1].get_text(strip=True) for row in posts]
    assert not person.sees("Lo Ledare")


def shown(person, row):
    """What a table says beside a name."""
    heading = next(th for th in person.html.select("tbody th") if th.get_text(strip=True) == row)
    return heading.find_next("td").get_text().replace("\u00a0", " ")


def words_of(reader):
    return " ".join(page.extract_text() for page in reader.pages)


def roles(node):
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for one in node:
            yield from roles(one)
    elif hasattr(node, "get"):
        if node.get("/S"):
            yield str(node["/S"])
        if node.get("/K") is not None:
            yield from roles(node["/K"])
