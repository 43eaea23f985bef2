"""Rooms and their types."""

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, Integer, String, Table, Text

from frontdesk.store.tables.base import metadata
from frontdesk.store.types import Id, Instant, Json, Minor

room_type = Table(
    "room_type",
    metadata,
    Column("code", String(16), primary_key=True),
    Column("name", Text, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("sleeps", Integer, nullable=False),
    Column("price", Minor, nullable=False),
)

room = Table(
    "room",
    metadata,
    Column("number", String(10), primary_key=True),
    Column("type", ForeignKey("room_type.code"), nullable=False),
    Column("floor", Integer, nullable=False),
    Column("side", String(16), nullable=False),
    Column("beds", String(16), nullable=False),
    Column("features", Json, nullable=False),
    Column("state", String(12), nullable=False),
    Column("out_of_order", Text, nullable=False),
    Column("version", Integer, nullable=False),
)

room_block = Table(
    "room_block",
    metadata,
    Column("id", Id, primary_key=True),
    Column("room", ForeignKey("room.number"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("first", Date, nullable=False),
    Column("until", Date, nullable=False),
    Column("reason", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("kind IN ('out_of_order','out_of_service')", name="kind"),
    CheckConstraint("until > first", name="span"),
    Index("ix_room_block_until", "until", "room"),
    info={"since": "0008"},
)
"""Nights on which a room is not to be slept in (out of order) or only if need be (out of service), up to ``until``."""
