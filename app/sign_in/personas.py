"""The invented people of a demonstration, and the development sign-in service they use: as data, in one file.

The portal writes it, the service reads it; neither needs the other's code.
"""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Persona:
    """`subject` is what the service calls them; `role_words` says in Swedish and English what they may do."""

    organisation_slug: str
    subject: str
    name: str
    email: str
    role_words: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Client:
    """The portal as one issuer of the service knows it."""

    organisation_slug: str
    organisation_name: str
    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str
    after_sign_out: str
    told_of_sign_out: str = ""  # where it hears of those who sign out at the service (back channel)


@dataclass(frozen=True)
class Roster:
    clients: tuple[Client, ...]
    personas: tuple[Persona, ...]


def read_roster(file: Path) -> Roster:
    """Raises:
    ValueError: the file does not hold a roster, or a subject or an organisation stands there twice.
    """
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        clients = tuple(Client(**row) for row in said["clients"])
        personas = tuple(Persona(**(row | {"role_words": tuple(row["role_words"])})) for row in said["personas"])
    except (TypeError, KeyError) as problem:
        raise ValueError(f"{file} does not hold a roster") from problem
    subjects = [(one.organisation_slug, one.subject) for one in personas]
    slugs = [one.organisation_slug for one in clients]
    if len(set(subjects)) != len(subjects) or len(set(slugs)) != len(slugs):
        raise ValueError(f"{file} names somebody twice")
    return Roster(clients, personas)


def write_roster(file: Path, roster: Roster) -> None:
    """Readable by its owner alone: there are secrets in it, if only of a demonstration."""
    file.touch(mode=0o600)
    file.write_text(json.dumps(asdict(roster), ensure_ascii=False, indent=1), encoding="utf-8")
