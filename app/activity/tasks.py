"""What waits for whom. Said as a whole each time something happens, so that nothing is left waiting by mistake."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.activity import queries
from app.activity.models import Task
from app.actor import NOBODY, Actor, Role


@dataclass(frozen=True)
class Waits:
    """One thing that waits: for one membership, or for those with one of `roles` in an organisation.

    `verb` is what to do ("Review the need"), `route` the page where it is done; that page takes the subject's
    reference in its path. `why` says why you. `key` tells apart two tasks with the same verb and addressee.

    Raises:
        ValueError: it waits for nobody.
    """

    verb: str
    route: str
    organisation_id: UUID
    roles: tuple[Role, ...] = ()
    membership_id: UUID | None = None
    due_on: date | None = None
    why: str = ""
    key: str = ""

    def __post_init__(self) -> None:
        if not self.roles and self.membership_id is None:
            raise ValueError(f"“{self.verb}” waits for nobody: name roles or a membership")

    @property
    def identity(self) -> tuple[Any, ...]:
        return (self.key or self.verb, self.organisation_id, self.membership_id or NOBODY, tuple(sorted(self.roles)))


def replace(db: Session, actor: Actor, subject: Any, waits: Sequence[Waits]) -> None:
    """Let exactly `waits` be what waits on the subject. What waited already goes on waiting since then."""
    open_before = {
        (task.key, task.organisation_id, task.membership_id, tuple(task.roles)): task
        for task in queries.open_tasks_of(db, subject)
    }
    once: dict[tuple[Any, ...], Waits] = {}
    for wait in waits:  # a leader who is also named as an assessor is asked for one thing on two grounds: asked once
        once.setdefault(wait.identity, wait)
    for wait in once.values():
        task = open_before.pop(wait.identity, None)
        if task is None:
            task = _new_task(actor, subject, wait)
            db.add(task)
        if task.due_on != wait.due_on:
            task.escalated = 0  # put off: it is late again only after its new day
        task.verb, task.route, task.why, task.due_on = wait.verb, wait.route, wait.why, wait.due_on
        task.subject_reference, task.subject_label = subject.reference, subject.label
    for task in open_before.values():
        db.delete(task)
    db.flush()


def _new_task(actor: Actor, subject: Any, wait: Waits) -> Task:
    key, organisation_id, membership_id, roles = wait.identity
    return Task(
        key=key,
        subject_type=type(subject).__name__,
        subject_id=subject.id,
        organisation_id=organisation_id,
        membership_id=membership_id,
        roles=[role.value for role in roles],
        asked_by=actor.organisation_id,
        asked_by_name=actor.organisation_name,
        asked_by_membership_id=actor.membership_id,
    )
