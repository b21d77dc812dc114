"""Handing over what somebody has."""

from datetime import timedelta
from typing import Any

from app.demo.stage import Stage
from app.handovers import actions
from app.people import queries as people


def begin(stage: Stage, who: str, leaves_in: int, notes: dict[str, str]) -> None:
    """Make the list of what somebody has, and write notes to the needs whose titles begin so; it is not sent yet."""
    leaver = people.membership(stage.db, stage.cast[who])
    if leaver is None:
        raise ValueError(f"{who} is not there")
    handover = actions.start(stage.db, leaver.actor, leaver, stage.today + timedelta(days=leaves_in), is_demo=True)
    said: dict[str, Any] = {f"receiver_{item.number}": item.receiver_id for item in handover.items}
    for item in handover.items:
        said[f"note_{item.number}"] = next(
            (note for start, note in notes.items() if item.subject_label.startswith(start)), ""
        )
    actions.distribute(stage.db, leaver.actor, handover, said)
