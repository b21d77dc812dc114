"""Requests from first question to answer, as people walk through them: without JavaScript, in English."""

from datetime import timedelta

import pytest

from app.actor import Role
from app.challenges.choices import CallType
from app.database import today
from app.solutions.models import SolutionState
from app.test_requests import queries
from app.test_requests.models import Standing, TestRequestState
from app.test_requests.tasks import promised_decision, promised_screening
from tests.documents.files import a_pdf
from tests.test_requests.cast import LONG, solution

State = TestRequestState


def writes(company, solution_name):
    """All six parts, from the task list to the check page."""
    company.follows("The company")
    company.chooses("10–49 people").fills("Contact person", "Alva Lind")
    company.fills("Work email", "alva@bergslagen.example").presses("Save and continue")
    company.chooses(solution_name).answers("How mature is it?", "Established product").presses("Save and continue")
    company.fills("How does it meet the need?", LONG)
    company.fills("What changes for the person who uses it?", "Sover hela natten.")
    company.fills("What changes for staff?", "Går bara dit de behövs.").presses("Save and continue")
    company.chooses("Pilot test").fills("Goal", "Färre väckningar").fills("How it is measured", "Antal per natt")
    company.fills("How many need to take part, at most?", "12").fills("For how many weeks?", "8 ")
    company.fills("What do you need from the service?", "Två timmar i veckan.")
    company.fills("What do you provide?", "Sensorer och utbildning.")
    company.fills("What happens after a successful test?", "En offert, om kommunen vill.")
    company.presses("Save and continue")
    company.answers("Does it process personal data?", "No")
    company.answers("Does it use any of these?", "None of these")
    company.answers("Is it a medical device?", "No")
    company.answers("Is the test within the product's intended purpose?", "Yes")
    company.answers("Does it use AI?", "No")
    company.answers("Is it accessible to people with disabilities?", "Partly")
    company.answers("Do you have liability insurance that covers the test?", "Yes")
    company.answers("Has the company received de minimis aid in the last three years?", "No")
    company.answers("Are there ties between you and the municipality?", "No").presses("Save and continue")
    assert company.errors() == []
    company.answers("Do the answers contain trade secrets?", "No").presses("Save and continue")
    assert company.errors() == []


def declares(company, button="Send in the request"):
    company.chooses("The information is correct", "We may represent the company")
    return company.chooses("We understand that a test is no promise of purchase").presses(button)


def test_a_company_applies_and_the_municipality_receives(cast, visit, db):
    company = visit(as_=cast.rep)
    company.opens(f"/behov/{cast.challenge.reference}").follows("Apply to test")
    assert company.sees("a test is no promise") or company.sees("A test is no promise of purchase")
    company.presses("Start the request")
    assert company.status == 422
    company.answers("Is your solution meant for the need described here?", "Yes")
    company.answers("Is there something to try?", "Yes")
    company.answers("Do you accept that the request becomes a public record?", "Yes").presses("Start the request")
    assert company.sees("Only you can see the draft")
    assert company.sees("Not started")

    writes(company, cast.solution.name)
    assert company.sees("Check the request before you send it in")
    assert company.sees("You send it in for Bergslagens Sensorik AB to Hallsbergs kommun.")
    company.presses("Send in the request")
    assert company.errors() == [
        "Confirm that the information is correct to be able to send it in.",
        "Confirm that you may represent the company to be able to send it in.",
        "Confirm that you understand that a test is no promise of purchase to be able to send it in.",
    ]
    declares(company)

    reference = company.path.split("/")[3].upper()
    assert company.sees(f"Request {reference} has been received")
    found = queries.test_request(db, cast.rep.actor, reference)
    assert found.screen_by == promised_screening(today(), cast.challenge.closes_on)
    assert found.decide_by == promised_decision(today(), cast.challenge.closes_on)
    assert found.terms_version

    company.follows("Follow the request")
    assert company.sees("Hallsbergs kommun checks that the request is complete")
    assert company.sees("The request was received")


