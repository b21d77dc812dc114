"""A municipality, a company and what lies between them, up to an accepted request or a pilot in any state."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from app.actor import Role
from app.challenges.models import ChallengeState
from app.database import now, today
from app.organisations.models import OrganisationKind
from app.people.models import Membership
from app.pilots import actions, actions_after, queries
from app.pilots.choices import GoalKind, HelpFrom, HowItGoes, PilotKind
from app.pilots.forms import NewPilot
from app.pilots.forms_evaluation import OF_A_RUN_PILOT
from app.pilots.forms_run import StatusReportForm
from app.pilots.models import Pilot, PilotState
from app.references.queries import next_reference
from app.solutions.models import Solution, SolutionState
from app.test_requests.models import Assessor, Standing, TestRequest, TestRequestState

DAY = timedelta(days=1)
LEARNING = "Personalen litade på larmen först när nätet var stabilt. Mät täckningen innan ni börjar."

WHOLE_PLAN: dict[str, Any] = {
    "title": "Lugnare nätter på ett boende",
    "kind": PilotKind.pilot_test,
    "purpose": "Vi vill veta om färre väcks på natten utan att någon blir mindre trygg.",
    "goals": [
        {
            "kind": GoalKind.effect,
            "goal": "Färre väcks på natten",
            "measure": "Väckningar per natt",
            "baseline": "9",
            "target": "3",
            "when": "Varje vecka",
        }
    ],
    "participants": [{"group": "De som bor på boendet", "planned": 12}],
    "recruit": "Kontaktpersonen berättar och frågar, muntligt och skriftligt.",
    "sites": "Ett särskilt boende",
    "project_owner": "Verksamhetschefen",
    "project_lead": "Testbäddsledaren",
    "unit_contact": "Enhetschefen",
    "company_contact": "Projektledaren på företaget",
    "out_of_hours": "Företagets jour",
    "risks": [
        {
            "text": "Larm uteblir",
            "likelihood": 2,
            "consequence": 5,
            "action": "Nattronder finns kvar",
            "owner": "Chefen",
        }
    ],
    "stop_criteria": "Vi avbryter om ett larm uteblir två gånger.",
    "fallback": "Personalen går de vanliga nattronderna.",
    "training": "Två timmar för alla som arbetar natt.",
    "data_flow": "Sensorn skickar rörelse till larmet. Inget sparas längre än ett dygn.",
    "communication": "Anhöriga får brev före start och efter slutet.",
    "participant_info": "Vad vi prövar, att det är frivilligt och att man kan sluta när som helst.",
    "evaluation_plan": "Vi räknar väckningar före, under och efter och frågar personalen.",
    "exit_plan": "Sensorerna lämnas tillbaka och nattronderna fortsätter.",
}


def plan_dates(starts_in: int = 7, weeks: int = 6) -> dict[str, Any]:
    starts_on = today() + starts_in * DAY
    halfway_on = starts_on + timedelta(weeks=weeks // 2) if weeks >= 8 else None
    return {"starts_on": starts_on, "ends_on": starts_on + timedelta(weeks=weeks) - DAY, "halfway_on": halfway_on}


@dataclass
class Setting:
    """Who is there: `setting.leader`, `setting.company_rep` …, and what they have to do with one another.

    `among` is a scene (tests/assessments/scene.py) whose town, company and people these are; without it they are new.
    """

    given: Any
    among: Any = None
    town: Any = field(init=False)
    company: Any = field(init=False)
    leader: Membership = field(init=False)
    sponsor: Membership = field(init=False)
    company_rep: Membership = field(init=False)

    def __post_init__(self) -> None:
        given = self.given
        self.db = given.db
        if self.among:
            scene = self.among
            self.town, self.company = scene.town, scene.company
            self.leader, self.sponsor, self.company_rep = scene.leader, scene.sponsor, scene.representative
            return
        self.town = given.organisation("Provköping")
        self.company = given.organisation("Sensorbolaget", OrganisationKind.company)
        self.leader = given.member(Role.testbed_leader, of=self.town, name="Lena Ledare")
        self.sponsor = given.member(Role.sponsor, of=self.town, name="Stina Chef")
        self.company_rep = given.member(Role.company_rep, of=self.company, name="Bo Bolag")

    def request(self, state: TestRequestState = TestRequestState.accepted, **values: Any) -> TestRequest:
        """A request on a need of the town that is being assessed."""
        given = self.given
        authored = {"author_id": self.leader.id} if self.among else {}
        need = given.challenge(of=self.town, state=ChallengeState.assessing, sponsor=self.sponsor, **authored)
        author = self.company_rep.id
        solution = given.saved(
            Solution(
                reference=next_reference(self.db, "L"),
                organisation_id=self.company.id,
                author_id=author,
                name="Stillasensorn",
                state=SolutionState.current,
            )
        )
        row = TestRequest(
            reference=next_reference(self.db, "T"),
            organisation_id=self.company.id,
            challenge_id=need.id,
            host_id=self.town.id,
            solution_id=solution.id,
            author_id=author,
            state=state,
            goals=[{"goal": "Färre väcks på natten", "measure": "Väckningar per natt"}],
            weeks=12,
            participants_max=12,
            contact_name="Bo Bolag",
            **values,
        )
        row.assessors = [Assessor(membership_id=self.leader.id, standing=Standing.cleared, declared_at=now())]
        return given.saved(row)

    def set_up(self, **values: Any) -> Pilot:
        """A pilot just made by the leader from an accepted request."""
        request = queries.accepted_request(self.db, self.leader.actor, self.request().reference)
        form = NewPilot(title="Lugnare nätter på ett boende", sponsor_id=str(self.sponsor.id), seeks_research=True)
        pilot = actions.set_up(self.db, self.leader.actor, request, form)
        return self._with(pilot, values)

    def planned(self, **values: Any) -> Pilot:
        """A pilot whose plan is written to the end."""
        return self._with(self.set_up(), WHOLE_PLAN | plan_dates() | values)

    def _with(self, pilot: Pilot, values: dict[str, Any]) -> Pilot:
        for name, value in values.items():
            setattr(pilot, name, value)
        self.db.commit()
        return self.fresh(pilot)

    def fresh(self, pilot: Pilot) -> Pilot:
        """The pilot as it is saved, with everything that belongs to it."""
        self.db.expire(pilot)
        return queries.pilot(self.db, self.leader.actor, pilot.reference)

    def sent(self, **values: Any) -> Pilot:
        pilot = self.planned(**values)
        actions.send(self.db, self.leader.actor, pilot)
        return pilot

    def approved(self, **values: Any) -> Pilot:
        """A pilot whose plan both parties have approved."""
        pilot = self.sent(**values)
        actions.approve(self.db, self.leader.actor, pilot)
        actions.approve(self.db, self.company_rep.actor, pilot)
        return pilot

    def running(self, **values: Any) -> Pilot:
        pilot = self.approved(**values)
        actions.start(self.db, self.leader.actor, pilot)
        return pilot

    def ended(self, **values: Any) -> Pilot:
        pilot = self.running(**values)
        actions.end(self.db, self.leader.actor, pilot)
        return pilot

    def evaluated(self, **values: Any) -> Pilot:
        """A pilot that has ended, with every question about it answered."""
        pilot = self.ended(**values)
        for part in OF_A_RUN_PILOT:
            answered = {name: value for name, value in whole_evaluation().items() if name in part.model.model_fields}
            actions_after.evaluate(self.db, self.leader.actor, pilot, part, answered)
        return pilot

    def reported(self, **values: Any) -> Pilot:
        """A pilot that waits for what its decision-maker says."""
        pilot = self.evaluated(**values)
        actions_after.give_final_report(self.db, self.leader.actor, pilot)
        return pilot

    def in_state(self, state: PilotState) -> Pilot:
        """A pilot that stands in a state, for tables of rights."""
        pilot = self.set_up()
        return self._with(pilot, {"state": state})


def whole_evaluation() -> dict[str, Any]:
    """Answers to every question of an evaluation, as they are stored."""
    return {
        "goal_results": [
            {"goal": "Färre väcks på natten", "result": "met", "value": "2 per natt", "number": 11, "method": "Räknat"}
        ],
        "participants": [{"group": "De som bor på boendet", "actual": 11, "dropouts": 2, "why": "Flyttade"}],
        "sus": [{f"q{n}": value for n, value in enumerate([4, 2, 4, 1, 4, 2, 5, 1, 4, 2], 1)}],
        "area_citizen": 5,
        "area_organisation": 4,
        "area_technology": 4,
        "area_economy": 3,
        "benefit_staff": "Lugnare nätter.",
        "advice": "Mät nätets täckning innan ni börjar.",
        "to_company": "Batteriet behöver räcka längre.",
        "learning": LEARNING,
        "equipment_returned": True,
        "data_deleted": True,
    }


def status(**values: Any) -> StatusReportForm:
    usual = {
        "status": HowItGoes.on_plan,
        "done": "Alla sensorer är på plats.",
        "next": "Vi frågar personalen.",
        "help_from": HelpFrom.none,
    }
    return StatusReportForm(**(usual | values))
