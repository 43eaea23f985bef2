"""The closed days: who closed each, what the checks said, how the ledgers stood, and the papers made of it."""

from sqlalchemy import BigInteger, Column, Date, Integer, String, Table, Text

from frontdesk.store.tables.base import metadata
from frontdesk.store.types import Id, Instant, Json

SINCE = {"since": "0004"}

night_audit_run = Table(
    "night_audit_run",
    metadata,
    Column("business_date", Date, primary_key=True),
    Column("seq", BigInteger, nullable=False, unique=True),
    Column("actor", Text, nullable=False),
    Column("workstation", Text, nullable=False),
    Column("closed_at", Instant, nullable=False),
    Column("stays", Integer, nullable=False),
    Column("postings", Integer, nullable=False),
    Column("expired", Integer, nullable=False),
    Column("checks", Json, nullable=False),
    Column("ledgers", Json, nullable=False),
    Column("house", Json, info={"since": "0016"}),
    info=SINCE,
)
"""One row a closed day, written with its postings and its date roll. ``seq`` is the journal row that closed it;
``ledgers`` lists name, opening and closing in minor units, ``house`` what was counted that night: rooms, guests."""

night_audit_step = Table(
    "night_audit_step",
    metadata,
    Column("business_date", Date, primary_key=True),
    Column("step", String(16), primary_key=True),
    Column("actor", Text, nullable=False),
    Column("workstation", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    info=SINCE,
)
"""The papers of a closed day that were made, by whom and where."""

hand_over_note = Table(
    "hand_over_note",
    metadata,
    Column("id", Id, primary_key=True),
    Column("business_date", Date, nullable=False, index=True),
    Column("words", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    info=SINCE,
)
"""What one shift tells the next; staff only."""
