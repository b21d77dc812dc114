"""What a reader chooses: one question for each kind of happening that can be chosen about (ux.md B4)."""

from typing import Annotated

from app.activity.groups import Frequency, Group
from app.asking import Ask, Asked
from app.language import N_, Worded

EMPTY = N_("Choose how often.")


class OfTheList(Worded):
    """How often the list of all that waits can come: it is no news, so never at once."""

    daily = Frequency.daily.value, Frequency.daily.label
    weekly = Frequency.weekly.value, Frequency.weekly.label
    never = Frequency.never.value, Frequency.never.label


def _ask(group: Group) -> Ask:
    return Ask(group.label, hint=group.hint, kind="radios", empty=EMPTY)


class Preferences(Asked):
    """The fields are the groups by name, so that a choice is found by what it is about."""

    waits: Annotated[Frequency, _ask(Group.waits)]
    summary: Annotated[OfTheList, _ask(Group.summary)]
    messages: Annotated[Frequency, _ask(Group.messages)]
    needs: Annotated[Frequency, _ask(Group.needs)]
    pilots: Annotated[Frequency, _ask(Group.pilots)]
    thread: Annotated[OfTheList, _ask(Group.thread)]
    other: Annotated[Frequency, _ask(Group.other)]
