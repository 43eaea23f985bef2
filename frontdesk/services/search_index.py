"""Keeping what guests are found by in step with the guests: in the transaction that writes them, or all at once.

See ``docs/adr/0003-search-index.md``.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, text
from sqlalchemy.dialects import sqlite

from frontdesk.commands.blanking import GONE
from frontdesk.commands.stay import GuestSpec
from frontdesk.domain.search_match import SHORTEST_ENDING, SUFFIX, GuestText, Key, Keys, confirmation_forms
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched

_AT_ONCE = 20_000
"""Guests of one step of a rebuild."""

_FEW = 200
"""Rows up to which a plain insert is as good as a copy."""

_ASKED = 400
"""Words looked up by one statement."""


Described = GuestSpec | Fetched
"""A guest's own data, as a command or a row brings it."""

Word = tuple[int, str]
"""Field (0 name, 1 company) and folded word."""


KeyRow = tuple[int, str, int]
"""Kind, key and guest number: a row of ``search_key``."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """One guest, ready to be written."""

    no: int
    guest_id: str
    text: GuestText
    keys: Keys

    @property
    def words(self) -> list[Word]:
        return [(0, word) for word in self.text.name.split()] + [(1, word) for word in self.text.company.split()]


@dataclass
class _Within:
    """What one transaction knows of the index; nobody else writes while it holds the lane.

    Attributes:
        no: the highest number of a guest.
        words: ids of words that were looked up or added.
        fresh: numbers of guests it has added who have no confirmation number yet.
    """

    no: int
    words: dict[Word, int] = field(default_factory=dict)
    fresh: dict[str, int] = field(default_factory=dict)

    def next(self) -> int:
        """A number no guest has had."""
        self.no += 1
        return self.no


def _within(reader: Reader) -> _Within:
    known = reader.once("search", "index", lambda: _Within(_highest(reader.connection, tables.search_guest, "no")))
    assert known is not None, "it is made if it is not there"
    return known


def index_guest(reader: Reader, guest_id: str, guest: Described) -> None:
    """Make a new guest findable, inside the transaction that adds the guest."""
    known = _within(reader)
    known.fresh[guest_id] = known.next()
    write(reader.connection, [_entry(known.no, guest_id, guest)], known.words)


def index_again(reader: Reader, guest_id: str) -> None:
    """Make a guest findable by what the row says now, after it was changed.

    The guest gets a new number; what stands under the old one leads nowhere from then on and goes with a rebuild, or
    at once if the guest was erased.
    """
    guest, stay = tables.guest, tables.stay
    known = _within(reader)
    no = known.next()  # before the old one goes, so that it is never given again
    known.fresh.pop(guest_id, None)
    _forget_erased(reader, guest_id, known)
    reader.connection.execute(delete(tables.search_guest).where(tables.search_guest.c.guest_id == guest_id))
    for row in reader.all(select(guest).where(guest.c.id == guest_id)):
        write(reader.connection, [_entry(no, guest_id, row)])
    for row in reader.all(select(stay.c.confirmation).where(stay.c.guest_id == guest_id)):
        index_confirmation(reader, guest_id, row.confirmation)


def _forget_erased(reader: Reader, guest_id: str, known: _Within) -> None:
    """Take everything an erased guest was found by out of the index, and words that nobody else has."""
    guest, numbered, entry, word = tables.guest, tables.search_guest, tables.search_entry, tables.search_word
    old = reader.first(
        select(numbered.c.no)
        .join(guest, guest.c.id == numbered.c.guest_id)
        .where(numbered.c.guest_id == guest_id, guest.c.name == GONE)
    )
    if old is None:
        return
    words = [row.word_id for row in reader.all(select(entry.c.word_id).where(entry.c.no == old.no))]
    for table in (tables.search_key, entry):
        reader.connection.execute(delete(table).where(table.c.no == old.no))
    shared = {row.word_id for row in reader.all(select(entry.c.word_id).where(entry.c.word_id.in_(words)))}
    alone = [word_id for word_id in words if word_id not in shared]
    reader.connection.execute(delete(tables.search_suffix).where(tables.search_suffix.c.word_id.in_(alone)))
    reader.connection.execute(delete(word).where(word.c.id.in_(alone)))
    known.words.clear()


def index_confirmation(reader: Reader, guest_id: str, confirmation: str) -> None:
    """Make a new stay findable by its confirmation number."""
    numbered = tables.search_guest
    no = _within(reader).fresh.pop(guest_id, None)
    if no is not None:
        _insert(reader.connection, tables.search_key, _confirmation_rows(no, confirmation))
        return
    found = reader.first(select(numbered.c.no).where(numbered.c.guest_id == guest_id))
    if found is not None:
        rows = _confirmation_rows(found.no, confirmation)
        held = _held(reader, rows) if rows else set()
        _insert(reader.connection, tables.search_key, [row for row in rows if row not in held])


def rebuild(reader: Reader) -> int:
    """Write the whole index anew from guests and stays; gives how many guests. Needs a transaction that may write."""
    connection = reader.connection
    for table in (tables.search_key, tables.search_entry, tables.search_suffix, tables.search_word):
        connection.execute(delete(table))
    connection.execute(delete(tables.search_guest))
    known: dict[Word, int] = {}
    last, count = "", 0
    while rows := reader.all(_guests_after(last)):
        entries = [_entry(count + n, row.id, row) for n, row in enumerate(rows, start=1)]
        write(connection, entries, known)
        numbers = {entry.guest_id: entry.no for entry in entries}
        _confirmations_between(connection, last, rows[-1].id, numbers)
        last, count = rows[-1].id, count + len(rows)
    _measure(connection)
    return count


def missing(reader: Reader) -> list[str]:
    """The ids of guests who cannot be found: without a number, or without a word that the guest's data has."""
    guest, numbered = tables.guest, tables.search_guest
    rows = reader.connection.execute(
        select(guest, numbered.c.no, numbered.c.words)
        .outerjoin(numbered, numbered.c.guest_id == guest.c.id)
        .execution_options(yield_per=1000)
    )
    lost = [row.id for row in rows if row.no is None or row.words != _text_of(row).stored]
    return sorted({*lost, *_without_entries(reader)})


