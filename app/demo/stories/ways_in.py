"""Örebro: groups that give roles, a directory that has sent its first people, and two who wait to be let in."""

from collections.abc import Iterator
from datetime import timedelta

from app.actor import Role
from app.demo.acts import ways_in
from app.demo.stage import Stage, Story

GROUPS = (("Testbädd bedömare", Role.assessor), ("Enhetschefer vård och omsorg", Role.unit_contact))
SENT = (
    ("oskar.tallberg", "Oskar Tallberg", True, ("Testbädd bedömare",)),
    ("pia.hoglind", "Pia Höglind", True, ("Testbädd bedömare",)),
    ("ragnhild.soderfalk", "Ragnhild Söderfalk", True, ("Testbädd bedömare",)),
    ("mattis.brannvall", "Mattis Brännvall", True, ("Enhetschefer vård och omsorg",)),
    ("birgit.sjohage", "Birgit Sjöhage", False, ()),
)
"""Whom the directory tells of: user name, name, whether they are active, and their groups."""
WAITING = (
    ("Tilda Ekengren", "tilda.ekengren@orebro.example"),
    ("Sixten Almskog", "sixten.almskog@orebro.example"),
)


def orebro(stage: Stage) -> Story:
    """The administrator maps two groups, sets up the directory and has not yet approved what it sent first."""
    yield stage.at(-34, "10.05")
    ways_in.map_groups(stage, "kerstin", GROUPS)
    yield stage.at(-20, "13.30")
    ways_in.connect_directory(stage, "kerstin", timedelta(days=30))
    yield stage.at(-12, "09.40")
    ways_in.send_people(stage, "kerstin", SENT)
    yield stage.at(-6, "08.55")
    ways_in.let_newcomers_wait(stage, "kerstin")
    yield stage.at(-2, "11.15")
    ways_in.come_for_the_first_time(stage, "kerstin", WAITING)


def stories(stage: Stage) -> Iterator[Story]:
    yield orebro(stage)
