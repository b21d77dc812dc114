"""What a reader chooses: one question for each kind of happening that can be chosen about (ux.md B4)."""

from typing import Annotated
from uuid import UUID

from app.activity.groups import Frequency, Group
from app.asking import Ask, Asked
from app.language import N_, Worded


class OfTheList(Worded):
    """How often the list of all that waits can come: it is no news, so never at once."""

    daily = Frequency.daily.value, Frequency.daily.label
    weekly = Frequency.weekly.value, Frequency.weekly.label
    never = Frequency.never.value, Frequency.never.label


def _ask(group: Group, empty: str) -> Ask:
    return Ask(group.label, hint=group.hint, kind="radios", empty=empty)


class OfLettersToMany(Worded):
    """They say one thing each, so they are no part of a summary."""

    direct = Frequency.direct.value, Frequency.direct.label
    never = Frequency.never.value, Frequency.never.label


class Preferences(Asked):
    """The fields are the groups by name, so that a choice is found by what it is about."""

    waits: Annotated[Frequency, _ask(Group.waits, N_("Choose how often you hear that something waits."))]
    summary: Annotated[OfTheList, _ask(Group.summary, N_("Choose how often the list comes."))]
    messages: Annotated[Frequency, _ask(Group.messages, N_("Choose how often you hear of messages."))]
    needs: Annotated[Frequency, _ask(Group.needs, N_("Choose how often you hear of needs."))]
    pilots: Annotated[Frequency, _ask(Group.pilots, N_("Choose how often you hear of pilots and studies."))]
    many: Annotated[OfLettersToMany, _ask(Group.many, N_("Choose whether you get letters to many."))]
    thread: Annotated[OfTheList, _ask(Group.thread, N_("Choose how often you hear what became of it."))]
    other: Annotated[Frequency, _ask(Group.other, N_("Choose how often you hear of everything else."))]


class Delegation(Asked):
    colleague: Annotated[
        UUID,
        Ask(
            N_("Which colleague?"),
            N_("Only those who may do it are listed."),
            "radios",
            choices="colleagues",
            empty=N_("Choose a colleague who may do it."),
            free=False,
        ),
    ]
