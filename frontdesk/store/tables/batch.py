"""Batches of folios: what was asked for, and where each folio stands."""

from sqlalchemy import Boolean, CheckConstraint, Column, Date, ForeignKey, Index, Integer, String, Table, Text

from frontdesk.store.tables.base import metadata
from frontdesk.store.types import Id, Instant

SINCE = {"since": "0005"}

batch = Table(
    "batch",
    metadata,
    Column("id", Id, primary_key=True),
    Column("title", Text, nullable=False),
    Column("form", String(8), nullable=False),
    Column("target", Text, nullable=False),
    Column("business_date", Date, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("workstation", Text, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("form IN ('files','merged','printer')", name="form"),
    info=SINCE,
)
"""``target`` is a folder, a file or a printer on the workstation that started it. ``closed``: nothing is left to do, or
somebody said that it is not gone on with."""

batch_item = Table(
    "batch_item",
    metadata,
    Column("batch_id", ForeignKey("batch.id"), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("stay_id", ForeignKey("stay.id"), nullable=False),
    Column("window", Integer, nullable=False),
    Column("room", String(10), nullable=False),
    Column("name", Text, nullable=False),
    Column("style", String(24), nullable=False),
    Column("language", String(8), nullable=False),
    Column("copies", Integer, nullable=False),
    Column("state", String(8), nullable=False),
    Column("reason", Text, nullable=False),
    Column("copy", Integer),
    Column("version", Integer, nullable=False),
    CheckConstraint("state IN ('waiting','sending','made','sent','failed')", name="state"),
    CheckConstraint("copies BETWEEN 1 AND 9", name="copies"),
    Index("ix_batch_item_stay_id", "stay_id"),
    info=SINCE,
)
"""One folio of a batch in its order. ``copy`` is the copy number its paper carries, once it is in the print log."""
