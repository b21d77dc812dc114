"""The six steps from interest to a testbed that works (domain.md 3.5, SEED-B15). Pure: from facts to steps."""

from dataclasses import dataclass
from datetime import date

from app.language import N_, Worded


class Step(Worded):
    """In the order they are usually taken; after the agreement any will do. `hint` says who does it, and how."""

    agreement = (
        "agreement",
        N_("Agreement to take part"),
        N_("The municipality and the region sign. The region writes down the day and the registry number here."),
    )
    sign_on = (
        "sign_on",
        N_("Own sign-in connected"),
        N_("The municipality's administrator connects its sign-in service, under Administration."),
    )
    leader = (
        "leader",
        N_("Testbed leader named"),
        N_("With at least a quarter of full time. The administrator gives the role, and names a deputy."),
    )
    sponsor = (
        "sponsor",
        N_("Decision-maker in management named"),
        N_("Gives the mandate for each need. The administrator gives the role."),
    )
    training = (
        "training",
        N_("Training held"),
        N_("The region goes through the way of working with the leader, and writes down the day here."),
    )
    first_need = (
        "first_need",
        N_("First need sent to management"),
        N_("The testbed leader describes it and asks for the mandate."),
    )


BEFORE_THE_WELCOME = (Step.agreement, Step.sign_on, Step.leader, Step.sponsor, Step.training)
"""All of these must be there before a municipality takes part; the first need comes after."""


@dataclass(frozen=True)
class Taken:
    """A step, and since when it is done. `on` is None where the day is not known."""

    step: Step
    is_done: bool
    on: date | None = None


@dataclass(frozen=True)
class Way:
    """How far a municipality has come."""

    taken: tuple[Taken, ...]

    @property
    def done(self) -> int:
        return sum(one.is_done for one in self.taken)

    @property
    def whole(self) -> int:
        return len(self.taken)

    @property
    def left(self) -> tuple[Step, ...]:
        return tuple(one.step for one in self.taken if not one.is_done)

    @property
    def next(self) -> Step | None:
        return next(iter(self.left), None)

    def lacks(self, *steps: Step) -> list[Step]:
        """Those of the steps that have not been taken."""
        return [one for one in steps if one in self.left]
