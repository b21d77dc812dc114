"""Pilots as people meet them: without JavaScript, by their words."""

import pytest
from sqlalchemy import event

from app.actor import Role
from app.pilots import actions
from app.pilots.forms import PARTS
from app.pilots.models import PilotState
from tests.pilots.setting import plan_dates, status


def at(pilot, room=""):
    return f"/piloter/{pilot.reference.lower()}" + (f"/{room}" if room else "")


def they_write_the_plan(pilot, leader, company):
    leader.opens(pilot + "/plan/syfte-och-mal").chooses("Pilot test")
    leader.fills("How it is measured", "Räknade väckningar").fills("Value today", "9").fills("Target value", "3")
    leader.fills("When it is measured", "Varje vecka").presses("Save and continue")
    assert leader.path.endswith("/plan/deltagare"), leader.errors()

    company.opens(pilot + "/plan/deltagare").fills("Group", "De som bor på boendet").fills("How many are planned", "12")
    company.fills("How are people asked to take part?", "Kontaktpersonen frågar muntligt och skriftligt.")
    company.fills("Where does it take place?", "Ett särskilt boende").presses("Save and continue")
    assert company.path.endswith("/plan/roller-och-kontakter"), company.errors()
    company.fills("Project owner", "Verksamhetschefen").fills("Project leader", "Testbäddsledaren")
    company.fills("Contact at the unit", "Enhetschefen").presses("Save and continue")
    assert company.errors() == ["Say who can be reached outside working hours."]
    company.fills("Contact outside working hours", "Företagets jour").presses("Save and continue")
    assert company.path.endswith("/plan/risker-och-reservrutin"), company.errors()
    company.fills("What could go wrong?", "Larm uteblir").fills("Likelihood", "2").fills("Consequence", "5")
    company.fills("Responsible", "Chefen")
    for label in ("When will you stop?", "What do staff do if it stops working?", "How do staff learn to use it?"):
        company.fills(label, "Vi bestämmer det tillsammans.")
    company.presses("Save and continue")
    assert company.errors() == ["Write an action for the risk “Larm uteblir”. Its value is 10."]
    company.fills("Action", "Nattronder finns kvar").presses("Save and continue")
    assert company.path.endswith("/plan/uppgifter-och-kommunikation"), company.errors()
    company.fills("What data is collected, by whom, and where does it go?", "Sensorn skickar rörelse till larmet.")
    company.fills("Who is told what, and when?", "Anhöriga får brev.")
    company.fills("What are those who take part told?", "Att det är frivilligt.").presses("Save and continue")
    company.fills("How is the pilot evaluated?", "Vi räknar väckningar före och efter.")
    company.fills("What happens when the pilot is over?", "Sensorerna lämnas tillbaka.").presses("Save and continue")
    assert company.path.endswith("/kontrollera"), company.errors()


def test_from_an_accepted_request_to_a_running_pilot(db, setting, visit):
    request = setting.request()
    leader, company = visit(as_=setting.leader), visit(as_=setting.company_rep)

    leader.opens("/piloter/ny").follows("Stillasensorn")
    assert leader.sees("Färre väcks på natten")
    assert leader.sees("12 weeks")
    leader.fills("What is the pilot called?", "Lugnare nätter på ett boende").chooses("Stina Chef")
    leader.presses("Set up the pilot")
    assert leader.path.endswith("/plan")
    assert leader.sees("Not started")

    again = visit(as_=setting.leader).opens(f"/piloter/ny?fran={request.reference.lower()}")
    assert again.path.startswith("/en/piloter/p-")

    pilot = leader.path.removesuffix("/plan")
    leader.opens(pilot + "/start")
    assert leader.sees("remain")
    assert "Start the pilot" not in leader.buttons()

    they_write_the_plan(pilot, leader, company)
    company.presses("Send the plan for approval")
    assert company.path.endswith("/godkann")
    company.presses("Approve the plan")
    assert company.sees("You have approved the plan")

    leader.opens(pilot + "/start").follows("The municipality has not approved the plan as it reads now.")
    leader.presses("Approve the plan").follows("Go to the start of the pilot").presses("Start the pilot")
    assert leader.sees("Running")
    assert visit().opens("/piloter").follows("Lugnare nätter på ett boende").sees("Running")


