"""Assessing and deciding, as people do it."""

from datetime import timedelta

import pytest

from app.actor import Role
from app.assessments import actions, queries
from app.assessments.models import Outcome, ReasonCode
from app.challenges.choices import CallType
from app.database import today
from app.main import routes
from app.test_requests.models import Standing, TestRequestState
from tests.assessments.scene import TIES, WHY

CRITERIA = ("Hur väl behovet möts (50 %)", "Trygghet för den som bor här (30 %)", "Hur lätt det är att använda (20 %)")


def at(row, room):
    return f"/forfragningar/{row.reference.lower()}/{room}"


def scores(person, *words):
    """Answers each criterion; the reasons are typed by their name, since all have the same label."""
    for number, (criterion, word) in enumerate(zip(CRITERIA, words, strict=True), 1):
        person.answers(criterion, word)
        person.typed[f"reason_{number}"] = [WHY]
    return person.answers("What do you recommend?", "Test the solution")


def test_from_naming_to_a_letter_to_everyone(scene, visit):
    need = scene.need()
    rows = [
        scene.request(need, scene.given.organisation(name, kind="company"), name=solution)
        for name, solution in (("Nattro AB", "Nattro"), ("Lugn AB", "Lugn"))
    ]
    leader, contact = visit(as_=scene.leader), visit(as_=scene.contact)
    assessor = visit(as_=scene.assessor)

    for row in rows:
        leader.opens(at(row, "jav"))
        assert leader.sees(row.organisation.name)
        assert not leader.sees(row.how_meets)
        leader.answers("Do you have any ties to the company?", "No").presses("Declare")
        leader.opens(at(row, "bedomare")).chooses("Cia Berg", "Dan Dahl").presses("Ask them to assess")
        assert leader.sees("The assessors have been asked")

    for person in (contact, assessor):
        for row in rows:
            person.opens(at(row, "bedom"))
            assert person.path.endswith("/jav")
            person.answers("Do you have any ties to the company?", "No").presses("Declare")
            assert person.path.endswith("/bedom")
            scores(person, "4", "3 Fairly well", "5 Very well").presses("Save the assessment")
            assert person.path.endswith("/forfragningar")
        assert person.sees("Nothing more waits for your scores here.")

    for row in rows:
        leader.opens(at(row, "beslut/forbered"))
        assert leader.sees("Weighted mean of 2 assessors: 3.90 of 5.")
        accepts = row is rows[0]
        leader.answers("Decision", "Accepted" if accepts else "Declined")
        leader.answers(
            "Reason", "It meets the need best on the criteria" if accepts else "It is not mature enough for this test"
        )
        leader.fills("How we explain the decision to the company", "Vi har valt. Skälet står här. Ni kan fråga oss.")
        leader.presses("Save the decision and see the letter")

    leader.opens(f"/behov/{need.reference.lower()}/forfragningar").follows("Send the decisions to everyone")
    assert leader.sees("You cannot change the decisions once they have been sent")
    assert leader.sees("Ett test är inget löfte om köp och ingen kvalitetsstämpel.")  # in the receiver's language
    leader.presses("Yes, send all decisions")
    assert leader.sees("The decisions have been sent to everyone")
    assert "Send the decisions to everyone" not in leader.links()
    assert [scene.fresh(row).state for row in rows] == [TestRequestState.accepted, TestRequestState.declined]


def test_after_saving_the_next_request_has_the_focus(scene, visit):
    need = scene.need()
    for number in range(3):
        company = scene.given.organisation(f"Bolag {number} AB", kind="company")
        scene.standing(scene.request(need, company, name=f"Lösning {number}"), scene.contact)
    first, second, _ = queries.requests_of(scene.db, scene.contact.actor, need)
    contact = visit(as_=scene.contact).opens(f"/behov/{need.reference.lower()}/forfragningar")
    contact.follows("Assess next")
    assert contact.path.endswith(at(first, "bedom"))
    scores(contact, "4", "4", "4").presses("Save the assessment")
    assert contact.url.query.decode() == f"sparat={first.reference.lower()}&nasta={second.reference.lower()}"
    focused = contact.html.select("[data-focus]")
    assert [link["href"] for link in focused] == [f"/en{at(second, 'bedom')}"]


def test_ties_take_the_request_away_at_once(scene, visit):
    row = scene.standing(scene.request(), scene.assessor, Standing.named)
    person = visit(as_=scene.assessor).opens(at(row, "jav"))
    person.answers("Do you have any ties to the company?", "Unsure").presses("Declare")
    assert person.sees("Someone else assesses the request.")
    assert person.opens(at(row, "jav")).status == 404


def test_ties_must_be_described(scene, visit):
    row = scene.standing(scene.request(), scene.assessor, Standing.named)
    person = visit(as_=scene.assessor).opens(at(row, "jav"))
    person.answers("Do you have any ties to the company?", "Yes").presses("Declare")
    assert person.status == 422
    assert person.errors() == ["Write what kind of ties you have."]
    person.presses("Declare")
    assert person.errors() == ["Write what kind of ties you have."]


@pytest.mark.parametrize("who", ["leader", "deputy", "sponsor", "contact", "assessor"])
def test_no_address_leads_one_with_ties_to_the_request(scene, visit, who):
    member = getattr(scene, who)
    row = scene.prepared()
    actions.declare(scene.db, member.actor, row, TIES)
    person = visit(as_=member)
    tried = 0
    for route in routes():
        if not route.path.startswith("/forfragningar/{ref") or "GET" not in route.methods:
            continue
        path = {name: row.reference.lower() if name == "ref" else str(row.id) for name in route.param_convertors}
        for name, convertor in route.param_convertors.items():
            if name != "ref" and "uuid" not in type(convertor).__name__.lower():
                path[name] = "foretaget"
        address = str(route.url_path_for(route.name, **path))
        seen = person.opens(address)
        assert seen.status == 404, address
        tried += 1
    assert tried > 10
    for address in ("/forfragningar", f"/behov/{row.challenge.reference.lower()}/forfragningar", "/att-gora"):
        seen = person.opens(address)
        assert row.reference not in seen.response.text, address
        assert "Nattro" not in seen.response.text, address


