"""Who may come to the pages about letters."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends

from app.activity.models import Task
from app.actor import Actor, Role
from app.mail import queries as mail
from app.mail.models import Suppression
from app.mailings import queries as mailings
from app.refusals import NotFound
from app.telling import delegating, queries
from app.web.guards import CurrentActor, Db, everyone, signed_in


@dataclass(frozen=True)
class Stops:
    """The summaries, or the letters to many, of whoever got the letter that holds the token."""

    token: str
    are_letters_to_many: bool = False


def runs_the_portal(actor: Actor) -> bool:
    return actor.has(Role.platform_admin)


def what_stops(token: str, db: Db, _: Annotated[None, Depends(everyone)]) -> Stops:
    """What the secret address stops: whoever has it may, signed in or not.

    Raises:
        NotFound: no letter has it.
    """
    if queries.digest_by_token(db, token) is not None:
        return Stops(token)
    if mailings.letter_by_token(db, token) is not None:
        return Stops(token, are_letters_to_many=True)
    raise NotFound


WhatStops = Annotated[Stops, Depends(what_stops)]


def the_suppression(suppression_id: UUID, db: Db) -> Suppression:
    """The address in the path that letters come back from.

    Raises:
        NotFound: letters go there again.
    """
    found = mail.suppression_by_id(db, suppression_id)
    if found is None:
        raise NotFound
    return found


TheSuppression = Annotated[Suppression, Depends(the_suppression)]


def waiting_task(task_id: UUID, db: Db, actor: CurrentActor, _: Annotated[None, Depends(signed_in)]) -> Task:
    """What the address names, while it waits for the actor."""
    return delegating.waiting_for(db, actor, task_id)


WaitingTask = Annotated[Task, Depends(waiting_task)]
