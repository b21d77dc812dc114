"""What was measured, as a table for people, and which bounds are broken."""

import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from app.database import today
from bench import country
from bench.country import Figures
from bench.run import AT_ONCE, PAGES, Measured

MOST_CPU = 5.0  # times the bare server's
MOST_WAITING = 6.0  # times the bare server's, p95 at eight at once
MOST_GROWTH = 1.3  # from the small database to the large one
MOST_MEMORY = 150.0  # MB of a worker

NAMES = {
    "list": "public list",
    "filtered": "filtered list",
    "search": "search",
    "detail": "one need",
    "landing": "start page",
    "home": "signed in: to do",
}
README = Path(__file__).parent / "README.md"
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"


def growth(measured: Sequence[Measured], page: str) -> float:
    """How much more processor time the page costs in the largest database than in the smallest."""
    return measured[-1].portal[page].cpu / measured[0].portal[page].cpu


def broken(measured: Sequence[Measured]) -> Iterator[str]:
    """The bounds that do not hold, each as a sentence."""
    for one in measured:
        for page in PAGES:
            portal, bare, where = one.portal[page], one.bare[page], f"{NAMES[page]} at {one.needs} needs"
            if (ratio := portal.cpu / bare.cpu) > MOST_CPU:
                yield f"{where}: {ratio:.1f} times the processor time of the bare server, at most {MOST_CPU:g}"
            if (ratio := portal.waited(AT_ONCE, 0.95) / bare.waited(AT_ONCE, 0.95)) > MOST_WAITING:
                yield f"{where}: p95 {ratio:.1f} times that of the bare server, at most {MOST_WAITING:g}"
        if one.memory.worker > MOST_MEMORY:
            yield f"a worker holds {one.memory.worker:.0f} MB, at most {MOST_MEMORY:g}"
    if len(measured) > 1:
        for page in PAGES:
            if (ratio := growth(measured, page)) > MOST_GROWTH:
                yield f"{NAMES[page]}: {ratio:.2f} times the work of the small database, at most {MOST_GROWTH:g}"


def table(measured: Sequence[Measured]) -> Iterator[str]:
    """Markdown. Times are milliseconds for one page."""
    yield (
        "| page | needs | CPU web + database | bare | ratio | p50 / p95 alone | p50 / p95, eight at once | bare "
        "| ratio of p95 | growth |"
    )
    yield "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|"
    for page in PAGES:
        for one in measured:
            portal, bare = one.portal[page], one.bare[page]
            late, bare_late = portal.waited(AT_ONCE, 0.95), bare.waited(AT_ONCE, 0.95)
            last = f"{growth(measured, page):.2f}" if one is measured[-1] and len(measured) > 1 else ""
            cells = (
                NAMES[page],
                f"{one.needs}",
                f"{portal.web / portal.pages:.2f} + {portal.database / portal.pages:.2f}",
                f"{bare.web / bare.pages:.2f} + {bare.database / bare.pages:.2f}",
                f"{portal.cpu / bare.cpu:.1f}",
                f"{portal.waited(1, 0.5):.1f} / {portal.waited(1, 0.95):.1f}",
                f"{portal.waited(AT_ONCE, 0.5):.0f} / {late:.0f}",
                f"{bare.waited(AT_ONCE, 0.5):.0f} / {bare_late:.0f}",
                f"{late / bare_late:.1f}",
                last,
            )
            yield f"| {' | '.join(cells)} |"
    yield ""
    for one in measured:
        yield (
            f"At {one.needs} needs a worker of two holds {one.memory.worker:.0f} MB and the process they are made from "
            f"{one.memory.first:.0f} MB, what they share being counted by shares; a process that answers alone holds "
            f"{one.memory.alone:.0f} MB."
        )


def keep(measured: Sequence[Measured], of_country: Mapping[str, Figures]) -> None:
    """Put the figures into the README, with the machine in words."""
    text = README.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    lines = (
        f"Measured on {today().isoformat()} on {os.cpu_count()} processors ({platform.machine()}, {_processor()}), "
        f"Python {platform.python_version()}; milliseconds for one page.",
        "",
        *table(measured),
        *country.table(of_country),
    )
    README.write_text("\n".join([before + BEGIN, *lines, END + rest.split(END)[1]]), encoding="utf-8")


def _processor() -> str:
    """As the system calls it."""
    file = Path("/proc/cpuinfo")
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")