def _without_entries(reader: Reader) -> Iterator[str]:
    """Guests with fewer entries than words."""
    numbered, entry = tables.search_guest, tables.search_entry
    # Counted apart: joined to the count, SQLite would look through all counts for each guest.
    counts = {row.no: row.n for row in reader.all(select(entry.c.no, func.count().label("n")).group_by(entry.c.no))}
    for row in reader.connection.execute(
        select(numbered.c.no, numbered.c.guest_id, numbered.c.words).execution_options(yield_per=1000)
    ):
        kept = GuestText.read(row.words)
        if counts.get(row.no, 0) < len(kept.name.split()) + len(kept.company.split()):
            yield row.guest_id


def write(connection: Connection, entries: Sequence[_Entry], known: dict[Word, int] | None = None) -> None:
    """Write guests into the index; ``known`` carries the ids of words from one step of a batch to the next."""
    ids = {} if known is None else known
    words = [(entry.no, entry.words) for entry in entries]
    _learn(connection, {word for _, some in words for word in some}, ids)
    _insert(connection, tables.search_guest, [(entry.no, entry.guest_id, entry.text.stored) for entry in entries])
    _insert(connection, tables.search_entry, sorted((ids[word], no) for no, some in words for word in some))
    _insert(connection, tables.search_key, sorted({row for entry in entries for row in _keys(entry)}))


def _learn(connection: Connection, wanted: set[Word], known: dict[Word, int]) -> None:
    """The ids of all these words; words nobody had before are added with their suffixes."""
    table = tables.search_word
    new = sorted(wanted - known.keys())
    for place, some in _slices(new):
        # A field and its words: SQLite would read the whole table for a list of pairs.
        rows = connection.execute(
            select(table.c.id, table.c.word).where(table.c.field == place, table.c.word.in_(some))
        )
        known.update({(place, row.word): row.id for row in rows})
    new = [word for word in new if word not in known]
    if not new:
        return
    first = _highest(connection, table, "id") + 1
    known.update({word: first + n for n, word in enumerate(new)})
    _insert(connection, table, [(known[word], *word) for word in new])
    _insert(connection, tables.search_suffix, sorted({row for word in new for row in _suffixes(word, known[word])}))


