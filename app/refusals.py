"""The ways the domain says no. The web layer turns each into a page, a form error or problem+json."""

import dataclasses
from types import SimpleNamespace
from typing import Any


@dataclasses.dataclass(frozen=True)
class Reason:
    """Why not, as a sentence to be translated; `field` ties it to one input of a form."""

    text: str
    field: str | None = None
    values: dict[str, Any] = dataclasses.field(default_factory=dict)


class NotFound(Exception):
    """There is no such thing, or the actor may not know of it."""


class NotAllowed(Exception):
    """The actor can see it but may not do this to it."""


class NotProven(Exception):
    """Allowed, once the actor has proven anew who they are."""


class Refused(Exception):
    """Allowed in principle, not possible now."""

    def __init__(self, *reasons: Reason) -> None:
        super().__init__("; ".join(reason.text for reason in reasons))
        self.reasons = reasons


class Overtaken(Refused):
    """Someone else saved the row after the actor opened it; `row` is what is saved now, as it was read."""

    def __init__(self, row: Any, *reasons: Reason) -> None:
        super().__init__(*reasons)
        # A copy: the transaction is undone before the page that shows it is written.
        self.row = SimpleNamespace(**{name: value for name, value in vars(row).items() if not name.startswith("_")})


def require(allowed: bool) -> None:
    """Go on only if allowed.

    Raises:
        NotAllowed: it is not.
    """
    if not allowed:
        raise NotAllowed
