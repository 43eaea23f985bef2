"""The house: rooms, stays, ledger, cases, goodwill, journal."""

from alembic import op

from frontdesk.store import guards
from frontdesk.store.migrations import steps

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    made = steps.tables_of(revision)
    for table in made:
        steps.make_table(table)
    names = {table.name for table in made}
    of = guards.sqlite_guards if op.get_bind().dialect.name == "sqlite" else guards.postgres_guards
    for statement in of(names):
        op.execute(statement)


def downgrade() -> None:
    names = {table.name for table in steps.tables_of(revision)}
    for statement in guards.drop_guards(op.get_bind().dialect.name, names):
        op.execute(statement)
    steps.drop_tables(revision)
