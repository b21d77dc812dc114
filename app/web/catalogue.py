"""The Swedish catalogue: one small file per feature, read together; and the check that it is whole.

`python -m app.web.catalogue check` fails on texts that lack a translation, translations no text asks for, texts
translated twice and placeholders that differ. `missing [feature]` prints entries to fill in.
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from app.language import LANGUAGES

APP = Path(__file__).parents[1]
TEMPLATES = APP.parent / "templates"
LOCALE = APP / "locale"
SOURCE = "en"  # English is the source text: it needs no catalogue

Message = Any  # one text, or a form for each plural
KEYWORDS: dict[str, Any] = {"N_": None, "_": None, "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="sv")


@cache
def catalogue(language: str) -> dict[tuple[str | None, str], Message]:
    """Every translated text of a language, by context and English text."""
    found: dict[tuple[str | None, str], Message] = {}
    for path in sorted((LOCALE / language).glob("*.po")):
        for message in _read(path):
            if message.id and message.string:
                found[(message.context, _first(message.id))] = message.string
    return found


def _first(id_: Any) -> str:
    return str(id_[0] if isinstance(id_, list | tuple) else id_)


Translate = Callable[[str], str]


def translations(language: str) -> tuple[Translate, Callable[[str, str, int], str], Callable[[str, str], str]]:
    """gettext, ngettext and pgettext of a language: plain functions, no context of any kind."""
    texts = {} if language == SOURCE else catalogue(language)

    def gettext(text: str) -> str:
        found = texts.get((None, text), text)
        return str(found if isinstance(found, str) else found[0])

    def ngettext(one: str, many: str, n: int) -> str:
        found = texts.get((None, one), (one, many))
        if isinstance(found, str):
            return str(found)
        return str(found[0] if n == 1 else found[1])

    def pgettext(context: str, text: str) -> str:
        found = texts.get((context, text), text)
        return str(found if isinstance(found, str) else found[0])

    return gettext, ngettext, pgettext


def _sources() -> Iterator[tuple[str, Any, str | None]]:
    jinja = {
        "encoding": "utf-8",
        "extensions": "jinja2.ext.do",
        "newstyle_gettext": "true",
        "silent": "false",  # a template that cannot be read has texts that would be missed
        "trimmed": "true",
    }
    for folder, method, options in ((APP, "**.py", {}), (TEMPLATES, "**.html", jinja), (TEMPLATES, "**.txt", jinja)):
        parser = "python" if method.endswith(".py") else "jinja2"
        extracted = extract_from_dir(
            folder, [(method, parser)], {method: options}, keywords=KEYWORDS, directory_filter=lambda _: True
        )
        for name, _, message, _, context in extracted:
            yield f"{folder.name}/{name}", message, context
    yield from _grounds()


def _grounds() -> Iterator[tuple[str, Any, str | None]]:
    """The reasons rules give ("who can see this, and why"): the docstring of each ground is a text."""
    for path in sorted(APP.glob("*/rules.py")):
        for function in ast.parse(path.read_text()).body:
            if isinstance(function, ast.FunctionDef) and (said := ast.get_docstring(function)):
                yield f"{APP.name}/{path.relative_to(APP)}", said, None


def wanted() -> dict[tuple[str | None, str], tuple[Any, set[str]]]:
    """Every text the code marks, with the files that mark it."""
    found: dict[tuple[str | None, str], tuple[Any, set[str]]] = {}
    for place, message, context in _sources():
        texts = [message] if isinstance(message, str) else [part for part in message if part]
        if texts and texts[0]:
            found.setdefault((context, texts[0]), (message, set()))[1].add(place)
    return found


def faults(language: str) -> list[str]:
    """What is wrong with a language's catalogue, a line each."""
    asked = wanted()
    given: dict[tuple[str | None, str], list[tuple[str, Message]]] = defaultdict(list)
    for path in sorted((LOCALE / language).glob("*.po")):
        for message in _read(path):
            if message.id:
                given[(message.context, _first(message.id))].append((path.stem, message.string))
    lines = [f"not translated: {key[1]!r} ({min(places)})" for key, (_, places) in asked.items() if key not in given]
    for key, entries in given.items():
        files = ", ".join(name for name, _ in entries)
        if key not in asked:
            lines.append(f"no longer asked for: {key[1]!r} ({files})")
        if len(entries) > 1:
            lines.append(f"translated twice: {key[1]!r} ({files})")
        lines += [f"{fault}: {key[1]!r} ({name})" for name, string in entries if (fault := _fault(key[1], string))]
    return sorted(lines)


def _fault(english: str, string: Message) -> str:
    strings = [string] if isinstance(string, str) else list(string)
    if not all(strings):
        return "empty translation"
    if any(set(PLACEHOLDER.findall(text)) - set(PLACEHOLDER.findall(english)) - {"num"} for text in strings):
        return "a placeholder the text does not have"
    return ""


def missing(language: str, feature: str = "") -> Iterator[str]:
    """Entries to be filled in, as they stand in a po file."""
    given = catalogue(language)
    for (context, text), (message, places) in wanted().items():
        if (context, text) not in given and any(feature in place for place in places):
            head = f"msgctxt {_quoted(context)}\n" if context else ""
            many = "" if isinstance(message, str) or len([p for p in message if p]) < 2 or context else message[1]
            body = 'msgstr ""' if not many else f'msgid_plural {_quoted(many)}\nmsgstr[0] ""\nmsgstr[1] ""'
            yield f"{head}msgid {_quoted(text)}\n{body}\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["missing"]:
        for language in LANGUAGES:
            if language != SOURCE:
                print("\n".join(missing(language, *arguments[1:2])))
        return 0
    lines = [line for language in LANGUAGES if language != SOURCE for line in faults(language)]
    print("\n".join(lines) or "The catalogue is whole.")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
