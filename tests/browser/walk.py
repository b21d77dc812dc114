"""Walking the route table: one page at a time, and all that is wrong with it, a line each."""

from tests.browser.examples import FIGURES as FIGURE_PAGES
from tests.browser.examples import Example
from tests.browser.sight import FIGURES, PUBLIC, SIGNED_IN, Budget, Sight

REFUSED = (403, 404)


def budget_of(example: Example, who: str) -> Budget:
    if example.route in FIGURE_PAGES:
        return FIGURES
    return PUBLIC if who == "visitor" else SIGNED_IN


def faults_of(sight: Sight, example: Example, who: str = "") -> list[str]:
    """Open the page and say what is wrong with it. The one who sees most of it must see it; others may be refused,
    and then it is the refusal that is looked at."""
    who = who or example.who
    path = example.path(sight.portal)
    status = sight.is_now(who).opens(path)
    found = sight.faults(budget_of(example, who), but=f"status of {status}" if status != 200 else "")
    if who != example.who:
        return found if status in (200, example.status, *REFUSED) else [f"{who} gets {status} at {path}", *found]
    if status != example.status:
        return [f"{who} gets {status} at {path}: {sight.page.locator('h1').first.inner_text()}"]
    asked = sight.address(path).removeprefix(sight.portal.address).partition("?")[0] or "/"
    if not sight.path.startswith(asked):
        return [f"{path} leads on to {sight.path}"]
    return found + sight.is_titled_alone(str(example))
