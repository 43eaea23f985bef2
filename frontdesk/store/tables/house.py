"""The house and its day: one row each for house and lane, the journal, staff and codes."""

from sqlalchemy import (
    BigInteger,
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
)

from frontdesk.store.tables.base import metadata
from frontdesk.store.types import Id, Instant, Json, Minor

house = Table(
    "house",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1", name="one"), primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("address", Json, nullable=False),
    Column("contact", Json, nullable=False),
    Column("tax_number", Text, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("language", String(8), nullable=False),
    Column("timezone", Text, nullable=False),
    Column("jurisdiction", String(16), nullable=False),
    Column("category", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("business_date", Date, nullable=False),
    Column("typical_night", Minor, nullable=False),
    Column("tax_sha", ForeignKey("tax_file.sha"), nullable=False),
    Column("settings", Json, nullable=False),
    Column("country", String(2), info={"since": "0005"}),
)
"""One row. ``business_date`` is the hotel's day; it rolls only at night audit."""

tax_file = Table(
    "tax_file",
    metadata,
    Column("sha", String(64), primary_key=True),
    Column("jurisdiction", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("adopted_on", Date, nullable=False),
)
"""Every jurisdiction file the house ever used, so that an old folio can always be explained."""

lane = Table(
    "lane",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1", name="one"), primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("head", String(64), nullable=False),
    Column("epoch", Id, nullable=False),
)
"""One row. Its lock puts every change of the house in one order; ``head`` is the newest link of the hash chain."""

counter = Table(
    "counter",
    metadata,
    Column("series", String(16), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("value", BigInteger, nullable=False),
)
"""Gapless numbers: raised and used in one transaction, so a rolled-back attempt leaves no gap (N2)."""

journal = Table(
    "journal",
    metadata,
    Column("id", Id, primary_key=True),
    Column("seq", BigInteger, nullable=False, unique=True),
    Column("kind", String(40), nullable=False),
    Column("v", Integer, nullable=False),
    Column("actor", Text, nullable=False),
    Column("workstation", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("applied_at", Instant, nullable=False),
    Column("basis", BigInteger, nullable=False),
    Column("supersedes", Id),
    Column("business_date", Date),
    Column("payload", Text, nullable=False),
    Column("payload_sha", String(64), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("facts", Json, nullable=False),
    Column("before_after", Json, nullable=False),
    Column("effects", String(64), nullable=False),
    Column("prev", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Column("salt", String(32), info={"since": "0010"}),
    CheckConstraint("outcome IN ('applied','recorded','needs_decision','refused')", name="outcome"),
)
"""``salt`` is random and goes into the hash, so that the hash of a row whose words were erased confirms no guess. An
erased row has neither salt nor ``payload_sha``; what is left of it is vouched for by ``erased``."""

journal_topic = Table(
    "journal_topic",
    metadata,
    Column("topic", String(80), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Index("ix_journal_topic_seq", "seq"),
)
"""What each journal row was about: how a stay's history is found."""

staff = Table(
    "staff",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", String(20), nullable=False),
    Column("verifier", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("failed", Integer, nullable=False),
    Column("locked_until", Instant),
    Column("version", Integer, nullable=False),
)

transaction_code = Table(
    "transaction_code",
    metadata,
    Column("code", String(24), primary_key=True),
    Column("name", Text, nullable=False),
    Column("department", String(24), nullable=False),
    Column("tag", String(16), nullable=False),
    Column("price", Minor, nullable=False),
    Column("by_hand", Boolean, nullable=False),
    Column("creditable", Boolean, nullable=False),
)
"""What a posting is for. ``tag`` is what tax rules see; ``price`` the usual one, 0 if there is none."""
