"""How Alembic reaches the database: on a connection it is given, or by the settings. Online only.

One migration runs at a time on a database (an advisory lock), and none waits long for a table that is in use: it gives
up after `LOCK_TIMEOUT`, so that a deployment fails instead of stopping the portal.
"""

from alembic import context
from sqlalchemy import Connection, create_engine, pool

from app.database import engine_to
from app.schema import LOCK_TIMEOUT, MIGRATION_LOCK
from app.settings import Settings
from app.tables import metadata


def run(connection: Connection) -> None:
    connection.exec_driver_sql(f"select pg_advisory_lock({MIGRATION_LOCK})")
    connection.exec_driver_sql(f"set lock_timeout = '{LOCK_TIMEOUT}'")
    connection.commit()
    try:
        context.configure(
            connection=connection, target_metadata=metadata, transaction_per_migration=True, compare_type=True
        )
        with context.begin_transaction():
            context.run_migrations()
    finally:
        connection.rollback()
        connection.exec_driver_sql("reset lock_timeout")
        connection.exec_driver_sql(f"select pg_advisory_unlock({MIGRATION_LOCK})")
        connection.commit()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with create_engine(engine_to(Settings().database_url, connections=2).url, poolclass=pool.NullPool).connect() as own:
        run(own)
