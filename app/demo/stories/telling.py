"""Who watches what, and two mornings with their letters: the latest is on top in the post of the trial."""

from collections.abc import Iterator

from app.demo.stage import Stage, Story
from app.watching import actions
from app.watching.forms import HowOften, WatchForm
from app.watching.models import Kind

SEVEN = "07.02"


def watches(stage: Stage) -> Story:
    """A company that looks for needs in home care, and a researcher that follows everything."""
    yield stage.at(-300, "15.20")
    for who, name, kind, wanted, often in (
        ("moa", "Behov i hemtjänsten", Kind.search, "verksamhet=home_care", HowOften.direct),
        ("erik", "Alla nyheter", Kind.news, "", HowOften.weekly),
    ):
        form = stage.filled(WatchForm, {"name": name, "frequency": often.value})
        actions.watch(stage.db, stage.actor(who), kind, wanted, form, "sv")


def choices(stage: Stage) -> Story:
    """Someone who wants the calendar of their own days."""
    yield stage.at(-120, "10.05")
    actions.renew_calendar(stage.db, stage.actor("hanna"))


def stories(stage: Stage) -> Iterator[Story]:
    for days in (-8, -1):
        stage.wake_the_clock(stage.day(days), SEVEN)
    yield watches(stage)
    yield choices(stage)
