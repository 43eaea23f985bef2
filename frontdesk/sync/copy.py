"""This workstation's copy of the house: an SQLite file with the same tables that can be thrown away at any time."""

import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import (
    Connection,
    Table,
    and_,
    bindparam,
    create_mock_engine,
    delete,
    exc,
    func,
    insert,
    select,
)
from sqlalchemy.dialects.sqlite import insert as upsert

from frontdesk.commands.codec import digest
from frontdesk.store import sharing, tables
from frontdesk.store.bulk import insert_many
from frontdesk.store.effects import LEDGER, fingerprint
from frontdesk.store.engine import Store, forget_pages, open_copy, open_store
from frontdesk.store.feed import decode, shown
from frontdesk.store.guards import APPEND_ONLY, ERASABLE, sqlite_guards
from frontdesk.store.journal import Place, is_erased, left_of, link, read_place
from frontdesk.store.schema import HEAD, current, stamp
from frontdesk.store.spoken import spoken
from frontdesk.store.types import Fetched
from frontdesk.sync import points
from frontdesk.sync.digests import pages
from frontdesk.sync.forgetting import Erased, erased_by, erased_in, known_in

_BY_NAME = {table.name: table for table in sharing.COPIED}
_NAME = "copy-{}.db"


class Broken(Exception):  # noqa: N818 - a finding, not a fault of the program
    """What came does not fit what is here: the copy has to be made anew."""


class Index(Protocol):
    """What guests are found by: each copy works it out from its rows. Handed in by the desk, which knows how."""

    def whole(self, connection: Connection) -> None:
        """Write it anew."""

    def changed(self, connection: Connection, guests: Sequence[str], stays: Sequence[tuple[str, str]]) -> None:
        """Follow guests, and stays as (guest, confirmation number), that were written."""


Snapshot = Callable[[], AbstractContextManager[Connection]]
"""Opens one consistent view of the shared database."""

Forget = Callable[[Erased], None]
"""Takes erased guests out of what this workstation keeps beside its copy. It is called before a state of the house in
which they are erased counts as the copy, so that nothing that stops this desk in between can skip it."""


