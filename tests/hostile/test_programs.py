"""Where other programs speak: whatever they send without a key or a signature is refused in so many words, and nothing
of it stays."""

import re
from itertools import product

import pytest

from tests.hostile import walk

ROUTES = walk.for_programs()
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
FILLED = {"name": "User", "room": "Users", "resource_id": "%00", "rest": "a/%ED%A0%80/b", "handle": "x" * 3000}
BODIES = {
    "nothing": ("application/x-www-form-urlencoded", b""),
    "a form of bytes": (
        "application/x-www-form-urlencoded",
        b"logout_token=\xff\xfe&SAMLResponse=%00&RelayState=\xed\xa0\x80",
    ),
    "a token that is none": ("application/x-www-form-urlencoded", b"logout_token=a.b.c&SAMLResponse=PGE+"),
    "JSON that ends too soon": ("application/scim+json", b'{"schemas": ["urn:'),
    "JSON a thousand deep": ("application/json", b"[" * 1000),
    "numbers without end": ("application/json", b'{"userName": 1e999, "active": NaN}'),
    "no JSON at all": ("application/json", b"\x00\xff"),
    "XML with entities": ("text/xml", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
    "parts without an end": (
        "multipart/form-data; boundary=x",
        b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n",
    ),
    "a long one": ("application/json", b'"' + b"x" * 2_000_000),
}
KEYS = ((), (("authorization", "Bearer " + "x" * 5000),), (("authorization", "Basic \xff"),))


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.name} {'/'.join(sorted(route.methods))}")
def test_a_program_without_a_key_is_refused(route, world, door):
    found = []
    for place, (method, (name, (kind, body))) in enumerate(product(METHODS, BODIES.items())):
        path = re.sub(r"\{(\w+)[^}]*\}", lambda found: _filled(found[1], world), route.path)
        answer = door.asks(method, path, body=body, kind=kind, own=False, headers=KEYS[place % len(KEYS)])
        found += [f"{method} {name}: {fault}" for fault in answer.faults("sv")]
        if answer.changed:
            found.append(f"{method} {name} changes {sorted(answer.changed)}")
    assert found == []


def _filled(name, world):
    return str(world.county.at["way in"]) if name == "connection_id" else FILLED[name]
