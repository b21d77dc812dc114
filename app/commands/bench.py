"""Measure what pages cost, beside a bare server, with few needs and with many. For developers."""

import argparse
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--only-sign-in", action="store_true", help="measure nothing but sign-in")
    parser.add_argument("--quick", action="store_true", help="fewer pages; the figures are rougher, and are not kept")


def run(asked: argparse.Namespace) -> int:
    if find_spec("bench") is None:  # an image holds only what serves
        sys.exit("The benchmark is not part of this installation.")
    if asked.only_sign_in:
        print("\n".join(_sign_ins(quick=asked.quick)))
        return 0
    measuring, showing = import_module("bench.run"), import_module("bench.table")
    effort = measuring.QUICK if asked.quick else measuring.Effort()
    measured, country = measuring.measured(effort, _say), measuring.of_the_country(effort, _say)
    print("\n".join([*showing.table(measured), *showing.row_of_country(country)]))
    print("\n".join(_sign_ins(quick=asked.quick)))
    if not asked.quick:
        showing.keep(measured, country)
    broken = [*showing.broken(measured), *showing.broken_of_country(country)]
    print("\n".join(broken) or "All bounds hold.")
    return 1 if broken else 0


def _sign_ins(*, quick: bool) -> Iterator[str]:
    """How many sign-ins a second, and how long a callback takes."""
    measuring = import_module("bench.sign_in")
    yield from measuring.table(measuring.measured(100 if quick else 400))


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
