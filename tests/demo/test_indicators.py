"""Every indicator, in every format, is what an independent recount of the log of a whole year comes to (recount.py)."""

import csv
import io
import json
import re
from datetime import timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from urllib.parse import urlsplit

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from sqlalchemy import text

from app.database import today
from app.demo.people import CAST
from app.handovers.models import HandoverState
from app.indicators.catalogue import INDICATORS
from app.indicators.facts import Measure, reduce
from app.indicators.gathering import Gathering
from app.indicators.queries_rows import Asked
from app.indicators.sheets import plain
from app.periods import DAY, Period, quarter, twelve_months
from app.web.catalogue import translations
from tests.demo import recount_money
from tests.demo.busy_year import BusyYear, cast_of
from tests.demo.recount import Log, day, recount
from tests.papers import faults


def periods():
    year = twelve_months(today())
    first = today() - timedelta(days=430)
    numbers = range(first.year * 4 + (first.month - 1) // 3, today().year * 4 + (today().month - 1) // 3 + 1)
    return [year, *(quarter(n % 4 + 1, n // 4) for n in numbers)]


def test_every_indicator_is_what_the_log_comes_to_in_the_year_and_in_each_quarter(db):
    agrees(db, Log(db), periods())


ON_THE_BORDER = (
    *(
        "pilot.started",
        "pilot.ended",
        "pilot.stopped",
        "pilot.final_reported",
        "pilot.decided",
        "pilot.company_replied",
    ),
    *("request.submitted", "request.screened", "request.accepted", "request.declined", "request.conflict_declared"),
    *("challenge.submitted", "challenge.anchored", "challenge.published", "question.asked", "research.accepted"),
    *("member.removed", "handover.done"),
)


def test_what_happens_on_the_first_or_last_day_is_in_the_period_and_the_day_beside_it_is_not(db):
    """In periods of a day on which something happened, and that end the day before or begin the day after."""
    log = Log(db)
    days = {max(day(e.at) for e in log.happened(name)) for name in ON_THE_BORDER if log.happened(name)}
    days |= {max(row["on"] for _, rows in recount_money.read(log) for row in rows)}
    found = []
    for number, one in enumerate(sorted(days)):
        before, after = Period("b", one - 20 * DAY, one - DAY, ""), Period("c", one + DAY, one + 20 * DAY, "")
        found += [Period("a", one, one, ""), before if number % 2 or one == today() else after]
    agrees(db, log, found)


def agrees(db, log, periods):
    for period in periods:
        gathering = Gathering(db, period)
        gathering.count(INDICATORS)
        found = {one.code: plain(gathering.value(one)) for one in INDICATORS}
        expected = recount(log, period)
        assert set(expected) == set(found), "every indicator of the catalogue is counted again"
        wrong = {code: (found[code], value) for code, value in expected.items() if found[code] != value}
        assert wrong == {}, period


def test_a_busy_year_drawn_at_random_is_counted_as_its_log_says(db, seeded, given):
    """Money and people in every order there is: entered, changed, corrected, taken in and back, decided anew."""
    year = BusyYear(db, seeded, cast_of(db, CAST), seed=3)
    year.comes_and_goes(given, "nora", 300, stays=True)
    year.comes_and_goes(given, "laxa", 200, stays=False)
    states = {year.hands_over("miriam", 120, is_answered=True), year.hands_over("jens", 150, is_answered=False)}
    year.passes(80)
    assert year.done > 2 * year.refused
    assert states == {HandoverState.done, HandoverState.expired}
    agrees(db, Log(db), periods())


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


@pytest.fixture
def lead(town, visit):
    return visit(as_=town.member("ylva"), language="sv")


@pytest.mark.parametrize(("number", "place"), [(0, ""), (-2, ""), (0, "orebro")])
def test_every_format_says_the_same(db, lead, number, place):
    period = periods()[number]
    gathering = Gathering(db, period, place)
    asked = f"period={period.slug}&kommun={place}"
    expected = {one.code: plain(gathering.value(one)) for one in INDICATORS}
    for form, values in in_every_format(lead, asked, expected).items():
        assert {code: value for code, value in values.items() if value != expected[code]} == {}, form
        assert len(values) == len(expected), form


def in_every_format(lead, asked, expected):
    """The figures by code as each format has them, numbers again."""

    def file(form):
        return lead.client.get(f"/uppfoljning/nyckeltal/fil/{form}?{asked}").content

    swedish = list(csv.reader(io.StringIO(file("csv").decode("utf-8-sig")), delimiter=";"))
    plain_csv = list(csv.reader(io.StringIO(file("csv-int").decode())))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(file("xlsx"))).get_sheet_by_index(0).to_python()
    rows = json.loads(file("json"))["rows"]
    api = lead.client.get(f"/api/v1/indicators?{asked.replace('kommun=', 'municipality=')}").json()
    return {
        "csv": {row[0]: _number(row[2].replace(",", ".")) for row in swedish[1 : len(expected) + 1]},
        "csv-int": {row[0]: _number(row[2]) for row in plain_csv[1 : len(expected) + 1]},
        "xlsx": {row[0]: row[2] if row[2] != "" else None for row in sheet[1 : len(expected) + 1]},
        "json": {row[0]: row[2] for row in rows},
        "pdf": on_paper(file("pdf"), expected),
        "api": {one["code"]: one["figure"]["value"] for one in api["indicators"]},
        "page": _page(lead.opens(f"/uppfoljning/nyckeltal?{asked}"), expected),
    }


def on_paper(content, expected):
    """What the paper says of each: the value, where it stands beside the name as a reader would write it."""
    reader = PdfReader(io.BytesIO(content))
    assert faults(reader) == []
    words = re.sub(r"\s+", "", "".join(page.extract_text() for page in reader.pages))
    swedish, _, _ = translations("sv")
    names = {one.code: re.sub(r"\s+", "", f"{one.code} {swedish(one.name)}") for one in INDICATORS}
    found = {}
    for one in INDICATORS:
        said = in_words(one.measure, expected[one.code])
        is_there = re.search(re.escape(names[one.code]) + rf"(?:{said})", words)
        found[one.code] = expected[one.code] if is_there else words[words.find(names[one.code]) :][:80]
    return found


def in_words(measure, value):
    """A figure as a Swedish reader writes it, without spaces: what is looked for on paper."""
    if value is None:
        return "–|färreänfem|förfåföratt"
    if measure in (Measure.share, Measure.largest):
        return f"{Decimal(str(100 * value)).quantize(Decimal(1), ROUND_HALF_EVEN)}%"
    if measure.is_money:
        return f"{value:.0f}kr" if value == int(value) else f"{value:.2f}kr".replace(".", ",")
    return f"{value:.3f}".rstrip("0").rstrip(".").replace(".", ",") + "(?![0-9,])"


def test_a_few_people_are_told_in_no_format(db, lead):
    """Of groups of four and three nobody is told how many, nor who they were together."""
    few = [{"group": "service_user", "planned": "4", "actual": "4"}, {"group": "relative", "actual": "3"}]
    db.execute(text("update pilot_evaluations set participants = cast(:few as jsonb)"), {"few": json.dumps(few)})
    gathering = Gathering(db, periods()[0])
    expected = {one.code: plain(gathering.value(one)) for one in INDICATORS}
    assert expected["P1"] is None
    for form, values in in_every_format(lead, "", expected).items():
        assert values["P1"] is None, form
    one = lead.client.get("/api/v1/indicators/p1").json()
    rows = lead.client.get("/api/v1/indicators/p1/rows").json()["rows"]
    assert (one["indicator"]["figure"]["is_hidden"], one["indicator"]["figure"]["value"]) == (True, None)
    assert all(each["figure"]["value"] is None for each in one["divided"])
    assert len(one["divided"]) == 2
    assert rows
    assert all(row["value"] is None for row in rows)


def test_each_figure_has_an_address_for_programs(db, lead, visit, town):
    """By its own address the same as in the list, with its rows; refused as the page is, in words for programs."""
    period = periods()[-2]
    gathering = Gathering(db, period, "orebro")
    whole = lead.client.get(f"/api/v1/indicators?period={period.slug}&municipality=orebro").json()
    assert whole["period"]["slug"] in [one["slug"] for one in whole["periods"]]
    for one, said in zip(INDICATORS, whole["indicators"], strict=True):
        assert "/en/" not in said["url"] + said["rows_url"] + said["page_url"]
        own = lead.client.get(urlsplit(said["url"])._replace(scheme="", netloc="").geturl()).json()
        assert (own["indicator"], own["municipality"]) == (said, "orebro"), one.code
        assert said["figure"]["value"] == plain(gathering.value(one)), one.code
    in_english = lead.client.get(f"/en/api/v1/indicators?period={period.slug}&municipality=orebro").json()
    assert in_english["indicators"] == whole["indicators"], "one address of each thing, however it was asked for"
    rows = lead.client.get("/api/v1/indicators/f1-1/rows").json()
    assert rows["total"] == lead.client.get("/api/v1/indicators/f1-1").json()["indicator"]["figure"]["value"]
    assert len(rows["rows"]) == min(25, rows["total"])
    second = lead.client.get("/api/v1/indicators/f1-1/rows?page=2").json()
    assert (rows["next_url"] is not None) == bool(second["rows"])
    for asked in ("?period=1999", "?municipality=atlantis", "/nothing", "/f1-1/rows?period=x"):
        _refused(lead.client.get(f"/api/v1/indicators{asked}"), 404)
    for who in (None, town.member("moa"), town.member("hanna")):
        for asked in ("", "/f1-1", "/f1-1/rows"):
            _refused((visit(as_=who) if who else visit()).client.get(f"/api/v1/indicators{asked}"), 403)
    paths = lead.client.get("/api/v1/openapi.json").json()["paths"]
    assert {path for path in paths if "indicators" in path} == {
        "/api/v1/indicators",
        "/api/v1/indicators/{slug}",
        "/api/v1/indicators/{slug}/rows",
    }


def _refused(response, status):
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    assert response.json()["status"] == status
    assert response.json()["title"]


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
    page = person.opens("/uppfoljning/nyckeltal?period=12-manader").html.select("table tbody tr")
    read = {row.select_one(".number-of").get_text(): [cell.get_text() for cell in row.select("td")] for row in page}
    told = {row[0]["v"].split(" ")[0]: [cell["t"] for cell in row[1:]] for row in rows if " " in str(row[0]["v"])}
    assert {code: said for code, said in told.items() if code in read} == read, "in the same words"


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
