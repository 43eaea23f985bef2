"""Why guests move: what the house added to the shipped list, or says otherwise."""

from sqlalchemy import Boolean, Column, Integer, String, Table, Text

from frontdesk.store.tables.base import metadata

move_reason = Table(
    "move_reason",
    metadata,
    Column("code", String(8), primary_key=True),
    Column("words", Text, nullable=False),
    Column("retired", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    info={"since": "0017"},
)
"""A reason is retired, never removed: moves name it for ever."""
