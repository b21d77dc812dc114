"""Every indicator, in every format, is what an independent recount of the log of a whole year comes to (recount.py)."""

import csv
import io
import json
import re
from datetime import timedelta

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from sqlalchemy import text

from app.actor import Role
from app.database import today
from app.demo.people import CAST
from app.handovers.models import HandoverState
from app.indicators.catalogue import INDICATORS
from app.indicators.facts import Measure, reduce
from app.indicators.gathering import Gathering
from app.indicators.queries_rows import Asked
from app.indicators.sheets import plain
from app.people import queries as people
from app.periods import quarter, twelve_months
from tests.demo.busy_year import BusyYear, cast_of
from tests.demo.recount import Log, recount


def periods():
    year = twelve_months(today())
    first = today() - timedelta(days=430)
    numbers = range(first.year * 4 + (first.month - 1) // 3, today().year * 4 + (today().month - 1) // 3 + 1)
    return [year, *(quarter(n % 4 + 1, n // 4) for n in numbers)]


def test_every_indicator_is_what_the_log_comes_to_in_the_year_and_in_each_quarter(db):
    agrees(db, Log(db))


def agrees(db, log):
    """In the year, and in each quarter of it."""
    for period in periods():
        gathering = Gathering(db, period)
        found = {one.code: plain(gathering.value(one)) for one in INDICATORS}
        expected = recount(log, period)
        assert set(expected) == set(found), "every indicator of the catalogue is counted again"
        wrong = {code: (found[code], value) for code, value in expected.items() if found[code] != value}
        assert wrong == {}, period.slug


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5, 6])
def test_a_busy_year_drawn_at_random_is_counted_as_its_log_says(db, seeded, given, seed):
    """Money and people in every order there is: entered, changed, corrected, taken in and back, decided anew."""
    year = BusyYear(db, seeded, cast_of(db, CAST), seed)
    year.comes_and_goes(given, "nora", 300, stays=True)
    year.comes_and_goes(given, "laxa", 200, stays=False)
    states = {year.hands_over("miriam", 120, is_answered=True), year.hands_over("jens", 150, is_answered=False)}
    year.passes(70)
    assert year.done > 2 * year.refused
    assert states == {HandoverState.done, HandoverState.expired}
    agrees(db, Log(db))


def test_what_the_database_counts_is_what_the_rows_come_to(db):
    """Of the whole, of some municipalities, and of all municipalities at once."""
    year, *quarters = periods()
    for period, place in (
        (year, ""),
        (year, "hallsberg"),
        (year, "kumla"),
        (quarters[-2], ""),
        (quarters[-2], "orebro"),
    ):
        counting, reading = Gathering(db, period, place), Gathering(db, period, place)
        counting.count(INDICATORS)
        wrong = {
            one.code: (counting.value(one), reduce(one.measure, reading.facts(one)))
            for one in INDICATORS
            if counting.value(one) != reduce(one.measure, reading.facts(one))
        }
        assert wrong == {}, (period.slug, place)
    each = Gathering(db, year)
    lead_times = [one for one in INDICATORS if one.measure is Measure.days]
    each.count(INDICATORS)
    whole = [each.value(one) for one in INDICATORS]
    each.count_places([one for one in INDICATORS if one.measure not in (Measure.largest, Measure.hhi)])
    assert [each.value(one) for one in INDICATORS] == whole, "what is of no municipality stands for all"
    for place in ("hallsberg", "kumla", "orebro", "ljusnarsberg"):
        one_place = Gathering(db, year, place)
        assert [each.value_at(one, place) for one in lead_times] == [one_place.value(one) for one in lead_times]


def test_all_figures_are_one_question(db, asked_of):
    gathering = Gathering(db, twelve_months(today()))
    with asked_of() as questions:
        gathering.count(INDICATORS)
        in_the_database = [gathering.value(one) for one in INDICATORS if isinstance(one.asks, Asked)]
    assert len(questions) == 1
    assert len(in_the_database) > 35


def test_the_year_has_something_of_nearly_everything(db):
    gathering = Gathering(db, twelve_months(today()))
    empty = {one.code for one in INDICATORS if not gathering.value(one).number}
    assert empty <= {"F1.6", "K1.1", "K1.2", "B1", "B2.2", "O3.3"}, empty


def test_municipalities_add_up_to_the_whole_where_each_thing_is_of_one(db):
    period = twelve_months(today())
    whole = Gathering(db, period)
    slugs = db.scalars(text("select slug from organisations where kind = 'municipality'")).all()
    for code in ("N1.1", "P2.1", "P2.2", "P2.3", "F1.2", "F1.3", "B2.1"):
        one = next(one for one in INDICATORS if one.code == code)
        parts = [Gathering(db, period, slug).value(one).number for slug in slugs]
        assert sum(parts) == whole.value(one).number, code


def test_every_format_says_the_same(db, town, visit):
    lead = town.member("ylva")
    assert people.membership(db, lead.id).actor.has(Role.region_lead)
    gathering = Gathering(db, twelve_months(today()))
    expected = {one.code: plain(gathering.value(one)) for one in INDICATORS}
    person = visit(as_=lead, language="sv")

    def file(form):
        return person.client.get(f"/uppfoljning/nyckeltal/fil/{form}").content

    swedish = list(csv.reader(io.StringIO(file("csv").decode("utf-8-sig")), delimiter=";"))
    plain_csv = list(csv.reader(io.StringIO(file("csv-int").decode())))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(file("xlsx"))).get_sheet_by_index(0).to_python()
    rows = json.loads(file("json"))["rows"]
    said = {
        "csv": {row[0]: _number(row[2].replace(",", ".")) for row in swedish[1 : len(expected) + 1]},
        "csv-int": {row[0]: _number(row[2]) for row in plain_csv[1 : len(expected) + 1]},
        "xlsx": {row[0]: row[2] if row[2] != "" else None for row in sheet[1 : len(expected) + 1]},
        "json": {row[0]: row[2] for row in rows},
        "page": _page(person.opens("/uppfoljning/nyckeltal"), expected),
    }
    for form, values in said.items():
        assert {code: value for code, value in values.items() if value != expected[code]} == {}, form
        assert len(values) == len(expected), form


def test_a_report_says_the_same_on_paper_and_in_its_files(db, town, visit):
    """The status report holds every indicator; what it says is frozen in all its forms."""
    gathering = Gathering(db, twelve_months(today()))
    person = visit(as_=town.member("ylva")).opens("/rapporter/lagesrapport?period=12-manader")
    person.fills("Who signs it?", "Ylva Ledare").fills("In which capacity?", "Processledare")
    path = person.presses("Issue the report").path
    content = json.loads(person.client.get(f"{path}/fil/json").content)
    rows = [row for section in content["sections"] for table in section["tables"] for row in table["rows"]]
    found = {row[0]["v"].split(" ")[0]: row[1] for row in rows if " " in str(row[0]["v"])}
    paper = PdfReader(io.BytesIO(person.client.get(f"{path}/fil/pdf").content))
    words = re.sub(r"\s+", "", "".join(page.extract_text() for page in paper.pages))
    for one in INDICATORS:
        value, said = plain(gathering.value(one)), found[one.code]
        if value is None:
            assert not isinstance(said["v"], int | float), one.code
        else:
            assert round(float(said["v"]), 4) == round(float(value), 4), one.code
        assert re.sub(r"\s+", "", said["t"]) in words, one.code


def _number(text):
    return float(text) if text else None


def _page(person, expected):
    """What a reader sees, as numbers again; a percentage is what the share rounds to."""
    found = {}
    for row in person.html.select("table tbody tr"):
        code = row.select_one(".number-of").get_text()
        words = re.sub(r"[\s\u00a0]|kr", "", row.select("td")[0].get_text()).replace(",", ".").replace("−", "-")
        value = expected[code]
        if words.endswith("%"):
            found[code] = value if round(100 * value) == round(float(words[:-1])) else float(words[:-1])
        else:
            found[code] = float(words) if re.fullmatch(r"-?[0-9.]+", words) else None
    return found


def test_the_rows_behind_a_figure_are_as_many_as_it_says(town, visit):
    person = visit(as_=town.member("ylva"))
    for slug in ("f1-1", "p2-1", "n1-1", "k1-4"):
        page = person.opens(f"/uppfoljning/nyckeltal/{slug}")
        number = int(page.html.select_one(".numeral").get_text())
        rows = page.html.select("#rows-caption")
        assert len(rows[0].parent.select("tbody tr")) == number if number else rows == []
