"""The administration of one organisation: what needs a look, and the rooms (ux.md G1)."""

from fastapi import APIRouter, Request, Response

from app.web.guards import CurrentActor, Db, only
from app.web.rooms import may_enter, rooms_for
from app.web.templating import page

router = APIRouter(prefix="/administration", include_in_schema=False)


@router.get("", name="administration", dependencies=[only(may_enter)])
def show_administration(request: Request, db: Db, actor: CurrentActor) -> Response:
    return page(
        request,
        "administration/rooms.html",
        rooms_here=[(room, room.open_there(db, actor)) for room in rooms_for(actor)],
    )