def test_the_accepted_request_leads_to_its_pilot(setting, visit):
    request = setting.request()
    leader = visit(as_=setting.leader).opens(f"/forfragningar/{request.reference.lower()}").follows("Go to the pilot")
    assert leader.sees("What is copied into the plan")
    leader.chooses("Stina Chef").presses("Set up the pilot")
    pilot = leader.path.removesuffix("/plan")
    leader.opens(f"/forfragningar/{request.reference.lower()}").follows("Go to the pilot")
    assert leader.path.startswith(pilot)


def test_the_company_sees_what_waits_for_it(setting, visit):
    pilot = setting.sent()
    company = visit(as_=setting.company_rep).opens("/att-gora")
    assert company.sees("Approve the pilot plan")
    company.opens(at(pilot, "foretag")).follows("Approve the plan")
    assert "Approve the plan" in company.buttons()
    assert visit(as_=setting.leader).opens(at(pilot, "foretag")).status == 403


def test_what_was_changed_is_shown_before_and_now(db, setting, visit):
    pilot = setting.approved()
    part = PARTS.part("risker-och-reservrutin")
    actions.write(db, setting.company_rep.actor, pilot, part, {"fallback": "Personalen går dubbla ronder."})
    actions.send(db, setting.company_rep.actor, pilot)
    db.commit()
    leader = visit(as_=setting.leader).opens(at(pilot, "godkann"))
    assert leader.sees("Before: Personalen går de vanliga nattronderna.")
    assert leader.sees("Now: Personalen går dubbla ronder.")


def test_two_who_write_the_same_part_choose_for_each_answer(setting, visit):
    pilot = setting.set_up()
    leader, company = visit(as_=setting.leader), visit(as_=setting.company_rep)
    for someone in (leader, company):
        someone.opens(at(pilot, "plan/risker-och-reservrutin"))
    leader.fills("What do staff do if it stops working?", "Vanliga nattronder.").presses("Save and continue later")
    company.fills("What do staff do if it stops working?", "Dubbla nattronder.").presses("Save and continue later")
    assert company.status == 409
    assert company.sees("Vanliga nattronder.")
    company.chooses("Yours").presses("Save my choices")
    leader.opens(at(pilot, "plan/risker-och-reservrutin"))
    assert leader.sees("Dubbla nattronder.")


def test_strangers_do_not_see_a_pilot_that_is_being_planned(given, setting, visit):
    pilot = setting.planned()
    assert visit().opens(at(pilot)).status == 404
    assert visit(as_=given.member(Role.company_rep)).opens(at(pilot)).status == 404
    assert visit(as_=given.member(Role.researcher)).opens(at(pilot)).status == 200
    assert visit(as_=given.member(Role.region_officer)).opens(at(pilot, "planen")).status == 200


def test_the_public_sees_the_public_parts_only(db, setting, visit):
    pilot = setting.running()
    actions.report(
        db, setting.leader.actor, pilot, status(public_line="Alla sensorer är på plats.", done="Två möten hölls.")
    )
    db.commit()
    anyone = visit().opens(at(pilot))
    assert anyone.sees("Färre väcks på natten")
    assert anyone.sees("Alla sensorer är på plats.")
    assert not anyone.sees("Företagets jour")
    assert not anyone.sees("Larm uteblir")
    assert not anyone.sees("Two möten")
    assert not anyone.sees("Lena Ledare")
    for room in ("planen", "rapporter", "plan", "vem-kan-se", "rapporter/ny", "avbryt", "installningar"):
        assert visit().opens(at(pilot, room)).path.endswith("/logga-in"), room
    inside = visit(as_=setting.company_rep).opens(at(pilot, "planen"))
    assert inside.sees("Företagets jour")
    assert inside.opens(at(pilot, "rapporter")).sees("Two möten hölls.") is False
    assert inside.sees("Två möten hölls.")


