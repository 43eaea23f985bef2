"""Rooms out of order or out of service for a span of nights; all rooms of a span of nights in one read."""

from alembic import op
from sqlalchemy import inspect
from sqlalchemy.schema import CreateIndex

from frontdesk.store import tables
from frontdesk.store.migrations import steps

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BY_NIGHT = "ix_room_night_night"


def upgrade() -> None:
    steps.make_tables(revision)
    # A house made today has had the index from the start.
    if BY_NIGHT not in {index["name"] for index in inspect(op.get_bind()).get_indexes("room_night")}:
        op.execute(CreateIndex(next(index for index in tables.room_night.indexes if index.name == BY_NIGHT)))


def downgrade() -> None:
    op.drop_index(BY_NIGHT, "room_night")
    steps.drop_tables(revision)
