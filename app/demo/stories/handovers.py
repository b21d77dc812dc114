"""Degerfors: the leader leaves in ten days, and has begun to hand over (domain.md 8.5)."""

from collections.abc import Iterator

from app.demo.acts import handovers
from app.demo.people import DEGERFORS_LEAVES_IN_DAYS
from app.demo.stage import Stage, Story


def degerfors(stage: Stage) -> Story:
    """The list is made and one note is written; the deputy is suggested, and nothing is sent."""
    yield stage.at(-2, "14.20")
    notes = {"": "Läs igenom historiken först. Enhetschefen vill höras av innan något ändras."}
    handovers.begin(stage, "sofia", DEGERFORS_LEAVES_IN_DAYS, notes)


def stories(stage: Stage) -> Iterator[Story]:
    yield degerfors(stage)