def test_the_address_carries_the_title(setting, visit):
    pilot = setting.running()
    assert visit().opens(at(pilot)).path == f"/en{at(pilot)}-lugnare-natter-pa-ett-boende"
    assert visit().opens(at(pilot) + "-fel-ord").path == f"/en{at(pilot)}-lugnare-natter-pa-ett-boende"


def test_the_list_can_be_narrowed_down(db, setting, visit):
    running, stopped = setting.running(), setting.running(title="Sensorer i badrum på ett boende")
    stopped.state = PilotState.stopped
    db.commit()
    anyone = visit().opens("/piloter")
    assert anyone.sees("2 pilots are shown")
    anyone.chooses("Stopped, to be reported").presses("Show pilots")
    assert anyone.sees("1 pilot is shown")
    assert anyone.sees("Sensorer i badrum")
    assert visit().opens("/piloter?soker-forskare=ja").sees("1 pilot is shown")
    assert visit().opens(f"/piloter?kommun={setting.town.slug}&q=nätter").sees(running.title)
    assert visit().opens("/piloter?kommun=ingenstans").sees("No pilot matches what you chose.")


def test_a_status_report_is_filled_in_with_the_last_figures(db, setting, visit):
    pilot = setting.running()
    unit = visit(as_=setting.leader).opens(at(pilot, "rapporter/ny"))
    assert unit.html.find(id="f-numbers-0-measure")["value"] == "Väckningar per natt"
    unit.answers("How is it going?", "On plan").answers("Do you need help?", "No")
    unit.fills("What has happened since the last report?", "Alla sensorer är på plats.")
    unit.fills("What happens next?", "Vi frågar personalen.").fills("Value now", "4,5").presses("Send the report")
    assert unit.path.endswith("/rapporter"), unit.errors()

    unit.opens(at(pilot, "rapporter/ny"))
    assert unit.html.find(id="f-numbers-0-value")["value"] == "4.5"
    unit.answers("How is it going?", "Minor deviations").answers("Do you need help?", "No")
    unit.fills("What has happened since the last report?", "En sensor bytt.").fills("What happens next?", "Vi mäter.")
    unit.fills("Value now", "45").presses("Send the report")
    assert unit.errors() == ["Describe the deviation and what you are doing about it."]
    unit.fills("What deviates and what are you doing about it?", "En sensor gick sönder.").presses("Send the report")
    assert unit.status == 200
    assert unit.sees("The value of “Väckningar per natt” is much higher than last time (4.5). Check it.")
    unit.chooses("I have checked the figures, and they are right").presses("Send the report")
    assert unit.path.endswith("/rapporter")
    assert len(setting.fresh(pilot).reports) == 2


def test_a_report_that_it_has_stopped_leads_to_the_page_that_stops_it(setting, visit):
    pilot = setting.running()
    leader = visit(as_=setting.leader).opens(at(pilot, "rapporter/ny"))
    leader.answers("How is it going?", "Stopped").answers("Do you need help?", "No")
    leader.fills("What deviates and what are you doing about it?", "Nätet räcker inte till.")
    leader.fills("What has happened since the last report?", "Inget larm går fram.").fills(
        "What happens next?", "Stopp"
    )
    leader.presses("Send the report")
    assert leader.path.endswith("/avbryt")
    assert leader.sees("It cannot be undone.")
    assert leader.sees("Sensorbolaget")
    leader.presses("Yes, stop the pilot")
    assert leader.errors()[0] == "Write why."
    leader.fills("Why does the pilot stop?", "Nätet räckte inte till i hela huset.")
    leader.fills("Who do you tell, and how?", "Brev till alla som deltog.")
    leader.fills("What happens with equipment and data?", "Allt lämnas tillbaka.").presses("Yes, stop the pilot")
    assert leader.sees("Stopped, to be reported")
    assert visit().opens(at(pilot)).sees("Nätet räckte inte till i hela huset.")
    assert not visit().opens(at(pilot)).sees("Brev till alla som deltog.")


