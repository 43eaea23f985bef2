"""Guests, stays, who sleeps where and for how much, and the moves."""

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
    UniqueConstraint,
    text,
)

from frontdesk.store.tables.base import metadata
from frontdesk.store.types import Id, Instant, Json, Minor

_BY_DAY = text("day_room IS NOT NULL AND status = 'in_house'")

guest = Table(
    "guest",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("latin", Text, nullable=False),
    Column("country", String(3), nullable=False),
    Column("language", String(8), nullable=False),
    Column("phone", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("company", Text, nullable=False),
    Column("vip", Boolean, nullable=False),
    Column("wishes", Json, nullable=False),
    Column("address", Json, nullable=False),
    Column("tax_number", Text, nullable=False),
    Column("version", Integer, nullable=False),
)

stay = Table(
    "stay",
    metadata,
    Column("id", Id, primary_key=True),
    Column("confirmation", String(24), nullable=False, unique=True),
    Column("guest_id", ForeignKey("guest.id"), nullable=False, index=True),
    Column("status", String(12), nullable=False),
    Column("arrival", Date, nullable=False),
    Column("departure", Date, nullable=False),
    Column("room_type", ForeignKey("room_type.code"), nullable=False),
    Column("adults", Integer, nullable=False),
    Column("children", Json, nullable=False),
    Column("rate_plan", Text, nullable=False),
    Column("includes", Json, nullable=False),
    Column("channel", String(24), nullable=False),
    Column("note", Text, nullable=False),
    Column("flags", Json, nullable=False),
    Column("do_not_move", Text, nullable=False),
    Column("booked_on", Date, nullable=False),
    Column("party", Json, nullable=False),
    Column("exempt", Json, nullable=False),
    Column("version", Integer, nullable=False),
    Column("do_not_move_until", Date, info={"since": "0007"}),
    Column("do_not_move_by", Text, info={"since": "0007"}),
    Column("linked_to", Id, info={"since": "0007"}),
    Column("day_room", String(10), info={"since": "0017"}),
    CheckConstraint("departure >= arrival", name="span"),
    CheckConstraint("status IN ('due_in','in_house','checked_out','cancelled','no_show')", name="status"),
    Index("ix_stay_status_departure", "status", "departure"),
    Index("ix_stay_status_arrival", "status", "arrival"),
    Index("ix_stay_arrival", "arrival"),
    Index("ix_stay_day_room", "day_room", unique=True, sqlite_where=_BY_DAY, postgresql_where=_BY_DAY),
)
"""``party`` lists earlier head counts, each until a night: ``[until, adults, children]``. ``exempt`` lists who does not
pay which tax on which nights, with the evidence (T7). ``linked_to`` names the stay of the same party it came from
(RM-5). ``day_room`` is the room on a date without a night: of day use, or of the departure after a move on that date
(RM-6); nobody else in house has it."""

room_night = Table(
    "room_night",
    metadata,
    Column("room", ForeignKey("room.number"), primary_key=True),
    Column("night", Date, primary_key=True),
    Column("stay_id", ForeignKey("stay.id")),
    Column("move_id", Id),
    UniqueConstraint("stay_id", "night"),
    Index("ix_room_night_night", "night", "room", "stay_id"),
    UniqueConstraint("move_id", "night"),
    CheckConstraint("(stay_id IS NULL) <> (move_id IS NULL)", name="holder"),
)
"""Who sleeps where, and which move has claimed what. The primary key is the promise that no room-night is ever given
twice, to stays or to claims (RM-3)."""

stay_night = Table(
    "stay_night",
    metadata,
    Column("stay_id", ForeignKey("stay.id"), primary_key=True),
    Column("night", Date, primary_key=True),
    Column("price", Minor, nullable=False),
    Column("quoted", Minor, nullable=False),
    Column("charged_type", ForeignKey("room_type.code"), nullable=False),
)
"""What a night costs now, what was quoted for it, and the type that is charged."""

room_move = Table(
    "room_move",
    metadata,
    Column("id", Id, primary_key=True),
    Column("number", String(24), nullable=False, unique=True),
    Column("stay_id", ForeignKey("stay.id"), nullable=False, index=True),
    Column("night", Date, nullable=False),
    Column("from_room", ForeignKey("room.number"), nullable=False),
    Column("to_room", ForeignKey("room.number"), nullable=False),
    Column("reason", String(8), nullable=False),
    Column("words", Text, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("consent", Text, nullable=False),
    Column("decision", String(24), nullable=False),
    Column("difference", Minor, nullable=False),
    Column("old_room_state", String(12), nullable=False),
    Column("made_by", Text, nullable=False),
    Column("approved_by", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("business_date", Date, nullable=False),
    Column("nights", Json, info={"since": "0017"}),
    Column("house_value", Minor, info={"since": "0017"}),
)
"""A finished move. ``nights`` is what each night left differs by, with tax: ``[night, minor units]``. ``house_value``
is what an upgrade that the house gives would have cost (RM-23)."""
