"""The guard's roles: which ones a shared database has, and which one a code is for."""

from frontdesk.store import sharing
from frontdesk.store.migrations import steps

revision = "0009"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.make_tables(revision)
    steps.add_columns(revision)
    steps.add_columns(revision, sharing.metadata)


def downgrade() -> None:
    steps.drop_columns(revision, sharing.metadata)
    steps.drop_tables(revision)
