"""The main job in a real browser: one need from a first draft to a decision to use the solution, in Swedish as most
meet it, and in English without JavaScript.

Five people do it, each from their own list of what waits: the leader, the decision-maker, the region, the company, and
those who assess. Nobody types an address that they were not led to, but the list of needs and their own list.
"""

from datetime import timedelta

import pytest

from app.assessments.models import Outcome, ReasonCode
from app.challenges.choices import CallType, MandateAnswer
from app.challenges.forms import PARTS as NEED
from app.database import today
from app.pilots.choices import Halfway, PilotOutcome
from app.pilots.forms import PARTS as PLAN
from app.pilots.forms_evaluation import OF_A_RUN_PILOT
from app.solutions.forms import PARTS as SOLUTION
from app.test_requests.forms import PARTS as REQUEST
from tests.browser.counting import NUMBERS
from tests.browser.hands import Hands
from tests.given import WHOLE_CHALLENGE, dates
from tests.pilots.setting import WHOLE_PLAN, plan_dates, whole_evaluation
from tests.test_requests.cast import WHOLE_REQUEST, WHOLE_SOLUTION

TITLE = "Lugnare nätter utan att dörren öppnas"
PROBLEM = "Tre gånger varje natt öppnas dörren. Många vaknar och har svårt att somna om. Det ger trötta dagar för alla."
WHY = "Larmet når personalens telefoner inom tio sekunder."


@pytest.fixture(scope="module")
def portal(changing_portal):
    return changing_portal


@pytest.fixture(params=[("sv", True), ("en", False)], ids=["Swedish", "English without JavaScript"])
def hands(request, windows):
    language, javascript = request.param

    def hands(who):
        return Hands(windows(language, 1280, "light", javascript=javascript), who)

    return hands


def test_from_a_first_draft_to_a_solution_in_use(hands, portal):
    name = f"Stilla natt {next(NUMBERS)}"
    leader, sponsor, region, company = (hands(who) for who in ("leader", "sponsor", "region lead", "company"))
    contact, assessor = hands("unit contact"), hands("assessor")
    need = WHOLE_CHALLENGE | dates() | {"title": TITLE, "problem": PROBLEM, "call_type": CallType.continuous}
    for unasked in ("opens_on", "questions_close_on", "closes_on"):
        del need[unasked]

    leader.opens("/behov").follows("Describe a need").fills(words="dörren öppnas på natten").presses(
        "Look for similar needs"
    )
    leader.presses("Start describing the need").follows("Continue with “%(part)s”", part=NEED.parts[0].title)
    need["sponsor_id"] = str(portal.county.people["sponsor"].id)
    leader.writes(NEED, need).presses("Send for a decision").sees("Vera Ström")

    sponsor.takes_up("Give your decision on the need", TITLE)
    sponsor.fills(answer=MandateAnswer.yes, hours=6, goal="Färre väcks på natten.").presses("Give decision")

    region.takes_up("Check the quality of the need", TITLE)
    region.ticks_all().presses("Approve the need")

    leader.takes_up("Publish the need", TITLE).follows("Publish the need").presses("Yes, publish the need")
    address = leader.here

    company.opens("/losningar/egna").follows("Describe a solution").fills(name=name).presses(
        "Start describing the solution"
    )
    company.follows("Continue with “%(part)s”", part=SOLUTION.parts[0].title)
    company.writes(SOLUTION, WHOLE_SOLUTION).presses("Make the solution ready to use")
    company.opens(address).follows("Apply to test").fills(fits="yes", can_try="yes", accepts="yes")
    company.presses("Start the request").follows("Continue with “%(part)s”", part=REQUEST.parts[0].title)
    company.writes(REQUEST, WHOLE_REQUEST | {"solution_id": name, "org_number": "492002-1021"})
    company.fills(correct=True, entitled=True, no_promise=True).presses("Send in the request")
    company.sees("Your colleagues have been told by email. Print the page if you want to save it.")

    leader.takes_up("Check that the request is complete", name)
    leader.follows("Declare ties").fills(conflict="no").presses("Declare")
    leader.takes_up("Check that the request is complete", name).follows("Check the request")
    leader.fills(outcome="complete").presses("Save the result")
    leader.takes_up("Name who will assess the request", name)
    leader.ticks("Cia Berg", "Dan Dahl").presses("Ask them to assess")

    for person in (contact, assessor):
        person.takes_up("Say whether you have ties to the company", name).fills(conflict="no").presses("Declare")
        person.takes_up("Assess the request", name)
        for number in (1, 2, 3):
            person.fills(**{f"score_{number}": 4, f"reason_{number}": WHY})
        person.fills(recommendation="test").presses("Save the assessment")

    leader.takes_up("Prepare the decision", name)
    leader.fills(outcome=Outcome.accepted, reason_code=ReasonCode.best_fit, needs_sponsor=True)
    leader.fills(reason_text="Ni får testa. Lösningen möter behovet bäst. Vi hör av oss om planen.")
    leader.presses("Save the decision and see the letter")
    sponsor.takes_up("Agree to the decision", name).fills(conflict="no").presses("Declare")
    sponsor.takes_up("Agree to the decision", name).fills(agrees="true").presses("Give decision")
    leader.takes_up("Send the decision", name).follows("See the letter").presses("Yes, send the decision")

    leader.takes_up("Set up the pilot", name).follows("Go to the pilot")
    leader.fills(title="Lugnare nätter på ett boende", sponsor_id=need["sponsor_id"]).presses("Set up the pilot")
    leader.follows("Continue with “%(part)s”", part=PLAN.parts[0].title)
    leader.writes(PLAN, WHOLE_PLAN | plan_dates(0)).presses("Send the plan for approval").presses("Approve the plan")
    company.takes_up("Approve the pilot plan", "Lugnare nätter på ett boende").presses("Approve the plan")
    leader.takes_up("Start the pilot", "Lugnare nätter på ett boende").presses("Start the pilot")
    pilot = leader.here

    company.opens(pilot).follows("Give a status report")
    company.fills(status="on_plan", done="Alla sensorer är på plats.", next="Vi frågar personalen.", help_from="none")
    company.presses("Send the report")
    leader.opens(pilot).follows("End the pilot and evaluate it")
    leader.follows("Decide at the halfway point first: the pilot was planned for eight weeks or more.")
    leader.fills(choice=Halfway.go_on, note="Styrgruppen ser att nätterna blir lugnare.").presses("Save the decision")
    leader.follows("End the pilot and evaluate it").presses("Yes, end the pilot")
    leader.takes_up("Write the evaluation", "Lugnare nätter på ett boende")
    leader.follows("Continue with “%(part)s”", part=OF_A_RUN_PILOT.parts[0].title)
    leader.writes(OF_A_RUN_PILOT, whole_evaluation()).presses("Give the final report")

    sponsor.takes_up("Decide what happens after the test", "Lugnare nätter på ett boende")
    sponsor.fills(outcome=PilotOutcome.adopt, why="Färre väcks på natten, och personalen vill ha det kvar.")
    sponsor.fills(first_follow_up=today() + timedelta(days=180)).presses("Give decision")
    leader.opens(address).sees("Met: the solution is in use")
