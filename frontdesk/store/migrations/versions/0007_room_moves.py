"""Moves with states and claims, the checklist, tasks, do-not-move with an end, linked stays."""

from alembic import op
from sqlalchemy import inspect

from frontdesk.store import tables
from frontdesk.store.migrations import steps

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    steps.make_tables(revision)
    steps.add_columns(revision)
    if "move_id" not in {column["name"] for column in inspect(op.get_bind()).get_columns("room_night")}:
        _let_moves_claim()


def downgrade() -> None:
    steps.drop_tables(revision)


def _let_moves_claim() -> None:
    """A room-night belongs to a stay or to a move that claims it; before, only to a stay."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("ALTER TABLE room_night RENAME TO room_night_before")
        steps.make_table(tables.room_night)
        op.execute("INSERT INTO room_night (room, night, stay_id) SELECT room, night, stay_id FROM room_night_before")
        op.execute("DROP TABLE room_night_before")
        return
    op.execute("ALTER TABLE room_night ALTER COLUMN stay_id DROP NOT NULL")
    op.execute("ALTER TABLE room_night ADD COLUMN move_id VARCHAR(36)")
    op.execute("ALTER TABLE room_night ADD CONSTRAINT uq_room_night_move_id_night UNIQUE (move_id, night)")
    op.execute(
        "ALTER TABLE room_night ADD CONSTRAINT ck_room_night_holder CHECK ((stay_id IS NULL) <> (move_id IS NULL))"
    )