class Copy:
    """The newest whole copy in a folder. Readers keep the one they have until they ask again."""

    def __init__(self, folder: Path, index: Index | None = None) -> None:
        self.folder = folder
        self._index = index
        self._lock = threading.Lock()
        self._building = threading.Lock()  # a person may ask for a new copy while one is being made
        self._store: Store | None = None
        self._known: Place | None = None
        self._number = 0
        for number in sorted(self._numbers(), reverse=True):
            self._store = self._store or self._opened(number)
        self._sweep()

    @property
    def store(self) -> Store | None:
        """The opened copy; None if there is none yet."""
        return self._store

    def decisions(self) -> int:
        """How many things of the house a person has to decide; none before there is a copy."""
        if self._store is None:
            return 0
        item = sharing.work_item
        with spoken(), self._store.read.connect() as connection:
            return int(connection.execute(select(func.count()).where(item.c.state == "open")).scalar_one())

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._store is not None:
                self._store.close()
            self._store = self._known = None

    def place(self) -> Place | None:
        """Up to which change the copy holds the house; None if there is no copy."""
        store, known = self._store, self._known
        if store is None or known is not None:
            return known
        try:
            with store.read.connect() as connection:
                return read_place(connection)
        except exc.DBAPIError as error:
            raise Broken(str(error.orig)) from error

    # --- making ----------------------------------------------------------------------------------------------------

    def build(self, snapshot: Snapshot, forget: Forget, progress: Callable[[str, int], None] | None = None) -> Place:
        """Make a whole new copy from one consistent view of the shared database, then take its place.

        The view is let go as soon as its rows are here: the server ends whoever keeps one open and is silent, and what
        guests are found by takes its time in a large house.
        """
        with self._building:
            number = max(self._numbers(), default=0) + 1
            store = open_store(self.folder / _NAME.format(number), durable=False)
            try:
                with store.write.begin() as local:
                    with snapshot() as authority:
                        place = _fill(authority, local, progress)
                    _seal(local, place)
                    if self._index is not None:
                        self._index.whole(local)
                    self._forget_missed(local, forget)
                    points.reached("build.before_commit")
            finally:
                store.close()
            points.reached("build.before_swap")
            self._swap(number)
            points.reached("build.after_swap")
            return place

    def _forget_missed(self, local: Connection, forget: Forget) -> None:
        """Forget whom the new copy says is erased and the copy of before did not, while that one still knows them."""
        gone = erased_in(local)
        known = Erased(ids=frozenset())
        if self._store is not None:
            with suppress(exc.DBAPIError, ValueError), self._store.read.connect() as old:
                missed = gone - erased_in(old)
                known, gone = known_in(old, missed), missed
        if gone:
            forget(known.and_in(local, gone))

    def drop(self) -> None:
        """Throw the copy away."""
        self.close()
        self._sweep()

    def _swap(self, number: int) -> None:
        fresh = self._opened(number)
        if fresh is None:
            raise Broken("the new copy cannot be opened")
        with self._lock:
            old, self._store, self._known = self._store, fresh, None
        if old is not None:
            old.close()
        self._sweep()

    def _opened(self, number: int) -> Store | None:
        path = self.folder / _NAME.format(number)
        try:
            store = open_copy(path)
        except Exception:  # noqa: BLE001 - whatever is wrong with a copy, the answer is a new one
            return None
        try:
            with store.read.connect() as connection:
                if current(connection) == HEAD and read_place(connection) is not None:
                    self._number = number
                    return store
        except exc.DBAPIError:
            pass
        store.close()
        return None

    def _numbers(self) -> list[int]:
        names = (path.stem.removeprefix("copy-") for path in self.folder.glob(_NAME.format("*")))
        return [int(name) for name in names if name.isdigit()]

    def _sweep(self) -> None:
        """Remove what is no longer used; a file that another program holds open goes next time."""
        for number in self._numbers():
            if self._store is None or number != self._number:
                for tail in ("", "-wal", "-shm", "-journal"):
                    with suppress(OSError):
                        (self.folder / (_NAME.format(number) + tail)).unlink(missing_ok=True)

    # --- keeping in step -------------------------------------------------------------------------------------------

    def take(self, page: Sequence[Fetched], epoch: str, forget: Forget) -> tuple[int, frozenset[str]]:
        """Apply a page of changes and move on, in one transaction; gives the new number and the topics that changed.

        Raises:
            Broken: the page does not follow on what is here, or does not verify.
        """
        assert self._store is not None, "there is a copy to keep in step"
        try:
            with self._store.write.begin() as local:
                place = read_place(local)
                if place is None or place.epoch != epoch:
                    raise Broken("the copy is of another life of the house")
                gone = erased_by(page)
                known = known_in(local, gone)
                place, topics = _take(local, page, place)
                if self._index is not None:
                    self._index.changed(local, *_found_by(page))
                if gone:
                    forget(known.and_in(local, gone))
                points.reached("pull.before_commit")
        except exc.DBAPIError as error:
            raise Broken(str(error.orig)) from error
        self._known = place
        if gone:
            forget_pages(self._store)
        points.reached("pull.after_commit")
        return place.seq, topics


def _found_by(page: Sequence[Fetched]) -> tuple[list[str], list[tuple[str, str]]]:
    """Guests that a page wrote, and stays with their guest and confirmation number."""
    put = [row for row in page if row.op == "put"]
    guests = dict.fromkeys(decode(tables.guest, row.row)["id"] for row in put if row.tbl == "guest")
    stays = [decode(tables.stay, row.row) for row in put if row.tbl == "stay"]
    return list(guests), list(dict.fromkeys((stay["guest_id"], stay["confirmation"]) for stay in stays))


def _fill(authority: Connection, local: Connection, progress: Callable[[str, int], None] | None) -> Place:
    for statement in _layout():
        local.exec_driver_sql(statement)
    local.exec_driver_sql("PRAGMA defer_foreign_keys=ON")  # rows come by key; their references hold at the end
    place = read_place(authority)
    if place is None:
        raise Broken("the shared database holds no house yet")
    for table in sharing.COPIED:
        count = 0
        for rows in pages(authority, table):
            insert_many(local, table, [shown(table, row._asdict()) for row in rows])
            count += len(rows)
            points.reached("build.mid_copy")
        if progress is not None:
            progress(table.name, count)
    return place


