"""Which roles follow from what is known of somebody. No database: the page's preview and what then happens both ask
here, so they cannot differ."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from unicodedata import normalize
from uuid import UUID

from app.actor import Role
from app.organisations.models import Organisation
from app.people.models import Source
from app.people.rules import ROLES_OF
from app.role_mappings.models import Match

Facts = Mapping[str, Sequence[str]]

ALWAYS_KEPT = (
    "groups",
    "roles",
    "department",
    "title",
    "eduPersonAffiliation",
    "eduPersonScopedAffiliation",
    "eduPersonEntitlement",
)
"""What roles usually come from. Nothing else of what a sign-in service says is kept, unless a mapping names it."""

MOST_VALUES = 500  # of one claim
LONGEST_VALUE = 300  # characters


class Line(Protocol):
    """One line of a table, saved or still on the page."""

    @property
    def claim(self) -> str: ...
    @property
    def match(self) -> Match: ...
    @property
    def value(self) -> str: ...
    @property
    def role(self) -> Role: ...


@dataclass(frozen=True)
class Draft:
    """A line as somebody has typed it."""

    claim: str
    match: Match
    value: str
    role: Role


@dataclass(frozen=True)
class Held:
    """A role somebody has, and where it came from."""

    role: Role
    source: Source


@dataclass(frozen=True)
class Difference:
    """What a table changes for one person. `unknown` are claims it asks for that nobody has said anything about."""

    membership_id: UUID
    name: str
    gains: tuple[Role, ...] = ()
    losses: tuple[Role, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def is_none(self) -> bool:
        return not (self.gains or self.losses)


def known_from(claims: Mapping[str, Any], wanted: Iterable[str]) -> dict[str, list[str]]:
    """What claims say of what is wanted. A claim that only points elsewhere for its values says nothing: Entra ID does
    so with `groups` above 200 of them, and somebody in many groups must not lose what they give."""
    elsewhere = claims.get("_claim_names")
    pointed = set(elsewhere) if isinstance(elsewhere, Mapping) else set()
    if claims.get("hasgroups"):
        pointed.add("groups")
    return {name: _texts(claims.get(name)) for name in wanted if name not in pointed}


def _texts(said: Any) -> list[str]:
    values = said if isinstance(said, list | tuple) else [] if said is None else [said]
    texts = [str(value).strip() for value in values if isinstance(value, str | int) and not isinstance(value, bool)]
    return sorted({text for text in texts if _is_kept(text)})[:MOST_VALUES]


def _is_kept(text: str) -> bool:
    return 0 < len(text) <= LONGEST_VALUE and text.isprintable()


def applies(line: Line, facts: Facts) -> bool:
    """Whether somebody of whom this is known has what the line asks for. Case does not matter, nor how å is written."""
    wanted = comparable(line.value)
    said = [comparable(value) for value in facts.get(line.claim, ())]
    if line.match is Match.contains:
        return any(wanted in value for value in said)
    return wanted in said


def comparable(text: str) -> str:
    return normalize("NFC", normalize("NFC", text).casefold()).strip()


def ceiling(organisation: Organisation) -> tuple[Role, ...]:
    """The roles claims can give: those of its kind of organisation; never to run the portal, and the region's only in
    the region (sso.md rule 27)."""
    return ROLES_OF[organisation.kind]


def granted(lines: Iterable[Line], facts: Facts, allowed: Sequence[Role]) -> dict[Role, Line]:
    """The roles that follow, each with the first line that gives it; never one above the ceiling."""
    found: dict[Role, Line] = {}
    for line in lines:
        if line.role in allowed and line.role not in found and applies(line, facts):
            found[line.role] = line
    return found


def changes(
    lines: Sequence[Line], facts: Facts, held: Iterable[Held], allowed: Sequence[Role]
) -> tuple[tuple[Role, ...], tuple[Role, ...]]:
    """The roles to give and to take. What a person gave stays, and so does what depends on something not known."""
    rows = list(held)
    wanted = granted(lines, facts, allowed)
    undecided = {line.role for line in lines if line.claim not in facts}
    gains = set(wanted) - {row.role for row in rows}
    losses = {row.role for row in rows if row.source is not Source.manual} - set(wanted) - undecided
    return tuple(sorted(gains)), tuple(sorted(losses))