def test_means_and_others_scores_are_hidden_until_ones_own_are_given(scene, visit):
    row = scene.gives(scene.request(), scene.contact, 0, 5, 4)
    row = scene.standing(row, scene.assessor)
    person = visit(as_=scene.assessor).opens(f"/behov/{row.challenge.reference.lower()}/forfragningar")
    assert not person.sees("weighted mean")
    person.follows("Assess next")
    scores(person, "5 Very well", "5 Very well", "4").presses("Save the assessment")
    assert person.sees("weighted mean 3.55 of 5, from 2")
    assert person.sees("The assessors differ. Talk together before you decide.")


def test_scores_at_the_ends_need_reasons_and_a_draft_is_kept_without(scene, visit):
    row = scene.standing(scene.request(), scene.contact)
    person = visit(as_=scene.contact).opens(at(row, "bedom"))
    person.answers(CRITERIA[0], "0 Not at all").presses("Save the assessment")
    assert person.errors() == [
        "Give the reasons for the score 0, 1 or 5.",
        "Give a score for “Trygghet för den som bor här (30 %)”.",
        "Give a score for “Hur lätt det är att använda (20 %)”.",
        "Answer the question “What do you recommend?”.",
    ]
    person.presses("Save and continue later")
    assert person.status == 200
    person.opens(at(row, "bedom"))
    chosen = person.html.select("input[name=score_1][checked]")
    assert [field["value"] for field in chosen] == ["0"]
    assert queries.case(scene.db, scene.fresh(row)).given == []


def test_only_the_number_is_shown_while_the_call_is_open(scene, visit):
    need = scene.need(closes_on=today() + timedelta(days=3))
    scene.request(need, state=TestRequestState.submitted)
    leader = visit(as_=scene.leader).opens(f"/behov/{need.reference.lower()}/forfragningar")
    assert leader.sees("1 request has come in.")
    assert not leader.sees("Nattro")
    assert visit(as_=scene.contact).opens(f"/behov/{need.reference.lower()}/forfragningar").status == 404


def test_the_company_reads_its_own_scores_and_no_names(scene, visit):
    need = scene.need(CallType.continuous)
    row = scene.prepared(scene.assessed(scene.request(need)))
    company = visit(as_=scene.representative)
    assert company.opens(at(row, "beslut")).status == 404

    leader = visit(as_=scene.leader).opens(at(row, "beslut")).follows("See the letter")
    assert leader.sees("You cannot change the decision once it has been sent")
    leader.presses("Yes, send the decision")
    assert leader.sees("The decision has been sent")

    company.opens(at(row, "beslut"))
    assert company.sees("Declined")
    assert company.sees(WHY)
    for name in ("Cia Berg", "Dan Dahl", "Anna Ek", "eighted mean"):
        assert not company.sees(name)
    assert visit(as_=scene.region).opens(at(row, "beslut")).sees("It does not meet the need")
    rival = scene.given.member(Role.company_rep)
    assert visit(as_=rival).opens(at(row, "beslut")).status == 404


def test_the_letter_is_read_in_the_receivers_language(scene, visit):
    scene.representative.person.locale = "sv"
    english = scene.given.member(Role.company_rep, of=scene.company, name="Ida Jones")
    english.person.locale = "en"
    row = scene.prepared(
        scene.assessed(scene.request(scene.need(CallType.continuous))),
        outcome=Outcome.accepted,
        reason_code=ReasonCode.best_fit,
    )
    leader = visit(as_=scene.leader).opens(at(row, "beslut/skicka"))
    assert {letter["lang"] for letter in leader.html.select(".letter")} == {"sv", "en"}
    assert leader.sees(f"Decision on request {row.reference}: accepted")


def test_one_request_that_is_not_ready_is_named_on_the_page(scene, visit):
    need = scene.need()
    scene.prepared(scene.assessed(scene.request(need)))
    company = scene.given.organisation("Sen AB", kind="company")
    late = scene.request(need, company, TestRequestState.submitted, name="Sen")
    late = scene.standing(late, scene.leader, scores=False)
    leader = visit(as_=scene.leader).opens(f"/behov/{need.reference.lower()}/beslut")
    assert leader.sees("The decisions cannot be sent yet")
    assert leader.sees(f"{late.reference}: It has not been checked whether the request is complete.")
    assert leader.buttons() == []


def test_management_answers_on_one_page(scene, visit):
    row = scene.prepared(outcome=Outcome.accepted, reason_code=ReasonCode.best_fit, needs_sponsor=True)
    sponsor = visit(as_=scene.sponsor).opens(at(row, "medgivande"))
    assert sponsor.path.endswith("/jav")
    sponsor.answers("Do you have any ties to the company?", "No").presses("Declare")
    sponsor.opens(at(row, "medgivande")).answers("Do you agree to the decision?", "Yes").presses("Give decision")
    assert sponsor.sees("Agreed on")


def test_the_company_and_strangers_find_nothing_to_declare(scene, visit):
    row = scene.request()
    for member in (scene.representative, scene.outsider):
        assert visit(as_=member).opens(at(row, "jav")).status == 404
    assert visit(as_=scene.contact).opens(at(row, "jav")).sees("You have not been asked to take part")
    assert visit(as_=scene.contact).opens(at(row, "bedom")).status == 404
