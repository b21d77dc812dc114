"""What those who run the portal look after: what needs a look, and the rooms (ux.md H1)."""

from fastapi import APIRouter, Request, Response

from app.web.guards import CurrentActor, Db, only
from app.web.rooms import House, may_operate, rooms_for
from app.web.templating import page

router = APIRouter(prefix="/drift", include_in_schema=False)


@router.get("", name="operations", dependencies=[only(may_operate)])
def show_operations(request: Request, db: Db, actor: CurrentActor) -> Response:
    return page(
        request,
        "administration/operations.html",
        rooms_here=[(room, room.open_there(db, actor)) for room in rooms_for(actor, House.operations)],
    )