def test_the_start_page_leads_elsewhere_on_a_no(cast, visit):
    company = visit(as_=cast.rep).opens(f"/behov/{cast.challenge.reference}/ansok")
    company.answers("Is your solution meant for the need described here?", "No")
    company.answers("Is there something to try?", "No")
    company.answers("Do you accept that the request becomes a public record?", "Yes").presses("Start the request")
    assert company.status == 200
    assert company.sees("The solution is meant for something else")
    assert company.sees("There is nothing to try yet")
    assert not company.sees("becomes a public record The law")
    assert visit(as_=cast.rep).opens("/forfragningar").sees("Your company has not asked for a test yet.")


def test_a_call_that_is_not_open_is_a_page_of_its_own_and_the_draft_is_kept(cast, visit, db):
    draft = cast.request(State.draft)
    cast.challenge.state = "assessing"
    db.commit()
    company = visit(as_=cast.rep).opens(f"/forfragningar/{draft.reference}/kontrollera")
    assert company.status == 409
    assert company.sees("The call closed on")
    assert company.sees("Your draft is kept.")
    other = visit(as_=cast.member(Role.company_rep)).opens(f"/behov/{cast.challenge.reference}/ansok")
    assert other.status == 409


def test_only_companies_apply_and_only_once(cast, visit):
    path = f"/behov/{cast.challenge.reference}/ansok"
    assert visit(as_=cast.leader_elsewhere()).opens(path).status == 403
    assert visit().opens(path).path.endswith("/logga-in")
    draft = cast.request(State.draft)
    assert visit(as_=cast.rep).opens(path).path == f"/en/forfragningar/{draft.reference.lower()}/redigera"


def test_two_presses_make_one_draft(cast, visit, db):
    company = visit(as_=cast.rep).opens(f"/behov/{cast.challenge.reference}/ansok")
    once = company.html.find("input", {"name": "once"})["value"]
    form = {"fits": "yes", "can_try": "yes", "accepts": "yes", "once": once}
    headers = {"Sec-Fetch-Site": "same-origin"}
    first, second = (company.client.post(company.path, data=form, headers=headers) for _ in range(2))
    assert first.url == second.url
    assert queries.test_requests(db, cast.rep.actor, queries.Filter()).total == 1


def test_two_presses_send_it_in_once(cast, visit, db):
    draft = cast.request(State.draft)
    company = visit(as_=cast.rep).opens(f"/forfragningar/{draft.reference}/kontrollera")
    fields = {tag["name"]: tag["value"] for tag in company.html.select("input[type=hidden]")}
    form = fields | dict.fromkeys(("correct", "entitled", "no_promise"), "true")
    headers = {"Sec-Fetch-Site": "same-origin"}
    answers = [company.client.post(company.path, data=form, headers=headers) for _ in range(2)]
    assert [str(answer.url.path) for answer in answers] == [f"/en/forfragningar/{draft.reference.lower()}/kvitto"] * 2
    assert [answer.status_code for answer in answers] == [200, 200]


def test_an_error_keeps_what_was_typed(cast, visit):
    draft = cast.request(State.draft, how_meets="")
    company = visit(as_=cast.rep).opens(f"/forfragningar/{draft.reference}/redigera/behovet")
    company.fills("How does it meet the need?", "För kort.").fills("What changes for staff?", "x" * 801)
    company.presses("Save and continue")
    assert company.status == 422
    assert company.errors() == [
        "Write at least 200 characters under “How does it meet the need?”.",
        "“What changes for staff?” can be at most 800 characters. You wrote 801.",
    ]
    assert "För kort." in company.html.find(id="f-how_meets").text
    assert len(company.html.find(id="f-benefit_staff").text.strip()) == 801
    company.fills("What changes for staff?", "Mer tid.").presses("Save and continue later")
    assert company.sees("Started")
    company.follows("How it meets the need")
    assert "För kort." in company.html.find(id="f-how_meets").text


def test_a_personal_identity_number_is_refused_and_never_kept(cast, visit, db):
    draft = cast.request(State.draft)
    company = visit(as_=cast.rep).opens(f"/forfragningar/{draft.reference}/redigera/behovet")
    company.fills("What changes for staff?", "Ring 811218-9876 först.").presses("Save and continue later")
    assert company.errors() == ["Remove what looks like a personal identity number under “What changes for staff?”."]
    assert "811218" not in cast.reread(draft).benefit_staff


