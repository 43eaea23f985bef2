"""Several workstations: change feed, deliveries, workstations, work items."""

from alembic import op

from frontdesk.store import sharing
from frontdesk.store.migrations import steps

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in sharing.metadata.sorted_tables:
        steps.make_table(table)


def downgrade() -> None:
    sharing.metadata.drop_all(op.get_bind())
