"""The middlewares that guard every request, in their order."""

from collections.abc import Iterable, Iterator

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from app.settings import Settings
from app.web.accidents import Accidents
from app.web.addresses import Canonical, ChosenLanguage
from app.web.errors import answer, unforeseen
from app.web.guards import from_other_sites
from app.web.headers import SecurityHeaders
from app.web.limits import BodyLimit
from app.web.origin import OwnSiteOnly
from app.web.request_id import RequestId


def protect(app: FastAPI, settings: Settings) -> None:
    """Added from the innermost outwards. Language comes before all that may have to say no to the reader."""
    app.add_middleware(Canonical)
    others = tuple(route.path_regex for route in open_to_others(app.state.all_routes))
    app.add_middleware(OwnSiteOnly, origin=settings.origin, refuse=answer, open_to_others=others)
    app.add_middleware(BodyLimit, file_limit=settings.upload_limit, refuse=answer)
    app.add_middleware(Accidents, unforeseen=unforeseen)
    app.add_middleware(ChosenLanguage)
    app.add_middleware(SecurityHeaders, is_https=settings.is_https)
    app.add_middleware(RequestId)


def open_to_others(routes: Iterable[APIRoute]) -> list[APIRoute]:
    """Those that other sites may post to: they depend on `from_other_sites`."""
    return [route for route in routes if from_other_sites in _calls(route.dependant)]


def _calls(dependant: Dependant) -> Iterator[object]:
    for inner in dependant.dependencies:
        yield inner.call
        yield from _calls(inner)
