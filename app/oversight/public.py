"""The figures that any visitor may see, with the lists behind them: for the start page and for the open data."""

from typing import Any

from fastapi import Request
from sqlalchemy.orm import Session

from app.actor import VISITOR
from app.challenges.models import ChallengeState
from app.database import today
from app.oversight import queries
from app.oversight.figures import County, Measure, Municipality, Places, River
from app.web.kept import Kept
from app.web.templating import address

TAKES_REQUESTS = (ChallengeState.open.value, ChallengeState.published.value)


def county(request: Request, db: Session) -> County:
    """The municipalities with their open needs, at most a minute old."""
    kept: Kept = request.app.state.kept
    return kept.get("county", lambda: queries.county(db))


def places(request: Request, db: Session) -> Places:
    """The same as a map can show it: of a country its counties."""
    found = county(request, db)
    if not found.is_country:
        return Places(found)
    kept: Kept = request.app.state.kept
    return Places(kept.get("counties", lambda: queries.counties(db, VISITOR, found)), is_of_counties=True)


def river(request: Request, db: Session) -> River:
    """How far the needs have come, at most a minute old."""
    kept: Kept = request.app.state.kept
    return kept.get("river", lambda: queries.river(db))


def river_links(request: Request) -> tuple[str, str, str, str]:
    """The lists behind the four numbers, for everyone: requests are not public, but how they are treated is."""
    return (
        address(request, "challenges"),
        address(request, "equal_terms"),
        address(request, "pilots"),
        address(request, "challenges", {"lage": ChallengeState.resolved.value}),
    )


def cells(request: Request, places: Places, municipalities: County) -> list[dict[str, Any]]:
    """The places with a link from each to its open needs: from a county to those of all its municipalities."""

    def leads_to(each: Municipality) -> str:
        owners = [one.slug for one in municipalities.with_needs if one.county == each.name]
        whose = owners if places.is_of_counties else each.slug
        return address(request, "challenges", {"kommun": whose, "lage": TAKES_REQUESTS}) if each.needs else ""

    return [
        {
            "slug": each.slug,
            "name": each.name,
            "count": each.value(Measure.number, today()) if each.takes_part else None,
            "href": leads_to(each),
        }
        for each in places.shown.municipalities
    ]
