"""Set-up links: made by an administrator, opened once by the IT person they were sent to."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi import Form as Submitted
from sqlalchemy.orm import Session

from app.connecting import actions_links as actions
from app.connecting import queries
from app.connecting.guards import SET_UP_COOKIE, Administrator, OwnConnection
from app.refusals import NotFound
from app.sign_in.guards import means_in
from app.sign_in.models import IdpConnection
from app.sign_in.secrets import fingerprint
from app.web.forms import Form, Pressed
from app.web.guards import Db, everyone
from app.web.templating import address, page, see_other

router = APIRouter(include_in_schema=False)
A_DAY = int(actions.LASTS.total_seconds())


@router.get("/administration/inloggning/{connection_id:uuid}/lank", name="set_up_link")
def show_links(request: Request, db: Db, row: OwnConnection) -> Response:
    return _links(request, db, row, Form())


def _links(request: Request, db: Session, row: IdpConnection, form: Form[Any], link: str = "") -> Response:
    return page(
        request,
        "connecting/link.html",
        status_code=422 if form.reasons else 200,
        form=form,
        row=row,
        link=link,
        live=queries.live_links(db, row.id),
    )


@router.post("/administration/inloggning/{connection_id:uuid}/lank")
def make_link(request: Request, db: Db, actor: Administrator, row: OwnConnection, form: Pressed) -> Response:
    """The link stands in the answer, the only time it is shown; pressing again ends it and makes another."""
    link = ""
    with form.takes_refusals(db):
        token = actions.make_link(db, actor, row)
        link = means_in(request).origin + address(request, "open_set_up", {"nyckel": token})
    return _links(request, db, row, form, link)


@router.post("/administration/inloggning/{connection_id:uuid}/lank/dra-tillbaka", name="withdraw_set_up_link")
def withdraw_links(request: Request, db: Db, actor: Administrator, row: OwnConnection) -> Response:
    actions.withdraw_links(db, actor, row)
    return see_other(request, "set_up_link", connection_id=row.id)


@router.get("/anslut", name="open_set_up", dependencies=[Depends(everyone)])
def show_link(request: Request, db: Db, token: Annotated[str, Query(alias="nyckel")] = "") -> Response:
    """Opening the page uses nothing up: what looks into letters before people do must not. The key stands in the
    query, which is not logged."""
    link = queries.unused_link(db, fingerprint(token))
    name = queries.organisation_name(db, link.organisation_id) if link else ""
    status = 410 if token and link is None else 200
    return page(request, "connecting/open_link.html", status_code=status, link=link, organisation=name, token=token)


@router.post("/anslut", dependencies=[Depends(everyone)])
def open_link(request: Request, db: Db, token: Annotated[str, Submitted(alias="nyckel")] = "") -> Response:
    try:
        link, key = actions.open_link(db, token)
    except NotFound:
        return page(request, "connecting/open_link.html", status_code=410, link=None, organisation="", token="")
    response = see_other(request, "connection_settings", connection_id=link.connection_id)
    response.set_cookie(SET_UP_COOKIE, key, max_age=A_DAY, path="/", secure=True, httponly=True, samesite="lax")
    return response
