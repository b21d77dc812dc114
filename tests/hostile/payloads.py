"""What someone with bad intentions, a broken program or a sticky key might send to a form."""

import json
from typing import Any

from app.asking import Asked, is_many, options_of, questions, row_model

NUL, LONE = "natt\0mörker", "natt\ud800mörker"
NUMBERS = (str(2**63), "-1", "1e400", "٣", "9" * 5000, "NaN", "0x10", "1_000", " ")
HUGE = 10_000_000
NOT_ANY = "inget-av-alternativen"


CHOSEN = ("tick", "radios", "select", "checks")


def marks(model: type[Asked]) -> list[tuple[str, str]]:
    """Every question that is typed, not chosen, answered with a text of its own, also where a number or a day is
    asked for: what has to be on the page that says no."""
    return list(_marked(model, ""))


def _marked(model: type[Asked], before: str) -> Any:
    for name, info, ask in questions(model):
        if row := row_model(info.annotation):
            for number in (0, 1):
                yield from _marked(row, f"{before}{name}-{number}-")
        elif not (is_many(info.annotation) or ask.kind in CHOSEN or ask.choices or options_of(info.annotation)):
            yield before + name, f"Åäö <b>{before}{name}</b> & “kvar”"


def every_field(model: type[Asked] | None, value: str) -> list[tuple[str, str]]:
    """The same in every field, also those of rows, and in what goes along with every form."""
    names = [] if model is None else [name for name, _ in _named(model, "")]
    return [(name, value) for name in [*names, "membership", "which", "language", "file"]]


def _named(model: type[Asked], before: str) -> Any:
    for name, info, _ in questions(model):
        if row := row_model(info.annotation):
            for number in (0, 1, 49, 9999):
                yield from _named(row, f"{before}{name}-{number}-")
        else:
            yield before + name, info


def garbage(model: type[Asked] | None) -> dict[str, list[tuple[str, str]]]:
    """Sets of fields, by what is wrong with them."""
    first = next(iter(model.model_fields), "x") if model else "x"
    fields = {
        "nothing": [],
        "NUL": every_field(model, NUL),
        "a lone surrogate": every_field(model, LONE),
        "wrong types, repeated": every_field(model, NOT_ANY) + every_field(model, "2"),
        "no end": every_field(model, "ö" * 20_001),
        "what nobody asked": [("state", "open"), ("organisation_id", "x"), ("id", "1"), ("__class__", "y"), ("", "")],
        "ids of nothing": every_field(model, "00000000-0000-4000-8000-000000000000"),
        "later, ids of nothing": [("save", "later"), *every_field(model, "00000000-0000-4000-8000-000000000000")],
        "rows too deep": [(f"{first}-{'0-' * 400}text", "x"), (f"{first}-99999999-text", "x"), (f"{first}--1-x", "x")],
        "rows added to anything": [("_add", first), ("_add", "nothing"), ("_remove", f"{first}-0"), *_few(model)],
        "rows removed from nowhere": [("_remove", f"{first}-{9**9}"), ("_remove", "-"), ("_remove", first)],
        "later": [("save", "later"), *every_field(model, NUL)],
        "later, wrong types": [("save", "later"), *every_field(model, NOT_ANY)],
        "stale": [("version", "0"), *every_field(model, "2")],
        "a version that is none": [("version", "9" * 40), ("version", "x"), ("once", "\0"), ("once", "y" * 100_000)],
    }
    fields |= {f"number {value[:8]!r}": every_field(model, value) for value in NUMBERS}
    fields |= {f"conflict {n}": [("_conflict", text), ("version", "0")] for n, text in enumerate(conflicts(model))}
    return fields


def _few(model: type[Asked] | None) -> list[tuple[str, str]]:
    return every_field(model, "x")[:5]


def conflicts(model: type[Asked] | None) -> list[str]:
    """What can come back in place of the two versions the conflict page sent out."""
    names = list(model.model_fields) if model else ["x"]

    def both(value: Any) -> str:
        return json.dumps({"mine": dict.fromkeys(names, value), "theirs": {}})

    values = (
        {"a": {"b": 1}},
        [[1], {"x": [None]}, 2.5],
        17,
        None,
        True,
        "\0",
        "\ud800",
        [{"nothing": {}}],
        [None],
        1e308,
    )
    return [
        "{",
        "[]",
        "null",
        '"mine"',
        '{"mine": [], "theirs": 1}',
        '{"mine": {"x": NaN}, "theirs": {"x": 1e999}}',
        "[" * 100_000,
        *map(both, values),
        both([{"x": "y" * 500_000}]),
        both("z" * 1_000_000),
    ]


BOUNDARY = "----gräns".encode().decode("latin-1")


def bodies(model: type[Asked] | None) -> dict[str, tuple[str, bytes]]:
    """Whole bodies with the type they claim to be of."""
    names = list(model.model_fields) if model else ["x"]
    part = b'--x\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
    texts = b"".join(part % (name.encode(), b"", b"natt") for name in names)
    files = b"".join(part % (name.encode(), b'; filename="a.pdf"', b"%PDF-1.7") for name in [*names, "file", "_remove"])
    first = names[0] if names else "once"  # a button has no other field
    nameless = b"--x\r\nContent-Disposition: form-data\r\n\r\nhej\r\n--x--\r\n"
    disposition = b'form-data; name="\x00\xff"; filename="../../\x00\xff.pdf"'
    odd = b"--x\r\nContent-Disposition: " + disposition + b"\r\n\r\n\x00\r\n--x--\r\n"
    multipart = "multipart/form-data; boundary=x"
    return {
        "multipart without a boundary": ("multipart/form-data", texts),
        "multipart cut short": (multipart, texts[:-9]),
        "multipart that never began": (multipart, b"natt"),
        "multipart of nothing": (multipart, b""),
        "a part without a name": (multipart, nameless),
        "a part with an odd name": (multipart, odd),
        "files instead of texts": (multipart, files + b"--x--\r\n"),
        "an unknown charset": (f"{multipart}; charset=klingon", texts + b"--x--\r\n"),
        "a part of an unknown charset": (multipart, part % (b"_charset_", b"", b"klingon") + texts + b"--x--\r\n"),
        "a text without end in a part": (multipart, part % (first.encode(), b"", b"n" * HUGE) + b"--x--\r\n"),
        "JSON": ("application/json", json.dumps(dict.fromkeys(names, 1)).encode()),
        "no type": ("", b"words=natt"),
        "no form at all": ("text/plain; charset=\xff", b"\x00\xff\xfe"),
        "broken percent signs": ("application/x-www-form-urlencoded", b"%=%&%zz=%ED%A0%80&words=%ff%00&&&=;=&words"),
        "raw bytes": ("application/x-www-form-urlencoded", bytes(range(256))),
        "5 000 fields": ("application/x-www-form-urlencoded", b"&".join(b"f%d=1" % n for n in range(5000))),
        "a field of ten megabytes": ("application/x-www-form-urlencoded", first.encode() + b"=" + b"n" * HUGE),
    }
