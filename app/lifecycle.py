"""A lifecycle is a table: which steps leave which states, who may take them, what must be in place first."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from app.activity.happenings import Happened
from app.actor import Actor
from app.language import N_
from app.refusals import NotAllowed, NotFound, Reason, Refused


class HasState(Protocol):
    state: Any


@dataclass(frozen=True)
class Look:
    """How a state is shown. `tone` is one of neutral, stage1, stage2, stage3, stage4, ended, attention.

    `outside` is the word the other party reads where it differs, so that deliberations are not given away.
    """

    label: str
    tone: str = "neutral"
    outside: str = ""


@dataclass(frozen=True)
class Need:
    """Something that must hold before a step; `missing` says what is lacking, empty when nothing is."""

    missing: Callable[[Any], list[Reason]]


def needed(holds: Callable[[Any], bool], text: str, field: str | None = None) -> Need:
    """A need that is one fact about the row and one sentence."""
    return Need(lambda row: [] if holds(row) else [Reason(text, field=field)])


@dataclass(frozen=True)
class Step:
    name: str
    label: str
    leaves: frozenset[StrEnum]
    enters: StrEnum
    may: Callable[[Actor, Any], bool]
    happening: Happened
    needs: tuple[Need, ...] = ()

    def missing(self, row: HasState) -> list[Reason]:
        return [reason for need in self.needs for reason in need.missing(row)]


@dataclass(frozen=True)
class Lifecycle:
    looks: Mapping[StrEnum, Look]
    steps: tuple[Step, ...]

    def step(self, name: str) -> Step:
        """The step of that name.

        Raises:
            NotFound: there is none.
        """
        found = next((step for step in self.steps if step.name == name), None)
        if found is None:
            raise NotFound
        return found

    def open_to(self, actor: Actor, row: HasState) -> list[Step]:
        """The steps this actor could take from the row's present state."""
        return [step for step in self.steps if row.state in step.leaves and step.may(actor, row)]

    def allows(self, actor: Actor, row: HasState, name: str) -> bool:
        """Whether the actor could press this step now, ready or not."""
        step = self.step(name)
        return row.state in step.leaves and step.may(actor, row)

    def take(self, actor: Actor, row: HasState, name: str) -> Step:
        """Move the row, or say why not: 1. who, 2. when, 3. what is missing.

        Raises:
            NotFound: no such step.
            NotAllowed: the step is not this actor's to take.
            Refused: the row has moved on, or something is missing (each a `Reason`).
        """
        step = self.step(name)
        if not step.may(actor, row):
            raise NotAllowed
        if row.state not in step.leaves:
            raise Refused(Reason(N_("This can no longer be done: it has moved on since you opened the page.")))
        if missing := step.missing(row):
            raise Refused(*missing)
        row.state = step.enters
        return step


def states(*members: StrEnum) -> frozenset[StrEnum]:
    return frozenset(members)


def diagram(lifecycle: Lifecycle) -> Iterable[str]:
    """The lifecycle as a mermaid state diagram, for the README."""
    yield "stateDiagram-v2"
    for step in lifecycle.steps:
        for state in sorted(step.leaves):
            yield f"    {state} --> {step.enters}: {step.name}"