def test_goals_are_added_and_removed_without_javascript(cast, visit):
    draft = cast.request(State.draft)
    company = visit(as_=cast.rep).opens(f"/forfragningar/{draft.reference}/redigera/testet")
    company.fills("For how many weeks?", "12").presses("Add a goal")
    assert company.status == 200
    company.typed |= {"goals-1-goal": ["Tryggare"], "goals-1-measure": ["Enkät"]}
    company.presses("Remove goal 1")
    assert company.html.find(id="f-goals-0-goal")["value"] == "Tryggare"
    assert company.html.find(id="f-weeks")["value"] == "12"
    company.presses("Save and continue later")
    assert cast.reread(draft).goals == [{"goal": "Tryggare", "measure": "Enkät"}]


def test_what_was_typed_survives_that_the_session_ends(cast, visit, given, db):
    draft = cast.request(State.draft)
    company = visit(as_=cast.rep).opens(f"/forfragningar/{draft.reference}/redigera/behovet")
    company.fills("What changes for staff?", "Skrivet strax före utloggning.")
    company.client.cookies.set("__Host-sid", "ended", domain="testserver.local", path="/")
    company.presses("Save and continue")
    assert company.path == "/en/logga-in"
    company.client.cookies.set("__Host-sid", given.signs_in(cast.rep), domain="testserver.local", path="/")
    company.opens(f"/forfragningar/{draft.reference.lower()}/redigera/behovet")
    assert "Skrivet strax före utloggning." in company.html.find(id="f-benefit_staff").text


def test_someone_else_saved_meanwhile(cast, visit):
    draft = cast.request(State.draft)
    path = f"/forfragningar/{draft.reference}/redigera/behovet"
    one, other = visit(as_=cast.rep).opens(path), visit(as_=cast.rep).opens(path)
    one.fills("What changes for staff?", "Den enes text.").presses("Save and continue later")
    other.fills("What changes for staff?", "Den andres text.").presses("Save and continue later")
    assert other.status == 409
    assert other.sees("Den enes text.")
    assert other.sees("Den andres text.")


def test_attachments_come_and_go_with_ordinary_forms(cast, visit, db):
    draft = cast.request(State.draft, has_secrets=None)
    company = visit(as_=cast.rep).opens(f"/forfragningar/{draft.reference}/redigera/bilagor")
    company.presses("Upload the file")
    assert company.errors() == ["Choose the file."]
    company.attaches("Attachment", "virus.pdf", b"<html>").presses("Upload the file")
    assert company.errors() == ["The file must be a PDF, DOCX, XLSX, ODT, ODS, JPG or PNG."]
    company.chooses("We claim that the attachment holds a trade secret")
    company.attaches("Attachment", "Ritning.pdf", a_pdf()).presses("Upload the file")
    assert company.errors() == ["Write what harm could follow if the attachment becomes known."]
    assert company.html.find(id="f-is_confidential").has_attr("checked")
    company.fills(
        "What harm could follow if the attachment becomes known?", "Konkurrenter kan härma mönstret i golvet."
    )
    company.attaches("Attachment", "../Ritning.PDF", a_pdf()).presses("Upload the file")
    assert company.errors() == []
    assert "Ritning.pdf" in company.links()

    given = company.client.get(company.html.find("a", string="Ritning.pdf")["href"])
    assert given.content == a_pdf()
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in given.headers["Content-Security-Policy"]
    company.presses("Remove Ritning.pdf")
    assert "Ritning.pdf" not in company.links()
    assert queries.documents(db, draft) == []


