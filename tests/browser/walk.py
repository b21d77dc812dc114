"""Walking the route table: one page at a time, and all that is wrong with it in one sentence each."""

from tests.browser.examples import FIGURES as FIGURE_PAGES
from tests.browser.examples import Example
from tests.browser.sight import FIGURES, PUBLIC, SIGNED_IN, Budget, Sight


def budget_of(example: Example) -> Budget:
    if example.route in FIGURE_PAGES:
        return FIGURES
    return PUBLIC if example.who == "visitor" else SIGNED_IN


def faults_of(sight: Sight, example: Example) -> list[str]:
    """Open the page as the one who sees most of it, and say what is wrong with it."""
    path = example.path(sight.portal)
    status = sight.is_now(example.who).opens(path)
    if status != example.status:
        return [f"{example.who} gets {status} at {path}: {sight.page.locator('h1').first.inner_text()}"]
    asked = sight.address(path).removeprefix(sight.portal.address).partition("?")[0] or "/"
    if not sight.path.startswith(asked):
        return [f"{path} leads on to {sight.path}"]
    found = sight.faults(budget_of(example), but=f"status of {status}" if status != 200 else "")
    return found + sight.is_titled_alone(str(example))