def test_pausing_halfway_and_ending(setting, visit):
    pilot = setting.running(**plan_dates(weeks=8))
    leader = visit(as_=setting.leader).opens(at(pilot))
    leader.follows("Pause the pilot").fills("Why does the pilot pause?", "Magsjuka på boendet.")
    leader.presses("Yes, pause the pilot")
    assert leader.sees("The pilot is paused: Magsjuka på boendet.")
    leader.follows("Go on with the pilot").fills("Why can the pilot go on?", "Alla är friska.")
    leader.presses("Yes, go on with the pilot")
    leader.follows("End the pilot and evaluate it").follows(
        "Decide at the halfway point first: the pilot was planned for eight weeks or more."
    )
    leader.chooses("Adjust the plan").fills("Why, and what changes?", "Styrgruppen vill mäta oftare.")
    leader.presses("Save the decision")
    assert leader.path.endswith("/plan")
    leader.opens(at(pilot, "avsluta")).presses("Yes, end the pilot")
    assert leader.path.endswith("/utvardering")


def test_evaluation_report_reply_decision_and_follow_up(db, setting, visit):
    pilot = setting.ended()
    leader = visit(as_=setting.leader).opens(at(pilot))
    assert len(leader.html.find_all("a", string="Write the evaluation")) == 1
    leader.opens(at(pilot, "utvardering/mal"))
    assert leader.html.find(id="f-goal_results-0-goal")["value"] == "Färre väcks på natten"
    leader.chooses("Goal met").fills("Value", "2 per natt").fills("Number included", "11").presses("Save and continue")
    assert leader.path.endswith("/deltagare"), leader.errors()
    leader.fills("How many took part", "3").fills("How many left before the end", "1").presses("Add an answer")
    assert leader.status == 200
    leader.presses("Remove answer 2")
    for number, value in enumerate([4, 2, 4, 1, 4, 2, 5, 1, 4, 2], 1):
        leader.typed[f"sus-0-q{number}"] = [str(value)]
    leader.presses("Save and continue")
    assert leader.path.endswith("/omraden"), leader.errors()
    for label in ("For the person", "For the organisation and the staff", "The technology", "The economy"):
        leader.fills(label, "4")
    leader.presses("Save and continue").presses("Save and continue")
    assert leader.errors() == ["Describe the benefit for at least one group, or write “none”."]
    leader.fills("What benefit was seen for the staff and the organisation?", "Lugnare nätter.")
    leader.presses("Save and continue").presses("Save and continue")
    assert (
        "Write at least one piece of advice to other municipalities, even if the test was stopped." in leader.errors()
    )
    leader.fills("What do you advise others?", "Mät nätets täckning först.")
    leader.fills("What should improve in the solution?", "Batteriet behöver räcka längre.")
    leader.fills("Summarise for everyone", "Personalen litade på larmen först när nätet var stabilt.")
    leader.chooses(
        "The equipment has been returned, or there was none",
        "Data about those who took part has been deleted or returned, or there was none",
    ).presses("Save and continue")
    assert leader.path.endswith("/kontrollera"), leader.errors()
    leader.presses("Give the final report")
    assert leader.path.endswith("/slutrapport")
    assert leader.sees("82.5 of 100")

    anyone = visit().opens(at(pilot, "slutrapport"))
    assert anyone.sees("fewer than 5")
    assert anyone.sees("Fewer than 5 people answered.")
    assert anyone.sees("of 5 1 is much worse, 3 no difference, 5 much better.")
    assert not anyone.sees("82.5")
    assert not anyone.sees("Batteriet behöver räcka längre.")

    company = (
        visit(as_=setting.company_rep).opens("/att-gora").follows(f"Reply to the improvement points: {pilot.title}")
    )
    company.fills("Your reply to the improvement points", "Ett större batteri kommer.").presses("Send the reply")
    assert company.sees("Ett större batteri kommer.")

    sponsor = (
        visit(as_=setting.sponsor).opens("/att-gora").follows(f"Decide what happens after the test: {pilot.title}")
    )
    assert sponsor.sees("1 of 1")
    sponsor.chooses("Introduce it").fills("Why?", "Målen nåddes, och personalen vill fortsätta.").presses(
        "Give decision"
    )
    assert sponsor.sees("In use, being followed up"), sponsor.errors()
    assert visit().opens(at(pilot)).sees("Målen nåddes, och personalen vill fortsätta.")

    for _ in range(2):
        leader.opens(at(pilot, "uppfoljning")).chooses("In use")
        leader.fills("What benefit do you see now?", "Alla nätter är lugnare.").fills(
            "Benefit in kronor a year", "90 000 kr"
        )
        leader.presses("Save the follow-up")
    assert leader.sees("Closed")
    assert leader.sees("SEK 90,000 a year.")
    assert not visit().opens(at(pilot)).sees("90,000")


