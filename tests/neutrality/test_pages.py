"""The region sees how help is spread; a company sees its own share and nobody else's."""

import csv
import io
from datetime import timedelta

import pytest

from app.activity.models import Event
from app.actor import VISITOR, Role
from app.challenges.models import ChallengeState as Need
from app.challenges.models import Question
from app.database import now
from app.neutrality import rules
from app.organisations.models import OrganisationKind
from app.test_requests.models import TestRequestState as Request
from tests.rights import assert_every_ground_tells_apart, assert_rows_agree, table

RIGHTS = """
see_share     a company         its representative, the region
see_share     a municipality    -
"""


@pytest.fixture
def companies(given, rows):
    found = [given.organisation(f"Bolaget {name} AB", OrganisationKind.company) for name in ("Ett", "Två")]
    needs = [given.challenge(state=Need.in_pilot) for _ in range(6)]
    for number, need in enumerate(needs):
        request = rows.test_request(need, Request.accepted, company=found[number > 4], submitted_at=now())
        rows.pilot(request)
    return found


@pytest.fixture
def people(given, companies):
    return {
        "a visitor": VISITOR,
        "its representative": given.actor(Role.company_rep, of=companies[0]),
        "another company": given.actor(Role.company_rep, of=companies[1]),
        "a leader": given.actor(Role.testbed_leader),
        "the region": given.actor(Role.region_officer),
    }


def test_the_table_of_rights(db, given, companies, people):
    things = {"a company": companies[0], "a municipality": given.organisation()}
    assert table(rules, people, things) == RIGHTS.strip("\n")
    assert_rows_agree(db, rules, people, things.values())
    assert_every_ground_tells_apart(rules, people, things.values())


def test_the_page_says_how_tests_are_spread(companies, region, visit):
    person = visit(as_=region).opens("/uppfoljning/fordelning")
    assert person.sees("2 companies have had a test. Most common is one test.")
    assert person.sees("Bolaget Ett AB has 5 of the 6 tests that have begun: 83 percent")
    assert person.sees("7,222 of 10,000")
    assert len(person.html.select("svg.dots")[0]("circle")) == 2
    assert person.opens("/uppfoljning/fordelning?period=1999").sees("The last twelve months")
    assert visit(as_=region).opens("/uppfoljning/fordelning?period=2001-k1").status == 200


def test_an_early_sign_is_explained_and_what_was_said_before_stays(db, companies, region, visit):
    person = (
        visit(as_=region)
        .opens("/uppfoljning/fordelning")
        .follows("Explain it: Bolaget Ett AB has 5 of the 6 tests that have begun: 83 percent")
    )
    person.fills("Why is it so?", "För kort.").presses("Save the explanation")
    assert person.status == 422
    person.fills("Why is it so?", "Bara ett företag svarade på tre av utlysningarna.").presses("Save the explanation")
    assert person.path.endswith("/uppfoljning/fordelning")
    assert person.sees("Bara ett företag svarade på tre av utlysningarna.")
    person.follows("Write another explanation: Bolaget Ett AB has 5 of the 6 tests that have begun: 83 percent").fills(
        "Why is it so?", "Två nya företag har börjat sedan dess."
    ).presses("Save the explanation")
    assert person.sees("Två nya företag har börjat sedan dess.")
    assert not person.sees("Bara ett företag svarade")
    assert db.query(Event).filter_by(happening="neutrality.explained").count() == 2


def test_what_does_not_stand_out_cannot_be_explained(companies, region, visit):
    assert visit(as_=region).opens("/uppfoljning/fordelning/tecken/reasons").status == 404


def test_a_company_sees_its_own_share_and_no_other_name(given, companies, visit):
    own, other = companies
    person = visit(as_=given.member(Role.company_rep, of=other)).opens("/forfragningar")
    person.follows("What your company has received, beside all companies")
    assert person.path.endswith(f"/organisationer/{other.slug}/fordelning")
    assert person.sees("Tests begun 1 6")
    assert own.name not in person.html.get_text()
    assert person.opens(f"/organisationer/{own.slug}/fordelning").status == 404


def test_only_the_region_comes_near(given, companies, region, visit):
    paths = ["", "/kontakter", "/fil/csv", "/kontakter/fil/csv", f"/tecken/share-{companies[0].slug}"]
    for member, status in ((region, 200), (given.member(Role.testbed_leader), 403)):
        someone = visit(as_=member)
        for path in paths:
            assert someone.opens("/uppfoljning/fordelning" + path).status == status, path
    municipality = given.organisation()
    assert visit(as_=region).opens(f"/organisationer/{municipality.slug}/fordelning").status == 404


def test_the_file_says_what_the_page_says(companies, region, visit):
    answer = visit(as_=region, language="sv").client.get("/uppfoljning/fordelning/fil/csv")
    table = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert table[0][:4] == ["Företag", "Personer i företaget", "Säte", "Förfrågningar"]
    assert [row[0] for row in table[1:3]] == ["Bolaget Ett AB", "Bolaget Två AB"]
    assert [row[5] for row in table[1:3]] == ["5", "1"]
    assert visit(as_=region).client.get("/uppfoljning/fordelning/fil/pdf").status_code == 404


def test_a_question_that_waits_stands_out(given, companies, region, visit):
    need = given.challenge(state=Need.open)
    asker = given.member(Role.company_rep, of=companies[0])
    asked = {"challenge_id": need.id, "organisation_id": companies[0].id, "membership_id": asker.id, "text": "Hur?"}
    given.saved(Question(created_at=now() - timedelta(days=30), **asked))
    person = visit(as_=region).opens("/uppfoljning/fordelning/tecken/questions")
    assert person.sees("waited more than 10 working days for an answer: 1")
