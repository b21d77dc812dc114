"""Story pages in a real browser: no server, no network; what is asked for is answered from memory."""

from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Route

from tests.site.story import ASSETS, story

AXE = Path(__file__).parent / "vendor/axe-core@4.14.1/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "wcag2aaa", "best-practice"]
CSP = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'"


def _answered(route: Route) -> None:
    address = urlsplit(route.request.url)
    file = ASSETS.by_address.get(address.path)
    if file is not None:
        route.fulfill(body=file.bodies[""], content_type=file.media_type)
    elif address.path.endswith(".html"):
        name, options = address.path.rpartition("/")[2], set(address.query.split(","))
        html = story(
            "en" if "en" in options else "sv",
            part=name,
            theme="mork" if "mork" in options else "ljust" if "ljust" in options else "",
            signed_in="visitor" not in options,
        )
        route.fulfill(body=html, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": CSP})
    else:
        route.fulfill(status=404, body="")


def opened(browser: Browser, part: str, *, width: int = 1280, scheme: str = "light", javascript: bool = True) -> Page:
    """A story page, opened and settled. Whatever the browser complains of is kept in `page.complaints`."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        java_script_enabled=javascript,
    )
    page = context.new_page()
    page.complaints = []  # type: ignore[attr-defined]
    page.on("console", lambda message: page.complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.route("**/*", _answered)
    page.goto(f"https://testbed.example/{part}", wait_until="load")
    return page


def axe(page: Page) -> list[str]:
    """What axe finds, one line for each element."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE.read_text())
    found = page.evaluate(
        """async (tags) => (await axe.run(document, {
            runOnly: {type: "tag", values: tags},
            resultTypes: ["violations"],
            rules: {"target-size": {enabled: true}, "color-contrast-enhanced": {enabled: true}},
        })).violations.flatMap((rule) => rule.nodes.map(
            (node) => `${rule.id}: ${node.html.slice(0, 160)} – ${node.failureSummary}`))""",
        TAGS,
    )
    return list(found)
