"""A reader with a real browser, and everything that can be wrong with what they see."""

import gzip
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

from app.web.addresses import PREFIXES
from app.web.catalogue import catalogue, wanted
from app.web.guards import SESSION_COOKIE
from tests.browser.portal import Portal
from tests.site.browser import AXE, axe

HERE = Path(__file__).parent
CHECKS = (HERE / "checks.js").read_text()
WATCH = (HERE / "watch.js").read_text()

KILO = 1000


@dataclass(frozen=True)
class Budget:
    """What a page may weigh (ux.md 4.5): compressed kilobytes, requests of a first visit, elements."""

    html: int
    first_visit: int
    elements: int
    requests: int = 8


PUBLIC = Budget(html=15, first_visit=100, elements=800)
SIGNED_IN = Budget(html=20, first_visit=95, elements=1200)
FIGURES = Budget(html=25, first_visit=110, elements=1000)


@dataclass
class Sight:
    """A window of one width, in one language and one light. `who` signs in and out; `opens` reads a page."""

    browser: Browser
    portal: Portal
    language: str = "sv"
    width: int = 1280
    scheme: str = "light"
    javascript: bool = True
    height: int = 900
    complaints: list[str] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    is_armed: bool = field(init=False, default=False)
    context: BrowserContext = field(init=False)
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        dark = self.scheme == "dark"
        self.context = self.browser.new_context(
            viewport={"width": self.width, "height": self.height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=self.javascript,
            locale="sv-SE" if self.language == "sv" else "en-GB",
        )
        self.context.set_default_timeout(15_000)
        self.context.add_init_script(WATCH)
        self.page = self.context.new_page()
        self.page.on("console", lambda message: self.complaints.append(f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("request", self._asked)

    def _asked(self, request: Any) -> None:
        if not request.url.startswith((self.portal.address, "data:")):
            self.complaints.append(f"third party: {request.url}")

    def close(self) -> None:
        self.context.close()

    def is_now(self, who: str) -> "Sight":
        """Signed in as one of the county's people, or as nobody (`visitor`)."""
        self.context.clear_cookies()
        if who != "visitor":
            # Such a cookie can only be set for https; on this machine it is sent without it too.
            address = self.portal.address.replace("http://", "https://")
            self.context.add_cookies([{"name": SESSION_COOKIE, "value": self.portal.keys[who], "url": address}])
        return self

    def address(self, path: str) -> str:
        return self.portal.address + (PREFIXES.get(self.language, "") + path).rstrip("/")

    def opens(self, path: str) -> int:
        """The status of the page."""
        self.complaints.clear()
        response = self.page.goto(self.address(path) or "/", wait_until="load")
        assert response is not None
        return response.status

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def faults(self, budget: Budget | None = None, *, but: str = "") -> list[str]:
        """All that is wrong with the page that is open: axe, our own checks, what the browser said, what it weighs.

        `but` is a complaint that belongs to the page: the browser reports every answer of 400 and above.
        """
        self._arm()
        own = {"language": self.language, "testbed": self.portal.site.state.settings.testbed_name}
        looked = self.page.evaluate("(given) => ownFaults(given)", own)
        found = looked["faults"] + _foreign(looked["heard"])
        found += [f"axe {one}" for one in axe(self.page)]
        found += [f"policy: {one}" for one in self.page.evaluate("window.refusedByPolicy")]
        found += [one for one in self.complaints if not but or but not in one]
        if budget is not None:
            found += self._heaviness(budget)
        return [" ".join(one.split()) for one in found]

    def _arm(self) -> None:
        """Give the page its checks: the first one from here, those that follow as they open, which is much quicker."""
        if not self.page.evaluate("Boolean(window.axe)"):
            for script in (CHECKS, AXE.read_text()):
                self.page.evaluate(script)
        if not self.is_armed:
            self.context.add_init_script(path=HERE / "checks.js")
            self.context.add_init_script(path=AXE)
            self.is_armed = True

    def _heaviness(self, budget: Budget) -> list[str]:
        weight = self.page.evaluate("window.weight()")
        html = len(gzip.compress(self.page.content().encode(), 6))
        measured = (
            ("kB of HTML", html / KILO, budget.html),
            ("kB at the first visit", (html + weight["bytes"]) / KILO, budget.first_visit),
            ("requests", weight["requests"], budget.requests),
            ("elements", weight["elements"], budget.elements),
        )
        return [f"weight: {have:.0f} {what}, at most {most}" for what, have, most in measured if have > most]

    def is_titled_alone(self, path: str) -> list[str]:
        """Two addresses never share a title."""
        title = self.page.title()
        other = self.titles.setdefault(title, path)
        return [] if other == path else [f"title: “{title}” is also the title of {other}"]


def _foreign(heard: list[tuple[str, str]]) -> list[str]:
    left_over = leftovers()
    return [f"language: “{said}” is not {spoken}" for spoken, said in heard if said in left_over.get(spoken, ())]


@cache
def leftovers() -> dict[str, set[str]]:
    """By language, what should not be met in it: English source texts on a Swedish page, Swedish ones on an English."""
    given = {source: text if isinstance(text, str) else text[0] for (_, source), text in catalogue("sv").items()}
    own = set(given.values())
    english = {source for _, source in wanted() if given.get(source) != source and source not in own}
    return {"sv": english, "en": own - english - set(given)}
