"""The invented people one can sign in as where there is no real sign-in service: development and demonstration."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Persona:
    """`subject` is the development provider's own name for them; `role_words` says in English what they may do."""

    organisation_slug: str
    subject: str
    name: str
    email: str
    role_words: str = ""


def read_personas(file: Path) -> tuple[Persona, ...]:
    """Raises:
    ValueError: the file is not a list of personas, or two of them share a subject.
    """
    try:
        personas = tuple(Persona(**row) for row in json.loads(file.read_text(encoding="utf-8")))
    except TypeError as problem:
        raise ValueError(f"{file} does not hold personas") from problem
    if len({(persona.organisation_slug, persona.subject) for persona in personas}) != len(personas):
        raise ValueError(f"{file} names a subject twice")
    return personas


def write_personas(file: Path, personas: tuple[Persona, ...]) -> None:
    rows = [asdict(persona) for persona in personas]
    file.write_text(json.dumps(rows, ensure_ascii=False, indent=2), encoding="utf-8")
