"""From a file to costs and back: nothing is entered before it is pressed, twice is once, and it can be undone."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.activity.models import Event
from app.actor import Role
from app.costs.models import Booking
from app.database import now
from app.imports import jobs
from app.imports.models import CostImport

PATH = "/finansiering/21rs4368/importera"
CSV = "Datum;Belopp;Text;Ver\n2022-03-04;1 250,50;Resor till Kumla;A1\n2022-03-05;900;Resor till Nora;A2\n"


@pytest.fixture
def officer(money, visit):
    money.running()
    return visit(as_=money.officer)


def uploaded(person, content=b"", name="huvudbok.csv"):
    return person.opens(PATH).attaches("The file", name, content or CSV.encode()).presses("Read the file")


def mapped(person):
    return person.fills("Kind of cost where none is said", "travel").presses("Look at the rows again")


def costs(db):
    return db.scalars(select(Booking).order_by(Booking.number)).all()


def events(db, name):
    return db.query(Event).filter_by(happening=name).count()


def test_a_file_becomes_costs_only_when_it_is_pressed(db, officer):
    person = mapped(uploaded(officer))
    assert person.html.h1.get_text() == "2 rows can be imported"
    assert person.sees("The costs that can be imported come to SEK 2,150.50.")
    assert costs(db) == []
    person.presses("Import 2 rows")
    assert person.html.h1.get_text() == "2 rows were imported"
    assert [(one.number, str(one.amount), one.voucher) for one in costs(db)] == [
        (1, "1250.50", "A1"),
        (2, "900.00", "A2"),
    ]
    assert events(db, "cost.imported") == 1
    again = mapped(uploaded(officer))
    assert again.sees("2 are there already")
    assert "Import 2 rows" not in again.buttons()


def test_two_presses_import_once(db, officer):
    person = mapped(uploaded(officer))
    address = person.html.select_one("form.act")["action"]
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": "https://testserver"}
    for _ in range(2):
        assert person.client.post(address, headers=headers).status_code == 200
    assert len(costs(db)) == 2
    assert events(db, "cost.imported") == 1


def test_it_can_be_undone_as_one_act_and_not_twice(db, officer):
    person = mapped(uploaded(officer)).presses("Import 2 rows").presses("Undo the import")
    assert person.html.h1.get_text() == "The import was undone"
    assert costs(db) == []
    assert events(db, "cost.import_undone") == 1
    assert "Undo the import" not in person.buttons()


def test_after_a_week_it_stays(db, officer):
    person = mapped(uploaded(officer)).presses("Import 2 rows")
    db.query(CostImport).one().imported_at = now() - timedelta(days=8)
    db.commit()
    path = person.path
    assert "Undo the import" not in person.opens(path).buttons()
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": "https://testserver"}
    assert person.client.post(f"{path}/angra", headers=headers).status_code == 422
    assert len(costs(db)) == 2


def test_what_a_claim_has_locked_cannot_be_undone(db, officer):
    person = mapped(uploaded(officer)).presses("Import 2 rows")
    costs(db)[1].locked_at = now()
    db.commit()
    person.presses("Undo the import")
    assert person.status == 422
    assert person.errors() == ["It cannot be undone: rows are in a claim, corrected or have documents (2)."]
    assert len(costs(db)) == 2


def test_the_word_that_accounts_use_for_a_voucher_is_known(officer):
    person = uploaded(officer, "Datum;Belopp;Text;Verifikat\n2022-03-04;12;Tåg;A-71\n".encode())
    assert person.html.select_one("#f-voucher option[selected]").get_text() == "Verifikat (A-71)"


def test_columns_that_do_not_match_are_chosen(officer):
    content = "När;Kostar;Vad\n2022-03-04;12;Tåg\n".encode("cp437")
    person = uploaded(officer, content)
    assert person.html.h1.get_text() == "0 rows can be imported"
    person.fills("Which column is the day it was booked?", "0").fills("Which column is the amount?", "1")
    mapped(person)
    assert person.errors() == ["Answer the question “Which column is the description?”."]
    optional = [one.get_text() for one in person.html.select("label:has(.optional)")]
    assert [text.partition("?")[0] for text in optional if "column" in text] == [
        f"Which column is the {what}"
        for what in ("voucher number", "day it was paid", "kind of cost", "account", "project")
    ]
    person.fills("Which column is the description?", "99")  # no such column in the file
    assert mapped(person).errors() == ["Answer the question “Which column is the description?”."]
    person.fills("Which column is the description?", "2")
    assert mapped(person).html.h1.get_text() == "1 row can be imported"


def test_rows_to_mend_can_be_downloaded_with_what_is_wrong(officer):
    person = mapped(uploaded(officer, CSV.encode() + b"2022-13-04;1;Resor;A3\n"))
    assert person.sees("1 row must be mended")
    assert person.sees("row 4: “2022-13-04”")
    file = person.client.get(f"{person.path}/ratta/csv").content.decode("utf-8-sig")
    assert file.splitlines()[0] == "Datum;Belopp;Text;Ver;To mend"
    assert file.splitlines()[1].startswith("2022-13-04;1;Resor;A3;Enter the date as")


def test_a_file_that_cannot_be_read_says_why(officer):
    person = uploaded(officer, b"\x89PNG\r\n", "bild.png")
    assert person.status == 422
    assert person.errors() == ["The file is not a table we can read. Choose SIE type 4, CSV or XLSX."]
    assert officer.opens(PATH).presses("Read the file").errors() == ["Choose the file."]


def test_files_nobody_imported_are_forgotten(db, officer):
    uploaded(officer)
    db.query(CostImport).one().created_at = now() - timedelta(days=8)
    db.commit()
    jobs.forget_files(db, None)
    assert db.query(CostImport).count() == 0


def test_only_the_region_comes_near(given, money, officer, visit):
    path = uploaded(officer).path
    for member in (given.member(Role.testbed_leader), given.member(Role.region_lead, of=given.organisation())):
        for address in (PATH, path, f"{path}/ratta/csv", f"{PATH}/mall/csv"):
            assert visit(as_=member).opens(address).status == 404
    assert officer.opens(f"{PATH}/99").status == 404
    assert officer.opens(f"{PATH}/mall/csv").status == 200
