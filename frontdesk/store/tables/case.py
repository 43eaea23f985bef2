"""Cases, what was said in them, and goodwill credits."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, ForeignKey, Integer, String, Table, Text

from frontdesk.store.tables.base import metadata
from frontdesk.store.types import Id, Instant, Minor

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
    CheckConstraint("state IN ('pending','posted','declined','expired','withdrawn','reversed')", name="state"),
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
