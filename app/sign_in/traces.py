"""What an organisation's administrator can read of each sign-in: how far it came, and why no further."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session as Db

from app.sign_in.models import ConnectionTrace, Purpose, TraceStep
from app.sign_in.tokens import is_clean

STEPS = tuple(TraceStep)
MOST_CLAIMS = 60
LONGEST_NAME = 100
LONGEST_VALUE = 200


@dataclass
class Trail:
    """What one sign-in has come through so far; written down when it ends, well or not. `last` is how far it is known
    to have come already."""

    connection_id: UUID
    attempt_id: UUID = field(default_factory=uuid4)
    purpose: Purpose = Purpose.sign_in
    last: TraceStep | None = None
    unwritten: list[tuple[TraceStep, Mapping[str, Any]]] = field(default_factory=list)

    def reached(self, step: TraceStep, **details: Any) -> None:
        self.unwritten.append((step, details))
        self.last = step

    @property
    def next_step(self) -> TraceStep:
        """Where it stopped, if it did."""
        return STEPS[min(STEPS.index(self.last) + 1, len(STEPS) - 1)] if self.last else STEPS[0]


def trace(
    db: Db,
    connection_id: UUID,
    attempt_id: UUID,
    purpose: Purpose,
    step: TraceStep,
    *,
    reason: str = "",
    correlation_id: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    db.add(
        ConnectionTrace(
            connection_id=connection_id,
            attempt_id=attempt_id,
            purpose=purpose,
            step=step,
            reason=reason,
            correlation_id=correlation_id,
            details=dict(details or {}),
        )
    )


def write_down(db: Db, trail: Trail, correlation_id: str, *, reason: str = "") -> None:
    """Every step of a sign-in that has ended; `reason` is why it went no further."""
    for step, details in trail.unwritten:
        trace(
            db, trail.connection_id, trail.attempt_id, trail.purpose, step,
            correlation_id=correlation_id, details=details,
        )  # fmt: skip
    if reason:
        trace(
            db, trail.connection_id, trail.attempt_id, trail.purpose, trail.next_step,
            reason=reason, correlation_id=correlation_id,
        )  # fmt: skip


def names_of(claims: Mapping[str, Any]) -> list[str]:
    """Which claims came, without what they said."""
    return sorted(name for name in claims if is_clean(name) and len(name) <= LONGEST_NAME)[:MOST_CLAIMS]


def values_of(claims: Mapping[str, Any]) -> dict[str, Any]:
    """What the claims of a test sign-in said, cut to what a page can show."""
    return {name: _readable(claims[name]) for name in names_of(claims)}


def _readable(value: Any) -> Any:
    if isinstance(value, list):
        return [_readable(item) for item in value[:MOST_CLAIMS] if not isinstance(item, list | dict)]
    if isinstance(value, bool | int | float) or value is None:
        return value
    text = str(value)
    text = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text[: LONGEST_VALUE + 1])
    return text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + "…"
