"""What a grant waits for, and of whom."""

from datetime import timedelta

from app.activity.tasks import Waits
from app.actor import Role
from app.database import today
from app.grants.choices import ConditionStatus
from app.grants.models import Grant
from app.language import N_

AHEAD = timedelta(days=30)  # before it is to be looked at, a condition is put on someone's list


def waits(grant: Grant) -> list[Waits]:
    """Decisions to put in force, and conditions to look at. Needs decisions and conditions loaded."""
    found = [
        Waits(
            N_("Put the decision in force"),
            "grant",
            grant.organisation_id,
            (Role.region_lead,),
            why=N_("A decision has been written down"),
            key=f"decision {decision.number}",
        )
        for decision in grant.decisions
        if decision.is_draft
    ]
    for decision in grant.decisions:
        if not decision.is_in_force:
            continue
        for condition in decision.conditions:
            is_open = condition.status != ConditionStatus.met
            if is_open and condition.owner_id and condition.due_on and condition.due_on <= today() + AHEAD:
                found.append(
                    Waits(
                        N_("Look at a condition of the grant"),
                        "grant_conditions",
                        grant.organisation_id,
                        membership_id=condition.owner_id,
                        due_on=condition.due_on,
                        why=N_("You watch it"),
                        key=f"condition {decision.number}.{condition.number}",
                    )
                )
    return found
