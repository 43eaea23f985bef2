"""Closed days: who closed them, what was found, and the papers made of them."""

from frontdesk.store.migrations import steps

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.make_tables(revision)


def downgrade() -> None:
    steps.drop_tables(revision)
