"""The tables of a house that several workstations share. A house on one workstation has them and leaves them empty."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from frontdesk.store import tables
from frontdesk.store.types import Id, Instant, Json

metadata = MetaData(naming_convention=tables.metadata.naming_convention)

sharing = Table(
    "sharing",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1", name="one"), primary_key=True, autoincrement=False),
    Column("since", Instant, nullable=False),
    Column("restored_at", Instant),
    Column("roles", String(50), info={"since": "0009"}),
)
"""One row if the house is shared: from then on every command writes down which rows it changed.

``roles`` is what the names of its roles begin with at the server."""

change = Table(
    "change",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("op", String(3), nullable=False),
    Column("tbl", String(32), nullable=False),
    Column("key", Text, nullable=False),
    Column("row", Text, nullable=False),
    CheckConstraint("op IN ('put','del')", name="op"),
)
"""Which rows each command wrote, in the order it wrote them: what a workstation's copy is kept in step by."""

delivery = Table(
    "delivery",
    metadata,
    Column("workstation", String(64), primary_key=True),
    Column("n", BigInteger, primary_key=True, autoincrement=False),
    Column("id", Id, nullable=False, unique=True),
)
"""Place of each delivered command in its workstation's outbox: a copied disk image stumbles over the key."""

workstation = Table(
    "workstation",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("device", String(64), nullable=False),
    Column("enrolled_at", Instant, nullable=False),
    Column("stopped", Text, nullable=False),
    Column("retired", Boolean, nullable=False),
)
"""Who may deliver. ``stopped`` says why not any more; ``device`` is the SHA-256 of the secret that the desk keeps."""

enrolment = Table(
    "enrolment",
    metadata,
    Column("code_sha", String(64), primary_key=True),
    Column("made_at", Instant, nullable=False),
    Column("expires", Instant, nullable=False),
    Column("used_by", String(64)),
    Column("role", String(63), info={"since": "0009"}),
)
"""Single-use codes with which a workstation joins; only their SHA-256 is kept. ``role`` is the one that may use it."""

work_item = Table(
    "work_item",
    metadata,
    Column("id", Id, primary_key=True),
    Column("command_id", Id, nullable=False),
    Column("kind", String(24), nullable=False),
    Column("state", String(12), nullable=False),
    Column("stay_id", Id, nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("sides", Json, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("workstation", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("choice", String(12), nullable=False),
    Column("made", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("command_id", "kind"),
    CheckConstraint("kind IN ('conflict','difference')", name="kind"),
    CheckConstraint("state IN ('open','decided')", name="state"),
    Index("ix_work_item_state", "state"),
)
"""What a person has to decide, with both sides: what was wanted, what stands there, and who was first."""

move = Table(
    "move",
    metadata,
    Column("tbl", String(32), primary_key=True),
    Column("last", BigInteger, nullable=False),
    Column("done", BigInteger, nullable=False),
    Column("head", String(64), nullable=False),
)
"""How far moving a one-workstation house onto this database has come, so that it can go on after an interruption."""

_OWN = frozenset({"lane", "search_guest", "search_word", "search_suffix", "search_entry", "search_key"})
"""Tables each database keeps for itself: its place, and what guests are found by, which follows from the rows."""

COPIED: tuple[Table, ...] = (
    *(table for table in tables.metadata.sorted_tables if table.name not in _OWN),
    work_item,
)
"""Tables of which every workstation holds a copy, in an order that foreign keys allow."""
