"""A room for a date without a night, and reasons of moves that the house edits."""

from alembic import op
from sqlalchemy import inspect
from sqlalchemy.schema import CreateIndex

from frontdesk.store import tables
from frontdesk.store.migrations import steps

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

INDEX = "ix_stay_day_room"


def upgrade() -> None:
    steps.make_tables(revision)
    steps.add_columns(revision)
    if INDEX not in {found["name"] for found in inspect(op.get_bind()).get_indexes("stay")}:
        index = next(index for index in tables.stay.indexes if index.name == INDEX)
        op.execute(CreateIndex(index))


def downgrade() -> None:
    op.drop_index(INDEX, "stay")
    steps.drop_columns(revision)
    steps.drop_tables(revision)
