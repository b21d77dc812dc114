"""Who may come to the pages about letters."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from app.actor import Actor, Role
from app.mail import queries as mail
from app.mail.models import Digest, Suppression
from app.refusals import NotFound
from app.telling import queries
from app.web.guards import Db, everyone


def runs_the_portal(actor: Actor) -> bool:
    return actor.has(Role.platform_admin)


def the_summary(token: str, db: Db, _: Annotated[None, Depends(everyone)]) -> Digest:
    """The summary whose secret address this is: whoever has it may stop them, signed in or not.

    Raises:
        NotFound: no summary has it.
    """
    found = queries.digest_by_token(db, token)
    if found is None:
        raise NotFound
    return found


TheSummary = Annotated[Digest, Depends(the_summary)]


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
