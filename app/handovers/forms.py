"""What is asked in a handover (ux.md 2.9, form F9). Forms with a row per thing are made for the handover at hand."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, create_model

from app.asking import Ask, Asked, Day
from app.handovers.models import Handover, HandoverItem, Reply
from app.language import N_


class StartForm(Asked):
    """Who and when."""

    leaver: Annotated[
        UUID,
        Ask(
            N_("Who is leaving?"),
            kind="select",
            choices="colleagues",
            empty=N_("Choose who is leaving."),
            free=False,
        ),
    ]
    last_day: Annotated[Day, Ask(N_("Last working day"), N_("For example 2026-12-04."), "date", width="short")]


class InterimForm(Asked):
    """Who takes over what somebody answers for meanwhile."""

    receiver: Annotated[
        UUID,
        Ask(N_("Who takes over?"), kind="select", choices="receivers", empty=N_("Choose who takes over."), free=False),
    ]


def rows_form(items: Sequence[HandoverItem]) -> type[Asked]:
    """A receiver and a note for each thing."""
    fields: dict[str, Any] = {}
    for item in items:
        fields[f"receiver_{item.number}"] = (
            Annotated[
                UUID | None,
                Ask(
                    N_("Who takes over?"),
                    N_("We suggest the deputy first."),
                    "select",
                    choices=f"receivers_{item.number}",
                    empty=N_("Choose who takes over."),  # only a draft may lack it: not to be called optional
                    free=False,
                ),
            ],
            None,
        )
        fields[f"note_{item.number}"] = (
            Annotated[
                str,
                Field(max_length=2000),
                Ask(
                    N_("What do they need to know?"),
                    N_("Write nothing that can be tied to a single person."),
                    "area",
                    3,
                ),
            ],
            "",
        )
    return create_model("Rows", __base__=Asked, **fields)


def reply_form(items: Sequence[HandoverItem]) -> type[Asked]:
    """A reply to each thing one is to receive; what is left open stays open."""
    fields: dict[str, Any] = {}
    for item in items:
        fields[f"reply_{item.number}"] = (
            Annotated[Reply | None, Ask(N_("Your answer"), kind="radios", empty=N_("Choose your reply."))],
            None,
        )
        fields[f"text_{item.number}"] = (
            Annotated[
                str,
                Field(max_length=1000),
                Ask(N_("What do you need to know, or why do you decline?"), "", "area", 2),
            ],
            "",
        )
    return create_model("Replies", __base__=Asked, **fields)


def answer_form(items: Sequence[HandoverItem]) -> type[Asked]:
    """The answers to the receivers' questions."""
    fields: dict[str, Any] = {
        f"answer_{item.number}": (
            Annotated[str, Field(max_length=1000), Ask(N_("Your answer"), "", "area", 3)],
            "",
        )
        for item in items
    }
    return create_model("Answers", __base__=Asked, **fields)


def as_rows(handover: Handover) -> dict[str, Any]:
    """What the handover says now, as its form asks."""
    said: dict[str, Any] = {}
    for item in handover.unsettled:
        said[f"receiver_{item.number}"] = str(item.receiver_id or "")
        said[f"note_{item.number}"] = item.note
    return said
