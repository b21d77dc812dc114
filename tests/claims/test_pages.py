"""Costs and claims as the region meets them on the pages, and the rights."""

import csv
import io
from datetime import date

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from app.actor import VISITOR, Role
from app.claims import rules
from tests.claims.asking import PDF
from tests.grants.money import LINE
from tests.papers import faults
from tests.rights import assert_every_ground_tells_apart, assert_rows_agree, table

EXPECTED = """
view          signed            the lead, an officer
prepare       signed            the lead, an officer
sign          signed            the lead
answer        signed            an officer
"""


@pytest.fixture
def signed(asking):
    decision = asking.in_force()
    asking.book(decision.grant, 1000, "2023-01-10")
    return asking.signed(decision, date(2023, 3, 31))


@pytest.fixture
def actors(given, asking):
    return {
        "a visitor": VISITOR,
        "the lead": asking.lead.actor,
        "an officer": asking.officer.actor,
        "a leader": given.actor(Role.testbed_leader),
        "a company": given.actor(Role.company_rep),
        "a lead elsewhere": given.actor(Role.region_lead, of=given.organisation()),
    }


def test_the_table_of_rights(actors, signed):
    assert table(rules, actors, {"signed": signed}) == EXPECTED.strip("\n")


def test_rows_agree_with_objects(db, actors, signed):
    assert_rows_agree(db, rules, actors, [signed])
    assert_every_ground_tells_apart(rules, actors, [signed])


def test_from_a_cost_to_a_paid_claim(asking, visit):
    decision = asking.running()
    year = decision.starts_on.year
    officer = visit(as_=asking.officer).opens("/finansiering/21rs4368").follows("Enter a cost")
    officer.fills("Booked on", f"{year}-02-10").fills("Amount in kronor", "tolv").presses("Save")
    assert "Enter the amount in kronor, like 1 250 or 1 250,50." in officer.errors()
    officer.fills("Amount in kronor", "1 204 500,50").fills("Kind of cost", "personnel").fills(
        "Description", "Löner februari"
    )
    officer.presses("Save")
    assert officer.sees("Counts"), officer.errors()
    officer.attaches("The file", "lon.pdf", PDF).presses("Upload the file")
    assert officer.client.get(officer.html.select_one(".files a")["href"]).content == PDF
    officer.opens("/finansiering/21rs4368/rekvisition").follows("Make a claim")
    assert officer.sees("To claim now: SEK 602,250.")
    officer.presses("Lock the rows and go on")
    assert officer.sees("The general ledger is missing. Add it as a file."), officer.errors()
    for kind in ("General ledger", "Income statement"):
        officer.chooses(kind).attaches("The file", "bok.pdf", PDF).presses("Upload the file")
    address = officer.path
    lead = visit(as_=asking.lead).opens("/att-gora").follows("Review and sign the claim: Regional testbädd")
    lead.follows("Review and sign").presses("Lock and sign")
    assert len(lead.errors()) == 2
    lead.fills("Authorised signatory", "Kim Direktör").fills("In what capacity?", "Direktör")
    lead.chooses("The rows are booked costs of the project, and the signatory may sign for the organisation.")
    lead.presses("Lock and sign")
    assert lead.sees("Sent"), lead.errors()
    assert lead.sees("SEK 602,250")
    assert lead.opens(f"{address}/svar").status == 403
    officer.opens(address).follows("Write down the answer").presses("Save the answer")
    assert len(officer.errors()) == 1
    officer.chooses("Approved").presses("Save the answer").follows("Write down the payment").presses("Save the payment")
    assert officer.sees("Paid")
    outcome = officer.opens("/finansiering/21rs4368/utfall")
    assert outcome.sees("1,204,500.50")
    assert visit().opens(address).status == 404


def test_files_agree_with_the_page_in_every_form(asking, visit):
    decision = asking.running()
    year = decision.starts_on.year
    asking.book(decision.grant, "1234.5", f"{year}-02-10", description="=HYPERLINK(1)")
    asking.book(decision.grant, "-200", f"{year - 1}-12-31")
    client = visit(as_=asking.officer, language="sv").client
    swedish = client.get("/finansiering/21rs4368/kostnader/fil/csv").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(swedish), delimiter=";"))
    assert rows[1][7:] == ["-200,00", "Bokförd innan projektet fick börja"]
    assert rows[2][4] == "'=HYPERLINK(1)"
    assert rows[2][7:] == ["1234,50", "Ja"]
    assert rows[-1] == [LINE]
    plain = client.get("/finansiering/21rs4368/kostnader/fil/csv-int").content.decode()
    assert list(csv.reader(io.StringIO(plain)))[2][7] == "1234.50"
    workbook = CalamineWorkbook.from_filelike(
        io.BytesIO(client.get("/finansiering/21rs4368/kostnader/fil/xlsx").content)
    )
    sheet = workbook.get_sheet_by_index(0).to_python()
    assert sheet[2][4] == "=HYPERLINK(1)"
    assert sheet[2][7] == 1234.5
    assert sheet[-1][0] == LINE
    assert client.get("/finansiering/21rs4368/kostnader/fil/exe").status_code == 404


def test_a_correction_and_hours_are_entered(asking, visit):
    decision = asking.running()
    asking.book(decision.grant, "50 000", f"{decision.starts_on.year}-02-10")
    officer = visit(as_=asking.officer).opens("/finansiering/21rs4368/kostnader/1").follows("Enter a correction")
    officer.fills("Booked on", f"{decision.starts_on.year}-03-01").fills("Why is it corrected?", "Kreditfaktura")
    officer.fills("Amount in kronor", "−25 000").presses("Save")
    assert officer.path.endswith("/kostnader/2"), officer.errors()
    assert officer.opens("/finansiering/21rs4368/kostnader?slag=personnel").sees("Costs SEK 25,000")
    officer.opens("/finansiering/21rs4368/timmar").fills("Last day of the period", "2025-03-31").fills("Hours", "120")
    officer.fills("Value of an hour, in kronor", "400").fills("Organisation", str(asking.region.id)).presses("Save")
    assert officer.sees("48,000"), officer.errors()
    assert officer.opens("/finansiering/21rs4368/utfall").sees("worth SEK 48,000")


def test_the_claim_on_paper_says_what_was_signed(asking, signed, visit):
    lead = visit(as_=asking.lead, language="sv").opens(f"/finansiering/rekvisitioner/{signed.address}")
    paper = lead.client.get(f"{lead.path}/rekvisition.pdf")
    reader = PdfReader(io.BytesIO(paper.content))
    assert faults(reader) == []
    told = " ".join(page.extract_text() for page in reader.pages).replace("\u00a0", " ")
    total, sworn = "Summa 1 000,00", "firmatecknaren får teckna organisationens firma"
    for word in (signed.reference, signed.signatory, "500 kr", LINE, total, sworn):
        assert word in told
    assert visit().client.get(f"{lead.path}/rekvisition.pdf").status_code == 404


def test_a_draft_is_not_printed(asking, visit):
    decision = asking.in_force()
    asking.book(decision.grant, 1000, "2023-01-10")
    draft = asking.started(decision, date(2023, 3, 31))
    lead = visit(as_=asking.lead)
    assert lead.client.get(f"/finansiering/rekvisitioner/{draft.address}/rekvisition.pdf").status_code == 404
