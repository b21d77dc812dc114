"""Bring the database up to date. Any number may run at once: one does it, the others wait and find it done."""

import argparse

from app import schema
from app.commands.starting import settings_with_database


def arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def run(_: argparse.Namespace) -> None:
    url = settings_with_database().database_url
    with schema.one_connection(url) as connection:
        before = schema.current(connection)
    schema.upgrade(url)
    after = schema.head()
    print(f"The database is up to date ({after})." if before == after else f"Migrated to {after}.")
