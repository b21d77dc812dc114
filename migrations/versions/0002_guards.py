"""What the models cannot say: planning for the values at hand, events that stay as they are."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

PLANS = """
do $$ begin
    execute format('alter database %I {}', current_database());
end $$
"""

REFUSE = """
create function events_are_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'an event is never changed or removed' using errcode = 'restrict_violation';
end $$
"""


def upgrade() -> None:
    # A search word's frequency decides the plan. A plan made before the word is known costs several times as much.
    op.execute(PLANS.format("set plan_cache_mode = force_custom_plan"))
    # Figures ask many small things in one statement, which looks dear: compiling it takes longer than answering it.
    op.execute(PLANS.format("set jit = off"))
    op.execute(REFUSE)
    for table in ("events", "auth_events"):
        op.execute(
            f"create trigger {table}_stay before update or delete on {table} "
            "for each row execute function events_are_append_only()"
        )
        op.execute(
            f"create trigger {table}_are_not_emptied before truncate on {table} "
            "for each statement execute function events_are_append_only()"
        )


def downgrade() -> None:
    for table in ("auth_events", "events"):
        op.execute(f"drop trigger {table}_are_not_emptied on {table}")
        op.execute(f"drop trigger {table}_stay on {table}")
    op.execute("drop function events_are_append_only()")
    op.execute(PLANS.format("reset plan_cache_mode"))
    op.execute(PLANS.format("reset jit"))
