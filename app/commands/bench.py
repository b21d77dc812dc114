"""Measure what pages cost, beside a bare server, with few needs and with many. For developers."""

import argparse
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

HOLD = "All bounds hold."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--only-figures", action="store_true", help="measure nothing but the figures of a country")
    parser.add_argument("--only-sign-in", action="store_true", help="measure nothing but sign-in")
    parser.add_argument("--quick", action="store_true", help="fewer pages; the figures are rougher, and are not kept")


def run(asked: argparse.Namespace) -> int:
    if find_spec("bench") is None:  # an image holds only what serves
        sys.exit("The benchmark is not part of this installation.")
    if asked.only_sign_in:
        print("\n".join(_sign_ins(quick=asked.quick)))
        return 0
    measuring, showing, country = (import_module(f"bench.{name}") for name in ("run", "table", "country"))
    effort = measuring.QUICK if asked.quick else measuring.Effort()
    if asked.only_figures:
        figures = country.measured(effort, _say)
        broken = list(country.broken(figures))
        print("\n".join([*country.table(figures), "", *(broken or [HOLD])]))
        return 1 if broken else 0
    measured, figures = measuring.measured(effort, _say), country.measured(effort, _say)
    print("\n".join([*showing.table(measured), *country.table(figures)]))
    print("\n".join(_sign_ins(quick=asked.quick)))
    if not asked.quick:
        showing.keep(measured, figures)
    broken = [*showing.broken(measured), *country.broken(figures)]
    print("\n".join(broken) or HOLD)
    return 1 if broken else 0


def _sign_ins(*, quick: bool) -> Iterator[str]:
    """How many sign-ins a second, and how long a callback takes."""
    measuring = import_module("bench.sign_in")
    yield from measuring.table(measuring.measured(100 if quick else 400))


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
