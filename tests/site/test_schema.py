"""The migrations build exactly what the models say, and can be taken back."""

import pytest
from sqlalchemy.exc import IntegrityError

from app import schema, tables
from app.activity.happenings import Happened
from app.activity.models import Event
from app.actor import NOBODY
from app.schema import one_connection
from tests.databases import database
from tests.site.schema import described


@pytest.fixture
def empty():
    with database("empty", empty=True) as url:
        yield url


def test_the_migrations_build_what_the_models_say(connection, empty):
    with one_connection(empty) as other:
        for (extension,) in connection.exec_driver_sql("select extname from pg_extension"):
            other.exec_driver_sql(f"create extension if not exists {extension}")
        tables.metadata.create_all(other)
        said = described(other)
    built = described(connection)
    for aspect in said:
        assert built[aspect] == said[aspect]


def test_every_table_is_known_to_the_metadata():
    models = {path.parent.name for path in (schema.ROOT / "app").glob("*/models.py")}
    imported = (schema.ROOT / "app" / "tables.py").read_text()
    assert not {name for name in models if f"import app.{name}.models" not in imported}


def test_the_migrations_have_one_head_and_are_numbered():
    names = sorted(path.name for path in (schema.ROOT / "migrations" / "versions").glob("*.py"))
    assert schema.head() == names[-1][:4]
    assert [name[:4] for name in names] == [f"{number:04}" for number in range(1, len(names) + 1)]


def test_the_migrations_can_be_taken_back_and_made_again(empty):
    schema.upgrade(empty)
    with one_connection(empty) as connection:
        first = described(connection)
    schema.downgrade(empty, "base")
    with one_connection(empty) as connection:
        assert described(connection) == {"columns": set(), "constraints": set(), "indexes": set()}
        left = connection.exec_driver_sql(
            "select typname from pg_type "
            "where typnamespace = 'public'::regnamespace and starts_with(typname, 'procrastinate')"
        )
        assert left.all() == []
    schema.upgrade(empty)
    with one_connection(empty) as connection:
        assert described(connection) == first
        assert schema.current(connection) == schema.head()


def test_plans_are_made_for_the_values_at_hand(connection):
    assert connection.exec_driver_sql("show plan_cache_mode").scalar() == "force_custom_plan"


@pytest.mark.parametrize("change", ["delete from events", "update events set id = id", "truncate events cascade"])
def test_what_has_happened_is_never_changed(connection, db, change):
    db.add(
        Event(
            happening=next(iter(Happened)),
            membership_id=NOBODY,
            person_id=NOBODY,
            person_name="Ulla Holm",
            organisation_id=NOBODY,
            organisation_name="Storbergs kommun",
            subject_type="challenges",
            subject_id=NOBODY,
            subject_reference="B-2026-001",
            subject_label="Tryggare nätter",
            subject_organisation_id=NOBODY,
        )
    )
    db.flush()
    with pytest.raises(IntegrityError, match="never changed"):
        connection.exec_driver_sql(change)
