"""The room of this feature in the administration."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.actor import Actor
from app.connecting import queries
from app.language import N_
from app.sign_in.models import DomainStatus
from app.web.rooms import Open, Room, counted


def open_at_the_door(db: Session, actor: Actor) -> Sequence[Open]:
    """What an administrator should look at: domains that are not, or no longer, proven."""
    states = [row.status for row in queries.domains(db, actor)]
    connect = N_("Connect your own sign-in service, so that your people can sign in.")
    return [
        *([Open(connect)] if queries.lacks_a_way_in(db, actor.organisation_id) else []),
        *counted(
            states.count(DomainStatus.lapsed),
            N_("One e-mail domain no longer leads to your sign-in."),
            N_("%(count)s e-mail domains no longer lead to your sign-in."),
        ),
        *counted(
            states.count(DomainStatus.pending),
            N_("One e-mail domain is not verified yet."),
            N_("%(count)s e-mail domains are not verified yet."),
        ),
    ]


ROOMS = (
    Room(
        "sign_in_setup",
        N_("Sign-in"),
        N_("Your own sign-in service and your e-mail domains."),
        open_there=open_at_the_door,
        order=20,
    ),
)
