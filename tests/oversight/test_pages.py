"""The region's follow-up as it is read."""

import csv
import io

import pytest

from app.actor import Role
from app.challenges.models import ChallengeState as Need
from app.challenges.models import CoOwner, CoOwnerStatus
from app.organisations.models import OrganisationStatus


@pytest.fixture
def region(given):
    return given.member(Role.region_lead)


@pytest.fixture
def county(given, rows):
    """Hallsberg with two needs, one in a pilot; Kumla without any; Nora not taking part."""
    hallsberg = given.organisation("Hallsberg", slug="hallsberg", population=16_232)
    given.organisation("Kumla", slug="kumla", population=22_516)
    given.organisation("Nora", slug="nora", status=OrganisationStatus.invited)
    rows.pilot(rows.test_request(given.challenge(of=hallsberg, state=Need.in_pilot)))
    given.challenge(of=hallsberg, state=Need.review)


def test_the_headings_say_what_the_figures_show(county, region, visit):
    person = visit(as_=region).opens("/uppfoljning")
    headings = [h2.get_text() for h2 in person.html.main("h2")]
    assert headings == ["1 of 2 needs have not got a request", "Most needs: Hallsberg, with 2"]
    assert [b.get_text() for b in person.html.select(".stages .numeral")] == ["2", "1", "1", "0"]


def test_the_same_in_swedish(county, region, visit):
    person = visit(as_=region, language="sv").opens("/uppfoljning")
    assert person.html.h1.get_text() == "Uppföljning av testbädden"
    assert person.sees("1 av 2 behov har inte fått någon förfrågan")
    assert person.sees("Medverkar men har inget behov än: Kumla.")


def test_the_county_can_show_the_rate_and_the_days(county, region, visit):
    person = visit(as_=region).opens("/uppfoljning").follows("Per 10,000 inhabitants")
    assert person.sees("Most needs per 10,000 inhabitants: Hallsberg, with 1.2")
    person.follows("Days since the latest")
    assert person.sees("Longest since the latest need: Hallsberg, 0 days")
    kumla = next(li for li in person.html.select(".hexmap li") if "Kumla" in li.get_text())
    assert "no need yet" in kumla.get_text()
    nora = next(li for li in person.html.select(".hexmap li") if "Nora" in li.get_text())
    assert "not yet taking part" in nora.get_text()


def test_every_figure_stands_in_a_table_and_in_a_file(county, region, visit):
    person = visit(as_=region, language="sv").opens("/uppfoljning")
    assert len(person.html.select("details table")) == 2
    answer = person.client.get("/uppfoljning/floden.csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    table = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert table[0] == ["Läge", "Antal", "Procent av steget före"]
    assert [row[1:] for row in table[1:5]] == [["2", ""], ["1", "50"], ["1", "100"], ["0", "0"]]
    places = person.client.get("/uppfoljning/kommunerna.csv").content.decode("utf-8-sig")
    assert "Hallsberg;Ja;16232;2;1,2;0" in places
    assert "Kumla;Ja;22516;0;0,0;" in places


def test_an_address_that_means_nothing_shows_everything(county, region, visit):
    assert visit(as_=region).opens("/uppfoljning?ar=NaN&visa=x").status == 200
    assert visit(as_=region).opens("/uppfoljning?ar=9999").status == 200


@pytest.fixture
def country(given):
    """More municipalities than can be drawn: Kumla, Nora and 24 others of Örebro län, 25 of Dalarnas län."""
    towns = [
        given.organisation(name, slug=name.lower(), county="Örebro län", population=20_000)
        for name in ("Kumla", "Nora")
    ]
    for number in range(49):
        county = "Dalarnas län" if number < 25 else "Örebro län"
        given.organisation(f"Prov {number:02d}", slug=f"prov-{number}", county=county, population=10_000)
    return towns


def test_a_country_is_drawn_by_county_and_each_county_by_municipality(country, given, region, visit):
    kumla, nora = country
    need = given.challenge(of=kumla, state=Need.open)
    for town in (nora, given.organisation("Falun", slug="falun", county="Dalarnas län", population=60_000)):
        given.saved(CoOwner(challenge_id=need.id, organisation_id=town.id, status=CoOwnerStatus.joined))
    given.challenge(of=kumla, state=Need.review)
    person = visit(as_=region, language="sv").opens("/uppfoljning")
    counties = {li.span.get_text(): li.b.get_text().split()[0] for li in person.html.select(".hexmap li")}
    assert counties == {"Dalarnas län": "1", "Örebro län": "2"}
    person.follows("Per 10 000 invånare")
    assert person.sees("Flest behov per 10 000 invånare: Örebro län, med 0,1")
    person.opens("/uppfoljning?lan=orebro-lan")
    shown = {li.span.get_text(): li.b.get_text().split()[0] for li in person.html.select(".hexmap li")}
    assert len(shown) == 26
    assert (shown["Kumla"], shown["Nora"], shown["Prov 30"]) == ("2", "1", "0")
    person.follows("Länets behov")
    assert need.title in person.html.main.get_text()


@pytest.mark.parametrize("path", ["/", "/oppna-data"])
def test_a_visitor_sees_a_country_by_county_and_comes_to_the_needs_of_each(country, given, visit, path):
    kumla, nora = country
    need, other = given.challenge(of=kumla, state=Need.open), given.challenge(of=nora, state=Need.open)
    given.challenge(of=kumla, state=Need.in_pilot)
    falun = given.organisation("Falun", slug="falun", county="Dalarnas län", population=60_000)
    given.saved(CoOwner(challenge_id=need.id, organisation_id=falun.id, status=CoOwnerStatus.joined))
    person = visit(language="sv").opens(path)
    assert person.sees("per län")
    counties = {li.span.get_text(): li.b.get_text().split()[0] for li in person.html.select(".hexmap li")}
    assert counties == {"Dalarnas län": "1", "Örebro län": "2"}
    for place, titles in (("Dalarnas län", {need.title}), ("Örebro län", {need.title, other.title})):
        link = next(a["href"] for a in person.html.select(".hexmap a") if place in a.get_text())
        listed = visit(language="sv").opens(link)
        assert {title.get_text() for title in listed.html.select("main .title")} == titles


def test_a_county_without_a_name_or_that_is_none_shows_the_country(country, region, visit):
    person = visit(as_=region)
    for asked in ("", "x", "%00", "orebro"):
        assert len(person.opens(f"/uppfoljning?lan={asked}").html.select(".hexmap li")) == 2
