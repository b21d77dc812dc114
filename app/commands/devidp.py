"""The development sign-in service: a button for every invented person. Refuses to run anywhere but in development."""

import argparse
import sys
from pathlib import Path
from urllib.parse import urlsplit

from app.commands.starting import VAR, settings
from app.devidp.serving import NotHere, serve
from app.settings import Settings

ROSTER = VAR / "roster.json"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--roster", type=Path, default=ROSTER, metavar="FILE", help="who there is, as `demo` wrote it")


def run(asked: argparse.Namespace) -> None:
    vouch(settings(), asked.roster)


def vouch(given: Settings, roster: Path = ROSTER) -> None:
    place = urlsplit(given.development_identity_provider)
    if not place.hostname or not place.port:
        sys.exit("PORTAL_DEVELOPMENT_IDENTITY_PROVIDER must say where, such as http://127.0.0.1:8001")
    try:
        serve(given.environment, place.hostname, place.port, roster)
    except (NotHere, ValueError, OSError) as problem:
        sys.exit(str(problem))
