"""A link by which an IT person without an account fills in and tries out one draft, for a day (sso.md 7.3)."""

import secrets
from datetime import timedelta

from sqlalchemy.orm import Session

from app.activity.happenings import Happened
from app.activity.record import record
from app.actor import Actor
from app.connecting import queries, rules
from app.connecting.models import SetUpLink
from app.database import now
from app.language import N_
from app.refusals import NotFound, Reason, Refused
from app.sign_in.models import IdpConnection
from app.sign_in.secrets import fingerprint, new_token

LASTS = timedelta(hours=24)


def make_link(db: Session, actor: Actor, row: IdpConnection) -> str:
    """A new link, and the end of those before it. Returns what stands last in its address; only its hash is kept.

    Raises:
        NotAllowed: not of the actor's organisation.
        Refused: it is not a draft.
    """
    rules.may_manage_connection.require(actor, row)
    queries.hold(db, row)
    if row.status not in queries.UNDER_WAY:
        raise Refused(Reason(N_("Only what is being set up can be handed over by a link.")))
    for before in queries.live_links(db, row.id):
        before.revoked_at = now()
    token = secrets.token_hex(32)  # an address is lower case
    db.add(
        SetUpLink(
            organisation_id=row.organisation_id,
            connection_id=row.id,
            made_by_id=actor.membership_id,
            token_hash=fingerprint(token),
            expires_at=now() + LASTS,
        )
    )
    record(db, actor, Happened.connection_link_made, row)
    return token


def withdraw_links(db: Session, actor: Actor, row: IdpConnection) -> None:
    """Whoever has opened one can do nothing more.

    Raises:
        NotAllowed: not of the actor's organisation.
    """
    rules.may_manage_connection.require(actor, row)
    if live := queries.live_links(db, row.id):
        for link in live:
            link.revoked_at = now()
        record(db, actor, Happened.connection_link_revoked, row)


def open_link(db: Session, token: str) -> tuple[SetUpLink, str]:
    """Use a link up. Returns it and the key that the browser goes on with.

    Raises:
        NotFound: it has been used, withdrawn or forgotten, or never was.
    """
    link = queries.unused_link(db, fingerprint(token))
    if link is None:
        raise NotFound
    key = new_token()
    link.used_at, link.key_hash = now(), fingerprint(key)
    row = queries.connection(db, link.organisation_id, link.connection_id)
    record(
        db, Actor(organisation_id=link.organisation_id, person_name="set-up link"), Happened.connection_link_used, row
    )
    return link, key
