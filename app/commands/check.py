"""Say whether the settings and the database are in order; changes nothing."""

import argparse
import os

from sqlalchemy.exc import SQLAlchemyError

from app import schema
from app.commands.serve import refuse_unsafe_connections
from app.commands.starting import settings_with_database

OLDEST = 150000  # PostgreSQL 15


def arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def run(_: argparse.Namespace) -> int:
    settings = settings_with_database()
    faults = []
    try:
        with schema.one_connection(settings.database_url) as connection:
            version = int(connection.exec_driver_sql("show server_version_num").scalar_one())
            current = schema.current(connection)
    except SQLAlchemyError:
        faults.append("The database cannot be reached.")
    else:
        if version < OLDEST:
            faults.append("The database is older than PostgreSQL 15.")
        if current != schema.head():
            faults.append("The database is not up to date: run `portal migrate`.")
        elif settings.environment == "production":
            refuse_unsafe_connections(settings)
    if settings.documents.exists() and not os.access(settings.documents, os.W_OK | os.X_OK):
        faults.append(f"The folder {settings.documents} cannot be written to.")
    print("\n".join(faults) or "Everything is in order.")
    return 1 if faults else 0
