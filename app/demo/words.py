"""What the texts of the demonstration leave open until it is seeded: days, people, solutions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Said = Mapping[str, Any]
"""Answers to the questions of a form, by the name of the question."""


@dataclass(frozen=True)
class In:
    """So many days from the day of seeding, before it when negative; a working day."""

    days: int


@dataclass(frozen=True)
class Membership:
    """The membership of someone in the cast."""

    of: str


@dataclass(frozen=True)
class Solution:
    """The solution of that name."""

    called: str
