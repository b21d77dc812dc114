"""The room of this feature in an organisation's administration."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from app.actor import Actor
from app.database import now
from app.language import N_
from app.scim import queries
from app.web.rooms import Open, Room

SOON = timedelta(days=30)


def open_at_the_directory(db: Session, actor: Actor) -> Sequence[Open]:
    """A first sync that waits, and keys that are about to end."""
    directory = queries.directory_of(db, actor.organisation_id)
    if directory is None:
        return ()
    found: list[Open] = []
    if not directory.is_approved and (count := queries.count_users(db, actor.organisation_id)):
        waits = N_("Your directory has sent %(count)s people. They wait for you to approve the first sync.")
        found.append(Open(waits, {"count": count}, route="directory_preview"))
    keys = queries.keys_in_use(db, directory.id)
    if keys and all(key.expires_at < now() + SOON for key in keys):
        found.append(Open(N_("The key of your directory ends within 30 days. Create a new one.")))
    return found


ROOMS = (
    Room(
        "directory",
        N_("Directory"),
        N_("Let your own directory say who works for you, by SCIM: people come, change and go by themselves."),
        open_there=open_at_the_directory,
        order=40,
    ),
)
