"""Whatever is sent to a form: no accident, no change that is not theirs to make, and nothing typed is lost."""

import os

import pytest

from tests.hostile import walk
from tests.hostile.payloads import bodies, garbage

A_FEW = 9  # kinds of garbage for each form; another one starts where this one stopped, so that all are sent somewhere


def some(kinds, place, request):
    """Which kinds are sent to the form at this place: all of them in a full run."""
    if os.environ.get("HOSTILE_FULL"):
        return kinds
    names = sorted(kinds)
    return {names[n % len(names)]: kinds[names[n % len(names)]] for n in range(place * A_FEW, (place + 1) * A_FEW)}


FORMS = walk.forms()


@pytest.mark.parametrize("place", range(len(FORMS)), ids=lambda place: str(FORMS[place]))
def test_garbage_is_answered_not_suffered(place, world, door, request):
    stop = FORMS[place]
    path, key = stop.path(world), world.keys[stop.who]
    sent = {name: {"fields": fields} for name, fields in garbage(stop.model).items()}
    sent |= {name: {"kind": kind, "body": body} for name, (kind, body) in bodies(stop.model).items()}
    found = []
    for name, what in some(sent, place, request).items():
        answer = door.asks("POST", path, key=key, **what)
        found += [f"{name}: {fault}" for fault in answer.faults(stop.language)]
    assert found == []
