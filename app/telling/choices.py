"""What holds for a reader: what they have chosen, and what is usual for those who have not."""

from collections.abc import Mapping

from app.activity.groups import FIXED, Frequency, Group, Urgency, usual
from app.actor import Actor, Role

CHOSEN_ABOUT = tuple(group for group in Group if group not in FIXED)


def usual_for(actor: Actor, group: Group) -> Frequency:
    """How often one hears of a kind of happening who has not chosen.

    Decision-makers are asked and reminded, and get no list besides (ux.md 1.6: "nothing else, ever").
    """
    if group is Group.summary:
        return Frequency.never if actor.roles == {Role.sponsor} else Frequency.daily
    if group is Group.many:
        return Frequency.direct
    return usual(group, Urgency.direct if group in (Group.waits, Group.messages) else Urgency.digest)


def in_force(actor: Actor, chosen: Mapping[Group, Frequency]) -> dict[Group, Frequency]:
    """How often the reader hears of each kind of happening that one can choose about."""
    return {group: chosen.get(group) or usual_for(actor, group) for group in CHOSEN_ABOUT}
