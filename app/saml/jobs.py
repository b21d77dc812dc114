"""What is done about metadata and answers by night: read what is published anew, forget what is used."""

import asyncio
from uuid import UUID

import structlog
from sqlalchemy.orm import Session

from app.actor import Actor
from app.database import now
from app.jobs.queue import enqueue
from app.refusals import NotFound, Refused
from app.saml import queries
from app.saml.agreement import READ_AGAIN_AFTER, keep
from app.saml.fetching import from_address, from_federation, voucher
from app.sign_in import queries as sign_in
from app.sign_in.models import Purpose
from app.sign_in.outbound import Outbound
from app.sign_in.tokens import Distrust

log = structlog.get_logger()


def forget_answers(db: Session, _: Actor) -> None:
    """What was parked and not fetched, and the names of assertions that are too old to be believed again."""
    queries.forget(db, now())


def look_again(db: Session, _: Actor) -> None:
    """Ask for a reading of all metadata that is published somewhere, a job for each so that one holds up no other."""
    for details in queries.to_read_again(db, now() - READ_AGAIN_AFTER):
        enqueue(db, "read_saml_metadata", connection_id=str(details.connection_id))


def read_metadata(db: Session, connection_id: str, *, outbound: Outbound) -> None:
    """Read one connection's metadata where it is published. What cannot be read leaves what we know as it is: it says
    itself when it ends, and administrators are warned of that."""
    try:
        connection = sign_in.connection_for(db, UUID(connection_id), Purpose.test)
        details = queries.details(db, connection.id)
    except NotFound:  # closed since
        return
    try:
        if details.federation is not None:
            read = asyncio.run(from_federation(outbound, voucher(details.federation), connection.issuer))
        else:
            read = asyncio.run(from_address(outbound, details.address))
        keep(db, connection.id, read)
    except (Refused, Distrust) as problem:
        log.warning("saml_metadata_not_read", connection=connection_id, problem=str(problem))


EVERY_NIGHT = (("saml.forget_answers", forget_answers), ("saml.look_again", look_again))
