"""What everyone may take with them says what the pages say, tells of nobody, and is catalogued as portals demand."""

import csv
import io
import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pyshacl import validate
from rdflib import DCAT, DCTERMS, RDF, BNode, Graph, Literal, URIRef

from app.actor import Role
from app.challenges.models import ChallengeState as Need
from app.database import now, today
from app.earlier_tests import actions as earlier_tests
from app.open_data import queries
from app.open_data.datasets import DATASETS
from app.organisations.models import OrganisationKind, OrganisationStatus
from app.pilots.models import Evaluation, PilotState
from tests.oversight.rows import Rows

pytestmark = [  # what pyshacl asks of rdflib, and rdflib of itself when it reads JSON-LD
    pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning"),
]
SHAPES = Path(__file__).parent / "shapes.ttl"
SUS = {f"q{n}": 4 for n in range(1, 11)}


@pytest.fixture
def rows(given):
    return Rows(given)


@pytest.fixture
def hallsberg(given):
    return given.organisation(
        "Hallsbergs kommun", slug="hallsberg", municipality_code="1861", status=OrganisationStatus.active
    )


@pytest.fixture
def reports(given, rows, hallsberg):
    """Pilots in Hallsberg that have been reported, with so many in each group."""

    def reports(*groups, answers=0, **values):
        pilot = rows.pilot(rows.test_request(given.challenge(of=hallsberg, state=Need.in_pilot)), PilotState.reported)
        people = [{"group": f"Grupp {n}", "actual": count} for n, count in enumerate(groups)]
        report = Evaluation(
            pilot_id=pilot.id,
            participants=people,
            sus=[SUS] * answers,
            goal_results=[{"goal": "Färre fall", "result": "met"}, {"goal": "Lugnare", "result": "unknown"}],
            learning="Nätet måste mätas först. =1+1",
            reported_at=now(),
            **values,
        )
        given.saved(report)
        return pilot

    return reports


def taken(visit, slug, form="json"):
    """The file as it is when the minute is over in which figures are kept."""
    client = visit().client
    client.app.state.kept.forget()
    found = client.get(f"/oppna-data/{slug}/fil/{form}")
    assert found.status_code == 200
    assert found.headers["access-control-allow-origin"] == "*"
    return found


def as_objects(visit, slug):
    return json.loads(taken(visit, slug).content)["rows"]


def test_only_what_is_published_is_there_and_each_row_leads_to_its_page(given, visit, hallsberg):
    draft = given.challenge(of=hallsberg)
    need = given.challenge(of=hallsberg, state=Need.published, title="Tryggare nätter; eller hur?")
    (row,) = as_objects(visit, "behov")
    assert row["reference"] == need.reference != draft.reference
    assert row["municipality_code"] == "1861"
    assert visit().opens(urlsplit(row["address"]).path).sees("Tryggare nätter; eller hur?")


def test_a_pilot_is_there_when_it_has_started(given, rows, visit, hallsberg):
    need = given.challenge(of=hallsberg, state=Need.in_pilot)
    started = rows.pilot(rows.test_request(need))
    rows.pilot(rows.test_request(need), PilotState.preparing, started=False)
    assert [row["reference"] for row in as_objects(visit, "piloter")] == [started.reference]


def test_a_result_tells_how_many_took_part_unless_a_small_group_would_follow(visit, reports):
    reports(12, 8, answers=5)
    reports(12, 3, answers=4)
    rows = {row["participants"]: row for row in as_objects(visit, "resultat")}
    assert set(rows) == {20, None}
    assert (rows[20]["usability_answers"], rows[None]["usability_answers"], rows[None]["usability"]) == (5, None, None)
    assert (rows[20]["goals_met"], rows[20]["goals_not_met"], rows[20]["was_stopped"]) == (1, 0, False)


def test_a_report_that_is_not_given_is_not_there(db, visit, reports):
    pilot = reports(12)
    db.query(Evaluation).filter_by(pilot_id=pilot.id).update({"reported_at": None})
    assert as_objects(visit, "resultat") == []


def figure(visit, code, place=None):
    return next(
        row
        for row in as_objects(visit, "nyckeltal")
        if (row["code"], row["year"], row["municipality"]) == (code, today().year, place)
    )


