"""Whoever runs the portal, and the organisation it concerns, hear of every step at once."""

from uuid import UUID

from sqlalchemy.orm import Session as Db

from app.actor import Role
from app.emergency import queries
from app.mail.letters import Desk
from app.passkeys.letters import tell_once
from app.sign_in.happenings import EMERGENCIES


def tell_of_emergency(db: Db, auth_event_id: str, *, desk: Desk) -> None:
    event = queries.auth_event(db, UUID(auth_event_id))
    if event is None or event.type not in EMERGENCIES:
        return
    who = queries.person_name(db, event.person_id)
    where = queries.organisation(db, event.organisation_id).name
    for reader in queries.those_to_tell(db, event.organisation_id):
        route = "platform_log" if Role.platform_admin in reader.roles else "organisation_log"
        tell_once(db, desk, event, reader, "sign_in/emergency", route=route, who=who, where=where)
