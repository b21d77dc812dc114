"""Those who may connect their organisation's sign-in, and the row named in the address."""

from dataclasses import dataclass, replace
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from app.actor import NOBODY, Actor
from app.connecting import queries, rules
from app.refusals import NotAllowed, NotFound, require
from app.sign_in.door import write
from app.sign_in.models import IdpConnection, SignInDomain
from app.sign_in.secrets import fingerprint
from app.web.cookies import SETTING_UP
from app.web.guards import CurrentActor, Db, recognised

SET_UP_COOKIE = SETTING_UP.name
LONGEST_COOKIE = 100


def administrator(actor: CurrentActor) -> Actor:
    require(rules.may_connect(actor))
    return actor


Administrator = Annotated[Actor, Depends(administrator)]


def at_work(actor: Actor) -> Actor:
    """Whoever came to mend acts for the organisation they mend, here and nowhere else."""
    return replace(actor, organisation_id=actor.mends) if actor.is_mending else actor


def mechanic(actor: CurrentActor) -> Actor:
    require(rules.may_set_up(actor))
    return at_work(actor)


Mechanic = Annotated[Actor, Depends(mechanic)]
"""Whoever may set up and change the sign-in service: an administrator, or somebody who was let in to mend it."""


async def patient_administrator(request: Request) -> Actor:
    """The same, for a handler that waits."""
    return await write(request, lambda db: administrator(recognised(request, db)))


PatientAdministrator = Annotated[Actor, Depends(patient_administrator)]


def own_domain(domain: str, db: Db, actor: Administrator) -> SignInDomain:
    return queries.domain(db, actor, domain)


OwnDomain = Annotated[SignInDomain, Depends(own_domain)]


@dataclass(frozen=True)
class Preparer:
    """Whoever sets a connection up: an administrator, somebody who was let in to mend it, or the IT person they sent a
    set-up link to, who may do nothing but fill in and try out that one draft."""

    actor: Actor
    only: UUID | None = None

    @property
    def is_by_link(self) -> bool:
        return self.only is not None

    @property
    def membership_id(self) -> UUID | None:
        return None if self.actor.membership_id == NOBODY else self.actor.membership_id

    def connection(self, db: Session, connection_id: UUID) -> IdpConnection:
        """Raises:
        NotFound: there is none such that they may work with.
        """
        row = queries.connection(db, self.actor.organisation_id, connection_id)
        if self.is_by_link and (row.id != self.only or row.status not in queries.UNDER_WAY):
            raise NotFound
        return row


def preparer_in(request: Request, db: Session, actor: Actor) -> Preparer:
    """Raises:
    NotAllowed: neither an administrator nor somebody with a link that holds.
    """
    if rules.may_set_up(actor):
        return Preparer(at_work(actor))
    key = request.cookies.get(SET_UP_COOKIE, "")
    link = queries.link_of_key(db, fingerprint(key)) if 0 < len(key) <= LONGEST_COOKIE else None
    if link is None:
        raise NotAllowed
    name = queries.organisation_name(db, link.organisation_id)
    by_link = Actor(organisation_id=link.organisation_id, organisation_name=name, person_name="set-up link")
    return Preparer(by_link, only=link.connection_id)


def preparer(request: Request, db: Db, actor: CurrentActor) -> Preparer:
    return preparer_in(request, db, actor)


TheOnePreparing = Annotated[Preparer, Depends(preparer)]


def prepared(connection_id: UUID, db: Db, who: TheOnePreparing) -> IdpConnection:
    return who.connection(db, connection_id)


PreparedConnection = Annotated[IdpConnection, Depends(prepared)]


async def patient_mechanic(request: Request) -> Preparer:
    """The same without those who have but a link."""
    return await write(request, lambda db: Preparer(mechanic(recognised(request, db))))


PatientMechanic = Annotated[Preparer, Depends(patient_mechanic)]


async def patient_preparer(request: Request) -> Preparer:
    """For a handler that waits for somebody else's server, and holds no transaction meanwhile."""
    return await write(request, lambda db: preparer_in(request, db, recognised(request, db)))


PatientPreparer = Annotated[Preparer, Depends(patient_preparer)]


def own_connection(connection_id: UUID, db: Db, actor: Administrator) -> IdpConnection:
    return queries.connection(db, actor.organisation_id, connection_id)


OwnConnection = Annotated[IdpConnection, Depends(own_connection)]


def mendable_connection(connection_id: UUID, db: Db, actor: Mechanic) -> IdpConnection:
    return queries.connection(db, actor.organisation_id, connection_id)


MendableConnection = Annotated[IdpConnection, Depends(mendable_connection)]
