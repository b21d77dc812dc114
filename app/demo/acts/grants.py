"""What the region does about its money."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from app.claims import actions as claims
from app.claims import queries as claim_queries
from app.claims.forms import AnswerForm, AttachmentForm, PaidForm, SignForm, StartForm
from app.claims.models import Claim
from app.costs import actions as costs
from app.costs import queries as cost_queries
from app.costs.arithmetic import counted
from app.costs.forms import BookingForm, CorrectionForm, HoursForm
from app.demo.stage import Stage
from app.demo.words import Said
from app.grants import actions, queries
from app.grants.forms import ConditionForm, DecisionForm, GrantForm, PlanForm
from app.grants.models import Grant, GrantDecision
from app.people import queries as people

REFERENCE = "21RS4368"
PAPER = (
    b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
    b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
)
"""An empty page: the demo has no accounts to show."""


def grant_of(stage: Stage, who: str) -> Grant:
    return queries.grant(stage.db, stage.actor(who), REFERENCE)


def register(stage: Stage, who: str, said: Said) -> None:
    form = stage.filled(GrantForm, {**said, "officer_id": stage.cast["joakim"]})
    actions.register(stage.db, stage.actor(who), form, is_demo=True)


def decide(stage: Stage, who: str, lead: str, said: Said) -> None:
    """Write a decision down and put it in force."""
    decision = actions.write_decision(
        stage.db, stage.actor(who), grant_of(stage, who), stage.filled(DecisionForm, said)
    )
    number = decision.number
    stage.db.flush()
    stage.db.expunge_all()
    actions.put_in_force(stage.db, stage.actor(lead), actions.decision_of(grant_of(stage, lead), number))
    stage.db.flush()
    stage.db.expunge_all()


def plan(stage: Stage, who: str, number: int, rows: list[Said], others: list[Said]) -> None:
    decision = actions.decision_of(grant_of(stage, who), number)
    form = stage.filled(PlanForm, {"budget": rows, "financing": others})
    actions.plan(stage.db, stage.actor(who), decision, form)


def bearer(stage: Stage, slug: str) -> str:
    """Which organisation that bears costs is called so in addresses."""
    home = people.organisation_by_slug(stage.db, slug)
    return str(home.id) if home else ""


def judge(stage: Stage, who: str, number: int, condition: int, said: Said) -> None:
    """Say how it stands with a condition."""
    decision = actions.decision_of(grant_of(stage, who), number)
    found = next(one for one in decision.conditions if one.number == condition)
    form = stage.filled(ConditionForm, {**said, "owner_id": stage.cast["joakim"]})
    actions.update_condition(stage.db, stage.actor(who), found, form)


def book(stage: Stage, who: str, said: Said, bearer: str) -> int:
    """Enter a cost of an organisation; returns its number."""
    home = people.organisation_by_slug(stage.db, bearer)
    usual = {"kind": "cost", "eligible": "yes", "activity": "Testledning och testmiljöer"}
    form = stage.filled(BookingForm, {**usual, **said, "bearer_id": home.id if home else ""})
    return costs.enter(stage.db, stage.actor(who), grant_of(stage, who), form).number


def correct(stage: Stage, who: str, number: int, said: Said) -> None:
    grant = grant_of(stage, who)
    booking = cost_queries.booking(stage.db, grant, number)
    costs.correct(stage.db, stage.actor(who), booking, stage.filled(CorrectionForm, said))


def put_in_hours(stage: Stage, who: str, said: Said, bearer: str) -> None:
    home = people.organisation_by_slug(stage.db, bearer)
    form = stage.filled(HoursForm, {**said, "bearer_id": home.id if home else ""})
    costs.add_hours(stage.db, stage.actor(who), grant_of(stage, who), form)


def claim(stage: Stage, who: str, lead: str, decision: GrantDecision, until: date, *, signed_on: date) -> str:
    """Claim all that counts until a day, with its files, and have it signed; returns its reference."""
    phase = decision.phase_id
    reference = _started(stage, who, phase, until)
    for kind in ("ledger", "statement"):
        name = {"ledger": "Huvudbok (demo).pdf", "statement": "Resultaträkning (demo).pdf"}[kind]
        form = stage.filled(AttachmentForm, {"kind": kind})
        claims.attach(stage.db, stage.actor(who), _claim(stage, who, reference), stage.documents, name, PAPER, form)
    signature: Said = {
        "signatory": "Maj Strömvall (påhittad)",
        "signatory_capacity": "Regional utvecklingsdirektör",
        "signed_on": signed_on.isoformat(),
        "declared": True,
    }
    claims.sign(stage.db, stage.actor(lead), _claim(stage, lead, reference), stage.filled(SignForm, signature))
    stage.db.flush()
    stage.db.expunge_all()
    return reference


def _started(stage: Stage, who: str, phase: UUID, until: date) -> str:
    grant = grant_of(stage, who)
    phases = cost_queries.terms_in_force(grant)
    terms = next(one for one in phases if one.phase_id == phase)
    rows = counted(cost_queries.bookings(stage.db, grant), terms, phases, until)
    chosen = [str(row.id) for row in rows if not row.is_locked]
    form = stage.filled(StartForm, {"until_on": until.isoformat(), "rows": chosen})
    reference = claims.start(stage.db, stage.actor(who), grant, phase, form).reference
    stage.db.flush()
    stage.db.expunge_all()
    return reference


def _claim(stage: Stage, who: str, reference: str) -> Claim:
    stage.db.flush()
    stage.db.expunge_all()
    return claim_queries.claim(stage.db, stage.actor(who), reference)


def answer_and_pay(stage: Stage, who: str, reference: str, day: date) -> None:
    said: Said = {"given": "approve", "answered_on": day.isoformat()}
    claims.answer(stage.db, stage.actor(who), _claim(stage, who, reference), stage.filled(AnswerForm, said))
    paid = stage.filled(PaidForm, {"paid_on": day.isoformat()})
    claims.pay(stage.db, stage.actor(who), _claim(stage, who, reference), paid)
    stage.db.flush()
    stage.db.expunge_all()


def settle(stage: Stage, lead: str, number: int) -> None:
    claims.settle(stage.db, stage.actor(lead), actions.decision_of(grant_of(stage, lead), number))


def share(amount: str, percent: int) -> str:
    return str(Decimal(amount) * percent / 100)
