"""A grant as the region meets it: from the minutes to a decision in force, and how it stands with its conditions."""

import pytest

from app.activity import queries as activity
from app.actor import NOBODY, Role
from app.grants import actions
from app.grants.choices import ConditionStatus
from app.grants.forms import ConditionForm, DecisionForm, DocumentForm
from app.grants.models import as_reference
from app.reading import read
from app.refusals import NotAllowed, Overtaken, Refused
from tests.grants.money import CONDITIONS, DECISION

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
WORDS = {
    "What is the decision about?": "Medfinansiering av den första etappen",
    "Who decided?": "Regional tillväxtnämnd",
    "When was it decided?": "16 jun 2021",
    "Share of the costs, in percent": "50 %",
    "At most, in kronor": "4 111 981 kr",
    "May start at the earliest": "2021-09-01",
    "Must end at the latest": "2024-08-31",
    "Who signed?": "Kim Direktör",
    "In what capacity?": "Regional utvecklingsdirektör",
}


def test_from_the_minutes_to_a_decision_in_force(money, visit):
    officer = visit(as_=money.officer).opens("/finansiering").follows("Write down a grant")
    officer.fills("Registry number", "21RS4368").fills("What is the project called?", "Regional testbädd")
    officer.presses("Save and write down the decision")
    assert officer.path == "/en/finansiering/21rs4368/beslut/nytt", officer.errors()
    for label, text in WORDS.items():
        officer.fills(label, text)
    officer.chooses("The state's appropriation 1:1 for regional growth measures").presses("Save the decision")
    assert officer.path == "/en/finansiering/21rs4368/beslut/1", officer.errors()
    assert officer.sees("50 % of the costs, at most SEK 4,111,981, from 1 September 2021 to 31 August 2024.")
    assert officer.opens("/finansiering/21rs4368/beslut/1/galler").status == 403
    lead = visit(as_=money.lead).opens("/att-gora").follows("Put the decision in force: Regional testbädd")
    lead.follows("Check the decision").follows("Put the decision in force")
    lead.follows("Write down the conditions of the decision, at least one.")
    assert lead.path.endswith("/redigera")
    lead.fills("What it is about", "full_financing").fills(
        "The condition, as the decision says", "Budgeten ska vara fullt finansierad."
    )
    lead.presses("Save the decision").follows("Put the decision in force").presses("Yes, put the decision in force")
    assert lead.sees("In force")
    assert lead.sees("1 condition is not fulfilled yet.")
    assert lead.sees("There is no budget yet")
    assert "Change the decision" not in lead.opens("/finansiering/21rs4368/beslut/1").links()


def test_what_is_wrong_is_said_and_what_was_typed_stays(money, visit):
    money.grant()
    someone = visit(as_=money.officer).opens("/finansiering/ny")
    someone.fills("Registry number", "!!").fills("What is the project called?", "Regional testbädd")
    someone.presses("Save and write down the decision")
    assert someone.errors() == ["Enter the registry number with letters and digits, like 21RS4368."]
    someone.fills("Registry number", "21 rs 4368").presses("Save and write down the decision")
    assert someone.status == 303 or someone.path.endswith("/beslut/nytt")
    again = visit(as_=money.officer).opens("/finansiering/ny")
    again.fills("Registry number", "21RS4368").fills("What is the project called?", "Regional testbädd")
    again.presses("Save and write down the decision")
    assert again.errors() == ["There is already a grant with that registry number."]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"percent": "0"}, "percent"),
        ({"percent": "100,5"}, "percent"),
        ({"percent": "-50"}, "percent"),
        ({"percent": "hälften"}, "percent"),
        ({"percent": "51"}, "percent_reason"),
        ({"cap": "0"}, "cap"),
        ({"ends_on": "2021-08-31"}, "ends_on"),
        ({"line_en": ""}, "line_en"),
    ],
)
def test_a_decision_that_cannot_be(values, field):
    said = {
        name: str(value).lower() if isinstance(value, bool) else value for name, value in (DECISION | values).items()
    }
    reading = read(DecisionForm, said)
    assert [reason.field for reason in reading.reasons] == [field]


@pytest.mark.parametrize(
    ("written", "reference"),
    [("21RS4368", "21RS4368"), ("RS 2024/12", "RS-2024-12"), ("kf 2021-00481", "KF-2021-00481")],
)
def test_a_registry_number_as_an_address(written, reference):
    assert as_reference(written) == reference


def test_a_share_over_the_legal_one_needs_its_reason(money):
    reason = "Regeringen har medgett en högre andel i det här fallet."
    assert money.in_force(percent="75", percent_reason=reason).percent == 75


