from typing import Annotated
from uuid import UUID

from fastapi import Depends

from app.emergency import queries
from app.emergency.models import EmergencyAccess
from app.passkeys import queries as keys
from app.passkeys.models import Rescuer, RescuerKind
from app.refusals import NotAllowed, NotFound
from app.sign_in.guards import TheOneSignedIn
from app.sign_in.models import SessionKind
from app.web.guards import CurrentActor, Db, SignedIn


def the_access(access_id: UUID, db: Db, _: CurrentActor) -> EmergencyAccess:
    return queries.access(db, access_id)


TheAccess = Annotated[EmergencyAccess, Depends(the_access)]


def own_rescuer(rescuer_id: UUID, db: Db, actor: CurrentActor) -> Rescuer:
    """Raises:
    NotFound: not one of the actor's organisation.
    """
    named = keys.rescuers_of(db, actor.organisation_id, RescuerKind.organisation)
    found = next((one for one in named if one.id == rescuer_id), None)
    if found is None:
        raise NotFound
    return found


OwnRescuer = Annotated[Rescuer, Depends(own_rescuer)]


def one_who_mends(me: TheOneSignedIn) -> SignedIn:
    """Raises:
    NotAllowed: they came in like everyone else.
    """
    if me.kind != SessionKind.mending:
        raise NotAllowed
    return me


OneWhoMends = Annotated[SignedIn, Depends(one_who_mends)]
