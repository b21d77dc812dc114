"""The schema as PostgreSQL itself describes it, to compare the one the migrations build with the one the models say."""

QUEUE = "procrastinate_"  # the job queue's own tables, which no model describes
BOOKKEEPING = "alembic_version"

COLUMNS = """
    select table_name, column_name, data_type, udt_name, character_maximum_length, numeric_precision, numeric_scale,
           is_nullable, column_default
    from information_schema.columns where table_schema = 'public'
"""
CONSTRAINTS = """
    select conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    from pg_constraint where connamespace = 'public'::regnamespace
"""
INDEXES = "select tablename, indexname, indexdef from pg_indexes where schemaname = 'public'"


def described(connection):
    """Every column, constraint and index, each as a row of plain words that begins with its table."""
    return {
        aspect: {
            tuple(row)
            for row in connection.exec_driver_sql(query)
            if not row[0].startswith(QUEUE) and row[0] not in ("-", BOOKKEEPING)
        }
        for aspect, query in {"columns": COLUMNS, "constraints": CONSTRAINTS, "indexes": INDEXES}.items()
    }
