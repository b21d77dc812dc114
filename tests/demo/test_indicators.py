"""Every indicator, in every format, is what an independent recount of the log of a whole year comes to.

The recount reads what happened (the events) and looks up only what never changes: which company a request is of,
which need and pilot belong together, the answers given. It shares no code with the indicators.
"""

import csv
import io
import json
import re
from collections import Counter
from datetime import timedelta
from statistics import median

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook
from sqlalchemy import select, text

from app.activity.models import Event
from app.actor import Role
from app.database import SWEDEN, today
from app.demo.organisations import COMPANIES
from app.indicators.catalogue import INDICATORS
from app.indicators.facts import Measure, reduce
from app.indicators.gathering import Gathering
from app.indicators.queries_rows import Asked
from app.indicators.sheets import plain
from app.people import queries as people
from app.periods import quarter, twelve_months

SIZES = {one.org_number: one for one in COMPANIES}


def day(moment):
    return moment.astimezone(SWEDEN).date()


class Log:
    """What happened, and the few lasting facts it is about."""

    def __init__(self, db):
        self.events = db.scalars(select(Event).order_by(Event.at)).all()
        rows = lambda sql: db.execute(text(sql)).all()  # noqa: E731
        self.request = {
            id_: (company, need)
            for id_, company, need in rows("select id, organisation_id, challenge_id from test_requests")
        }
        self.pilot = {
            id_: (company, request, solution)
            for id_, company, request, solution in rows(
                "select id, company_id, test_request_id, solution_id from pilots"
            )
        }
        self.company = {id_: SIZES.get(number) for id_, number in rows("select id, org_number from organisations")}
        self.promised = {
            id_: (screen, decide) for id_, screen, decide in rows("select id, screen_by, decide_by from test_requests")
        }
        self.groups = dict(rows("select pilot_id, participants from pilot_evaluations"))
        self.study = dict(rows("select id, pilot_id from research"))
        self.follow_ups = rows(
            "select pilot_id, done_at, benefit_kronor, adoption from pilot_follow_ups where done_at is not null"
        )
        self.closing = dict(rows("select id, closes_on from challenges where call_type = 'call'"))
        self.unanswered = rows("select count(*) from challenge_questions where answered_at is null")[0][0]

    def happened(self, *names, period=None):
        wanted = [e for e in self.events if e.happening.value in names]
        return [e for e in wanted if period is None or period.since <= day(e.at) <= period.until]

    def first(self, *names):
        found = {}
        for e in self.happened(*names):
            found.setdefault(e.subject_id, day(e.at))
        return found


def share(part, whole):
    return round(part / whole, 4) if whole else None


def middle(days):
    return median(days) if days else None


def sent(log, period):
    """Requests whose first sending was in the period."""
    first = log.first("request.submitted", "request.proposed")
    return {id_ for id_, on in first.items() if period.since <= on <= period.until}


