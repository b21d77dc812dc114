"""The pages anyone can open by their address alone: the site map and the tests read them from the routes."""

from collections.abc import Iterable

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from app.web.guards import everyone


def open_pages(routes: Iterable[APIRoute]) -> tuple[str, ...]:
    """The names of the pages that are read, take nothing in their address and say `everyone`, in order."""
    return tuple(
        dict.fromkeys(
            route.name
            for route in routes
            if "GET" in (route.methods or ())
            and not route.param_convertors
            and "." not in route.path
            and _says_everyone(route.dependant)
        )
    )


def _says_everyone(dependant: Dependant) -> bool:
    return any(inner.call is everyone or _says_everyone(inner) for inner in dependant.dependencies)
