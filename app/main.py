"""The web application, put together in one place."""

import asyncio
from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from sqlalchemy import Engine
from sqlalchemy.orm import sessionmaker

from app.database import engine_to
from app.settings import Settings
from app.web.addresses import Canonical, ChosenLanguage
from app.web.assets import Assets
from app.web.errors import handle_refusals
from app.web.figures import hexagons, mark_shape, river_shape
from app.web.frame import frame
from app.web.once import new_key
from app.web.questions import question
from app.web.templating import environments

ROUTERS: tuple[APIRouter, ...] = ()
"""Every feature's routers, in the order of the features. Tests walk these; nothing else is reachable."""


def routes(routers: Iterable[APIRouter] = ROUTERS) -> list[APIRoute]:
    return [route for router in routers for route in router.routes if isinstance(route, APIRoute)]


def create_app(settings: Settings, *, engine: Engine | None = None, assets: Assets | None = None) -> FastAPI:
    """The portal. `engine` is given by tests, which run in a transaction of their own."""
    app = FastAPI(title=settings.testbed_name, openapi_url="/api/v1/openapi.json", docs_url=None, redoc_url=None)
    app.state.settings = settings
    app.state.engine = engine or engine_to(settings.database_url, connections=settings.connections)
    app.state.places = asyncio.Semaphore(settings.connections)
    app.state.sessions = sessionmaker(app.state.engine, expire_on_commit=False)
    app.state.frame = frame
    app.state.assets = assets or Assets()
    app.mount("/static", app.state.assets, name="static")
    for router in ROUTERS:
        app.include_router(router)
    app.state.route_names = frozenset(route.name for route in routes())
    app.state.templates = environments(resolve=app.url_path_for, shared=_shared(app, settings))
    handle_refusals(app)
    app.add_middleware(Canonical)
    app.add_middleware(ChosenLanguage)
    return app


def _shared(app: FastAPI, settings: Settings) -> dict[str, Any]:
    return {
        "testbed": settings.testbed_name,
        "asset": app.state.assets.address,
        "question": question,
        "new_key": new_key,
        "hexagons": hexagons,
        "mark_shape": mark_shape,
        "river_shape": river_shape,
    }
