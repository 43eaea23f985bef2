"""Handing out: countries for e-invoices, batches of folios, mail."""

from alembic import op

from frontdesk.store.migrations import steps

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.make_tables(revision)
    steps.add_columns(revision)


def downgrade() -> None:
    steps.drop_tables(revision)
    for table, column in (("folio_window", "country"), ("house", "country")):
        op.drop_column(table, column)
