"""Fill an empty database with invented organisations, people and needs. Does nothing to one that holds any."""

import argparse
import sys
from importlib import import_module
from importlib.util import find_spec

from app.commands.starting import settings_with_database
from app.settings import Settings

SEEDING = "app.demo.seed"


def arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def run(_: argparse.Namespace) -> None:
    settings = settings_with_database()
    if settings.environment == "production":
        sys.exit("Nothing is invented in production: set PORTAL_ENVIRONMENT=development to try the portal.")
    made = fill(settings)
    print("Invented organisations, people and needs are in place." if made else "The database already holds something.")


def fill(settings: Settings) -> bool:
    """Whether anything was made. An installation may leave the invented data out of its image."""
    if find_spec("app.demo") is None:
        return False
    return bool(import_module(SEEDING).fill(settings))
