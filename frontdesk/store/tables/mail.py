"""Mail to guests: what waits, what went, what did not."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, String, Table, Text

from frontdesk.store.tables.base import metadata
from frontdesk.store.types import Id, Instant

mail = Table(
    "mail",
    metadata,
    Column("id", Id, primary_key=True),
    Column("stay_id", ForeignKey("stay.id"), nullable=False),
    Column("window", Integer, nullable=False),
    Column("style", String(24), nullable=False),
    Column("language", String(8), nullable=False),
    Column("form", String(8), nullable=False),
    Column("to", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("state", String(8), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("workstation", Text, nullable=False),
    Column("tried_at", Instant),
    Column("version", Integer, nullable=False),
    CheckConstraint("state IN ('waiting','sent','failed')", name="state"),
    CheckConstraint("form IN ('folio','e_invoice')", name="form"),
    Index("ix_mail_state", "state"),
    Index("ix_mail_stay_id", "stay_id"),
    info={"since": "0005"},
)
"""A folio on its way to somebody's mailbox. ``workstation`` is the one that sends it; its id is the message's id, so a
server that gets it twice can tell."""