def test_a_second_press_makes_nothing_twice(db, setting, visit):
    pilot = setting.reported()
    db.commit()
    sponsor = visit(as_=setting.sponsor).opens(at(pilot, "beslut-efter-test"))
    second = visit(as_=setting.sponsor)
    second.client, second.html, second.path, second.url = sponsor.client, sponsor.html, sponsor.path, sponsor.url
    second.typed = {}
    for one in (sponsor, second):
        one.chooses("Procure it").fills("Why?", "Alla ska kunna tävla om det.").presses("Give decision")
        assert one.sees("Decided")


def test_the_history_tells_each_reader_what_they_may_know(db, setting, visit):
    pilot = setting.evaluated()
    db.commit()
    leader, anyone = visit(as_=setting.leader), visit()
    assert leader.opens(at(pilot, "historik")).sees("The evaluation was changed")
    assert not visit(as_=setting.company_rep).opens(at(pilot, "historik")).sees("The evaluation was changed")
    assert anyone.opens(at(pilot, "historik")).sees("The pilot started")
    assert not anyone.sees("A party approved the plan")
    assert not anyone.sees("Lena Ledare")


def test_who_can_see_it_and_why(setting, visit):
    pilot = setting.planned()
    leader = visit(as_=setting.leader).opens(at(pilot)).follows("Who can see this, and why")
    assert leader.sees("Their municipality hosts the pilot.")
    assert leader.sees("The solution of their company is tried in it.")


def test_the_list_asks_as_often_for_three_pilots_as_for_one(setting, visit, connection):
    asked = []
    event.listen(connection, "before_cursor_execute", lambda *it: asked.append(it[2]))
    setting.running()
    visit().opens("/piloter")
    asked.clear()
    visit().opens("/piloter")
    one = len(asked)
    setting.running()
    setting.running()
    asked.clear()
    visit().opens("/piloter")
    assert len(asked) == one


ROOMS = ("", "plan", "planen", "godkann", "start", "rapporter", "rapporter/ny", "halvtid", "pausa", "avbryt", "avsluta")
OTHER_ROOMS = ("installningar", "historik", "vem-kan-se", "plan/syfte-och-mal", "kontrollera")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_room_opens_in_both_languages(setting, visit, language):
    pilot = setting.running()
    leader = visit(as_=setting.leader, language=language)
    assert [room for room in ROOMS + OTHER_ROOMS if leader.opens(at(pilot, room)).status != 200] == []
