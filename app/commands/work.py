"""Do what waits in the queue, and what the clock asks for, until told to stop."""

import argparse

from app import logs
from app.commands.starting import settings_with_database
from app.settings import Settings
from app.worker import work


def arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def run(_: argparse.Namespace) -> None:
    labour(settings_with_database())


def labour(settings: Settings) -> None:
    logs.configure(settings.log_format)
    work(settings)
