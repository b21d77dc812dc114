"""Setting up an organisation's sign-in (page G6): where it stands, and what is left."""

from fastapi import APIRouter, Request, Response

from app.connecting import queries
from app.connecting.guards import Administrator
from app.sign_in.models import ConnectionStatus
from app.web.guards import Db
from app.web.templating import page

router = APIRouter(prefix="/administration/inloggning", include_in_schema=False)


@router.get("", name="sign_in_setup")
def show_setup(request: Request, db: Db, actor: Administrator) -> Response:
    domains = queries.domains(db, actor)
    connections = queries.connections(db, actor.organisation_id)
    return page(
        request,
        "connecting/setup.html",
        verified=[row for row in domains if row.is_verified],
        domains=domains,
        in_use=[one for one in connections if one.status == ConnectionStatus.active],
    )