def test_a_general_claim_of_secrecy_is_refused(cast, visit):
    draft = cast.request(State.draft, has_secrets=None)
    company = visit(as_=cast.rep).opens(f"/forfragningar/{draft.reference}/redigera/bilagor")
    company.answers("Do the answers contain trade secrets?", "Yes").presses("Save and continue")
    assert company.sees("A claim for everything is not enough.")
    declares(company)
    assert company.status == 422
    company.opens(f"/forfragningar/{draft.reference}/redigera/bilagor")
    company.typed |= {"secrecy-0-field": ["how_meets"], "secrecy-0-harm": ["Det skadar oss."]}
    company.presses("Save and continue")
    assert company.status == 422
    company.typed |= {"secrecy-0-harm": ["Metoden är inte patenterad än, och kan då härmas av andra."]}
    company.presses("Save and continue")
    declares(company)
    assert company.sees("has been received")

    leader = cast.leader()
    cast.declares(cast.reread(draft), leader, Standing.cleared)
    municipality = visit(as_=leader).opens(f"/forfragningar/{draft.reference}")
    assert municipality.sees("Claimed trade secret")
    assert municipality.sees("Metoden är inte patenterad än")
    assert municipality.sees("The municipality itself tries whether information can be given out.")


def test_the_municipality_sees_only_that_it_is_there_until_impartiality_is_declared(cast, visit, db):
    ongoing = cast.another_need(call_type=CallType.continuous, closes_on=None)
    received = cast.request(State.submitted, challenge_id=ongoing.id)
    leader = cast.leader()
    municipality = visit(as_=leader)
    municipality.opens("/forfragningar").follows(cast.solution.name)
    assert municipality.sees("Declare whether you have ties to the company")
    assert not municipality.sees("Sover hela natten.")
    for page in ("forprova", "begar-komplettering", "vem-kan-se", "komplettera", "aterta", "kvitto"):
        assert municipality.opens(f"/forfragningar/{received.reference}/{page}").status == 403, page
    cast.declares(received, leader, Standing.cleared)
    municipality.opens(f"/forfragningar/{received.reference}")
    assert municipality.sees("Sover hela natten.")
    assert municipality.sees("Hemlig prislista")


def test_one_with_ties_meets_a_page_that_is_not_there(cast, visit):
    received = cast.request(State.submitted)
    leader = cast.leader()
    cast.declares(received, leader, Standing.conflicted)
    person = visit(as_=leader)
    for page in ("", "/forprova", "/begar-komplettering", "/vem-kan-se", "/kvitto", "/redigera"):
        assert person.opens(f"/forfragningar/{received.reference}{page}").status == 404, page
    person.opens("/forfragningar")
    assert person.sees("0 requests are shown")
    assert not person.sees(received.reference)


def test_questions_pause_the_clock_and_the_dates_move(cast, visit, db):
    received = cast.request(State.submitted)
    leader = cast.leader()
    cast.declares(received, leader, Standing.cleared)
    municipality = visit(as_=leader).opens(f"/forfragningar/{received.reference}").follows("Check the request")
    municipality.chooses("No, the company needs to answer more questions").presses("Save the result")
    assert municipality.errors() == ["Write at least one question."]
    municipality.fills("Question", "Vilket nätverk behövs?").presses("Add a question")
    municipality.typed["questions-1-text"] = ["Vem svarar på larm?"]
    municipality.fills("Answer by", str(today() + timedelta(days=2))).presses("Save the result")
    assert municipality.errors()[0].startswith("Choose a date at least five working days away:")
    municipality.fills("Answer by", str(today() + timedelta(days=20))).presses("Save the result")
    assert municipality.sees("The company answers questions")
    assert cast.reread(received).paused_on == today()

    company = visit(as_=cast.rep).opens(f"/forfragningar/{received.reference}").follows("Complete the request")
    company.fills("Answer to question 1", "Kommunens eget.").presses("Send the answers")
    assert company.errors() == ["Answer question 2."]
    assert "Kommunens eget." in company.html.find(id="f-answer_1").text
    company.attaches("Attachment", "Svar.pdf", a_pdf()).presses("Upload the file")
    company.fills("Answer to question 1", "Kommunens eget.").fills("Answer to question 2", "Vi, dygnet runt.")
    company.presses("Send the answers")
    assert company.sees("Vi, dygnet runt.")
    assert company.sees("Hallsbergs kommun checks that the request is complete")
    assert cast.reread(received).paused_on is None

    municipality.opens(f"/forfragningar/{received.reference}").follows("Check the request")
    municipality.answers("Is the request complete?", "Yes").presses("Save the result")
    assert municipality.sees("Being assessed")
    assert municipality.sees("The request is being assessed")