def test_a_decision_in_force_and_its_documents_are_frozen(money, db, tmp_path):
    decision = money.decision(money.grant())
    told = DocumentForm(title="Projektbeskrivning", dated_on="2024-04-03")
    document = actions.add_document(db, money.officer.actor, decision, tmp_path, "beskrivning.pdf", PDF, told)
    actions.put_in_force(db, money.lead.actor, decision)
    for act in (
        lambda: actions.edit_decision(db, money.officer.actor, decision, DecisionForm(**(DECISION | {"cap": "1"}))),
        lambda: actions.add_document(db, money.officer.actor, decision, tmp_path, "b.pdf", PDF, told),
        lambda: actions.remove_document(db, money.officer.actor, decision, document.id),
        lambda: actions.put_in_force(db, money.lead.actor, decision),
    ):
        with pytest.raises(Refused):
            act()
    assert [link.title for link in decision.documents] == ["Projektbeskrivning"]


def test_a_document_is_added_read_and_taken_away_through_its_decision(money, visit):
    money.decision(money.grant())
    officer = visit(as_=money.officer).opens("/finansiering/21rs4368/beslut/1").follows("Add what it was based on")
    officer.fills("What is the document?", "Projektbeskrivning").fills("Date of the document", "2024-04-03")
    officer.presses("Upload the file")
    assert officer.errors() == ["Choose the file."]
    officer.attaches("The file", "beskrivning.pdf", PDF).presses("Upload the file")
    link = officer.html.select_one(".files a")
    assert officer.client.get(link["href"]).content == PDF
    assert visit().client.get(link["href"]).status_code == 404
    officer.presses("Remove Projektbeskrivning")
    assert not officer.html.select(".files")


def test_several_decisions_stand_beside_one_another_and_a_change_replaces(money, db):
    first = money.in_force()
    second = money.in_force(
        first.grant, title="Förlängning", starts_on="2024-09-01", ends_on="2026-02-28", cap="2 000 000"
    )
    assert [one.state for one in second.grant.decisions] == ["active", "active"]
    third = money.in_force(
        second.grant, title="Höjt tak", amends_id=str(second.id), cap="2 500 000", conditions_asked=[]
    )
    assert [one.state for one in third.grant.decisions] == ["active", "replaced", "active"]
    assert third.phase_id == second.id
    assert [one.kind for one in third.conditions] == [row["kind"] for row in CONDITIONS]
    grant, stranger = third.grant, money.in_force(money.grant("22RS1"))
    with pytest.raises(Refused):
        money.decision(money.fresh(grant), amends_id=str(stranger.id))


def test_full_financing_is_checked_before_its_condition_is_fulfilled(money, db):
    decision = money.in_force()
    condition = decision.conditions[0]
    met = {"status": "met", "evidence": "Kommunernas beslut finns i diariet.", "owner_id": str(money.officer.id)}
    with pytest.raises(Refused):
        actions.update_condition(db, money.officer.actor, condition, ConditionForm(**met))
    short = money.plan(decision, others=4_000_000)
    assert (short.not_financed, short.is_financed_in_full) == (111_981, False)
    whole = money.plan(short)
    assert (whole.not_financed, whole.is_financed_in_full) == (0, True)
    actions.update_condition(db, money.officer.actor, whole.conditions[0], ConditionForm(**met))
    assert whole.conditions[0].status == ConditionStatus.met


def test_a_condition_waits_for_the_one_who_watches_it(money, db, visit):
    decision = money.running()
    officer = visit(as_=money.officer).opens("/finansiering/21rs4368/villkor").follows(decision.conditions[1].text)
    officer.chooses("Fulfilled").presses("Save")
    assert officer.errors() == ["Write what shows that the condition is fulfilled."]
    officer.chooses("Not fulfilled").fills("To be looked at again by", "2026-01-01").presses("Save")
    assert officer.sees("Not fulfilled")
    tasks = activity.tasks_for(db, money.officer.actor)
    assert [task.verb for task in tasks] == ["Look at a condition of the grant"]


def test_two_who_save_at_once_are_told(money, db):
    decision = money.running()
    form = ConditionForm(status="unmet", owner_id=str(money.officer.id))
    with pytest.raises(Overtaken):
        actions.update_condition(db, money.officer.actor, decision.conditions[0], form, version=99)
    with pytest.raises(Overtaken):
        actions.edit_decision(
            db, money.officer.actor, money.decision(decision.grant), DecisionForm(**DECISION), version=99
        )


def test_nobody_else_changes_anything(money, db, given):
    decision = money.decision(money.grant())
    stranger = given.actor()
    with pytest.raises(NotAllowed):
        actions.edit_decision(db, stranger, decision, DecisionForm(**DECISION))
    with pytest.raises(NotAllowed):
        actions.put_in_force(db, money.officer.actor, decision)


def test_whoever_is_nobody_there_cannot_have_the_matter(given, money, visit):
    elsewhere = given.member(Role.region_officer, of=given.organisation())
    officer = visit(as_=money.officer).opens("/finansiering/ny").fills("Registry number", "21RS4368")
    officer.fills("What is the project called?", "Regional testbädd")
    for someone in (str(NOBODY), str(elsewhere.id)):
        officer.fills("Case officer", someone).presses("Save and write down the decision")
        assert officer.status == 422
        assert officer.errors() == ["Choose one of the alternatives under “Case officer”."]