@cache
def _layout() -> tuple[str, ...]:
    """The statements that make the empty tables: the same for every copy, and long to work out."""
    made: list[str] = []

    def keep(statement: Any, *_given: Any) -> None:
        made.append(str(statement.compile(dialect=engine.dialect)))

    engine = create_mock_engine("sqlite://", keep)
    for metadata in (tables.metadata, sharing.metadata):
        metadata.create_all(engine, checkfirst=False)
    return tuple(made)


def _seal(local: Connection, place: Place) -> None:
    """Guard the rows as the house guards them, and say where they stand."""
    for statement in sqlite_guards():
        local.exec_driver_sql(statement)
    local.execute(insert(tables.lane).values(id=1, seq=place.seq, head=place.head, epoch=place.epoch))
    stamp(local)


def _take(local: Connection, page: Sequence[Fetched], place: Place) -> tuple[Place, frozenset[str]]:
    seq, head = place.seq, place.head
    topics: set[str] = set()
    for number, group in groupby(page, key=lambda row: row.seq):
        if number != seq + 1:
            raise Broken(f"number {seq + 1} is missing, {number} follows")
        rows = list(group)
        head = _verified(rows, number, head)
        _write(local, rows)
        topics.update(decode(tables.journal_topic, row.row)["topic"] for row in rows if row.tbl == "journal_topic")
        points.reached("pull.mid_page")
        seq = number
    local.execute(tables.lane.update().values(seq=seq, head=head))
    return replace(place, seq=seq, head=head), frozenset(topics)


def _verified(rows: Sequence[Fetched], seq: int, head: str) -> str:
    """The hash of a change's journal row, after everything it vouches for has been held against it."""
    written = [decode(tables.journal, row.row) for row in rows if row.tbl == "journal"]
    own = [row for row in written if row["seq"] == seq]
    effects = fingerprint(row.row for row in rows if row.tbl in LEDGER)
    if len(own) != 1:
        raise Broken(f"number {seq} has no journal row of its own")
    if len(written) > 1:
        _require_vouched(rows, [row for row in written if row["seq"] != seq], seq)
    row = own[0]
    if row["prev"] != head:
        raise Broken(f"number {seq} does not follow what is here")
    if is_erased(row):  # the erasure that follows vouches for what is left of it
        if row["effects"] != effects:
            raise Broken(f"number {seq} does not verify")
        return str(row["hash"])
    newest = link(row)
    if (row["hash"], row["effects"], row["payload_sha"]) != (newest, effects, digest(row["payload"])):
        raise Broken(f"number {seq} does not verify")
    return newest


def _require_vouched(rows: Sequence[Fetched], left: Sequence[dict[str, Any]], seq: int) -> None:
    """Other journal rows change by an erasure only, which vouches for what it leaves of them."""
    erased = [decode(tables.erased, row.row) for row in rows if row.tbl == "erased"]
    vouched = {row["row_seq"]: row["sha"] for row in erased}
    if any(not is_erased(row) or vouched.get(row["seq"]) != left_of(row) for row in left):
        raise Broken(f"number {seq} changes the journal")


def _write(local: Connection, rows: Iterable[Fetched]) -> None:
    """Write rows in their order, those alike in one statement."""
    for (op, name), group in groupby(rows, key=lambda row: (row.op, row.tbl)):
        table = _BY_NAME[name]
        if op == "del":
            keys = [decode(table, row.key) for row in group]
            local.execute(_del(table), [{f"k_{k}": v for k, v in key.items()} for key in keys])
            continue
        values = [decode(table, row.row) for row in group]
        for _columns, alike in groupby(values, key=_columns_of):
            local.execute(_put(table), list(alike))


def _columns_of(row: dict[str, Any]) -> tuple[str, ...]:
    return tuple(row)


@cache
def _del(table: Table) -> Any:
    match = and_(*(column == bindparam(f"k_{column.name}") for column in table.primary_key))
    return delete(table).where(match)


@cache
def _put(table: Table) -> Any:
    if table.name in APPEND_ONLY and table.name not in ERASABLE:
        return insert(table)
    statement = upsert(table)
    names = [column.name for column in table.primary_key]
    changed = {column.name: statement.excluded[column.name] for column in table.c if column.name not in names}
    if not changed:
        return statement.on_conflict_do_nothing(index_elements=names)
    return statement.on_conflict_do_update(index_elements=names, set_=changed)
