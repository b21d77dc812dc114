"""One page for those who decide: right figures, nothing that the reader may not see, the same on paper."""

from io import BytesIO

import pypdf
import pytest

from app.actor import Role
from app.challenges import actions as challenges
from app.challenges.choices import MandateAnswer
from app.challenges.forms_act import MandateForm
from app.challenges.models import ChallengeState
from app.situation import queries
from tests.assessments.scene import Scene


@pytest.fixture
def scene(given):
    return Scene(given)


@pytest.fixture
def sent(scene, given, db):
    """A need that waits for the sponsor, and one that has been given its mandate."""
    waiting, answered = (
        given.challenge(scene.town, ChallengeState.draft, scene.sponsor, author_id=scene.leader.id) for _ in range(2)
    )
    for one in (waiting, answered):
        challenges.take_step(db, scene.leader.actor, one, "submit")
    challenges.decide(
        db, scene.sponsor.actor, answered, MandateForm(answer=MandateAnswer.yes, hours=4, goal="Färre väcks.")
    )
    db.commit()
    return waiting, answered


def facts(page):
    return {
        row.dt.get_text(strip=True): row.dd.get_text(" ", strip=True) for row in page.html.select("dl.summary > div")
    }


def test_the_sponsor_sees_what_waits_and_how_it_stands(scene, sent, visit):
    waiting, answered = sent
    page = visit(as_=scene.sponsor).opens("/lagesbild")
    assert page.path.endswith("/lagesbild")
    assert page.html.h1.get_text() == "1 decision waits for management"
    assert waiting.title in page.html.find(id="decisions").get_text()
    assert page.sees("The need cannot be published without your decision")
    said = facts(page)
    assert said["Needs that management stands behind"] == "1 of 2 (50%)"
    assert said["Time to a decision"] == "Half of the answers came within 0 working days"
    assert said["Testbed leader"] == scene.leader.person.name
    assert answered.reference in page.html.find(id="needs-caption").find_parent("table").get_text()
    page.follows(f"Give your decision on the need: {waiting.title}")
    assert page.path == f"/en/besked/{waiting.reference.lower()}"


def test_the_region_does_not_see_what_has_not_been_sent_to_it(scene, sent, visit):
    waiting, answered = sent
    page = visit(as_=scene.region).opens(f"/organisationer/{scene.town.slug}/lagesbild")
    assert page.status == 200
    assert waiting.title not in page.text
    assert answered.title in page.text
    assert page.sees("No decision waits for management")


def test_others_are_not_shown_it(scene, given, visit):
    address = f"/organisationer/{scene.town.slug}/lagesbild"
    for stranger in (scene.representative, scene.outsider, given.member(Role.organisation_admin)):
        assert visit(as_=stranger).opens(address).status == 404
        assert visit(as_=stranger).opens(address + ".pdf").status == 404
    assert visit(as_=scene.representative).opens("/lagesbild").status == 403


def test_an_assessor_with_ties_does_not_count_the_request(scene, db):
    request = scene.request(scene.need())
    scene.standing(request, scene.leader, scores=False)
    home = queries.municipality(db, scene.leader.actor, scene.town.slug)
    assert queries.picture(db, scene.leader.actor, home).requests == 1
    row = next(one for one in request.assessors if one.membership_id == scene.leader.id)
    row.standing = "conflicted"
    db.commit()
    assert queries.picture(db, scene.leader.actor, home).requests == 0


def test_the_paper_is_one_tagged_page_that_says_the_same(scene, sent, given, visit, db):
    for _ in range(14):
        given.challenge(scene.town, ChallengeState.open, scene.sponsor, title="Tryggare nätter " + "för alla " * 12)
    person = visit(as_=scene.sponsor, language="sv")
    answer = person.client.get(f"/organisationer/{scene.town.slug}/lagesbild.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    paper = pypdf.PdfReader(BytesIO(answer.content))
    assert len(paper.pages) == 1
    width, height = (round(float(one)) for one in paper.pages[0].mediabox[2:])
    assert (width, height) == (595, 842)
    root = paper.trailer["/Root"]
    assert root["/Lang"] == "sv"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    text = paper.pages[0].extract_text()
    assert "1 beslut väntar på ledningen" in text
    assert sent[0].title in text
    assert "i portalen" in text


def test_what_people_write_is_never_read_as_source(scene, given, visit):
    title = '#read("/etc/passwd") $x$ *b* <a> "q" \\ `c`'
    given.challenge(scene.town, ChallengeState.open, scene.sponsor, title=title)
    answer = visit(as_=scene.sponsor).client.get(f"/organisationer/{scene.town.slug}/lagesbild.pdf")
    assert '#read("/etc/passwd")' in pypdf.PdfReader(BytesIO(answer.content)).pages[0].extract_text().replace("”", '"')
