"""What waits for somebody because of who comes and goes."""

from collections.abc import Sequence

from app.activity.tasks import Waits
from app.actor import Role
from app.language import N_
from app.people.models import Membership

ADMINISTRATORS = (Role.organisation_admin,)


def waits(member: Membership) -> Sequence[Waits]:
    """Somebody the organisation's own service vouches for waits until its administrator has answered."""
    if not member.is_asked_for_by_its_service:
        return ()
    why = N_("You administer the organisation they want to act for")
    return (Waits(N_("Answer a newcomer"), "newcomer", member.organisation_id, ADMINISTRATORS, why=why),)
