"""Tests from before the portal: imported by the region, read by everyone, counted nowhere."""

from datetime import timedelta

import pytest

from app.activity.models import Event
from app.actor import VISITOR, Role
from app.database import now
from app.earlier_tests import actions, jobs, queries, rules
from app.earlier_tests.models import EarlierImport, EarlierTest
from tests.rights import assert_every_ground_tells_apart, assert_rows_agree, table

PATH = "/piloter/tidigare/importera"
CSV = (
    "Test;Kommun;År;Produkttyp;Resultat;Lärdomar;Källa\n"
    "Nattillsyn med kamera;Kumla;2017;Digital tillsyn;Färre väcktes;Ta med nattpersonalen;Slutrapport\n"
    "Robotkatt;Laxå;2019;Socialt stöd;Uppskattad, men gick sönder;;\n"
)
RIGHTS = "write         import            the lead, an officer"
SENT = {"Sec-Fetch-Site": "same-origin", "Origin": "https://testserver"}


@pytest.fixture
def officer(given):
    return given.member(Role.region_officer)


def uploaded(person, content=CSV, name="tester.csv"):
    return person.opens(PATH).attaches("The file", name, content.encode()).presses("Read the file")


def titles(person):
    return [one.get_text() for one in person.html.select("#results article h2")]


def test_a_file_becomes_knowledge_that_everyone_can_read_and_find(db, visit, officer):
    person = uploaded(visit(as_=officer))
    assert person.html.h1.get_text() == "2 rows can be imported"
    assert db.query(EarlierTest).count() == 0
    person.presses("Import 2 rows")
    assert person.html.h1.get_text() == "2 rows were imported"
    reader = visit().opens("/piloter").follows("See also 2 earlier tests from before the portal")
    assert titles(reader) == ["Robotkatt", "Nattillsyn med kamera"]
    assert reader.sees("Historic")
    assert reader.sees("Ta med nattpersonalen")
    assert titles(reader.opens("/piloter/tidigare?q=natt+kumla")) == ["Nattillsyn med kamera"]
    assert reader.opens("/piloter/tidigare?q=natt+laxå").sees("No earlier test holds those words.")
    assert reader.opens("/piloter?q=robot").sees("See also 1 earlier test from before the portal")
    assert "Import earlier tests" not in reader.opens("/piloter/tidigare").html.get_text()


def test_what_is_there_already_is_not_imported_twice(db, visit, officer):
    person = uploaded(visit(as_=officer))
    address = person.html.select_one("form.act")["action"]
    for _ in range(2):
        assert person.client.post(address, headers=SENT).status_code == 200
    assert db.query(EarlierTest).count() == 2
    assert db.query(Event).filter_by(happening="earlier_tests.imported").count() == 1
    again = uploaded(visit(as_=officer))
    assert again.sees("2 are there already")
    assert "Import 2 rows" not in again.buttons()


def test_an_import_is_undone_as_one_act_and_can_be_made_anew(db, visit, officer):
    person = uploaded(visit(as_=officer)).presses("Import 2 rows").presses("Undo the import")
    assert person.html.h1.get_text() == "The import was undone"
    assert person.client.post(f"{person.path}/angra", headers=SENT).status_code == 200
    assert db.query(EarlierTest).count() == 0
    assert db.query(Event).filter_by(happening="earlier_tests.import_undone").count() == 1
    assert uploaded(visit(as_=officer)).presses("Import 2 rows").html.h1.get_text() == "2 rows were imported"


def test_rows_that_cannot_be_taken_are_said_and_can_be_downloaded(visit, officer):
    wrong = (
        f"GPS;Nora;tjugo;Larm;Bra;;\nLås;Nora;2018;Lås;{'x' * 2001};;\nKatt;Nora;2018;Katt;Frågade 19121212-1212;;\n"
    )
    person = uploaded(visit(as_=officer), CSV + wrong)
    assert person.sees("3 rows must be mended")
    assert person.sees("row 4: “tjugo”")
    assert person.sees("Remove what looks like a personal identity number under “Result”.")
    file = person.client.get(f"{person.path}/ratta/csv").content.decode("utf-8-sig").splitlines()
    assert file[0].endswith(";To mend")
    assert file[1].startswith("GPS;Nora;tjugo;Larm;Bra;;;Write “Year” with digits")


def test_columns_that_do_not_match_are_chosen(visit, officer):
    person = uploaded(visit(as_=officer), CSV.replace("Test;", "Vad;"))
    assert person.html.h1.get_text() == "0 rows can be imported"
    person.presses("Look at the rows again")
    assert person.errors() == ["Answer the question “Which column says what was tested?”."]
    person.fills("Which column says what was tested?", "0").presses("Look at the rows again")
    assert person.html.h1.get_text() == "2 rows can be imported"


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_template_is_understood(db, visit, officer, language):
    person = visit(as_=officer)
    content = person.client.get(f"{language}{PATH}/mall/xlsx").content
    found = actions.read(db, officer.actor, "mall.xlsx", content)
    assert len(found.columns) == 8
    assert len(actions.looked_at(db, found).ready) == 1


def test_a_file_that_cannot_be_read_says_why(visit, officer):
    person = uploaded(
        visit(as_=officer),
        "#FLAGGA 0\n#SIETYP 4\n#VER A 1 20260304 Resa\n{\n#TRANS 5810 {} 12\n#TRANS 1930 {} -12\n}\n",
    )
    assert person.errors() == ["The file is from the accounts. Choose CSV or XLSX with a row for each test."]
    assert person.opens(PATH).presses("Read the file").errors() == ["Choose the file."]


def test_files_nobody_imported_are_forgotten(db, visit, officer):
    uploaded(visit(as_=officer))
    db.query(EarlierImport).one().created_at = now() - timedelta(days=8)
    db.commit()
    jobs.forget_files(db, None)
    assert db.query(EarlierImport).count() == 0


def test_who_may_import(db, given, visit, officer):
    found = actions.read(db, officer.actor, "tester.csv", CSV.encode())
    cast = {
        "the lead": given.member(Role.region_lead).actor,
        "an officer": officer.actor,
        "another region": given.member(Role.region_lead, of=given.organisation()).actor,
        "a municipality": given.member(Role.testbed_leader).actor,
        "everyone": VISITOR,
    }
    assert table(rules, cast, {"import": found}) == RIGHTS
    assert_rows_agree(db, rules, cast, [found])
    assert_every_ground_tells_apart(rules, cast, [found])
    db.commit()
    for who in (given.member(Role.testbed_leader), given.member(Role.region_lead, of=given.organisation())):
        assert visit(as_=who).opens(f"{PATH}/{found.reference.lower()}").status == 404


def test_they_are_counted_in_no_figure(db, visit, officer):
    reader = visit(as_=officer)
    before = reader.opens("/uppfoljning/nyckeltal").html.main.get_text()
    uploaded(visit(as_=officer)).presses("Import 2 rows")
    assert queries.number_of(db) == 2
    assert reader.opens("/uppfoljning/nyckeltal").html.main.get_text() == before
