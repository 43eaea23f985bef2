"""The house: rooms, stays, ledger, cases, goodwill, journal."""

from alembic import op

from frontdesk.store import guards, tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    bind = op.get_bind()
    tables.metadata.create_all(bind)
    for statement in guards.sqlite_guards() if bind.dialect.name == "sqlite" else guards.postgres_guards():
        op.execute(statement)


def downgrade() -> None:
    bind = op.get_bind()
    for statement in guards.drop_guards(bind.dialect.name):
        op.execute(statement)
    tables.metadata.drop_all(bind)
