"""Files from the accounts: read whatever wrote them, and refused with a sentence when they cannot be."""

import io
import zipfile
from contextlib import suppress
from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from app.costs.models import BookingKind
from app.grants.choices import Category
from app.imports import tabular
from app.imports.actions import SIE_COLUMNS
from app.imports.checking import GUESSES, key_of, plan, total
from app.imports.looking import guessed
from app.refusals import Refused

SIE = """#FLAGGA 0
#FORMAT PC8
#SIETYP 4
#KONTO 1930 "Företagskonto"
#KONTO 5810 "Biljetter"
#KONTO 7010 "Löner"
#KONTO 3990 "Övriga ersättningar"
#VER "A" "12" 20260304 "Resa till Kumla"
{
#TRANS 5810 {1 "10" 6 "4711"} 1250.50 20260304 "Tåg, \\"tur och retur\\""
#TRANS 1930 {} -1250.50
#BTRANS 5810 {} 999.00
}
#VER A 13 20260331 Lön
{
#TRANS 7010 {6 "4711"} 48000
#TRANS 7010 {6 "4712"} 2000
#TRANS 2710 {6 "4711"} -15000
#TRANS 1930 {} -35000
}
#VER B 1 20260401 "Bidrag åter"
{
#TRANS 3990 {6 "4711"} -700
#TRANS 1930 {} 700
}
"""
CSV = (
    "Bokföringsdag;Belopp;Beskrivning;Ver\r\n2026-03-04;1 250,50;Resor till Örebro;A1\r\n2026-03-05;-100;Återköp;A2\r\n"
)
HOME = uuid4()


def refusal(content):
    with pytest.raises(Refused) as refused:
        tabular.read(content)
    return refused.value.reasons[0].text


def planned(content, *, only="", category=None, known=()):
    found = tabular.read(content)
    columns = (
        {name: place for name, place in SIE_COLUMNS.items() if name} if found.is_sie else guessed(found.head, GUESSES)
    )
    return plan(found.rows, columns, bearer_id=HOME, category=category, only=only, known=known)


@pytest.mark.parametrize("encoding", ["cp437", "utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_sie_in_any_encoding_that_programs_write(encoding):
    text = SIE if encoding == "cp437" else SIE.replace("#FORMAT PC8\n", "")
    done = planned(text.encode(encoding))
    assert done.problems == []
    said = [(form.kind, form.amount, form.category, form.description, form.voucher) for _, form in done.ready]
    assert said == [
        (BookingKind.cost, Decimal("1250.50"), Category.travel, 'Tåg, "tur och retur"', "A12"),
        (BookingKind.cost, Decimal(48000), Category.personnel, "Lön", "A13"),
        (BookingKind.cost, Decimal(2000), Category.personnel, "Lön", "A13"),
        (BookingKind.income, Decimal(700), Category.other, "Bidrag åter", "B1"),
    ]


def test_only_the_rows_of_the_project_are_taken():
    done = planned(SIE.encode("cp437"), only="4711")
    assert [form.amount for _, form in done.ready] == [Decimal("1250.50"), Decimal(48000), Decimal(700)]
    assert done.left_out == 1
    assert total(done) == Decimal("49250.50")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp437", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_csv_in_any_encoding_and_with_any_separator(encoding, separator):
    text = CSV.replace("1 250,50", "1250.50").replace(";", separator)
    done = planned(text.encode(encoding), category=Category.travel)
    assert [(form.description, form.amount) for _, form in done.ready] == [
        ("Resor till Örebro", Decimal("1250.50")),
        ("Återköp", Decimal(-100)),
    ]


def book(rows, **options):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, **options}) as made:
        page, day = made.add_worksheet(), made.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, date):
                    page.write_datetime(number, place, cell, day)
                else:
                    page.write(number, place, cell)
    return content.getvalue()


def test_a_workbook_with_real_numbers_and_days():
    rows = [["Datum", "Belopp", "Text", "Kostnadsslag"], [date(2026, 3, 4), 1250.5, "Resor", "Resor"]]
    done = planned(book([*rows, [date(2026, 3, 5), 0.1 + 0.2, "Annat", "Övrigt"]]))
    assert [(form.booked_on, form.amount, form.category) for _, form in done.ready] == [
        (date(2026, 3, 4), Decimal("1250.5"), Category.travel),
        (date(2026, 3, 5), Decimal("0.3"), Category.other),
    ]


