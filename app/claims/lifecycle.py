"""How a claim goes from a draft to what was paid (domain.md 4.11)."""

from app.activity.happenings import Happened
from app.claims import rules
from app.claims.models import Attachment, Claim
from app.claims.models import ClaimState as State
from app.language import N_
from app.lifecycle import Lifecycle, Look, Need, Step, states
from app.refusals import Reason

LACKING = {
    Attachment.ledger: N_("The general ledger is missing. Add it as a file."),
    Attachment.statement: N_("The income statement is missing. Add it as a file."),
}


def _documents(claim: Claim) -> list[Reason]:
    return [Reason(LACKING[kind], field="file") for kind in claim.missing_documents]


def _conditions(claim: Claim) -> list[Reason]:
    """Conditions of the decision in force that hold the claim back."""
    return [
        Reason(
            N_("A condition is not fulfilled, and no claim can be made until it is: %(text)s"),
            values={"text": one.text},
        )
        for decision in claim.grant.decisions
        if decision.phase_id == claim.phase_id and decision.is_in_force
        for one in decision.conditions
        if one.blocks
    ]


LIFECYCLE = Lifecycle(
    looks={
        State.draft: Look(N_("Being prepared"), "neutral"),
        State.sent: Look(N_("Sent"), "stage1"),
        State.approved: Look(N_("Approved"), "stage3"),
        State.partly: Look(N_("Approved in part"), "stage2"),
        State.refused: Look(N_("Refused"), "ended"),
        State.paid: Look(N_("Paid"), "stage4"),
        State.discarded: Look(N_("Discarded"), "ended"),
    },
    steps=(
        Step(
            name="sign",
            label=N_("Lock and sign"),
            leaves=states(State.draft),
            enters=State.sent,
            may=rules.may_sign,
            needs=(Need(_documents), Need(_conditions)),
            happening=Happened.claim_sent,
        ),
        Step(
            name="discard",
            label=N_("Discard the draft"),
            leaves=states(State.draft),
            enters=State.discarded,
            may=rules.may_prepare,
            happening=Happened.claim_discarded,
        ),
        Step(
            name="approve",
            label=N_("Approved"),
            leaves=states(State.sent),
            enters=State.approved,
            may=rules.may_answer,
            happening=Happened.claim_approved,
        ),
        Step(
            name="approve_in_part",
            label=N_("Approved in part"),
            leaves=states(State.sent),
            enters=State.partly,
            may=rules.may_answer,
            happening=Happened.claim_approved_in_part,
        ),
        Step(
            name="refuse",
            label=N_("Refused"),
            leaves=states(State.sent),
            enters=State.refused,
            may=rules.may_answer,
            happening=Happened.claim_refused,
        ),
        Step(
            name="pay",
            label=N_("Paid"),
            leaves=states(State.approved, State.partly),
            enters=State.paid,
            may=rules.may_prepare,
            happening=Happened.claim_paid,
        ),
    ),
)