def test_the_company_withdraws(cast, visit):
    received = cast.request(State.assessment)
    company = visit(as_=cast.rep).opens(f"/forfragningar/{received.reference}").follows("Withdraw the request")
    company.presses("Yes, withdraw the request")
    assert company.status == 422
    company.fills("Why do you withdraw the request?", "Vi har inte tid i vår.").presses("Yes, withdraw the request")
    assert company.sees("The company has withdrawn the request")
    assert company.sees("Vi har inte tid i vår.")
    assert "Withdraw the request" not in company.links()


def test_a_draft_can_be_removed_with_its_files(cast, visit, db):
    draft = cast.request(State.draft)
    company = visit(as_=cast.rep).opens(f"/forfragningar/{draft.reference}/redigera/bilagor")
    company.attaches("Attachment", "Ritning.pdf", a_pdf()).presses("Upload the file")
    company.opens(f"/forfragningar/{draft.reference}").follows("Remove the draft").presses("Yes, remove the draft")
    assert company.sees("Your company has not asked for a test yet.")
    assert company.opens(f"/forfragningar/{draft.reference}").status == 404


@pytest.mark.parametrize("outcome", ["link", "offer", "refer"])
def test_an_unsolicited_proposal_finds_a_receiver(cast, visit, outcome):
    company = visit(as_=cast.rep).opens("/forfragningar").follows("Send a proposal without a need")
    company.fills("What is your proposal about?", cast.challenge.title).presses("Look for matching needs")
    assert cast.challenge.title in company.links()
    company.presses("Start the proposal")
    assert company.sees("It reaches the region")
    writes(company, cast.solution.name)
    declares(company, "Send the proposal")
    assert company.sees("A proposal is never accepted directly")
    reference = company.path.split("/")[3]

    region = visit(as_=cast.member(Role.region_officer)).opens("/formedla").follows(cast.solution.name)
    if outcome == "link":
        region.chooses("Link it to a published need").presses("Distribute the proposal")
        assert region.errors() == ["Choose which need the proposal belongs to."]
        region.chooses("Link it to a published need")
        region.chooses(f"{cast.challenge.reference} {cast.challenge.title}").presses("Distribute the proposal")
        assert company.opens(f"/forfragningar/{reference}").sees(
            "Hallsbergs kommun checks that the request is complete"
        )
    elif outcome == "offer":
        region.chooses("Offer it to the testbed leaders").presses("Distribute the proposal")
        leader = visit(as_=cast.leader_elsewhere()).opens("/forfragningar").follows(cast.solution.name)
        assert leader.sees("Do you have this need?")
        assert leader.sees("Sover hela natten.")
        assert not leader.sees("Hemlig prislista")
        assert leader.follows("Describe a need").sees("Before you describe a need")
    else:
        region.chooses("Refer it to someone else").fills("Who should receive it?", "Regionens hjälpmedelsenhet")
        region.fills("How do we explain it to the company?", "Hjälpmedel prövas där.").presses(
            "Distribute the proposal"
        )
        assert company.opens(f"/forfragningar/{reference}").sees("Referred to Regionens hjälpmedelsenhet")
    assert visit(as_=cast.member(Role.region_lead)).opens("/formedla").status == 200


def test_a_request_without_a_ready_solution_links_to_describing_one(cast, visit, db):
    cast.solution.state = SolutionState.lapsed
    db.commit()
    draft = cast.request(State.draft, solution_id=None)
    company = visit(as_=cast.rep).opens(f"/forfragningar/{draft.reference}/redigera/losningen")
    assert company.sees("Your company has no solution that is ready to use")
    company.follows("Describe a solution")
    assert company.path == "/en/losningar/egna"


def test_a_solution_of_another_company_cannot_be_chosen(cast, visit, given):
    theirs = solution(given, cast.member(Role.company_rep), SolutionState.shown)
    draft = cast.request(State.draft)
    company = visit(as_=cast.rep).opens(f"/forfragningar/{draft.reference}/redigera/losningen")
    company.typed["solution_id"] = [str(theirs.id)]
    company.presses("Save and continue")
    assert company.errors() == ["Choose one of your own solutions that are ready to use."]
    assert cast.reread(draft).solution_id == cast.solution.id
