"""What is written beside the figures when a report is issued."""

from typing import Annotated

from pydantic import Field

from app.asking import Ask, Asked
from app.language import N_


class IssueForm(Asked):
    comment: Annotated[
        str,
        Field(max_length=6000),
        Ask(
            N_("What the figures do not say"),
            N_("For example deviations, what caused them, and what is done about it."),
            "area",
            8,
        ),
    ] = ""
    signatory: Annotated[str, Field(min_length=3, max_length=120), Ask(N_("Who signs it?"))]
    signatory_capacity: Annotated[str, Field(min_length=2, max_length=120), Ask(N_("In which capacity?"))]
    distribution: Annotated[
        str, Field(max_length=1000), Ask(N_("Sent to"), N_("One receiver on each line."), "area", 3)
    ] = ""
