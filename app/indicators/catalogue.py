"""Every indicator, once, in the order they are shown."""

from app.indicators.indicator import Indicator
from app.indicators.on_companies import COMPANIES, TERMS
from app.indicators.on_flow import FLOW, MANAGEMENT
from app.indicators.on_results import MONEY, RESULTS
from app.refusals import NotFound

GROUPS: tuple[tuple[str, tuple[Indicator, ...]], ...] = (COMPANIES, MANAGEMENT, FLOW, TERMS, RESULTS, MONEY)
INDICATORS = tuple(one for _, group in GROUPS for one in group)


def indicator(slug: str) -> Indicator:
    """The indicator at that address.

    Raises:
        NotFound: there is none.
    """
    found = next((one for one in INDICATORS if one.slug == slug), None)
    if found is None:
        raise NotFound
    return found
