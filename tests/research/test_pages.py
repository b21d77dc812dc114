"""Research as people meet it: from an interest to a result."""

import pytest

from app.activity import queries as activity
from app.actor import Role
from app.refusals import Overtaken, Refused
from app.research import actions, queries
from app.research.forms import EthicsForm, InterestForm, StandingForm
from app.research.models import ResearchState

STUDY = {
    "title": "Sömn och trygghet vid digital nattillsyn",
    "question": "Sover de som bor på boendet bättre när ingen öppnar dörren på natten?",
    "methods": ["survey", "interview"],
    "data_need": "aggregates",
    "ethics": "planned",
    "principal": "Lärosätet",
    "timing": "Före första deltagaren",
    "give_back": "En sammanfattning på två sidor.",
    "public": "yes",
}


@pytest.fixture
def researcher(given):
    return given.member(Role.researcher, name="Rut Forskare")


def drafted(db, setting, researcher, **values):
    pilot = setting.set_up()
    return actions.draft(db, researcher.actor, pilot, InterestForm(**(STUDY | values)))


def waiting(db, member):
    return [task.verb for task in activity.tasks_for(db, member.actor)]


def fills_in(visitor):
    visitor.fills("What is the study called?", STUDY["title"]).fills("What do you want to study?", STUDY["question"])
    visitor.chooses("Survey", "Interview").chooses("Aggregates only").chooses("Application planned")
    visitor.fills("When do you need to join?", "Före första deltagaren").chooses("Yes")
    return visitor.fills("What does the municipality get back?", "En sammanfattning på två sidor.")


def test_from_interest_to_result(db, setting, researcher, visit):
    pilot = setting.set_up()
    someone = visit(as_=researcher).opens("/for-forskare").follows(pilot.title).follows("Ask to study this pilot")
    fills_in(someone).presses("Check your answers")
    assert someone.path.endswith("/kontrollera"), someone.errors()
    study = someone.path.removesuffix("/kontrollera")
    assert visit(as_=setting.leader).opens(study).status == 404
    someone.presses("Send expression of interest")
    assert someone.sees("Provköping answers within ten working days.")

    leader = visit(as_=setting.leader).opens("/att-gora").follows(f"Answer the researcher: {STUDY['title']}")
    assert leader.sees("Rut Forskare")
    leader.chooses("No").presses("Send the answer")
    assert leader.errors() == ["Write why, so that the researcher understands."]
    leader.chooses("Yes").presses("Send the answer")
    assert leader.sees("Welcome")
    assert visit(as_=setting.company_rep).opens(study).sees("Rut Forskare")
    anyone = visit().opens(study)
    assert anyone.sees(STUDY["question"])
    assert not anyone.sees("Rut Forskare")

    someone.opens(study + "/borja")
    assert "Start the study" not in someone.buttons()
    someone.follows("Enter the registration number of the ethical review, or say why none is needed.")
    someone.chooses("There is a decision").fills("Registration number of the decision", "123").presses("Save")
    assert someone.errors() == ["Enter the registration number of the ethical review, like 2026-01234-01."]
    someone.fills("Registration number of the decision", "2026-01234-01").presses("Save")
    someone.follows("Start the study").presses("Start the study")
    assert someone.sees("Study going on")
    someone.follows("Leave the result of the study").presses("End the study")
    assert someone.errors() == ["Leave a link to the result, or a summary."]
    someone.fills("Link to the result", "inte en länk").presses("End the study")
    assert someone.errors() == ["Enter the web address as it appears in your browser, like https://example.se."]
    someone.fills("Link to the result", "https://arkiv.example/somn").presses("End the study")
    assert visit().opens(study).sees("https://arkiv.example/somn")


def test_the_study_may_not_start_without_a_decision_or_a_reason(db, setting, researcher):
    study = drafted(db, setting, researcher)
    actions.send(db, researcher.actor, study)
    study.state = ResearchState.accepted
    with pytest.raises(Refused):
        actions.start(db, researcher.actor, study)
    reasoned = EthicsForm(ethics="not_needed", ethics_reasoning="Inga personuppgifter samlas in, bara antal per natt.")
    actions.settle_ethics(db, researcher.actor, study, reasoned)
    actions.start(db, researcher.actor, study)
    assert study.state is ResearchState.active
    with pytest.raises(Refused):
        actions.settle_ethics(db, researcher.actor, study, reasoned)


