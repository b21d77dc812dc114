"""The figures that any visitor may see, with the lists behind them: for the start page and for the open data."""

from typing import Any

from fastapi import Request
from sqlalchemy.orm import Session

from app.challenges.models import ChallengeState
from app.database import today
from app.oversight import queries
from app.oversight.figures import County, Measure, River
from app.web.kept import Kept
from app.web.templating import address

TAKES_REQUESTS = (ChallengeState.open.value, ChallengeState.published.value)


def county(request: Request, db: Session) -> County:
    """The municipalities with their open needs, at most a minute old."""
    kept: Kept = request.app.state.kept
    return kept.get("county", lambda: queries.county(db))


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


def cells(request: Request, shown: County) -> list[dict[str, Any]]:
    """The county with a link from each municipality to its open needs."""
    return [
        {
            "slug": each.slug,
            "name": each.name,
            "count": each.value(Measure.number, today()),
            "href": address(request, "challenges", {"kommun": each.slug, "lage": TAKES_REQUESTS}) if each.needs else "",
        }
        for each in shown.municipalities
    ]
