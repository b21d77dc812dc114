"""What researchers wanted to study, and the one study that is going on."""

from collections.abc import Iterator

from app.demo.acts import research
from app.demo.research import ETHICS, IN_THE_PILOT_OF_FALLS, IN_THE_PILOT_OF_ROUTINES, STANDING
from app.demo.stage import Stage, Story
from app.demo.words import Said


def _described(stage: Stage, who: str, day: int, said: Said) -> Story:
    yield stage.at(day, "13.45")
    research.describe(stage, who, said)


def participation(stage: Stage) -> Story:
    """Welcome in the pilot of routines, and going on."""
    name = "stegforsteg"
    yield stage.at(-212, "10.15")
    research.ask(stage, "eva", name, IN_THE_PILOT_OF_ROUTINES)
    yield stage.at(-204, "14.40")
    research.answer(stage, "hanna", name, "Välkommen. Följ gärna med redan på det öppna huset, så ses vi där.")
    yield stage.at(-162, "09.25")
    research.settle_ethics(stage, "eva", name, ETHICS)
    yield stage.at(-151, "11.00")
    research.start(stage, "eva", name)


def falls(stage: Stage) -> Story:
    """Waits for Karlskoga's answer."""
    yield stage.at(-8, "15.15")
    research.ask(stage, "david", "stillasens-falls", IN_THE_PILOT_OF_FALLS)


def stories(stage: Stage) -> Iterator[Story]:
    yield from (_described(stage, *one) for one in STANDING)
    yield participation(stage)
    yield falls(stage)
