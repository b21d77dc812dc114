"""What stands around every page: the navigation of this reader, who they act for, the same page in other languages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request

from app.actor import VISITOR, Actor, Role
from app.language import LANGUAGES, N_
from app.web.addresses import in_language
from app.web.rooms import may_enter, may_operate
from app.web.templating import address


@dataclass(frozen=True)
class Place:
    """One link of the navigation; shown to those for whom `to` holds."""

    label: str
    route: str
    to: Callable[[Actor], bool]


def _all(_: Actor) -> bool:
    return True


def _signed_in(actor: Actor) -> bool:
    return actor.is_signed_in


def _visitors(actor: Actor) -> bool:
    return not actor.is_signed_in


def _handles_requests(actor: Actor) -> bool:
    return actor.speaks_for_an_organisation and not actor.has(Role.researcher)


def _has_room_for_solutions(actor: Actor) -> bool:
    """Everyone but the region, whose menu is full (six places at most, ux.md 1.2)."""
    return not _region(actor)


def _researcher(actor: Actor) -> bool:
    return actor.has(Role.researcher)


def _region(actor: Actor) -> bool:
    return actor.has(Role.region_lead, Role.region_officer)


NAVIGATION = (
    Place(N_("To do"), "todo", _signed_in),
    Place(N_("Needs"), "challenges", _all),
    Place(N_("Solutions"), "solutions", _has_room_for_solutions),
    Place(N_("Requests"), "test_requests", _handles_requests),
    Place(N_("Pilots"), "pilots", _all),
    Place(N_("Your studies"), "my_research", _researcher),
    Place(N_("Follow-up"), "overview", _region),
    Place(N_("Financing"), "grants", _region),
    Place(N_("About the testbed"), "about", _visitors),
)
FOOTER = (
    Place(N_("Accessibility statement"), "accessibility_statement", _all),
    Place(N_("Personal data"), "personal_data", _all),
    Place(N_("Cookies"), "cookies", _all),
    Place(N_("Public documents"), "public_documents", _all),
    Place(N_("Terms"), "terms", _all),
    Place(N_("Statistics and open data"), "open_data", _all),
    Place(N_("Help and contact"), "help", _all),
    Place(N_("Operating status"), "status", _all),
)


def frame(request: Request) -> dict[str, Any]:
    """The values every template can count on. Links to rooms that are not built yet are not shown."""
    actor: Actor = getattr(request.state, "actor", VISITOR)
    language: str = request.state.language
    rooms = route_names(request.app)
    here = in_language(request.url.path, language)
    waiting: int = getattr(request.state, "waiting", 0)

    def links(places: tuple[Place, ...]) -> list[dict[str, Any]]:
        found = [(place, address(request, place.route)) for place in places if place.route in rooms and place.to(actor)]
        return [
            {
                "label": place.label,
                "url": to,
                "current": here == to or here.startswith(to + "/"),
                "count": waiting if place.route == "todo" else 0,
            }
            for place, to in found
        ]

    query = f"?{request.url.query}" if request.url.query and request.method == "GET" else ""
    return {
        "request": request,
        "actor": actor,
        "signed_in": getattr(request.state, "signed_in", None),
        "nav": links(NAVIGATION),
        "unread": getattr(request.state, "unread", 0),
        "footer": links(FOOTER),
        "rooms": rooms,
        "cofinancing": request.app.state.cofinancing.on_page(request),
        "administers": may_enter(actor),
        "operates": may_operate(actor),
        "parked": bool(getattr(request.state, "parked", None)),
        "other_languages": [
            {"code": code, "url": in_language(request.url.path, code) + query} for code in LANGUAGES if code != language
        ],
    }


def route_names(app: FastAPI) -> frozenset[str]:
    """The names of all pages there are."""
    names: frozenset[str] = app.state.route_names
    return names
