"""Rooms and their types."""

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text

from frontdesk.store.tables.base import metadata
from frontdesk.store.types import Json, Minor

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
