"""Folios, their windows and routing, the ledger itself, and what stands beside it."""

from sqlalchemy import (
    BigInteger,
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

folio = Table(
    "folio",
    metadata,
    Column("id", Id, primary_key=True),
    Column("stay_id", ForeignKey("stay.id"), nullable=False, unique=True),
    Column("currency", String(3), nullable=False),
)

folio_window = Table(
    "folio_window",
    metadata,
    Column("id", Id, primary_key=True),
    Column("folio_id", ForeignKey("folio.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("payee", Text, nullable=False),
    Column("address", Json, nullable=False),
    Column("tax_number", Text, nullable=False),
    Column("kind", String(12), nullable=False, server_default="guest"),
    Column("corrects", String(24), nullable=False, server_default=""),
    Column("settled", String(24)),
    Column("settled_on", Date),
    Column("version", Integer, nullable=False),
    Column("country", String(2), info={"since": "0005"}),
    UniqueConstraint("folio_id", "number"),
    UniqueConstraint("settled"),
    CheckConstraint("number BETWEEN 1 AND 99", name="number"),
    CheckConstraint("kind IN ('guest','deposit','credit_note')", name="kind"),
)
"""``kind`` says what a window is for: a payee's bill (eight at most), money taken before arrival (P1), or a credit
note, which ``corrects`` the settled window whose number it names (N1)."""

routing = Table(
    "routing",
    metadata,
    Column("id", Id, primary_key=True),
    Column("stay_id", ForeignKey("stay.id"), nullable=False, index=True),
    Column("place", Integer, nullable=False),
    Column("departments", Json, nullable=False),
    Column("codes", Json, nullable=False, server_default="[]"),
    Column("first", Date),
    Column("last", Date),
    Column("weekdays", Json, nullable=False, server_default="[]"),
    Column("to_stay", ForeignKey("stay.id")),
    Column("window", Integer, nullable=False),
    Column("limit_kind", String(8), nullable=False, server_default=""),
    Column("limit_value", BigInteger, nullable=False, server_default="0"),
    CheckConstraint("limit_kind IN ('','day','stay','percent')", name="limit_kind"),
    UniqueConstraint("stay_id", "place"),
)
"""Sends charges to another window, of this stay or of another; the first match by ``place`` wins (W2).

``first`` and ``last`` are service dates, ``weekdays`` 0 for Monday to 6; what is empty does not narrow. A limit is in
minor units by day or by stay, or a share in parts per million.
"""


def _few(name: str, *, unique: bool = False) -> Index:
    """An index of a link that few lines have: small, and one that SQLite's planner trusts in a ledger of millions."""
    there = text(f"{name} IS NOT NULL")
    return Index(f"ix_posting_{name}", name, unique=unique, sqlite_where=there, postgresql_where=there)


posting = Table(
    "posting",
    metadata,
    Column("id", Id, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("n", Integer, nullable=False),
    Column("window_id", ForeignKey("folio_window.id"), nullable=False),
    Column("stay_id", ForeignKey("stay.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("code", ForeignKey("transaction_code.code"), nullable=False),
    Column("text", Text, nullable=False),
    Column("reference", Text, nullable=False),
    Column("quantity", BigInteger, nullable=False),
    Column("unit_price", Minor, nullable=False),
    Column("amount", Minor, nullable=False),
    Column("net", Minor, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("business_date", Date, nullable=False),
    Column("service_date", Date, nullable=False),
    Column("room", String(10), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("actor", Text, nullable=False),
    Column("workstation", Text, nullable=False),
    Column("source", String(16), nullable=False),
    Column("source_ref", String(96)),
    Column("reason", String(8), nullable=False),
    Column("remark", Text, nullable=False),
    Column("reverses", ForeignKey("posting.id")),
    Column("reduces", ForeignKey("posting.id")),
    Column("parent", ForeignKey("posting.id")),
    Column("split_of", ForeignKey("posting.id")),
    Column("pair", Id),
    Column("credit_id", Id),
    Column("routed", Id),
    Column("origin", ForeignKey("stay.id")),
    Column("method", String(16), nullable=False),
    Column("card", String(32), nullable=False),
    Column("making", Json, nullable=False),
    UniqueConstraint("source", "source_ref"),
    CheckConstraint("amount <> 0", name="amount"),
    CheckConstraint("amount BETWEEN -1000000000000000 AND 1000000000000000", name="size"),
    Index("ix_posting_window_id", "window_id", "seq", "n"),
    Index("ix_posting_stay_id", "stay_id"),
    Index("ix_posting_business_date", "business_date"),
    _few("reverses", unique=True),
    *(_few(name) for name in ("reduces", "parent", "origin")),
)
"""One dated, immutable line. ``reverses`` is unique: a posting is reversed at most once.

``routed`` is the instruction that sent it here; ``origin`` the stay it is for, where that is another stay's folio.
``quantity`` is in thousandths. ``making`` holds the numbers that made the figure, so that explaining is reading.
"""

tax_part = Table(
    "tax_part",
    metadata,
    Column("posting_id", ForeignKey("posting.id"), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("code", String(24), nullable=False),
    Column("rate", BigInteger),
    Column("base", Minor, nullable=False),
    Column("amount", Minor, nullable=False),
    Column("name", Text, nullable=False, server_default=""),
    Column("how", Json, nullable=False),
)
"""One tax inside a posting: amount = net + the sum of these. ``rate`` in parts per million, empty for a fixed one.

``name`` is what the tax was called on the day: an old line is told in the words of its day (BE-3).
"""

tax_exempt = Table(
    "tax_exempt",
    metadata,
    Column("id", Id, primary_key=True),
    Column("stay_id", ForeignKey("stay.id"), nullable=False),
    Column("code", String(24), nullable=False),
    Column("service_date", Date, nullable=False),
    Column("business_date", Date, nullable=False),
    Column("persons", Integer, nullable=False),
    Column("reason", String(24), nullable=False),
    Column("evidence", Text, nullable=False),
    Column("amount", Minor, nullable=False),
    Index("ix_tax_exempt_stay_id", "stay_id", "service_date"),
    Index("ix_tax_exempt_business_date", "business_date"),
)
"""What was not charged, for the tax report (T7). A later change adds a row with the difference, as in the ledger."""

hold = Table(
    "hold",
    metadata,
    Column("id", Id, primary_key=True),
    Column("stay_id", ForeignKey("stay.id"), nullable=False, index=True),
    Column("amount", Minor, nullable=False),
    Column("brand", String(16), nullable=False),
    Column("last_four", String(4), nullable=False),
    Column("approval", String(24), nullable=False),
    Column("made_up_of", Text, nullable=False),
    Column("placed_at", Instant, nullable=False),
    Column("expires", Date),
    Column("state", String(12), nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("amount > 0", name="amount"),
    CheckConstraint("state IN ('active','captured','released','expired')", name="state"),
)
"""An authorisation on a card: its own table, never the ledger (P2)."""

print_log = Table(
    "print_log",
    metadata,
    Column("id", Id, primary_key=True),
    Column("stay_id", ForeignKey("stay.id"), nullable=False, index=True),
    Column("window", Integer, nullable=False),
    Column("style", String(24), nullable=False),
    Column("language", String(8), nullable=False),
    Column("copy", Integer, nullable=False),
    Column("state", BigInteger, nullable=False),
    Column("printed_at", Instant, nullable=False),
    Column("printed_by", Text, nullable=False),
    Column("workstation", Text, nullable=False),
    Column("about", Id, info={"since": "0003"}),
)
"""Who got which paper. ``state`` is the journal number of the window's newest posting; the next print of the same
state is a copy. ``about`` is the room move, credit or payment of a slip, which has window 0 and state 0."""
