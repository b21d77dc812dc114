"""From a decision that is being written down to one that is in force, and to one that is settled."""

from app.activity.happenings import Happened
from app.actor import Actor
from app.grants import rules
from app.grants.models import DecisionState as State
from app.grants.models import GrantDecision
from app.language import N_
from app.lifecycle import Lifecycle, Look, Step, needed, states


def may_put_in_force(actor: Actor, decision: GrantDecision) -> bool:
    return rules.may_put_in_force(actor, decision.grant)


HAS_CONDITIONS = needed(
    lambda decision: decision.is_amendment or bool(decision.conditions_asked),
    N_("Write down the conditions of the decision, at least one."),
    field="conditions_asked",
)

LIFECYCLE = Lifecycle(
    looks={
        State.draft: Look(N_("Being written down"), "neutral"),
        State.active: Look(N_("In force"), "stage3"),
        State.replaced: Look(N_("Replaced by a later decision"), "ended"),
        State.settled: Look(N_("Settled"), "stage4"),
    },
    steps=(
        Step(
            name="put_in_force",
            label=N_("Put the decision in force"),
            leaves=states(State.draft),
            enters=State.active,
            may=may_put_in_force,
            needs=(HAS_CONDITIONS,),
            happening=Happened.grant_in_force,
        ),
        Step(
            name="replace",
            label=N_("Let a later decision take its place"),
            leaves=states(State.active),
            enters=State.replaced,
            may=may_put_in_force,
            happening=Happened.grant_replaced,
        ),
        Step(
            name="settle",
            label=N_("Settle the grant"),
            leaves=states(State.active),
            enters=State.settled,
            may=may_put_in_force,
            happening=Happened.grant_settled,
        ),
    ),
)