def recount(log, period):
    began = log.happened("pilot.started", period=period)
    tested = Counter(log.pilot[e.subject_id][0] for e in began)
    cohort = sent(log, period)
    asked = {log.request[id_][0] for id_ in cohort}
    first_of = {}
    for id_, on in log.first("request.submitted", "request.proposed").items():
        company = log.request[id_][0]
        first_of[company] = min(first_of.get(company, on), on)
    taking_part = asked | set(tested)
    facts = {company: log.company[company] for company in taking_part}
    reported = log.first("pilot.final_reported")
    reports = log.happened("pilot.final_reported", period=period)
    ends = log.first("pilot.ended", "pilot.stopped")
    ended = {id_ for id_, on in ends.items() if period.since <= on <= period.until}
    groups = [int(row.get("actual") or 0) for e in reports for row in log.groups[e.subject_id]]
    people_there = sum(people for people in groups if people >= 5)
    declined = log.happened("request.declined", period=period)
    counts = list(tested.values())
    started_by_request = {log.pilot[id_][1]: on for id_, on in log.first("pilot.started").items()}
    reported_requests = {log.pilot[id_][1] for id_ in reported}
    introduced = {
        log.pilot[e.subject_id][1] for e in log.happened("pilot.decided") if e.details["outcome"] in ("adopt", "spread")
    }
    screened, decided = log.first("request.screened"), {}
    for e in log.happened("request.accepted", "request.declined", "request.waitlisted", "request.referred"):
        if e.subject_id in screened:
            decided[e.subject_id] = day(e.at)
    accepted = log.first("request.accepted")
    inside = lambda on: period.since <= on <= period.until  # noqa: E731
    answers = [on <= log.promised[id_][0] for id_, on in screened.items() if inside(on)]
    answers += [on <= log.promised[id_][1] for id_, on in decided.items() if inside(on)]
    to_management = {e.subject_id for e in log.happened("challenge.submitted", period=period)}
    anchored = log.first("challenge.anchored")
    waits = []
    for e in log.happened("challenge.anchored", "challenge.refused", period=period):
        before = [s for s in log.happened("challenge.submitted") if s.subject_id == e.subject_id and s.at <= e.at]
        waits.append((day(e.at) - day(before[-1].at)).days)
    published = {
        e.subject_id: day(e.at) for e in log.happened("challenge.published", "challenge.signalled", period=period)
    }
    joined = {e.subject_id for e in log.happened("challenge.co_owner_joined")}
    first_sent = log.first("challenge.submitted")
    closed = {
        e.subject_id
        for e in log.happened("challenge.closed")
        if log.closing.get(e.subject_id) and inside(log.closing[e.subject_id])
    }
    applicants = Counter(
        need for id_, (_, need) in log.request.items() if id_ in log.first("request.submitted", "request.linked")
    )
    used = [row for row in log.follow_ups if inside(day(row.done_at))]
    welcomed = {log.pilot[log.study[e.subject_id]][0] for e in log.happened("research.accepted", period=period)}
    bettered = {log.pilot[e.subject_id][2] for e in log.happened("pilot.company_replied", period=period)}
    bettered |= {
        log.pilot[e.subject_id][2]
        for e in log.happened("pilot.decided", period=period)
        if e.details["outcome"] == "develop"
    }
    questions = log.happened("question.asked", period=period)
    small = [one for one in facts.values() if one.size != "large"]
    return {
        "E1": len(taking_part),
        "E2.1": share(len(small), len(facts)),
        "E2.2": share(sum(one.size == "micro" for one in facts.values()), len(facts)),
        "E2.3": share(sum(one.seat == "county" for one in facts.values()), len(facts)),
        "E2.4": share(sum(company in asked and inside(first_of[company]) for company in facts), len(facts)),
        "E3": len(tested),
        "E4": len(welcomed),
        "E5": len(bettered),
        "O4.1": share(len(to_management & set(anchored)), len(to_management)),
        "O4.2": middle(waits),
        "N1.1": len(published),
        "N1.2": share(len(set(published) & joined), len(published)),
        "N2": share(sum(applicants[need] >= 2 for need in closed), len(closed)),
        "F1.1": len(cohort),
        "F1.2": len(cohort & set(screened)),
        "F1.3": len(cohort & set(accepted)),
        "F1.4": len(cohort & set(started_by_request)),
        "F1.5": len(cohort & reported_requests),
        "F1.6": len(cohort & introduced),
        "F2.1": middle([(on - first_sent[id_]).days for id_, on in published.items()]),
        "F2.2": middle(
            [
                (on - log.first("request.submitted", "request.proposed")[id_]).days
                for id_, on in screened.items()
                if inside(on)
            ]
        ),
        "F2.3": middle([(on - screened[id_]).days for id_, on in decided.items() if inside(on)]),
        "F2.4": middle([(on - decided[id_]).days for id_, on in started_by_request.items() if inside(on)]),
        "F2.5": middle([(ends[id_] - log.first("pilot.started")[id_]).days for id_ in ended]),
        "F2.6": middle([(on - ends[id_]).days for id_, on in reported.items() if inside(on)]),
        "F3": share(sum(answers), len(answers)),
        "K1.1": share(max(counts), sum(counts)) if sum(counts) >= 5 else None,
        "K1.2": round(sum((100 * n / sum(counts)) ** 2 for n in counts)) if sum(counts) >= 5 else None,
        "K1.3": share(sum(bool(e.details["note"].strip()) for e in declined), len(declined)),
        "K1.4": len(log.happened("request.conflict_declared", period=period)),
        "K1.5": share(len(questions), len(questions)) if not log.unanswered else ...,
        "P1": people_there if people_there or not any(groups) else None,
        "P2.1": len(began),
        "P2.2": len(ended),
        "P2.3": len({e.subject_id for e in log.happened("pilot.stopped", period=period)}),
        "P2.4": share(len(ended & set(reported)), len(ended)),
        "P2.5": share(sum(bool(e.details["note"].strip()) for e in reports), len(reports)),
        "B1": sum(row.benefit_kronor or 0 for row in used),
        "B2.1": len(log.happened("pilot.decided", period=period)),
        "B2.2": share(
            sum(row.adoption in ("in_use", "partly") for row in used if row.adoption),
            len([row for row in used if row.adoption]),
        ),
    }


NOT_IN_THE_LOG = {"O1", "O2", "O3.1", "O3.2", "O3.3", "Ek1.1", "Ek1.2", "Ek1.3", "Ek1.4"}
"""What follows from who is there and from the books, not from what happened: tested where those are."""


def periods():
    year = twelve_months(today())
    first = today() - timedelta(days=430)
    numbers = range(first.year * 4 + (first.month - 1) // 3, today().year * 4 + (today().month - 1) // 3 + 1)
    return [year, *(quarter(n % 4 + 1, n // 4) for n in numbers)]


@pytest.fixture
def log(db):
    return Log(db)


def test_every_indicator_is_what_the_log_comes_to_in_the_year_and_in_each_quarter(db, log):
    for period in periods():
        gathering = Gathering(db, period)
        found = {one.code: plain(gathering.value(one)) for one in INDICATORS if one.code not in NOT_IN_THE_LOG}
        expected = {code: value for code, value in recount(log, period).items() if value is not ...}
        wrong = {code: (found[code], value) for code, value in expected.items() if found[code] != value}
        assert wrong == {}, period.slug
        assert set(found) - set(expected) <= {"K1.5"}


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
