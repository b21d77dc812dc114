"""What is said of an early sign."""

from typing import Annotated

from pydantic import Field

from app.asking import Ask, Asked
from app.language import N_


class ExplanationForm(Asked):
    text: Annotated[
        str,
        Field(min_length=20, max_length=2000),
        Ask(
            N_("Why is it so?"),
            N_("What explains it, and what is done about it. The committee reads it, and it is a public document."),
            "area",
            6,
        ),
    ]