def test_a_small_group_of_people_is_in_no_figure(visit, reports):
    reports(4)
    for place in (None, "Hallsbergs kommun"):
        row = figure(visit, "P1", place)
        assert (row["value"], row["held_back"]) == (None, True)
    reports(12, 8)
    reports(30, 3)
    assert figure(visit, "P1")["value"] == figure(visit, "P1", "Hallsbergs kommun")["value"] == 50


def test_a_share_and_a_middle_of_few_are_held_back(given, rows, visit, hallsberg):
    def published(number):
        for _ in range(number):
            given.challenge(of=hallsberg, state=Need.published)

    published(4)
    assert (figure(visit, "N1.1")["value"], figure(visit, "N1.2")["held_back"]) == (4, True)
    published(1)
    assert (figure(visit, "N1.2")["value"], figure(visit, "N1.2")["held_back"]) == (0, False)


def test_no_municipality_is_told_by_what_is_not_published(visit, reports):
    reports(12)
    told = {row["code"].partition(".")[0] for row in as_objects(visit, "nyckeltal") if row["municipality"]}
    assert told == {"N1", "P1", "P2", "B2"}
    assert not any(code.startswith(("O3", "O4", "Ek", "B1")) for code in queries.OF_THE_COUNTY)


@pytest.fixture
def earlier(db, given):
    """A test from before the portal; whoever imported it is asked about it, since the file names nobody."""
    officer = given.member(Role.region_officer, of=given.organisation("Region Örebro län"))
    file = "Test;Kommun;År;Produkttyp;Resultat\nRobotkatt;Laxå;2019;Socialt stöd;gick sönder\n"
    found = earlier_tests.read(db, officer.actor, "tester.csv", file.encode())
    earlier_tests.run(db, officer.actor, found)
    return found


def test_what_was_tested_before_the_portal_can_be_taken_too_and_changes_no_figure(visit, reports, earlier):
    reports(12, 8)
    (row,) = as_objects(visit, "tidigare-tester")
    assert (row["tested"], row["year"], row["contact"]) == ("Robotkatt", 2019, "Region Örebro län")
    assert figure(visit, "P2.1")["value"] == 1


@pytest.mark.parametrize("one", DATASETS, ids=lambda one: one.slug)
def test_every_form_says_the_same(one, given, visit, reports, earlier):
    reports(12, 8, answers=5)
    given.organisation("Kumla", slug="kumla", population=22_516)
    whole = json.loads(taken(visit, one.slug).content)
    names = [column["name"] for column in whole["columns"]]
    expected = [[plain(row[name]) for name in names] for row in whole["rows"]]
    read = list(csv.reader(io.StringIO(taken(visit, one.slug, "csv-int").content.decode())))
    assert read[0] == names
    assert [[cell.removeprefix("'") for cell in row] for row in read[1:]] == expected
    swedish = taken(visit, one.slug, "csv").content.decode()
    assert swedish.startswith("\ufeff")
    assert len(list(csv.reader(io.StringIO(swedish), delimiter=";"))) == len(read)
    assert taken(visit, one.slug, "xlsx").content.startswith(b"PK")
    assert expected


def plain(value):
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_figures_are_counted_once_a_minute_and_needs_each_time(given, visit, hallsberg, asked_of):
    given.challenge(of=hallsberg, state=Need.published)
    taken(visit, "nyckeltal")
    with asked_of() as questions:
        visit().client.get("/oppna-data/nyckeltal/fil/csv")
    assert len(questions) < 10
    given.challenge(of=hallsberg, state=Need.published)
    assert len(json.loads(visit().client.get("/oppna-data/behov/fil/json").content)["rows"]) == 2


def test_what_cannot_be_had_is_not_found(visit):
    for path in ("/oppna-data/behov/fil/pdf", "/oppna-data/finns-inte/fil/csv", "/datasets/dcat.n3"):
        assert visit().client.get(path).status_code == 404


def test_the_page_shows_what_the_files_say(given, rows, visit, hallsberg):
    rows.adopted(given.challenge(of=hallsberg, state=Need.resolved))
    given.challenge(of=hallsberg, state=Need.open)
    person = visit().opens("/oppna-data")
    table = person.html.find(id="flow-table-caption").find_parent("table")
    shown = [row.find("td").get_text() for row in table.select("tbody tr")]
    assert shown == [str(row["needs"]) for row in as_objects(visit, "floden")] == ["2", "1", "1", "1"]
    county = {row["municipality"]: row["open_needs"] for row in as_objects(visit, "kommuner")}
    assert county == {"Hallsbergs kommun": 1}
    assert visit(language="sv").opens("/").follows("Statistik och öppna data").status == 200


