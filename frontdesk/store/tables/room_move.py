"""Moves on their way: what was agreed, every state and every step of the checklist with who and when."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from frontdesk.store.tables.base import metadata
from frontdesk.store.types import Id, Instant, Json, Minor

_OPEN = text("state IN ('draft','approved','moving')")

move_order = Table(
    "move_order",
    metadata,
    Column("id", Id, primary_key=True),
    Column("number", String(24), nullable=False, unique=True),
    Column("stay_id", ForeignKey("stay.id"), nullable=False, index=True),
    Column("state", String(12), nullable=False),
    Column("from_night", Date, nullable=False),
    Column("at", String(24), nullable=False),
    Column("from_room", String(10), nullable=False),
    Column("to_room", String(10), nullable=False),
    Column("reason", String(8), nullable=False),
    Column("words", Text, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("consent", Text, nullable=False),
    Column("repair", Text, nullable=False),
    Column("given_up", Json, nullable=False),
    Column("case_id", ForeignKey("guest_case.id")),
    Column("undoes", Id),
    Column("pair", Id),
    Column("decision", String(24), nullable=False),
    Column("difference", Minor, nullable=False),
    Column("prices", Json, nullable=False),
    Column("price_reason", Text, nullable=False),
    Column("waive", Text, nullable=False),
    Column("to_guest", Text, nullable=False),
    Column("old_room_state", String(12), nullable=False),
    Column("work_order", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("approved_by", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("business_date", Date, nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("state IN ('draft','approved','moving','done','cancelled','failed')", name="state"),
    Index("ix_move_order_open", "stay_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_move_order_state", "state", "from_night"),
    info={"since": "0007"},
)
"""A move from draft to its end. The partial index is the promise that a stay has one open move at a time."""

move_state = Table(
    "move_state",
    metadata,
    Column("move_id", ForeignKey("move_order.id"), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("state", String(12), nullable=False),
    Column("by", Text, nullable=False),
    Column("workstation", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("business_date", Date, nullable=False),
    Column("words", Text, nullable=False),
    info={"since": "0007"},
)
"""Each transition of a move: person, workstation, time, business date (RM-10)."""

move_gate = Table(
    "move_gate",
    metadata,
    Column("move_id", ForeignKey("move_order.id"), primary_key=True),
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("ticked", Boolean, nullable=False),
    Column("words", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("passed_by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    info={"since": "0007"},
)
"""Each step of the checklist: ticked with its evidence, or passed by a supervisor with a reason (RM-14)."""
