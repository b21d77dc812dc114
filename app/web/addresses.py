"""Addresses: references as identities, English under its own prefix, one canonical form of each (ux.md 1.1)."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.convertors import Convertor, register_url_convertor
from starlette.datastructures import URLPath
from starlette.responses import RedirectResponse
from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import ASGIApp, Receive, Scope, Send

from app.language import LANGUAGES

PREFIXES = {language: f"/{language}" for language in LANGUAGES[1:]}
DIRECTORIES = "/scim/v2/"  # spoken to with a token by programs: no cookie is looked at there
MACHINES = ("/static/", "/api/", "/sso/", DIRECTORIES, "/livez", "/readyz")  # no language, no canonical form


class ReferenceConvertor(Convertor[str]):
    """`b-2026-031-tryggare-natter` in a path is the reference B-2026-031; the tail is decoration."""

    regex = "[A-Za-z]{1,3}-[0-9]{4}-[0-9]{3,6}(?:-[a-z0-9-]*)?"

    def convert(self, value: str) -> str:
        return "-".join(value.split("-")[:3]).upper()

    def to_string(self, value: str) -> str:
        return value.lower()


class RegistryConvertor(Convertor[str]):
    """A registry number in a path, such as 21rs4368: letters, digits and hyphens, at least one of them a digit."""

    regex = "[A-Za-z0-9-]*[0-9][A-Za-z0-9-]*"

    def convert(self, value: str) -> str:
        return value.upper()

    def to_string(self, value: str) -> str:
        return value.lower()


register_url_convertor("reference", ReferenceConvertor())
register_url_convertor("registry", RegistryConvertor())


class ChosenLanguage:
    """The address decides the language: /en/behov is /behov in English. Everything below sees the plain path."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            state = scope.setdefault("state", {})
            state["language"] = LANGUAGES[0]
            for language, prefix in PREFIXES.items():
                if scope["path"] == prefix or scope["path"].startswith(prefix + "/"):
                    state["language"] = language
                    scope = dict(scope) | {"path": scope["path"].removeprefix(prefix) or "/"}
                    break
        await self.app(scope, receive, send)


class Canonical:
    """One address for each page: no trailing slash, lower case (301). Reading only; a form is never redirected."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD"):
            path: str = scope["path"]
            wanted = "/" + path.strip("/").lower()
            if path != wanted and path.isascii() and not path.startswith(MACHINES):
                query = scope["query_string"].decode("latin-1")
                wanted = in_language(wanted, scope["state"]["language"])
                response = RedirectResponse(wanted + (f"?{query}" if query else ""), status_code=301)
                await response(scope, receive, send)
                return
        await self.app(scope, receive, send)


def in_language(path: str, language: str) -> str:
    """A plain path as it is addressed in a language."""
    return (PREFIXES.get(language, "") + path).rstrip("/") or "/"


class Portal(FastAPI):
    """An application that finds the address of a page by its name. FastAPI looks through all its routes for each link,
    and a page has forty: that was half of what the page cost."""

    def lead(self, routers: Iterable[APIRouter]) -> None:
        """Take in the routes of the routers, in the order in which they are tried: as they are, for including a router
        makes each of its routes once more, and asks both."""
        routes = [route for router in routers for route in router.routes]
        self.router.routes += [Rooms(routes), *routes]

    def name_routes(self, routes: Iterable[APIRoute]) -> None:
        """To be told once all routes are there."""
        self._named = defaultdict[str, list[APIRoute]](list)
        for route in routes:
            self._named[route.name].append(route)

    def url_path_for(self, name: str, /, **path_params: Any) -> URLPath:
        """The path of the route of that name that has those parameters.

        Raises:
            NoMatchFound: there is none.
        """
        for route in self._named.get(name, ()):
            if set(route.param_convertors) == set(path_params):
                return route.url_path_for(name, **path_params)
        raise NoMatchFound(name, path_params)


class Rooms(BaseRoute):
    """Leads an address to the routes that begin with the same word. The framework tries all routes one by one; what is
    not found here it still looks for that way, with what it says of methods."""

    CHOSEN = "portal_room"  # in the scope

    def __init__(self, routes: Iterable[BaseRoute]) -> None:
        self._rooms = defaultdict[str, list[BaseRoute]](list)
        for route in routes:
            if isinstance(route, APIRoute):
                self._rooms[first_word(route.path)].append(route)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] == "http":
            for route in self._rooms.get(first_word(scope["path"]), ()):
                match, child = route.matches(scope)
                if match is Match.FULL:
                    return match, {**child, self.CHOSEN: route}
        return Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await scope[self.CHOSEN].handle(scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: Any) -> URLPath:
        raise NoMatchFound(name, path_params)  # it has no address of its own


def first_word(path: str) -> str:
    """What stands between the first two slashes; also of what is no path, such as the `*` that OPTIONS may ask for."""
    return path[1:].partition("/")[0]


Resolve = Callable[..., URLPath]


def addressed(resolve: Resolve, language: str) -> Callable[..., str]:
    """The `url` of templates: `url("challenge", ref="b-2026-031", _query={"sida": 2})`."""

    @lru_cache(4_000)  # a page has forty, and the next page nearly the same
    def known(name: str, path: tuple[tuple[str, Any], ...]) -> str:
        return in_language(str(resolve(name, **dict(path))), language)

    def url(name: str, _query: dict[str, Any] | None = None, **path: Any) -> str:
        address = known(name, tuple(path.items()))
        if not _query:
            return address
        asked = {key: value for key, value in _query.items() if value not in (None, "", [])}
        return address + (f"?{urlencode(asked, doseq=True)}" if asked else "")

    return url
