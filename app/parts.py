"""A long form in parts: the task list, each part's page and the check-answers page read this one declaration."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.asking import Asked, answers, is_many, stored
from app.language import N_
from app.reading import shortcomings
from app.refusals import NotFound, Reason


class Progress(StrEnum):
    not_started = "not_started"
    started = "started"
    done = "done"


PROGRESS_WORDS = {
    Progress.not_started: N_("Not started"),
    Progress.started: N_("Started"),
    Progress.done: N_("Done"),
}


@dataclass(frozen=True)
class Part:
    """One page of the form. `slug` is its address, `model` the questions; the row has a column for each."""

    slug: str
    title: str
    model: type[Asked]

    def missing(self, row: Any) -> list[Reason]:
        return shortcomings(self.model, answers(row, self.model))

    def progress(self, row: Any) -> Progress:
        if not any(self._is_answered(row, name) for name in self.model.model_fields):
            return Progress.not_started
        return Progress.started if self.missing(row) else Progress.done

    def _is_answered(self, row: Any, name: str) -> bool:
        info = self.model.model_fields[name]
        value = getattr(row, name)
        nothing: Any = [] if is_many(info.annotation) else None
        usual = nothing if info.is_required() else stored(info.get_default(call_default_factory=True))
        return value not in (None, "", [], False) and value != usual


@dataclass(frozen=True)
class Parts:
    parts: tuple[Part, ...]

    def __iter__(self) -> Iterator[Part]:
        return iter(self.parts)

    def __len__(self) -> int:
        return len(self.parts)

    def part(self, slug: str) -> Part:
        """The part at that address.

        Raises:
            NotFound: there is none.
        """
        found = next((part for part in self.parts if part.slug == slug), None)
        if found is None:
            raise NotFound
        return found

    def number(self, part: Part) -> int:
        return self.parts.index(part) + 1

    def first_unfinished(self, row: Any) -> Part | None:
        return next((part for part in self.parts if part.progress(row) is not Progress.done), None)

    def missing(self, row: Any) -> list[tuple[Part, Reason]]:
        """All that is left to answer, with the part where it is answered."""
        return [(part, reason) for part in self.parts for reason in part.missing(row)]


def keep(row: Any, answered: dict[str, Any]) -> list[str]:
    """Write answers to the row's columns; returns the names of those that changed."""
    changed = []
    for name, value in answered.items():
        new = stored(value)
        if stored(getattr(row, name)) != new:
            setattr(row, name, new)
            changed.append(name)
    return changed
