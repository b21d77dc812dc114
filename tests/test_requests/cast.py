"""Requests, and everyone who has to do with them."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from app.actor import Role
from app.challenges.choices import Category, EffectGoal, TargetGroup, YesNoUnknown
from app.challenges.models import Challenge, ChallengeState
from app.database import now, today
from app.organisations.models import Organisation, OrganisationKind, SizeClass
from app.people.models import Membership
from app.references.queries import next_reference
from app.solutions.choices import Accessible, MarketStatus, Marking, Maturity, Sensing, SolutionKind
from app.solutions.models import Solution, SolutionState
from app.test_requests import queries
from app.test_requests.choices import Answer, Device, TestKind
from app.test_requests.models import Assessor, Standing, TestRequest, TestRequestState
from app.test_requests.tasks import promised_decision, promised_screening

_number = count(1)

LONG = "Lösningen visar personalen när någon behöver hjälp, utan att dörren öppnas. " * 4

WHOLE_SOLUTION: dict[str, Any] = {
    "kind": SolutionKind.product,
    "pitch": "En sensor utan bild som säger till när någon ligger på golvet, och annars låter alla sova.",
    "categories": [Category.digital_supervision],
    "effect_goals": [EffectGoal.safety],
    "target_groups": [TargetGroup.older_in_care_home],
    "maturity": Maturity.established,
    "market_status": MarketStatus.on_market,
    "marking": Marking.ce_other,
    "uses_ai": YesNoUnknown.no,
    "personal_data": YesNoUnknown.no,
    "sensing": [Sensing.none],
    "accessible": Accessible.partly,
    "pricing": "Hemlig prislista",
}

WHOLE_REQUEST: dict[str, Any] = {
    "org_number": "492002-1021",
    "size_class": SizeClass.small,
    "contact_name": "Alva Lind",
    "contact_email": "alva@bergslagen.example",
    "maturity": Maturity.established,
    "how_meets": LONG,
    "benefit_user": "Sover hela natten.",
    "benefit_staff": "Går bara dit de behövs.",
    "test_kind": TestKind.pilot,
    "goals": [{"goal": "Färre väckningar", "measure": "Antal per natt"}],
    "participants_max": 12,
    "weeks": 8,
    "need_from_us": "Två timmar i veckan.",
    "we_bring": "Sensorer och utbildning.",
    "after_test": "Kommunen får en offert om den vill.",
    "personal_data": YesNoUnknown.no,
    "camera_audio_pos": [Sensing.none],
    "device": Device.no,
    "within_intended_purpose": YesNoUnknown.yes,
    "uses_ai": YesNoUnknown.no,
    "accessible": Accessible.partly,
    "insurance": Answer.yes,
    "state_aid": Answer.no,
    "ties": Answer.no,
    "has_secrets": Answer.no,
}


def solution(given, author: Membership, state: SolutionState = SolutionState.current, **values: Any) -> Solution:
    number = next(_number)
    defaults = {
        "reference": next_reference(given.db, "L"),
        "name": f"StillaSens {number}",
        "organisation_id": author.organisation_id,
        "author_id": author.id,
        "state": state,
        "confirmed_at": None if state is SolutionState.draft else now(),
    }
    return given.saved(Solution(**(WHOLE_SOLUTION | defaults | values)))


@dataclass
class Cast:
    """A town with a need, a company with a request on it, and people around them."""

    given: Any
    db: Session
    town: Organisation = field(init=False)
    company: Organisation = field(init=False)
    rep: Membership = field(init=False)
    challenge: Challenge = field(init=False)
    solution: Solution = field(init=False)

    def __post_init__(self) -> None:
        given = self.given
        given.region()
        self.town = given.organisation("Hallsbergs kommun", short_name="Hallsberg")
        self.company = given.organisation(
            "Bergslagens Sensorik AB", OrganisationKind.company, org_number="492002-1021", size_class=SizeClass.small
        )
        self.rep = given.member(Role.company_rep, of=self.company, name="Alva Lind")
        self.challenge = given.challenge(of=self.town, state=ChallengeState.open)
        self.solution = solution(given, self.rep)

    def member(self, *roles: Role, of: Organisation | None = None, **values: Any) -> Membership:
        return self.given.member(*roles, of=of, **values)

    def leader(self) -> Membership:
        return self.member(Role.testbed_leader, of=self.town)

    def leader_elsewhere(self) -> Membership:
        return self.member(Role.testbed_leader)

    def another_need(self, **values: Any) -> Challenge:
        return self.given.challenge(of=self.town, state=ChallengeState.open, **values)

    def request(self, state: TestRequestState = TestRequestState.draft, **values: Any) -> TestRequest:
        is_draft = state is TestRequestState.draft
        unsolicited = state in (TestRequestState.proposed, TestRequestState.offered) or values.get("is_unsolicited")
        promised = (
            {}
            if is_draft or unsolicited
            else {
                "screen_by": promised_screening(today(), self.challenge.closes_on),
                "decide_by": promised_decision(today(), self.challenge.closes_on),
            }
        )
        defaults = {
            "reference": next_reference(self.db, "T"),
            "organisation_id": self.company.id,
            "author_id": self.rep.id,
            "solution_id": self.solution.id,
            "challenge_id": None if unsolicited else self.challenge.id,
            "is_unsolicited": bool(unsolicited),
            "state": state,
            "state_since": now(),
            "submitted_at": None if is_draft else now(),
        }
        if not unsolicited:
            defaults["host_id"] = self.town.id
        made = self.given.saved(TestRequest(**(WHOLE_REQUEST | defaults | promised | values)))
        return self.reread(made)

    def reread(self, test_request: TestRequest) -> TestRequest:
        self.db.expire(test_request)
        found = queries.by_id(self.db, test_request.id)
        assert found is not None
        return found

    def declares(self, test_request: TestRequest, member: Membership, standing: Standing) -> TestRequest:
        self.given.saved(
            Assessor(test_request_id=test_request.id, membership_id=member.id, standing=standing, declared_at=now())
        )
        return self.reread(test_request)
