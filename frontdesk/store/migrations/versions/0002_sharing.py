"""Several workstations: change feed, deliveries, workstations, work items."""

from alembic import op
from sqlalchemy.schema import CreateIndex, CreateTable

from frontdesk.store import sharing

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in sharing.metadata.sorted_tables:
        op.execute(CreateTable(table))
        # By name, as in the first revision: a set would make other bytes in every process.
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            op.execute(CreateIndex(index))


def downgrade() -> None:
    sharing.metadata.drop_all(op.get_bind())
