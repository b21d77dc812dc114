"""What the routes say of themselves: which pages anyone can open by their address alone, and what programs send to."""

import re
from collections.abc import Callable, Iterable

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from app.web.guards import everyone, from_anywhere


def open_pages(routes: Iterable[APIRoute]) -> tuple[str, ...]:
    """The names of the pages that are read, take nothing in their address and say `everyone`, in order."""
    return tuple(
        dict.fromkeys(
            route.name
            for route in routes
            if "GET" in (route.methods or ())
            and not route.param_convertors
            and "." not in route.path
            and _says(route.dependant, everyone)
        )
    )


def open_to_programs(routes: Iterable[APIRoute]) -> tuple[re.Pattern[str], ...]:
    """The paths that other sites and programs may send to: their routes say `from_anywhere`."""
    return tuple(
        route.path_regex
        for route in routes
        if "POST" in (route.methods or ()) and _says(route.dependant, from_anywhere)
    )


def _says(dependant: Dependant, word: Callable[..., object]) -> bool:
    return any(inner.call is word or _says(inner, word) for inner in dependant.dependencies)
