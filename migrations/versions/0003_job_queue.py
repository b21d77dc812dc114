"""The tables and functions of the job queue, as procrastinate ships them."""

from alembic import op
from procrastinate.schema import SchemaManager

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

REMOVE = """
do $$
declare thing record;
begin
    for thing in select tablename from pg_tables
                 where schemaname = current_schema() and starts_with(tablename, 'procrastinate_') loop
        execute format('drop table %I cascade', thing.tablename);
    end loop;
    for thing in select oid::regprocedure as signature from pg_proc
                 where pronamespace = current_schema()::regnamespace and starts_with(proname, 'procrastinate_') loop
        execute format('drop function %s cascade', thing.signature);
    end loop;
    for thing in select typname from pg_type
                 where typnamespace = current_schema()::regnamespace and starts_with(typname, 'procrastinate_')
                   and typtype in ('e', 'c') loop
        execute format('drop type if exists %I cascade', thing.typname);
    end loop;
end $$
"""


def upgrade() -> None:
    # Not through SQLAlchemy, which would take the colons and percent signs in the functions for parameters.
    op.get_bind().connection.driver_connection.execute(SchemaManager.get_schema())


def downgrade() -> None:
    op.execute(REMOVE)
