"""A search among the needs as it stands in an address: the list, its feed and those who watch it read it alike."""

from collections.abc import Sequence
from urllib.parse import parse_qs, urlencode

from app.challenges.choices import Category, Operation
from app.challenges.models import ChallengeState
from app.challenges.queries import Filter

MOST_WORDS = 200
MOST_PAGES = 10_000


def cleaned(
    words: str = "",
    municipalities: Sequence[str] = (),
    operations: Sequence[str] = (),
    categories: Sequence[str] = (),
    states: Sequence[str] = (),
    sort: str = "",
    page: int = 1,
) -> Filter:
    """What was asked for; values that mean nothing are left out rather than refused."""
    return Filter(
        words=words.strip()[:MOST_WORDS],
        municipalities=tuple(municipalities),
        operations=tuple(value for value in operations if value in set(Operation)),
        categories=tuple(value for value in categories if value in set(Category)),
        states=tuple(value for value in states if value in set(ChallengeState)),
        sort=sort,
        page=min(max(page, 1), MOST_PAGES),
    )


def as_address(sought: Filter) -> str:
    """What is searched for as a query, the same for the same search; order and page are no part of it."""
    pairs = [("q", sought.words)] if sought.words else []
    pairs += [("kommun", slug) for slug in sorted(set(sought.municipalities))]
    pairs += [("verksamhet", value) for value in sorted(set(sought.operations))]
    pairs += [("omrade", value) for value in sorted(set(sought.categories))]
    pairs += [("lage", value) for value in sorted(set(sought.states))]
    return urlencode(pairs)[:2000]


def sought_in(query: str) -> Filter:
    """The search that `as_address` wrote."""
    said = parse_qs(query)
    return cleaned(
        words=said.get("q", [""])[0],
        municipalities=said.get("kommun", []),
        operations=said.get("verksamhet", []),
        categories=said.get("omrade", []),
        states=said.get("lage", []),
    )
