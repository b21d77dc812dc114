"""What is watched, named in the address; and whose watch it is."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from app.actor import VISITOR
from app.challenges import queries as needs
from app.challenges.guards import Sought
from app.challenges.search_address import as_address
from app.language import N_
from app.people import queries as people
from app.people.models import Membership
from app.pilots import queries as pilots
from app.refusals import NotFound
from app.watching import queries
from app.watching.models import Kind, Watch
from app.web.guards import CurrentActor, Db, everyone, signed_in


@dataclass(frozen=True)
class Wanted:
    """What someone wants to watch. `label` names it; of the news and of searches it is ours to translate."""

    kind: Kind
    wanted: str
    label: str
    language: str = ""


def wanted(  # the address of a search is that of the list
    db: Db, sought: Sought, _: Annotated[None, Depends(everyone)], behov: str = "", pilot: str = ""
) -> Wanted:
    """What the address names, as everyone may see it: only what is public can be watched.

    Raises:
        NotFound: there is no such thing, or it is not public.
    """
    if behov:
        need = needs.challenge(db, VISITOR, behov.upper()[:40])
        return Wanted(Kind.need, need.reference, need.title, need.language)
    if pilot:
        found = pilots.pilot(db, VISITOR, pilot.upper()[:40])
        return Wanted(Kind.pilot, found.reference, found.title, found.language)
    address = as_address(sought)
    if address:
        return Wanted(Kind.search, address, N_("Needs I search for"))
    return Wanted(Kind.news, "", N_("News from the testbed"))


TheWanted = Annotated[Wanted, Depends(wanted)]


def by_token(token: str, db: Db, _: Annotated[None, Depends(everyone)]) -> Watch:
    """The watch whose secret address this is: whoever has it may confirm and stop it.

    Raises:
        NotFound: it has been stopped, or never was.
    """
    found = queries.by_token(db, token)
    if found is None:
        raise NotFound
    return found


TheWatch = Annotated[Watch, Depends(by_token)]


def own(watch_id: UUID, db: Db, actor: CurrentActor, _: Annotated[None, Depends(signed_in)]) -> Watch:
    """One of the actor's own watches.

    Raises:
        NotFound: it is another's, or is no more.
    """
    found = queries.own_watch(db, actor, watch_id)
    if found is None:
        raise NotFound
    return found


OwnWatch = Annotated[Watch, Depends(own)]


def owner_of_calendar(token: str, db: Db, _: Annotated[None, Depends(everyone)]) -> Membership:
    """Whose calendar this secret address is, while they are active.

    Raises:
        NotFound: nobody's.
    """
    membership_id = queries.owner_of_calendar(db, token)
    found = people.membership(db, membership_id) if membership_id else None
    if found is None:
        raise NotFound
    return found


CalendarOwner = Annotated[Membership, Depends(owner_of_calendar)]


def sender(request: Request) -> str:
    """Where a request comes from."""
    return request.client.host if request.client else ""
