"""The plan as one text: both parties approve the same version of it, and a changed plan is another version."""

import json
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from app.asking import Asked, stored
from app.parts import Part
from app.pilots.forms import PARTS
from app.pilots.models import Pilot, PlanApproval


def text_of(pilot: Pilot) -> dict[str, Any]:
    """Everything the plan says, by question, as plain values."""
    return {name: _plain(getattr(pilot, name)) for part in PARTS for name in part.model.model_fields}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else stored(value)


def hash_of(pilot: Pilot) -> str:
    """The fingerprint of the plan: SHA-256 over its canonical JSON (sorted keys, no spaces, UTF-8)."""
    text = json.dumps(text_of(pilot), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def version_of(pilot: Pilot) -> int:
    """A number that changes when the plan does: what an approval was given on."""
    return int(hash_of(pilot)[:12], 16) % 1_000_000_000


def part_version(pilot: Pilot, part: Part) -> int:
    """A number that changes when the part does, so that two people writing different parts do not meet."""
    answered = {name: _plain(getattr(pilot, name)) for name in part.model.model_fields}
    text = json.dumps(answered, sort_keys=True, ensure_ascii=False)
    return int(sha256(text.encode()).hexdigest()[:12], 16) % 1_000_000_000


def saved_part(pilot: Pilot, part: Part) -> SimpleNamespace:
    """A part as it is saved now, for the page that shows both versions of a conflict."""
    answered = {name: getattr(pilot, name) for name in part.model.model_fields}
    return SimpleNamespace(version=part_version(pilot, part), **answered)


def is_sent(pilot: Pilot) -> bool:
    """Sent for approval, and not changed since."""
    return pilot.plan_hash != "" and pilot.plan_hash == hash_of(pilot)


def approval_of(pilot: Pilot, organisation_id: UUID) -> PlanApproval | None:
    """The party's approval of the plan as it reads now, if it has been sent."""
    if not is_sent(pilot):
        return None
    return next(
        (row for row in pilot.approvals if row.organisation_id == organisation_id and row.plan_hash == pilot.plan_hash),
        None,
    )


def lacks_approval_of(pilot: Pilot) -> list[UUID]:
    """The parties whose approval of the present plan is still needed: the municipality, the company or both."""
    return [party for party in (pilot.organisation_id, pilot.company_id) if approval_of(pilot, party) is None]


@dataclass(frozen=True)
class Difference:
    """One answer that is no longer as it was approved. `before` and `now` hold only this answer."""

    part: Part
    model: type[Asked]
    name: str
    before: dict[str, Any]
    now: dict[str, Any]


def differences(pilot: Pilot) -> list[Difference]:
    """What has changed since a party last approved the plan; nothing when nobody has."""
    approved = max(pilot.approvals, key=lambda row: row.created_at, default=None)
    if approved is None:
        return []
    now = text_of(pilot)
    return [
        Difference(part, part.model, name, {name: approved.plan.get(name)}, {name: now[name]})
        for part in PARTS
        for name in part.model.model_fields
        if approved.plan.get(name) != now[name]
    ]
