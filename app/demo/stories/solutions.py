"""How the companies described what they have."""

from collections.abc import Iterator

from app.demo.acts import solutions
from app.demo.solutions import SOLUTIONS, Described
from app.demo.stage import Stage, Story


def _described(stage: Stage, one: Described) -> Story:
    yield stage.at(one.days, "09.50")
    solutions.describe(stage, one.by, one.text, is_shown=one.is_shown)
    if one.days < -380:  # then the portal has asked whether the facts still hold
        yield stage.at(-44, "10.25")
        solutions.confirm(stage, one.by, str(one.text["name"]))


def stories(stage: Stage) -> Iterator[Story]:
    return (_described(stage, one) for one in SOLUTIONS)
