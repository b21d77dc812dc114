"""Grants, costs and claims of the county."""

from app.database import now, today
from app.earlier_tests import actions as earlier_tests
from app.extracts import actions as extracts
from app.extracts.exports import BOOK
from app.grants import queries as grants
from app.imports import actions as imports
from app.periods import twelve_months
from app.reports import actions as reports
from app.reports.content import settled
from app.reports.forms import IssueForm
from app.reports.models import Kind
from app.state_aid import actions as state_aid
from app.state_aid.forms import AidRow, CertificateForm
from tests.browser.counting import DAY
from tests.claims.asking import PDF as PAPER
from tests.claims.asking import Asking


def grants_and_claims(county):
    money = Asking(county.given, county.people["region lead"], county.people["region officer"])
    money.folder = county.folder
    decision = money.plan(money.running())
    day = today() - 40 * DAY
    for state, amount in (("paid", 1200000), ("sent", 900000), ("draft", 1500000)):
        money.book(money.grant_of(decision), amount, day.isoformat())
        claim = money.started(decision, day) if state == "draft" else money.signed(decision, day)
        if state == "paid":
            claim = money.answered(claim)
        county.at[f"claim {state}"] = claim.reference
        day += DAY
    money.with_files(claim)
    money.book(money.grant_of(decision), 3500, day.isoformat())
    county.at["grant"] = "21RS4368"
    other = money.running(money.grant("22RS16", title="Ännu en regional testbädd"))
    money.book(money.grant_of(other), 7500, day.isoformat())
    county.at["grant to claim"] = "22RS16"
    costs_and_reports(county)
    county.at["grant draft"] = money.decision(money.grant("22RS17", title="Fortsatt regional testbädd")).reference


def costs_and_reports(county):
    """A file from the accounts that has been read, and a report that has been issued."""
    actor, grant = (
        county.present("region officer").actor,
        grants.grant(county.db, county.present("region officer").actor, "22RS16"),
    )
    rows = "Datum;Belopp;Text;Ver\n2022-03-04;1250,50;Resor till Kumla;A1\n2022-13-04;900;Resor till Nora;A2\n"
    county.at["import"] = imports.read(county.db, actor, grant, "huvudbok.csv", rows.encode()).number
    known(county, actor)
    lead = county.present("region lead").actor
    period = twelve_months(today())
    said = {"signatory": "Lena Ledare", "signatory_capacity": "Processledare"}
    content = {
        language: settled("Lika villkor för företagen", [], lambda text, _: text, {}, now())
        for language in ("sv", "en")
    }
    content["en"]["title"] = "Equal terms for the companies"
    report = reports.issue(county.db, lead, Kind.neutrality, period, "", content, IssueForm(**said))
    county.at["report"] = report.reference
    for name in ("extract", "extract being made"):
        extract = extracts.order(county.db, lead, BOOK.slug, "xlsx", {"period": period.slug}, "sv", a_title)
        county.at[name] = extract.reference
        if name == "extract":
            extracts.finish(county.db, extract, b"PK", 12)
        else:
            extract.done, extract.whole = 12, 49
    said = {"certifier": "Vera Vd", "certifier_capacity": "Firmatecknare", "purpose": "Test utan ersättning"}
    row = AidRow(giver="Tillväxtverket", decided_on=today(), amount="40000", regulation="general")
    aid = CertificateForm(
        company_id=county.present("company").organisation_id,
        certified_on=today(),
        received=[row],
        planned="12500",
        planned_on=today(),
        **said,
    )
    certificate = state_aid.keep(county.db, lead, aid)
    state_aid.attach(county.db, lead, certificate, county.folder, "Intyg.pdf", PAPER)
    county.at["certificate"] = certificate.reference


def a_title(text, values=None):
    return "Nyckeltal med sina rader, hela länet" if "rows" in text else text


def known(county, officer):
    """Earlier tests that have been imported, and a file of them that has only been read."""
    head = "Test;Kommun;År;Produkttyp;Resultat;Lärdomar;Källa\n"
    row = "Nattillsyn med kamera;Kumla;2017;Digital tillsyn;Färre väcktes;Ta med nattpersonalen;Slutrapport 2018\n"
    earlier_tests.run(county.db, officer, earlier_tests.read(county.db, officer, "tester.csv", (head + row).encode()))
    wrong = "Robotkatt på boende;Laxå;tjugoett;Socialt stöd;Uppskattad;Ladda på dagen;Minnesanteckningar\n"
    right = "Medicinautomat;Laxå;2019;Läkemedel;Bra;;\n"
    found = earlier_tests.read(county.db, officer, "fler.csv", (head + wrong + right).encode())
    county.at["earlier tests"] = found.reference
