"""How guests are found."""

from sqlalchemy import Column, ForeignKey, Integer, SmallInteger, Table, Text, UniqueConstraint

from frontdesk.store.tables.base import metadata
from frontdesk.store.types import Letters

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
