"""What the information pages say must be true of the portal itself."""

import re
from pathlib import Path

import pytest

from app.connecting import guards as connecting
from app.home import accessibility
from app.home.fit import APPLY, OTHERS, PROPOSE, FitAnswers, fits
from app.home.glossary import TERMS
from app.home.process import GATES, ROADS
from app.settings import Settings
from app.sign_in import guards as sign_in
from app.web import guards
from app.web.cookies import COOKIES

APP = Path(__file__).parents[2] / "app"


@pytest.mark.parametrize("road", ROADS, ids=lambda road: road.title)
def test_every_state_of_a_lifecycle_is_on_its_road_or_among_its_ends(road):
    assert set(road.states) | set(road.ends) == set(road.lifecycle.looks)
    assert not set(road.states) & set(road.ends)


@pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.name)
def test_every_gate_is_a_step_that_something_must_be_in_place_for(gate):
    assert gate.lifecycle.step(gate.step)


def test_the_words_of_the_process_are_those_of_the_lifecycles(visit):
    person = visit().opens("/om/sa-fungerar-det")
    for road in ROADS:
        for look in road.lifecycle.looks.values():
            assert person.sees(look.label)


def test_the_page_about_cookies_names_all_that_the_code_sets():
    named = {cookie.name for cookie in COOKIES}
    assert named == {
        guards.SESSION_COOKIE,
        guards.PARKED_COOKIE,
        sign_in.BROWSER_COOKIE,
        sign_in.ORGANISATION_COOKIE,
        connecting.SET_UP_COOKIE,
    }


def test_no_cookie_is_set_by_a_name_of_its_own():
    """`set_cookie` takes a name that stands in capitals: one of those the test above looks at."""
    calls = [
        call for path in APP.rglob("*.py") for call in re.findall(r"set_cookie\(\s*([^,\s]+)", path.read_text("utf-8"))
    ]
    assert calls
    assert set(calls) <= {"SESSION_COOKIE", "PARKED_COOKIE", "BROWSER_COOKIE", "ORGANISATION_COOKIE", "SET_UP_COOKIE"}


def test_a_visitor_who_reads_gets_no_cookie(visit):
    person = visit()
    for path in ("/", "/om", "/kakor", "/tillganglighet/rapportera"):
        person.opens(path)
    assert not person.client.cookies


def test_the_statement_has_all_that_the_law_asks_for(given, site, visit):
    given.region()
    person = visit(language="sv").opens("/tillganglighetsredogorelse")
    settings = site.state.settings
    for words in (
        "Regionen ansvarar för den här webbplatsen",
        settings.testbed_name,
        "delvis förenlig",
        "Det som inte är tillgängligt",
        "Den senaste bedömningen gjordes",
        "Redogörelsen uppdaterades senast",
        "Hur vi har testat",
        settings.accessibility_authority,
        "oskäligt betungande",
        "Det som lagen inte omfattar",
        "Delar som kräver inloggning",
        "Få innehållet på ett annat sätt",
        "fem arbetsdagar",
    ):
        assert person.sees(words), words
    assert person.html.find("a", href=settings.accessibility_authority_url)
    assert person.follows("Rapportera en brist").path == "/tillganglighet/rapportera"


def test_the_statement_claims_no_more_than_the_list_of_faults_allows():
    claims = accessibility.conformance() is accessibility.Conformance.full
    assert claims == (not accessibility.FAULTS)
    assert accessibility.ASSESSED_ON <= accessibility.UPDATED_ON


def test_words_stand_once_and_in_both_languages():
    assert len({term.slug for term in TERMS}) == len(TERMS)
    assert all(term.swedish and term.english and term.meaning for term in TERMS)


@pytest.mark.parametrize("language", ["sv", "en"])
def test_words_stand_in_the_alphabetical_order_of_the_language(language, visit):
    words = [dt.get_text() for dt in visit(language=language).opens("/om/ordlista").html.select("dl dt")]
    if language == "sv":
        assert words.index("Anslutning") < words.index("Utlysning") < words.index("Välfärdsteknik")
    else:
        assert words == sorted(words, key=str.lower)


ALL_YES = dict.fromkeys(FitAnswers.model_fields, "yes")


@pytest.mark.parametrize(
    ("no_to", "leads_to"),
    [("", APPLY), ("need", PROPOSE), *((question, fit) for question, fit in OTHERS.items())],
)
def test_five_answers_lead_somewhere(no_to, leads_to):
    assert fits(FitAnswers(**(ALL_YES | ({no_to: "no"} if no_to else {})))) is leads_to


def test_the_five_questions_are_answered_on_the_page(visit):
    person = visit().opens("/for-foretag/passar-det")
    for legend in person.html("legend"):
        person.answers(legend.get_text(strip=True), "Yes")
    person.presses("Show me the way")
    assert person.sees("The testbed is for you")
    assert person.follows("Apply to test").path == "/en/behov"


def test_a_question_without_an_answer_is_asked_for(visit):
    person = (
        visit()
        .opens("/for-foretag/passar-det")
        .answers("May the result be published, also if it is not what you hoped for?", "Yes")
    )
    person.presses("Show me the way")
    assert person.html.select(".errors li")
    assert person.html.title.get_text().startswith("Error: ")


def test_equal_terms_say_what_cannot_be_computed_yet(visit):
    person = visit().opens("/om/lika-villkor")
    for words in ("No call has closed yet", "No request has been declined yet", "Too few pilots to say"):
        assert person.sees(words)


def test_whom_to_ask_for_a_public_document(given, visit):
    given.organisation("Kumla kommun", registrar_email="registrator@kumla.example")
    assert visit().opens("/allmanna-handlingar").sees("registrator@kumla.example")


def test_the_status_tells_when_the_worker_has_not_been_seen(visit):
    assert visit().opens("/driftstatus").html.h1.get_text() == "Something does not work as it should"


def test_files_for_programs(visit):
    person = visit(language="sv")
    robots = person.client.get("/robots.txt")
    assert "Disallow: /att-gora" in robots.text
    security = person.client.get("/.well-known/security.txt").text
    assert re.search(r"^Contact: mailto:\S+@\S+$", security, re.M)
    assert re.search(r"^Expires: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", security, re.M)
    icon = person.client.get("/favicon.ico", follow_redirects=False)
    assert icon.status_code == 302
    assert person.client.get(icon.headers["location"]).status_code == 200


def test_invented_addresses_are_refused_in_production():
    with pytest.raises(ValueError, match="PORTAL_SUPPORT_EMAIL"):
        Settings(environment="production", base_url="https://testbed.se", mail_from="portal@testbed.se")
