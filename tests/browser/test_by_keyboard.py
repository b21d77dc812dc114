"""Journeys K1 to K5 of ux.md 4.3: no mouse, the focus always to be seen, forty presses to the goal at most."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.actor import Role
from app.challenges.choices import MandateAnswer
from app.database import today
from app.test_requests.choices import Answer
from app.test_requests.forms import PARTS as REQUEST
from tests.browser.county import PICTURE
from tests.browser.hands import swedish
from tests.browser.keys import Keys
from tests.given import WHOLE_CHALLENGE
from tests.test_requests.cast import WHOLE_REQUEST

MOST_PRESSES = 40
SAVE = "Save and continue"


@pytest.fixture(scope="module")
def portal(changing_portal):
    return changing_portal


@pytest.fixture
def keys(windows):
    def keys(who, width=1280):
        return Keys(windows("sv", width, "light"), who)

    return keys


def test_k1_a_visitor_finds_a_need_and_subscribes_to_its_days(keys, portal):
    visitor = keys("visitor").opens("/")
    visitor.link("See the municipalities' needs")
    visitor.reaches(visitor.page.locator("summary").first).press("Enter")
    for name, value in (("kommun", portal.county.hosts.town.slug), ("verksamhet", WHOLE_CHALLENGE["operations"][0])):
        visitor.reaches(visitor.page.locator(f"input[name={name}][value={value}]")).press("Space")
    visitor.button("Show needs")
    visitor.reaches(visitor.page.locator("main ul.ledger a.title").first)
    assert visitor.presses <= MOST_PRESSES
    visitor.goes()
    assert visitor.page.locator("h1").count() == 1
    assert visitor.window.path.startswith("/behov/b-")
    visitor.link("Put the days in your calendar")
    file = visitor.page.get_by_role("link", name=swedish("Subscribe to the calendar"))
    visitor.reaches(file)
    assert visitor.presses <= MOST_PRESSES
    with visitor.page.expect_download() as calendar:
        visitor.page.keyboard.press("Enter")
    assert Path(calendar.value.path()).read_text().startswith("BEGIN:VCALENDAR")


def test_k2_a_company_writes_a_request_and_mends_its_faults(keys, portal, tmp_path):
    paper = tmp_path / "produktblad.pdf"
    paper.write_bytes(PICTURE)
    answers = WHOLE_REQUEST | {
        "has_secrets": Answer.yes,
        "secrecy": [{"field": "how_meets", "harm": "En konkurrent kan bygga efter samma metod."}],
    }
    company = keys("company").opens(f"/behov/{portal.county.at['need ongoing'].lower()}")
    company.link("Apply to test")
    company.answers("Start the request", fits="yes", can_try="yes", accepts="yes").goes()
    company.link("Continue with “%(part)s”", part=REQUEST.parts[0].title)
    for part in REQUEST.parts:
        assert company.window.path.endswith(part.slug)
        company.button(SAVE)
        if company.is_told():
            company.mends()
        if part.slug == "testet":
            _a_goal_too_many(company)
        if part.slug == "bilagor":
            _attach(company, paper)
            company.reaches(company.page.locator("button[name=_add][value=secrecy]")).goes()
        if part.slug == "losningen":
            answers["solution_id"] = company.page.locator("[name=solution_id]").first.get_attribute("value")
        wanted = {name: answers[name] for name in part.model.model_fields if name in answers}
        _go_to_the_first_answer(company, wanted)
        company.answers(SAVE, **wanted).goes()
        assert company.is_told() == []
    assert company.window.path.endswith("/kontrollera")
    company.sees("produktblad.pdf")
    company.answers("Send in the request", correct=True, entitled=True, no_promise=True).goes()
    assert company.is_told() == []
    company.sees("har kommit in")


def _go_to_the_first_answer(company, wanted):
    name = next(iter(wanted))
    company.reaches(company.page.locator(f"main [name='{name}'], main [name^='{name}-']"))


def _a_goal_too_many(company):
    """Two rows are added and one taken away; the focus stays where one is writing."""
    goals = company.page.locator("main [name^='goals-'][name$='-goal']")
    add = company.page.locator("button[name=_add][value=goals]")
    before = goals.count()
    for more in (1, 2):
        company.reaches(add).goes()
        expect(goals).to_have_count(before + more)
    company.reaches(company.page.locator("button[name=_remove]").last).goes()
    expect(goals).to_have_count(before + 1)


def _attach(company, paper):
    chooser = company.page.locator("main input[type=file]")
    company.page.on("filechooser", lambda _: None)  # the browser is to ask us, and to know it before it asks
    company.reaches(chooser)
    with company.page.expect_file_chooser() as opened:
        company.page.keyboard.press("Enter")
    opened.value.set_files(paper)  # the window that has opened is the computer's own, beyond the page
    company.button("Upload the file")


def test_k3_an_assessor_goes_from_what_waits_to_the_scores(keys, portal):
    assessor = keys("assessor").opens("/att-gora")
    assessor.reaches(assessor.page.locator("ul.ledger a.title").first)
    assert assessor.presses <= MOST_PRESSES
    reference = assessor.page.evaluate("document.activeElement.getAttribute('href').match(/t-[0-9]+-[0-9]+/)[0]")
    assessor.goes()
    assessor.answers("Declare", conflict=Answer.no).goes()
    assessor.opens(f"/forfragningar/{reference}/bedom")
    scores = {f"score_{number}": 3 for number in (1, 2, 3)}
    assessor.answers("Save the assessment", **scores, recommendation="test")
    assert assessor.presses <= MOST_PRESSES
    assessor.goes()
    assert assessor.is_told() == []
    assessor.opens("/att-gora")
    assert not assessor.page.locator(f"main a.title[href*='{reference}']").count()


def test_k4_a_decision_maker_answers_on_a_telephone(keys, portal):
    sponsor = keys("sponsor", width=320).opens(f"/besked/{portal.county.at['need anchoring'].lower()}")
    sponsor.reaches(sponsor.page.locator("main [name=answer]").first)
    stops = sponsor.presses
    sponsor.answers("Give decision", answer=MandateAnswer.yes, hours=6, goal="Färre väcks på natten.")
    assert sponsor.presses - stops <= 12
    sponsor.goes()
    assert sponsor.is_told() == []
    assert "/kvitto" in sponsor.window.path or sponsor.page.locator("main .receipt").count()


def test_k5_a_leaver_hands_twelve_things_to_two_people(keys, portal):
    given, who = portal.county.given, portal.county.people["neighbour"]
    receivers = [given.member(Role.testbed_deputy, of=who.organisation_id, name=f"{name} Mottagare") for name in "AB"]
    for number in range(12):
        title = f"Tryggare nätter för dem som bor på plan {number}"
        given.challenge(who.organisation_id, author_id=who.id, title=title)
    leaver = keys("neighbour").opens("/overlamning")
    leaver.link("Start a handover")
    leaver.answers("Make the list", last_day=today() + timedelta(days=20)).goes()
    chosen = {f"receiver_{number}": str(receivers[number % 2].id) for number in range(1, 13)}
    leaver.press("Tab")
    leaver.press("Enter")  # past the frame
    leaver.answers("Save and check", **chosen)
    assert leaver.presses <= MOST_PRESSES
    leaver.goes()
    assert leaver.is_told() == []
    leaver.button("Send the handover")
    leaver.sees("Det är skickat")
