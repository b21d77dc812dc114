"""The pages of figures over a whole country: 21 regions, 290 municipalities, 100 000 needs and half as many requests.

They have no bare sister: they are held to what `ux.md` 4.5 gives a page of figures, one reader at a time.
"""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from gzip import compress
from html.parser import HTMLParser
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import create_engine, event

from app import postgres
from app.database import engine_to
from app.main import create_app
from app.oversight.figures import Measure
from app.settings import Settings
from app.web.guards import SESSION_COOKIE
from bench.data import COUNTRY, filled, region_key
from bench.load import ask
from bench.run import FOLDER, SIZES, Cost, Effort, add, postmaster_of, running, some

MOST_MILLISECONDS = 400.0  # p95
MOST_BYTES = 25_000  # of HTML, compressed
MOST_ELEMENTS = 1_000
ADDRESSES = {
    "follow-up": [f"/uppfoljning?visa={measure.value}" for measure in Measure],
    "follow-up, one county": [f"/uppfoljning?visa={measure.value}&lan=skane-lan" for measure in Measure],
    "what has stopped": ["/uppfoljning/stannat", "/uppfoljning/stannat?sida=7"],
    "indicators": ["/uppfoljning/nyckeltal"],
    "lead times": ["/uppfoljning/ledtider"],
}
COOKIE = f"{SESSION_COOKIE}={region_key()}"


@dataclass
class Figures:
    """What one of the pages costs and weighs. `questions` is how often it asks the database."""

    elements: int
    compressed: int
    questions: int
    cost: Cost = field(default_factory=Cost)

    @property
    def late(self) -> float:
        return self.cost.waited(1, 0.95)


def measured(effort: Effort, say: Callable[[str], None], needs: int = SIZES[-1]) -> dict[str, Figures]:
    """Each of the pages, by name."""
    address = postgres.start(FOLDER, database="postgres", durable=False)
    try:
        say(f"{needs} needs of {COUNTRY} municipalities: filling the database (once a day, two minutes at most) …")
        url = filled(address, needs, COUNTRY)
        say("asking for the pages of figures …")
        found = {name: _looked_at(url, addresses[0]) for name, addresses in ADDRESSES.items()}
        postmaster = postmaster_of(url)
        with running(["-m", "app", "serve"], url) as portal:
            for name, figures in found.items():
                asked = _requests(name)
                ask(portal.port, some(asked, 3), 1)
                for _ in range(effort.rounds):
                    add(figures.cost, portal, postmaster, some(asked, effort.alone // 2), [])
        return found
    finally:
        postgres.stop(FOLDER)


def _requests(name: str) -> Iterator[tuple[str, str]]:
    chance = random.Random(name)  # noqa: S311 - a mix of addresses, no secret
    while True:
        yield chance.choice(ADDRESSES[name]), COOKIE


class _Counting(HTMLParser):
    elements = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag, attrs
        self.elements += 1


def _looked_at(url: str, address: str) -> Figures:
    """The page as the portal of this process gives it, when it has been asked for before."""
    engine = create_engine(engine_to(url, connections=2).url)
    asked: list[str] = []

    def hear(connection: Any, cursor: Any, statement: str, *others: Any) -> None:
        del connection, cursor, others
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", hear)
    site = create_app(
        Settings(environment="test", base_url="https://testserver", database_url=url),
        engine=engine,
    )
    with TestClient(site, base_url="https://testserver", headers={"Cookie": COOKIE}) as client:
        client.get(address)
        asked.clear()
        body = client.get(address).raise_for_status().text
    engine.dispose()
    counting = _Counting()
    counting.feed(body)
    return Figures(counting.elements, len(compress(body.encode())), len(asked))


def table(found: Mapping[str, Figures]) -> Iterator[str]:
    """Markdown, with the bounds beside. Times are milliseconds for one page."""
    yield ""
    yield "The pages of figures of 21 regions, 290 municipalities and 100 000 needs, one reader at a time:"
    yield ""
    yield "| page | CPU web + database | p50 | p95 | questions | elements | kB compressed |"
    yield "|---|--:|--:|--:|--:|--:|--:|"
    for name, one in found.items():
        cpu = f"{one.cost.web / one.cost.pages:.0f} + {one.cost.database / one.cost.pages:.0f}"
        yield (
            f"| {name} | {cpu} | {one.cost.waited(1, 0.5):.0f} | {one.late:.0f} | {one.questions} | {one.elements} "
            f"| {one.compressed / 1000:.1f} |"
        )
    yield f"| at most | | | {MOST_MILLISECONDS:g} | | {MOST_ELEMENTS} | {MOST_BYTES / 1000:g} |"


def broken(found: Mapping[str, Figures]) -> Iterator[str]:
    """The bounds that do not hold, each as a sentence."""
    for name, one in found.items():
        if one.late > MOST_MILLISECONDS:
            yield f"{name}: p95 {one.late:.0f} ms, at most {MOST_MILLISECONDS:g}"
        if one.elements > MOST_ELEMENTS:
            yield f"{name}: {one.elements} elements, at most {MOST_ELEMENTS}"
        if one.compressed > MOST_BYTES:
            yield f"{name}: {one.compressed} bytes compressed, at most {MOST_BYTES}"
