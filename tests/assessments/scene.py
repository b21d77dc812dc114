"""A need of Hallsberg with requests being assessed, and the people around it."""

from datetime import timedelta

from app.activity.models import Event
from app.activity.queries import tasks_for
from app.actor import Role
from app.assessments import actions, queries
from app.assessments.forms import DecisionForm, TiesForm, criteria_of, sheet
from app.assessments.models import Answer, Outcome, ReasonCode
from app.challenges.choices import CallType
from app.challenges.models import ChallengeState, CoOwner, CoOwnerStatus
from app.database import now, today
from app.references.queries import next_reference
from app.solutions.models import Solution
from app.test_requests.models import Assessor, Standing, TestRequest, TestRequestState

NO_TIES = TiesForm(conflict=Answer.no)
TIES = TiesForm(conflict=Answer.yes, note="A close relative works there.")
WHY = "Larmet når personalens telefoner inom tio sekunder."


class Scene:
    def __init__(self, given) -> None:
        self.given, self.db = given, given.db
        self.town = given.organisation("Hallsbergs kommun", short_name="Hallsberg")
        self.other_town = given.organisation("Kumla kommun", short_name="Kumla")
        self.leader = given.member(Role.testbed_leader, of=self.town, name="Anna Ek")
        self.deputy = given.member(Role.testbed_deputy, of=self.town, name="Bo Lind")
        self.sponsor = given.member(Role.sponsor, of=self.town, name="Vera Ström")
        self.contact = given.member(Role.unit_contact, of=self.town, name="Cia Berg")
        self.assessor = given.member(Role.assessor, of=self.town, name="Dan Dahl")
        self.region = given.member(Role.region_lead, name="Eva Falk")
        self.outsider = given.member(Role.testbed_leader, of=self.other_town, name="Finn Hall")
        self.company = given.organisation("Nattro AB", kind="company")
        self.representative = given.member(Role.company_rep, of=self.company, name="Gun Ivarsson")

    def need(self, call_type=CallType.call, **values):
        is_call = call_type is CallType.call
        values = {"closes_on": today() - timedelta(days=1) if is_call else None, "call_type": call_type} | values
        state = ChallengeState.assessing if is_call else ChallengeState.published
        return self.given.challenge(of=self.town, state=state, sponsor=self.sponsor, **values)

    def shares(self, need, organisation, status=CoOwnerStatus.joined):
        return self.given.saved(CoOwner(challenge_id=need.id, organisation_id=organisation.id, status=status))

    def request(self, need=None, company=None, state=TestRequestState.assessment, **values):
        need = need or self.need()
        company = company or self.company
        author = self.given.member(Role.company_rep, of=company)
        name = values.pop("name", "Nattro")
        solution = self.given.saved(
            Solution(reference=next_reference(self.db, "L"), organisation_id=company.id, name=name, author_id=author.id)
        )
        defaults = {
            "reference": next_reference(self.db, "T"),
            "organisation_id": company.id,
            "challenge_id": need.id,
            "host_id": need.organisation_id,
            "solution_id": solution.id,
            "state": state,
            "author_id": author.id,
            "how_meets": "Sensorn ser när någon går upp och säger till i telefonen.",
            "submitted_at": now(),
            "state_since": now(),
            "decide_by": today() + timedelta(days=40),
        }
        row = self.given.saved(TestRequest(**(defaults | values)))
        return self.fresh(row)

    def fresh(self, row):
        self.db.flush()
        return queries.renewed(self.db, row)

    def standing(self, row, member, standing=Standing.cleared, *, scores=True):
        self.given.saved(
            Assessor(
                test_request_id=row.id, membership_id=member.id, standing=standing, scores=scores, declared_at=now()
            )
        )
        return self.fresh(row)

    def gives(self, row, member, *scores):
        """The member has declared no ties and given these scores."""
        if actions.assessor(row, member.id) is None:
            row = self.standing(row, member)
        actions.give(self.db, member.actor, row, answered(row, *scores), None)
        return self.fresh(row)

    def assessed(self, row=None, *, leads=True):
        """Two have given their scores, one of them a unit contact, and the leader handles the case."""
        row = row or self.request()
        row = self.gives(row, self.contact, 4, 4, 3)
        row = self.gives(row, self.assessor, 3, 4, 4)
        return self.standing(row, self.leader, scores=False) if leads else row

    def prepared(self, row=None, **values):
        row = row if row is not None and row.assessors else self.assessed(row)
        actions.prepare(self.db, self.leader.actor, row, decision(**values), None)
        return self.fresh(row)


def answered(row, *scores):
    """Scores as the form hands them over, each with a reason."""
    criteria = criteria_of(row.challenge.criteria)
    typed = {f"score_{n}": str(score) for n, score in enumerate(scores, 1)}
    typed |= {f"reason_{n}": WHY for n in range(1, len(scores) + 1)} | {"recommendation": "test"}
    return dict(sheet(criteria).model_validate(typed))


def decision(outcome=Outcome.declined, reason_code=ReasonCode.does_not_meet, **values):
    text = "Vi går inte vidare. Lösningen kan inte kopplas till larmet. Ni kan söka på andra behov."
    return DecisionForm(**({"outcome": outcome, "reason_code": reason_code, "reason_text": text} | values))


def why(refused):
    return [reason.text for reason in refused.value.reasons]


def verbs(scene, member):
    return [task.verb for task in tasks_for(scene.db, member.actor)]


def happened(scene, row):
    rows = scene.db.query(Event).where(Event.subject_id == row.id).order_by(Event.created_at)
    return [event.happening for event in rows]
