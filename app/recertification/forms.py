"""What an administrator says of each person's access. The form has a row for each, made for the review at hand."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field, create_model

from app.asking import Ask, Asked, Whole
from app.language import N_, Worded
from app.recertification.models import AccessLine


class Answer(Worded):
    keep = "keep", N_("Keeps access and roles")
    end = "end", N_("No longer has access")


def lines_form(lines: Sequence[AccessLine]) -> type[Asked]:
    """An answer for each person; what is left open stays open."""
    fields: dict[str, Any] = {
        f"answer_{line.number}": (
            Annotated[Answer | None, Ask(N_("Should they have access?"), kind="radios", empty=N_("Choose an answer."))],
            None,
        )
        for line in lines
    }
    return create_model("Answers", __base__=Asked, **fields)


class UnseenForm(Asked):
    """After how long an account that nobody uses is suspended (sso.md rule 32)."""

    unseen_suspend_days: Annotated[
        Whole | None,
        Field(ge=30, le=400),
        Ask(
            N_("Suspend accounts that have not been used for so many days"),
            N_("90 is usual. Leave it empty to suspend nobody by itself."),
            "number",
            width="short",
        ),
    ] = None
