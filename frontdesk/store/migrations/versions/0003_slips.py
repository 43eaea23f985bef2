"""What a print in the log was about, where it was a slip."""

from alembic import op

from frontdesk.store.migrations import steps

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.make_tables(revision)
    steps.add_columns(revision)


def downgrade() -> None:
    op.drop_column("print_log", "about")
    steps.drop_tables(revision)
