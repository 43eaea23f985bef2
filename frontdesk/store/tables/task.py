"""What a department has to do, and until when."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, Text

from frontdesk.store.tables.base import metadata
from frontdesk.store.types import Id, Instant

task = Table(
    "task",
    metadata,
    Column("id", Id, primary_key=True),
    Column("topic", String(24), nullable=False),
    Column("words", Text, nullable=False),
    Column("stay_id", ForeignKey("stay.id"), index=True),
    Column("room", String(10), nullable=False),
    Column("was_room", String(10), nullable=False),
    Column("move_id", Id, index=True),
    Column("due", Instant, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("business_date", Date, nullable=False),
    Column("done_at", Instant),
    Column("done_by", Text, nullable=False),
    Column("done_words", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Index("ix_task_open", "topic", "due"),
    info={"since": "0007"},
)
"""``topic`` is the department. ``was_room`` is the room the guest had when the task was made, if there was a move."""