@pytest.mark.parametrize(
    ("reference", "holds"),
    [("2026-01234-01", True), ("2026-1234-01", False), ("2026-01234", False), ("x2026-01234-01", False), ("", False)],
)
def test_a_registration_number_has_one_form(db, setting, researcher, reference, holds):
    study = drafted(db, setting, researcher)
    study.ethics, study.ethics_reference = "decided", reference
    assert study.has_reference == holds


def test_one_asks_once_for_each_pilot_and_may_ask_again_after_withdrawing(db, setting, researcher, visit):
    pilot = setting.set_up()
    study = actions.draft(db, researcher.actor, pilot, InterestForm(**STUDY))
    with pytest.raises(Refused):
        actions.draft(db, researcher.actor, pilot, InterestForm(**STUDY))
    actions.send(db, researcher.actor, study)
    db.commit()
    assert "Answer the researcher" in waiting(db, setting.leader)
    someone = visit(as_=researcher).opens(f"/forskning/{study.reference.lower()}").follows("Withdraw from the pilot")
    someone.fills("Why do you withdraw?", "Vi fick inte pengar.").presses("Yes, withdraw")
    assert someone.sees("Withdrawn")
    assert "Answer the researcher" not in waiting(db, setting.leader)
    assert queries.may_join(db, researcher.actor, pilot)


def test_a_pilot_that_does_not_seek_researchers_takes_none(db, setting, researcher):
    pilot = setting.running(seeks_research=False)
    assert not queries.may_join(db, researcher.actor, pilot)
    with pytest.raises(Refused):
        actions.draft(db, researcher.actor, pilot, InterestForm(**STUDY))


def test_only_researchers_ask(given, setting, visit):
    pilot = setting.running()
    assert visit(as_=setting.leader).opens(f"/piloter/{pilot.reference.lower()}/forska").status == 403
    assert visit(as_=given.member(Role.company_rep)).opens("/forskning").status == 403


def test_two_windows_do_not_overwrite_each_other(db, setting, researcher):
    study = drafted(db, setting, researcher)
    version = study.version
    actions.edit(db, researcher.actor, study, InterestForm(**(STUDY | {"funding": "Fonden"})), version)
    db.flush()
    with pytest.raises(Overtaken):
        actions.edit(db, researcher.actor, study, InterestForm(**STUDY), version)


def test_standing_interests_lead_to_pilots_that_fit(db, setting, researcher, visit):
    pilot = setting.set_up()
    someone = visit(as_=researcher).opens("/forskning/profil")
    someone.fills("What do you want to study?", "Hur påverkar digital nattillsyn sömnen?").fills(
        "Discipline", "Omvårdnad"
    )
    someone.fills("Tell more", "Sömndagbok och en enkät till personalen. Kommunen får en sammanfattning.")
    someone.chooses("Digital supervision").chooses("Survey").presses("Save")
    assert someone.errors() == []
    assert visit(as_=researcher).opens("/for-forskare").sees("fits what you want to study")
    assert visit(as_=setting.leader).opens("/for-forskare").sees("Hur påverkar digital nattillsyn sömnen?")
    assert not visit().opens("/for-forskare").sees("Hur påverkar digital nattillsyn sömnen?")
    someone.follows("Change “Hur påverkar digital nattillsyn sömnen?”").fills("Discipline", "Vårdvetenskap").presses(
        "Save"
    )
    assert someone.sees("Vårdvetenskap")
    someone.presses("Remove “Hur påverkar digital nattillsyn sömnen?”")
    assert not someone.sees("Vårdvetenskap")
    assert pilot.seeks_research


def test_a_standing_interest_is_no_ones_elses_to_change(db, given, researcher, visit):
    form = StandingForm(
        title="Ensamhet och digital samvaro",
        discipline="Socialt arbete",
        text="Vi vill följa hur samtal på skärm påverkar ensamhet.",
        categories=["communication"],
        methods=["interview"],
    )
    interest = actions.describe(db, researcher.actor, form)
    db.commit()
    other = visit(as_=given.member(Role.researcher))
    assert other.opens(f"/forskning/profil/{interest.id}").status == 404


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_room_opens_in_both_languages(db, setting, researcher, visit, language):
    study = drafted(db, setting, researcher)
    actions.send(db, researcher.actor, study)
    db.commit()
    someone = visit(as_=researcher, language=language)
    ref = study.reference.lower()
    rooms = [
        f"/forskning/{ref}{room}" for room in ("", "/etik", "/borja", "/aterta", "/kvitto", "/vem-kan-se", "/resultat")
    ]
    rooms += ["/for-forskare", "/forskning", "/forskning/profil"]
    assert {room: someone.opens(room).status for room in rooms} == dict.fromkeys(rooms, 200)
