"""How much a finding weighs, and what it says."""

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    good = "good"
    warning = "warning"  # it works, but could be better
    fault = "fault"  # it cannot work like this
    unknown = "unknown"  # nobody but the test sign-in can tell


@dataclass(frozen=True)
class Meaning:
    weight: Weight
    text: str
    advice: str = ""
