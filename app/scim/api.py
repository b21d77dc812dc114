"""SCIM 2.0 at /scim/v2 (RFC 7644): what an organisation's directory speaks with."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response
from scim2_models import (
    Context,
    ForbiddenException,
    ListResponse,
    NotFoundException,
    NotImplementedException,
    Resource,
    ResponseParameters,
    SCIMException,
)
from sqlalchemy.orm import Session

from app.scim import actions, listing, queries
from app.scim.guards import ROOT, Body, Caller, CurrentDirectory, anyone_may_ask, base_of
from app.scim.listing import GROUPS, USERS, Kind
from app.scim.models import ScimGroup, ScimUser
from app.scim.reading import is_same_version, known_id, search, search_in_address, understood, version_tag
from app.scim.resources import CONFIG, PROVIDER, AnyResource, described_at, of
from app.web.guards import Db

router = APIRouter(prefix=ROOT, include_in_schema=False)

MEDIA_TYPE = "application/scim+json"


# What the service is like


@router.get("/ServiceProviderConfig", name="scim_config", dependencies=[Depends(anyone_may_ask)])
def show_config(request: Request) -> Response:
    return _said(described_at(CONFIG, f"{base_of(request)}/ServiceProviderConfig", "ServiceProviderConfig"))


@router.get("/ResourceTypes", name="scim_resource_types", dependencies=[Depends(anyone_may_ask)])
def list_resource_types(request: Request) -> Response:
    return _described(request, "ResourceType", PROVIDER.resource_types)


@router.get("/ResourceTypes/{name}", name="scim_resource_type", dependencies=[Depends(anyone_may_ask)])
def show_resource_type(request: Request, name: str) -> Response:
    return _one_described(request, "ResourceType", PROVIDER.resource_types, name)


@router.get("/Schemas", name="scim_schemas", dependencies=[Depends(anyone_may_ask)])
def list_schemas(request: Request) -> Response:
    return _described(request, "Schema", PROVIDER.schemas)


@router.get("/Schemas/{name}", name="scim_schema", dependencies=[Depends(anyone_may_ask)])
def show_schema(request: Request, name: str) -> Response:
    return _one_described(request, "Schema", PROVIDER.schemas, name)


def _described(request: Request, kind: str, resources: Any) -> Response:
    """All of them: these are not searched (RFC 7644 §4)."""
    if "filter" in request.query_params:
        raise ForbiddenException(detail="What the service is like cannot be filtered.")
    found = [described_at(one, f"{base_of(request)}/{kind}s/{one.id}", kind) for one in resources]
    answer = of(ListResponse, type(found[0]))
    return _said(answer(total_results=len(found), start_index=1, items_per_page=len(found), resources=found))


def _one_described(request: Request, kind: str, resources: Any, name: str) -> Response:
    one = next((one for one in resources if one.id == name), None)
    if one is None:
        raise NotFoundException(detail=actions.GONE)
    return _said(described_at(one, f"{base_of(request)}/{kind}s/{one.id}", kind))


# What the service does not do


@router.api_route("/Me", methods=["GET", "POST", "PUT", "PATCH", "DELETE"], name="scim_me")
def show_me(_: CurrentDirectory) -> Response:
    raise NotImplementedException(detail="A token stands for an organisation and not for a person.")


@router.post("/Bulk", name="scim_bulk")
def bulk(_: CurrentDirectory) -> Response:
    raise NotImplementedException(detail="Bulk operations are not offered.")


# People and groups


@dataclass(frozen=True)
class Room:
    """What can be done with one kind of resource."""

    kind: Kind
    one: Callable[..., Any]
    create: Callable[..., Any]
    replace: Callable[..., Any]
    patch: Callable[..., Any]
    delete: Callable[..., None]


ROOMS = {
    "Users": Room(
        USERS, queries.user, actions.create_user, actions.replace_user, actions.patch_user, actions.delete_user
    ),
    "Groups": Room(
        GROUPS, queries.group, actions.create_group, actions.replace_group, actions.patch_group, actions.delete_group
    ),
}


class NotHere(SCIMException):
    """There is something at the address, which is not asked that way."""

    status = 405


READ_ONLY = ("ServiceProviderConfig", "ResourceTypes", "Schemas")


def room_of(room: str) -> Room:
    if room in READ_ONLY:
        raise NotHere(detail="This can only be read.")
    found = ROOMS.get(room)
    if found is None:
        raise NotFoundException(detail="There is nothing at this address.")
    return found


TheRoom = Annotated[Room, Depends(room_of)]


@router.post("/.search", name="scim_search_all")
def search_everything(db: Db, caller: CurrentDirectory, body: Body) -> Response:
    asked = search(AnyResource, body)
    return _said(listing.found_anywhere(db, caller.organisation_id, asked, caller.base), asked)


@router.get("/{room}", name="scim_list")
def list_resources(request: Request, db: Db, caller: CurrentDirectory, room: TheRoom) -> Response:
    asked = search_in_address(room.kind.model, request.query_params)
    return _said(listing.found(db, caller.organisation_id, room.kind, asked, caller.base), asked)


@router.post("/{room}/.search", name="scim_search")
def search_resources(db: Db, caller: CurrentDirectory, room: TheRoom, body: Body) -> Response:
    asked = search(room.kind.model, body)
    return _said(listing.found(db, caller.organisation_id, room.kind, asked, caller.base), asked)


@router.post("/{room}", name="scim_create")
def create(request: Request, db: Db, caller: CurrentDirectory, room: TheRoom, body: Body) -> Response:
    said = understood(room.kind.model, body, Context.RESOURCE_CREATION_REQUEST)
    row = room.create(db, caller.directory, said)
    return _shown(request, db, caller, room, row, Context.RESOURCE_CREATION_RESPONSE, status=201)


@router.get("/{room}/{resource_id}", name="scim_show")
def show(request: Request, db: Db, caller: CurrentDirectory, room: TheRoom, resource_id: str) -> Response:
    row = room.one(db, caller.organisation_id, known_id(resource_id))
    if row is None:
        raise NotFoundException(detail=actions.GONE)
    if is_same_version(request.headers.get("if-none-match", ""), row.version):
        return Response(status_code=304, headers={"ETag": version_tag(row.version)})
    return _shown(request, db, caller, room, row, Context.RESOURCE_QUERY_RESPONSE)


@router.put("/{room}/{resource_id}", name="scim_replace")
def replace(
    request: Request, db: Db, caller: CurrentDirectory, room: TheRoom, resource_id: str, body: Body
) -> Response:
    row = room.replace(db, caller.directory, resource_id, body, request.headers.get("if-match", ""))
    return _shown(request, db, caller, room, row, Context.RESOURCE_REPLACEMENT_RESPONSE)


@router.patch("/{room}/{resource_id}", name="scim_patch")
def patch(request: Request, db: Db, caller: CurrentDirectory, room: TheRoom, resource_id: str, body: Body) -> Response:
    row = room.patch(db, caller.directory, resource_id, body, request.headers.get("if-match", ""))
    return _shown(request, db, caller, room, row, Context.RESOURCE_PATCH_RESPONSE)


@router.delete("/{room}/{resource_id}", name="scim_delete")
def delete(request: Request, db: Db, caller: CurrentDirectory, room: TheRoom, resource_id: str) -> Response:
    room.delete(db, caller.directory, resource_id, request.headers.get("if-match", ""))
    return Response(status_code=204)


@router.api_route("/{rest:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"], name="scim_nothing")
def nothing_here(_: CurrentDirectory, rest: str) -> Response:
    if rest.partition("/")[0] in (*READ_ONLY, *ROOMS):
        raise NotHere(detail="This cannot be asked that way.")
    raise NotFoundException(detail="There is nothing at this address.")


def _shown(
    request: Request,
    db: Session,
    caller: Caller,
    room: Room,
    row: ScimUser | ScimGroup,
    context: Context,
    *,
    status: int = 200,
) -> Response:
    asked = understood(
        of(ResponseParameters, room.kind.model),
        {
            name: request.query_params[name]
            for name in ("attributes", "excludedAttributes")
            if name in request.query_params
        },
        Context.DEFAULT,
    )
    db.flush()
    db.refresh(row)
    resource = room.kind.build(row, room.kind.related_to(db, [row.id]).get(row.id, ()), caller.base)
    response = _said(resource, asked, context, status)
    response.headers["ETag"] = version_tag(row.version)
    response.headers["Location"] = (resource.meta and resource.meta.location) or ""
    return response


def _said(
    resource: Resource[Any] | ListResponse[AnyResource],
    asked: ResponseParameters[AnyResource] | None = None,
    context: Context = Context.RESOURCE_QUERY_RESPONSE,
    status: int = 200,
) -> Response:
    with PROVIDER:
        body = resource.model_dump(scim_ctx=context, response_parameters=asked)
    return JSONResponse(body, status, media_type=MEDIA_TYPE)


async def refuse(request: Request, problem: Exception) -> Response:
    """A SCIM error as the protocol writes it, noted for the organisation whose token was shown."""
    error = (problem if isinstance(problem, SCIMException) else SCIMException()).to_error()
    status = int(error.status or 400)
    organisation_id = getattr(request.state, "scim_organisation", None)
    if organisation_id is not None and status != 404:
        await run_in_threadpool(_note, request, organisation_id, status, error.scim_type or "", error.detail or "")
    body = error.model_dump(scim_ctx=Context.DEFAULT)
    headers = {"WWW-Authenticate": 'Bearer realm="scim"'} if status == 401 else None
    return JSONResponse(body, status, media_type=MEDIA_TYPE, headers=headers)


def _note(request: Request, organisation_id: Any, status: int, scim_type: str, detail: str) -> None:
    with request.app.state.sessions() as db, db.begin():
        path = request.url.path.removeprefix(ROOT)
        actions.note_failure(db, organisation_id, request.method, path, status, scim_type, detail)
