"""Guests whose personal data were removed, and what the removal left of the journal."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, String, Table, Text

from frontdesk.store.tables.base import metadata
from frontdesk.store.types import Instant

SINCE = {"since": "0010"}

erasure = Table(
    "erasure",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("guest_id", ForeignKey("guest.id"), nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Instant, nullable=False),
    info=SINCE,
)
"""``seq`` is the journal row that erased. While it is above the lane's, that transaction may take words out of rows
that are only ever added; from its commit on nobody may."""

erased = Table(
    "erased",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("row_seq", BigInteger, primary_key=True, autoincrement=False),
    Column("sha", String(64), nullable=False),
    Index("ix_erased_row_seq", "row_seq"),
    info=SINCE,
)
"""Which journal rows lost their words to which erasure, and the hash of what is left. The erasing journal row vouches
for these as for ledger rows, since the erased rows' own hashes cannot be worked out any more."""
