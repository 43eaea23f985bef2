"""Every table of the house, once, for SQLite and PostgreSQL.

Rows of ``posting``, ``tax_part``, ``journal``, ``journal_topic``, ``room_move`` and the texts of a case are only ever
added (see ``guards``). Rows that change carry a ``version``.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from frontdesk.store.types import Id, Instant, Json, Letters, Minor

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# --- the house and its day ------------------------------------------------------------------------------------------

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
    CheckConstraint("outcome IN ('applied','recorded','needs_decision','refused')", name="outcome"),
)

journal_topic = Table(
    "journal_topic",
    metadata,
    Column("topic", String(80), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
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

# --- rooms ----------------------------------------------------------------------------------------------------------

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

# --- guests and stays -----------------------------------------------------------------------------------------------

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
    CheckConstraint("departure >= arrival", name="span"),
    CheckConstraint("status IN ('due_in','in_house','checked_out','cancelled','no_show')", name="status"),
    Index("ix_stay_status_departure", "status", "departure"),
    Index("ix_stay_status_arrival", "status", "arrival"),
    Index("ix_stay_arrival", "arrival"),
)
"""``party`` lists earlier head counts, each until a night: ``[until, adults, children]``. ``exempt`` lists who does not
pay which tax on which nights, with the evidence (T7)."""

room_night = Table(
    "room_night",
    metadata,
    Column("room", ForeignKey("room.number"), primary_key=True),
    Column("night", Date, primary_key=True),
    Column("stay_id", ForeignKey("stay.id"), nullable=False),
    UniqueConstraint("stay_id", "night"),
)
"""Who sleeps where. The primary key is the promise that no room-night ever holds two stays (RM-3)."""

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
)

# --- the ledger -----------------------------------------------------------------------------------------------------

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
)
"""Who got which paper. ``state`` is the journal number of the window's newest posting; the next print of the same
state is a copy."""

# --- cases and goodwill ---------------------------------------------------------------------------------------------

guest_case = Table(
    "guest_case",
    metadata,
    Column("id", Id, primary_key=True),
    Column("number", String(24), nullable=False, unique=True),
    Column("stay_id", ForeignKey("stay.id"), nullable=False, index=True),
    Column("room", String(10), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("status", String(12), nullable=False),
    Column("words", Text, nullable=False),
    Column("nature", Text, nullable=False),
    Column("severity", Integer, nullable=False),
    Column("channel", String(24), nullable=False),
    Column("posting_id", ForeignKey("posting.id")),
    Column("opened_by", Text, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("business_date", Date, nullable=False),
    Column("version", Integer, nullable=False),
)

case_said = Table(
    "case_said",
    metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", ForeignKey("guest_case.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("by", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("promise", Text, nullable=False),
)
"""What was said to the guest. Documents may read this table."""

case_staff_note = Table(
    "case_staff_note",
    metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", ForeignKey("guest_case.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("by", Text, nullable=False),
    Column("text", Text, nullable=False),
)
"""For staff only. No document and no guest view selects from this table (GL-19, GL-20)."""

credit = Table(
    "credit",
    metadata,
    Column("id", Id, primary_key=True),
    Column("number", String(24), nullable=False, unique=True),
    Column("stay_id", ForeignKey("stay.id"), nullable=False, index=True),
    Column("case_id", ForeignKey("guest_case.id"), nullable=False),
    Column("window_id", ForeignKey("folio_window.id"), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("percent", BigInteger, nullable=False),
    Column("base", Minor, nullable=False),
    Column("total", Minor, nullable=False),
    Column("reason", String(8), nullable=False),
    Column("severity", Integer, nullable=False),
    Column("to_guest", Text, nullable=False),
    Column("treatment", String(16), nullable=False),
    Column("state", String(12), nullable=False, index=True),
    Column("asked_by", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("business_date", Date, nullable=False),
    Column("workstation", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("decided_at", Instant),
    Column("decided_how", String(12), nullable=False),
    Column("decision_text", Text, nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("total > 0", name="total"),
    CheckConstraint("state IN ('pending','posted','declined','expired','withdrawn')", name="state"),
    CheckConstraint("asked_by <> decided_by OR decided_how = 'own limit'", name="second_person"),
)

credit_line = Table(
    "credit_line",
    metadata,
    Column("credit_id", ForeignKey("credit.id"), primary_key=True),
    Column("posting_id", ForeignKey("posting.id"), primary_key=True, index=True),
    Column("n", Integer, nullable=False),
    Column("left_before", Minor, nullable=False),
    Column("share", Minor, nullable=False),
)

# --- finding --------------------------------------------------------------------------------------------------------

search_guest = Table(
    "search_guest",
    metadata,
    Column("no", Integer, primary_key=True, autoincrement=False),
    Column("guest_id", ForeignKey("guest.id"), nullable=False, unique=True),
    Column("words", Text, nullable=False),
)
"""Each guest under a short number that rises with time, and everything the guest is found by (`GuestText.stored`)."""

search_word = Table(
    "search_word",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("field", SmallInteger, nullable=False),
    Column("word", Letters, nullable=False),
    UniqueConstraint("field", "word"),
)
"""Each word of names (field 0) and of companies (field 1) once, whoever has it."""

search_suffix = Table(
    "search_suffix",
    metadata,
    Column("place", SmallInteger, primary_key=True, autoincrement=False),
    Column("suffix", Letters, primary_key=True),
    Column("word_id", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
"""Each word from each of its letters on, so that any part of it is the start of a row.

``place``: 0 a whole name word, 1 the rest of one, 2 and 3 the same for companies.
"""

search_entry = Table(
    "search_entry",
    metadata,
    Column("word_id", Integer, primary_key=True, autoincrement=False),
    Column("no", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
"""Which guests have a word."""

search_key = Table(
    "search_key",
    metadata,
    Column("kind", SmallInteger, primary_key=True, autoincrement=False),
    Column("key", Letters, primary_key=True),
    Column("no", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
"""What few guests share, found from its start: 0 full name, 1 confirmation, 2 phone, 3 part of an e-mail address,
4 and 5 a phone and a confirmation number backwards, for those who know its end."""
