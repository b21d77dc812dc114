"""What a claim waits for, and of whom."""

from app.activity.tasks import Waits
from app.actor import Role
from app.claims.models import Claim, ClaimDue, ClaimState
from app.grants.rules import STAFF
from app.language import N_


def waits(claim: Claim) -> list[Waits]:
    if claim.state == ClaimState.draft:
        return [
            Waits(
                N_("Review and sign the claim"),
                "claim",
                claim.organisation_id,
                (Role.region_lead,),
                why=N_("The rows are locked"),
            )
        ]
    if claim.state == ClaimState.sent:
        return [
            Waits(
                N_("Write down the answer to the claim"),
                "claim",
                claim.organisation_id,
                STAFF,
                why=N_("The claim has been sent"),
            )
        ]
    if claim.state in (ClaimState.approved, ClaimState.partly):
        return [
            Waits(
                N_("Write down when the claim was paid"),
                "claim",
                claim.organisation_id,
                STAFF,
                why=N_("It has been answered"),
            )
        ]
    return []


def waits_for(due: ClaimDue) -> list[Waits]:
    """The next claim of a phase, until it is made."""
    why = N_("A claim is made at least every third month")
    return (
        []
        if due.is_met
        else [Waits(N_("Make the claim"), "claims", due.organisation_id, STAFF, due_on=due.due_on, why=why)]
    )
