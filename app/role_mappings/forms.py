"""The table of role mappings as it is filled in (form F10, step 4)."""

from typing import Annotated

from pydantic import Field, model_validator

from app.actor import Role
from app.asking import Ask, Asked, wrong
from app.language import N_
from app.role_mappings.models import Match
from app.role_mappings.reckoning import Draft, comparable

SHORTEST_PART = 3
MOST_LINES = 40


class LineForm(Asked):
    """Group at your end → role here."""

    claim: Annotated[
        str,
        Field(max_length=200, pattern=r"^[A-Za-z0-9_.:/-]+$"),
        Ask(
            N_("Attribute"),
            N_("What your sign-in service calls it, for example groups, roles or department."),
            free=False,
        ),
    ]
    match: Annotated[Match, Ask(N_("How is it compared?"), kind="radios")] = Match.equals
    value: Annotated[
        str,
        Field(max_length=300),
        Ask(N_("Group at your end"), N_("The name or the key of the group, as your service sends it."), free=False),
    ]
    role: Annotated[Role, Ask(N_("Role here"), kind="select", choices="roles", empty=N_("Choose a role."))]

    @model_validator(mode="after")
    def not_too_short(self) -> "LineForm":
        if self.match is Match.contains and len(comparable(self.value)) < SHORTEST_PART:
            raise wrong(N_("Write at least three characters of the group, so that not everybody has it."), "value")
        return self

    @property
    def draft(self) -> Draft:
        return Draft(self.claim, self.match, self.value, self.role)


class TableForm(Asked):
    """All lines of it; none is a table that gives no roles."""

    lines: Annotated[
        list[LineForm],
        Field(max_length=MOST_LINES),
        Ask(
            N_("Which groups give which roles?"),
            N_("Whoever is in several groups gets the roles of all of them."),
            "rows",
            add=N_("Add a group"),
            row=N_("Group"),
        ),
    ] = []

    @model_validator(mode="after")
    def each_once(self) -> "TableForm":
        said = [(line.claim, line.match, comparable(line.value), line.role) for line in self.lines]
        if len(set(said)) < len(said):
            raise wrong(N_("The same group gives the same role twice. Remove one of them."), "lines")
        return self

    @property
    def drafts(self) -> list[Draft]:
        return [line.draft for line in self.lines]
