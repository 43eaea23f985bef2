"""Erasing guests: who was erased, what it left of the journal, and a salt in each link of the chain."""

from alembic import op

from frontdesk.store import guards
from frontdesk.store.migrations import steps

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.make_tables(revision)
    steps.add_columns(revision)
    for statement in guards.let_erase(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    for statement in guards.let_erase(op.get_bind().dialect.name, ()):
        op.execute(statement)
    steps.drop_columns(revision)
    steps.drop_tables(revision)