def _suffixes(word: Word, word_id: int) -> Iterator[tuple[int, str, int]]:
    kind, letters = word
    for start in range(len(letters)):
        yield (2 * kind + (start > 0), letters[start : start + SUFFIX], word_id)


def _entry(no: int, guest_id: str, guest: Described) -> _Entry:
    kept = _text_of(guest)
    return _Entry(no, guest_id, kept, Keys.of(kept, guest.name, guest.latin))


def _text_of(guest: Described) -> GuestText:
    return GuestText.of(name=guest.name, latin=guest.latin, company=guest.company, email=guest.email, phone=guest.phone)


def _keys(entry: _Entry) -> Iterator[KeyRow]:
    keys = entry.keys
    for kind, found in (
        (Key.FULL_NAME, keys.full_names),
        (Key.PHONE, keys.phones),
        (Key.EMAIL, keys.emails),
        (Key.PHONE_END, keys.endings),
    ):
        for key in found:
            yield (kind.value, key[: 2 * SUFFIX], entry.no)


def _confirmation_rows(no: int, confirmation: str) -> list[KeyRow]:
    forms = confirmation_forms(confirmation)
    ends = [form[::-1] for form in forms[-1:] if len(form) >= SHORTEST_ENDING]
    kinds = [(Key.CONFIRMATION.value, form) for form in forms] + [(Key.CONFIRMATION_END.value, end) for end in ends]
    return [(kind, key, no) for kind, key in kinds]


def _held(reader: Reader, rows: Sequence[KeyRow]) -> set[KeyRow]:
    """The keys a guest has already: two confirmation numbers of one guest may differ in their signs only."""
    key = tables.search_key
    kinds, keys, numbers = (sorted(set(column)) for column in zip(*rows, strict=True))
    found = reader.all(select(key).where(key.c.kind.in_(kinds), key.c.key.in_(keys), key.c.no.in_(numbers)))
    return {(row.kind, row.key, row.no) for row in found}


def _confirmations_between(connection: Connection, after: str, until: str, numbers: Mapping[str, int]) -> None:
    stay = tables.stay
    found = connection.execute(
        select(stay.c.guest_id, stay.c.confirmation).where(stay.c.guest_id > after, stay.c.guest_id <= until)
    )
    rows = {row for stayed in found for row in _confirmation_rows(numbers[stayed.guest_id], stayed.confirmation)}
    _insert(connection, tables.search_key, sorted(rows))


def _guests_after(last: str) -> Any:
    guest = tables.guest
    columns = (guest.c.id, guest.c.name, guest.c.latin, guest.c.company, guest.c.email, guest.c.phone)
    return select(*columns).where(guest.c.id > last).order_by(guest.c.id).limit(_AT_ONCE)


def _measure(connection: Connection) -> None:
    """Let PostgreSQL know what the tables hold now, so that the next keystroke is planned well."""
    if connection.dialect.name == "postgresql":
        for table in (tables.search_guest, tables.search_suffix, tables.search_entry, tables.search_key):
            connection.execute(text(f"ANALYZE {table.name}"))


def _highest(connection: Connection, table: Table, column: str) -> int:
    found = connection.execute(select(func.coalesce(func.max(table.c[column]), 0))).scalar_one()
    return int(found)


def _insert(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Add rows given in the order of the table's columns, many at once in the way that is quick on this database."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        # Rows as they are: making a mapping of each would take longer than the database takes to write it.
        connection.exec_driver_sql(_sqlite_insert(table), list(rows))
    elif len(rows) > _FEW:
        _copy(connection, table, rows)
    else:
        connection.execute(insert(table), [dict(zip(table.c.keys(), row, strict=True)) for row in rows])


@cache
def _sqlite_insert(table: Table) -> str:
    return str(insert(table).compile(dialect=sqlite.dialect()))


def _copy(connection: Connection, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """PostgreSQL's own way for many rows; row by row a large house would take an hour."""
    cursor: Any = connection.connection.cursor()
    with cursor, cursor.copy(f"COPY {table.name} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _slices(words: Sequence[Word]) -> Iterator[tuple[int, list[str]]]:
    for place in (0, 1):
        rest = (word for of, word in words if of == place)
        while some := list(islice(rest, _ASKED)):
            yield place, some
