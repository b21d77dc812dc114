"""One person with two sign-ins (sso.md rule 26): only from a session that has just proven who it is, by a fresh sign-in
at the other service in the same browser, and by the person's own yes (`joined.py`). Never because of an address.
"""

from datetime import timedelta

from sqlalchemy.orm import Session as Db

from app.database import now
from app.sign_in import queries
from app.sign_in import queries_arriving as arriving
from app.sign_in import queries_joining as joining
from app.sign_in import queries_newcomers as newcomers
from app.sign_in.arrivals import Arrival
from app.sign_in.models import IdpConnection, Session
from app.sign_in.models_joining import JoinOffer
from app.sign_in.newcomers import shown
from app.sign_in.tokens import Distrust

LASTS = timedelta(minutes=10)


def offer(db: Db, session: Session, connection: IdpConnection, arrival: Arrival) -> None:
    """Somebody signed in has proven another sign-in: it waits for their yes, in the same session.

    Raises:
        Distrust: the two cannot be one.
    """
    identity = arriving.identity(db, connection.id, arrival.subject)
    if identity is not None and identity.disabled_at is not None:
        raise Distrust("identity_disabled")
    mine = newcomers.membership_in(db, connection.organisation_id, session.person_id)
    if identity is not None and identity.person_id == session.person_id:
        raise Distrust("already_one")
    if identity is not None and mine is not None:
        raise Distrust("two_members")
    if identity is None and (mine is None or queries.membership_of(db, mine.organisation_id, mine.person_id) is None):
        raise Distrust("not_known_there")
    joining.keep_offer(
        db,
        JoinOffer(
            session_id=session.id,
            connection_id=connection.id,
            subject=arrival.subject,
            shown_name=shown(arrival.profile.get("name")),
            shown_email=shown(arrival.profile.get("email")),
            expires_at=now() + LASTS,
        ),
    )