# The catalogue


def graph_at(visit, ending="", **headers):
    found = visit().client.get(f"/datasets/dcat{ending}", headers=headers)
    assert found.status_code == 200
    kinds = {"application/rdf+xml": "xml", "text/turtle": "turtle", "application/ld+json": "json-ld"}
    syntax = kinds[found.headers["content-type"].partition(";")[0]]
    return syntax, Graph().parse(data=found.content, format=syntax)


@pytest.fixture
def runner(given):
    return given.organisation("Region Örebro län", kind=OrganisationKind.region, org_number="232100-0164")


def faults_of(graph):
    conforms, _, told = validate(graph, shacl_graph=str(SHAPES), inference="none")
    return "" if conforms else told


def test_the_catalogue_keeps_what_the_profile_demands(runner, visit):
    syntax, graph = graph_at(visit)
    assert syntax == "xml"  # the harvester says nothing of what it wants
    assert faults_of(graph) == ""
    assert len(list(graph.subjects(RDF.type, DCAT.Dataset))) == len(DATASETS)
    assert set(graph.objects(None, DCTERMS.publisher)) == {URIRef("http://dataportal.se/organisation/SE2321000164")}
    assert not [node for triple in graph for node in triple if isinstance(node, BNode)]
    assert all(urlsplit(node).scheme for triple in graph for node in triple if isinstance(node, URIRef))


def test_every_file_of_the_catalogue_can_be_fetched(runner, visit):
    _, graph = graph_at(visit)
    addresses = set(graph.objects(None, DCAT.downloadURL))
    assert len(addresses) == 4 * len(DATASETS)
    client = visit().client
    assert {client.get(urlsplit(one).path).status_code for one in addresses} == {200}
    page = visit().opens("/oppna-data").html
    assert all(page.find(id=urlsplit(one).fragment) for one in graph.subjects(RDF.type, DCAT.Dataset))


def test_every_data_set_has_a_page_of_its_own_and_says_since_when_it_tells(runner, visit, earlier):
    _, graph = graph_at(visit)
    pages = {str(one): visit().opens(urlsplit(one).path) for one in graph.objects(None, DCAT.landingPage)}
    assert len(pages) == len(DATASETS)
    assert all(page.status == 200 and page.html.find(id="columns-caption") for page in pages.values())
    assert visit().opens("/oppna-data/finns-inte").status == 404
    begins = {str(time).partition("#")[2]: str(day) for time, day in graph.subject_objects(DCAT.startDate)}
    assert begins.pop("tidigare-tester-time") == "2019"
    assert set(begins.values()) == {today().isoformat()}


def test_it_is_the_same_in_every_syntax(runner, visit):
    _, whole = graph_at(visit)
    for ending, accept in ((".ttl", ""), (".jsonld", ""), ("", "text/turtle"), ("", "application/ld+json")):
        _, other = graph_at(visit, ending, accept=accept)
        assert set(other) == set(whole)


def test_without_a_region_the_testbed_itself_publishes(visit):
    assert faults_of(graph_at(visit)[1]) == ""


def test_the_shapes_find_what_is_missing(runner, visit):
    _, graph = graph_at(visit)
    dataset, distribution = (next(graph.subjects(RDF.type, kind)) for kind in (DCAT.Dataset, DCAT.Distribution))
    missing = [
        (next(graph.subjects(RDF.type, DCAT.Catalog)), DCTERMS.license),
        (dataset, DCTERMS.publisher),
        (dataset, DCAT.contactPoint),
        (distribution, DCAT.accessURL),
        (distribution, DCTERMS.license),
        (next(graph.subjects(RDF.type, DCAT.Catalog)), DCTERMS.issued),
        (dataset, DCTERMS.temporal),
        (dataset, DCAT.landingPage),
        (distribution, DCTERMS.description),
        (distribution, URIRef("http://data.europa.eu/r5r/availability")),
    ]
    for thing, what in missing:
        graph.remove((thing, what, None))
    graph.set((dataset, DCTERMS.title, Literal("Behov", lang="sv")))
    told = faults_of(graph)
    assert [what for _, what in [*missing, (dataset, DCTERMS.title)] if graph.qname(what) not in told] == []
