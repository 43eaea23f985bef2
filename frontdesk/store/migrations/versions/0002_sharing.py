"""Several workstations: change feed, deliveries, workstations, work items."""

from alembic import op

from frontdesk.store import sharing

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    sharing.metadata.create_all(op.get_bind())


def downgrade() -> None:
    sharing.metadata.drop_all(op.get_bind())
