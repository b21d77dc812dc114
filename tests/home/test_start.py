"""The start page: figures from what is stored, and nothing that is not public."""

from datetime import timedelta

from app.challenges.models import ChallengeState as Need
from app.database import today
from app.organisations.models import OrganisationStatus
from app.test_requests.models import TestRequestState as Request


def numerals(person):
    return [b.get_text() for b in person.html.select(".stages .numeral")]


def hexagon(person, name):
    return next(li for li in person.html.select(".hexmap li") if name in li.get_text())


def test_an_empty_portal_says_so_in_words(visit):
    person = visit().opens("/")
    assert person.sees("Nothing has begun yet")
    assert person.sees("No call is open just now.")


def test_the_numbers_follow_what_is_stored(given, rows, visit):
    given.challenge(state=Need.open)
    given.challenge(state=Need.draft)
    rows.test_request(given.challenge(state=Need.open), Request.draft)
    rows.test_request(given.challenge(state=Need.assessing))
    rows.adopted(given.challenge(state=Need.resolved))
    person = visit().opens("/")
    assert numerals(person) == ["4", "2", "1", "1"]
    assert person.sees("(2 in all). 50% of the needs.")


def test_each_municipality_leads_to_its_open_needs_or_says_that_it_is_not_there_yet(given, visit):
    kumla = given.organisation("Kumla", slug="kumla")
    given.organisation("Nora", slug="nora", status=OrganisationStatus.invited)
    given.challenge(of=kumla, state=Need.open)
    person = visit(language="sv").opens("/")
    assert "1 behov" in hexagon(person, "Kumla").get_text()
    assert "inte med än" in hexagon(person, "Nora").get_text()
    person.opens(hexagon(person, "Kumla").a["href"])
    assert person.html.find(id="count").get_text() == "1 behov visas"


def test_what_closes_first_stands_first(given, visit):
    for days, title in ((20, "Senare"), (5, "Snart")):
        given.challenge(state=Need.open, title=title, closes_on=today() + timedelta(days=days))
    person = visit().opens("/")
    assert [a.get_text() for a in person.html.select("#closing a.title")] == ["Snart", "Senare"]


def test_the_start_page_asks_little_of_the_database(given, rows, visit, asked_of):
    for _ in range(3):
        rows.adopted(given.challenge(state=Need.resolved))
        given.challenge(state=Need.open)
    with asked_of() as questions:
        visit().opens("/")
    assert len([asked for asked in questions if "SAVEPOINT" not in asked.upper()]) <= 8


def test_headline_and_button_in_both_languages(visit):
    swedish = visit(language="sv").opens("/")
    assert swedish.html.h1.get_text() == "Här möts kommunernas behov och ny välfärdsteknik"
    assert swedish.follows("Se kommunernas behov").path == "/behov"
    assert visit().opens("/").follows("How companies test").path == "/en/for-foretag"


def test_what_is_kept_is_in_the_readers_own_language(given, visit):
    given.challenge(state=Need.open, title="Snart")
    for language, words in (
        ("sv", "Behov som stänger snart"),
        ("en", "Needs that close soon"),
        ("sv", "Behov som stänger snart"),
    ):
        assert visit(language=language).opens("/").sees(words)


def test_what_is_kept_says_nothing_of_who_read_it_first(given, visit):
    """The first reader is signed in; the page of the next, a visitor, is written from what was kept."""
    assert "Sign out" in visit(as_=given.member()).opens("/").html.header.get_text()
    assert "Sign out" not in visit().opens("/").html.get_text()
