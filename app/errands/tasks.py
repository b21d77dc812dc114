"""What an errand waits for, and of whom."""

from app.activity.tasks import Waits
from app.errands.models import Errand, ErrandState
from app.language import N_


def waits(errand: Errand) -> list[Waits]:
    """What waits now: needs the one who does it loaded."""
    if errand.waits_for_the_guest:
        return []  # nothing waits for somebody who has not come
    if errand.state is ErrandState.asked:
        return [_for_the_doer(errand, N_("Answer what you were asked to do"), N_("A colleague has asked you"))]
    if errand.state is ErrandState.taken:
        return [_for_the_doer(errand, N_("Do"), "" if errand.is_own else N_("You have taken it on"))]
    return []


def _for_the_doer(errand: Errand, verb: str, why: str) -> Waits:
    return Waits(
        verb,
        "errand",
        errand.doer.organisation_id,
        membership_id=errand.doer_id,
        due_on=errand.due_on,
        why=why,
        key="errand",
    )