def test_a_formula_gets_a_sentence_and_the_other_rows_are_read():
    text = "Datum;Belopp;Text\n2026-03-04;=1+1;Resor\n2026-03-04;5;@SUM(A1)\n2026-03-04;5;Tåg\n"
    done = planned(text.encode(), category=Category.travel)
    assert [form.description for _, form in done.ready] == ["Tåg"]
    assert {problem.text for problem in done.problems} == {
        "Row %(row)s holds a formula. Copy the cells and paste them as values."
    }
    rows = [["Datum", "Belopp", "Text"], ["2026-03-04", "=1+1", "Resor"]]
    assert planned(book(rows), category=Category.travel).ready == []


def test_problems_are_grouped_by_how_they_are_mended():
    text = "Datum;Belopp;Text\n2026-13-04;5;Resor\n03/04/25x;5;Resor\n2026-03-04;fem;Resor\n2026-03-04;7;\n"
    done = planned(text.encode(), category=Category.travel)
    assert [(problem.text[:20], [row for row, _ in problem.rows]) for problem in done.problems] == [
        ("Enter the date as ye", [2, 3]),
        ("Enter the amount in ", [4]),
        ("Answer the question ", [5]),
    ]
    assert (done.wrong, len(done.ready)) == (4, 0)


def test_what_looks_like_a_person_is_never_taken_in():
    done = planned("Datum;Belopp;Text\n2026-03-04;5;Lön 19811218-9876\n".encode(), category=Category.personnel)
    assert (done.ready, done.wrong) == ([], 1)


def test_what_is_there_already_is_not_imported_twice():
    known = {key_of(date(2026, 3, 4), Decimal("1250.50"), "A1", "Resor till Örebro")}
    done = planned(CSV.encode(), category=Category.travel, known=known)
    assert (len(done.ready), done.there_already) == (1, 1)


def bomb():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("xl/workbook.xml", "x")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (101 * 1024 * 1024))
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"x" * (10 * 1024 * 1024 + 1), "The file is larger than 10 MB"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "The file is not a table"),
        (b"just a line of words", "The file is not a table"),
        (b"PK\x03\x04 and nothing more", "The file must be a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "The file is an old Excel"),
        (b"\xff\xfe\x00\xd8x", "The file is not a table"),
        (b"Datum;Belopp\n", "The file has no rows"),
        (b"Datum;Belopp\n" + b"2026-03-04;5\n" * 5001, "The file has %(rows)s rows"),
        (b";" * 70 + b"\n" + b"1;" * 70 + b"\n", "The file has more than 60 columns"),
        (b"#FLAGGA 0\n#SIETYP 1\n", "The file is SIE type"),
        (b"#FLAGGA 0\n#SIETYP 4\n#VER A\n", "The file is damaged at line"),
        (b"#FLAGGA 0\n#VER A 1 20261304\n{\n", "The file is damaged at line"),
        (b"#FLAGGA 0\n#VER A 1 20260304\n{\n#TRANS 5810 {} 1e999999\n}\n", "The file is damaged at line"),
        (b"#FLAGGA 0\n#VER A 1 20260304\n{\n#TRANS 5810 {} NaN\n}\n", "The file is damaged at line"),
        (b"#FLAGGA 0\n#VER A 1 20260304\n{\n#TRANS 5810 {} 5\n}\n", "Voucher %(voucher)s does not"),
    ],
)
def test_what_cannot_be_read_gets_a_sentence(content, sentence):
    assert refusal(content).startswith(sentence)


def test_a_small_archive_that_unpacks_to_much_is_not_unpacked():
    content = bomb()
    assert len(content) < 200_000
    assert refusal(content).startswith("The file unpacks to more")


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.binary(max_size=200).map(lambda tail: b"#FLAGGA 0\n#SIETYP 4\n" + tail),
        st.binary(max_size=200).map(lambda tail: b"Datum;Belopp;Text\n" + tail),
        st.binary(max_size=200).map(lambda tail: b"PK\x03\x04" + tail),
    )
)
def test_nothing_but_a_sentence_comes_of_noise(content):
    with suppress(Refused):
        planned(content)
