"""The house: rooms, stays, ledger, cases, goodwill, journal."""

from alembic import op
from sqlalchemy.schema import CreateIndex, CreateTable

from frontdesk.store import guards, tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    bind = op.get_bind()
    for table in tables.metadata.sorted_tables:
        op.execute(CreateTable(table))
        # The metadata keeps the indexes in a set; by name they come in the same order every time.
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            op.execute(CreateIndex(index))
    for statement in guards.sqlite_guards() if bind.dialect.name == "sqlite" else guards.postgres_guards():
        op.execute(statement)


def downgrade() -> None:
    bind = op.get_bind()
    for statement in guards.drop_guards(bind.dialect.name):
        op.execute(statement)
    tables.metadata.drop_all(bind)
