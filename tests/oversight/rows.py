"""Rows that figures are counted from, made directly: what counts is their state, not how they came there."""

from datetime import timedelta

from app.actor import Role
from app.assessments.models import Decision, Outcome, ReasonCode
from app.database import now
from app.organisations.models import OrganisationKind
from app.pilots.choices import PilotOutcome
from app.pilots.models import AfterTest, Pilot, PilotState
from app.references.queries import next_reference
from app.solutions.models import Solution, SolutionState
from app.test_requests.models import TestRequest, TestRequestState


class Rows:
    def __init__(self, given) -> None:
        self.given = given

    def company(self):
        return self.given.organisation(kind=OrganisationKind.company)

    def test_request(self, challenge, state=TestRequestState.submitted, company=None, **values):
        company = company or self.company()
        author = self.given.member(Role.company_rep, of=company)
        solution = self.given.saved(
            Solution(
                reference=next_reference(self.given.db, "L"),
                organisation_id=company.id,
                author_id=author.id,
                state=SolutionState.current,
                name="Nattljus",
            )
        )
        defaults = {
            "reference": next_reference(self.given.db, "T"),
            "organisation_id": company.id,
            "challenge_id": challenge.id,
            "host_id": challenge.organisation_id,
            "solution_id": solution.id,
            "author_id": author.id,
            "state": state,
            "state_since": now(),
        }
        return self.given.saved(TestRequest(**(defaults | values)))

    def decision(self, test_request, outcome=Outcome.declined, *, released=True, reason="Den passar inte larmet."):
        author = self.given.member(Role.testbed_leader, of=test_request.host_id)
        return self.given.saved(
            Decision(
                test_request_id=test_request.id,
                outcome=outcome,
                reason_code=ReasonCode.technical,
                reason_text=reason,
                prepared_by_id=author.id,
                released_at=now() if released else None,
            )
        )

    def pilot(self, test_request, state=PilotState.running, *, started=True, outcome=None, **values):
        pilot = self.given.saved(
            Pilot(
                reference=next_reference(self.given.db, "P"),
                organisation_id=test_request.host_id,
                company_id=test_request.organisation_id,
                challenge_id=test_request.challenge_id,
                test_request_id=test_request.id,
                solution_id=test_request.solution_id,
                state=state,
                state_since=now(),
                started_at=now() - timedelta(days=30) if started else None,
                title="Nattljus i Hallsberg",
                **values,
            )
        )
        if outcome is not None:
            sponsor = self.given.member(Role.sponsor, of=test_request.host_id)
            self.given.saved(
                AfterTest(pilot_id=pilot.id, membership_id=sponsor.id, outcome=outcome, why="Det gick bra.")
            )
        return pilot

    def adopted(self, challenge):
        return self.pilot(self.test_request(challenge), PilotState.follow_up, outcome=PilotOutcome.adopt)
