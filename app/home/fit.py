"""Five questions to a company before it begins, and where the answers lead (ux.md D1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from app.asking import Ask, Asked
from app.language import N_
from app.test_requests.choices import Answer


def _asked(label: str, hint: str = "") -> Ask:
    return Ask(label, hint=hint, kind="radios", empty=N_("Choose yes or no."), free=False)


class FitAnswers(Asked):
    welfare: Annotated[
        Answer,
        _asked(
            N_("Is the solution for care, social services or people who get support from a municipality?"),
            N_("Also for their relatives and for staff."),
        ),
    ]
    need: Annotated[
        Answer,
        _asked(N_("Does it answer one of the published needs?"), N_("Look in the list of needs, also at closed ones.")),
    ]
    usable: Annotated[
        Answer, _asked(N_("Can people use it today, at least as a prototype?"), N_("An idea on paper is too early."))
    ]
    time: Annotated[
        Answer,
        _asked(
            N_("Can you set aside people who support the test for as long as it lasts?"), N_("Often 8 to 26 weeks.")
        ),
    ]
    open: Annotated[
        Answer,
        _asked(
            N_("May the result be published, also if it is not what you hoped for?"),
            N_("Trade secrets are not published."),
        ),
    ]


@dataclass(frozen=True)
class Fit:
    """What the answers say. `route` is the one way on; empty when another than the testbed can help."""

    title: str
    text: str
    route: str
    action: str


APPLY = Fit(
    N_("The testbed is for you"),
    N_("Choose the need that your solution answers and apply there. You see the criteria before you begin."),
    "challenges",
    N_("Apply to test"),
)
PROPOSE = Fit(
    N_("There may be a need that nobody has described yet"),
    N_(
        "You can send a proposal to the region. It is never accepted directly: a municipality must have the need and "
        "publish it, so that others can apply too."
    ),
    "new_proposal",
    N_("Send a proposal"),
)
OTHERS: Mapping[str, Fit] = {
    "welfare": Fit(
        N_("Another than the testbed can help you"),
        N_("The testbed is for social services and municipal health care. The region's business support knows others."),
        "help",
        N_("Ask who can help"),
    ),
    "usable": Fit(
        N_("It is a little too early"),
        N_("Come back when there is something to try. Until then, follow the needs and ask questions about them."),
        "challenges",
        N_("See the municipalities' needs"),
    ),
    "time": Fit(
        N_("A test needs both parties"),
        N_("Staff in the municipality set aside time, and so must you. Apply when you can."),
        "how_it_works",
        N_("Read how it works"),
    ),
    "open": Fit(
        N_("Results of the testbed are public"),
        N_("It is paid for with public money, so what was learned is for everyone. Trade secrets are protected."),
        "equal_terms",
        N_("Read about equal terms"),
    ),
}


def fits(answers: FitAnswers) -> Fit:
    """The first obstacle decides; without obstacles a published need leads to a request, none to a proposal."""
    for question in ("welfare", "usable", "time", "open"):
        if getattr(answers, question) is Answer.no:
            return OTHERS[question]
    return APPLY if answers.need is Answer.yes else PROPOSE
