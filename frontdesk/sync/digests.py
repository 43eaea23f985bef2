"""What tables amount to, read page by page, alike on both databases: a copy is held against its house by it."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Connection, Select, Table, bindparam, select, tuple_

from frontdesk.store import sharing
from frontdesk.store.effects import canonical
from frontdesk.store.feed import readable, shown
from frontdesk.store.types import Fetched

CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Digest:
    """What a table amounts to: rows, sum of its whole numbers, and a hash over its rows in any order."""

    rows: int
    total: int
    sha: str


def pages(connection: Connection, table: Table) -> Iterator[Sequence[Fetched]]:
    """The rows of a table some thousand at a time, each page a statement of its own: a line that breaks in between
    leaves nothing open behind it.
    """
    wanted, after = _paging(table)
    rows = connection.execute(wanted).all()
    while rows:
        yield rows
        key = rows[-1]._asdict()
        last = {f"k_{column.name}": key[column.name] for column in table.primary_key}
        rows = connection.execute(after, last).all() if len(rows) == CHUNK else []


@cache
def _paging(table: Table) -> tuple[Select[Any], Select[Any]]:
    """The first page of a table, and the one after a key."""
    wanted = select(*readable(table)).order_by(*table.primary_key).limit(CHUNK)
    last = tuple_(*(bindparam(f"k_{column.name}", type_=column.type) for column in table.primary_key))
    return wanted, wanted.where(tuple_(*table.primary_key) > last)


def digest_of(connection: Connection, table: Table, pause: Callable[[], None] | None = None) -> Digest:
    """What a table amounts to, the same on both databases, in whatever order the rows come.

    ``pause`` is called now and then; it may raise to give up.
    """
    numbers = [column.name for column in table.c if isinstance(column.type, BigInteger)]
    count, total, mixed = 0, 0, 0
    for rows in pages(connection, table):
        for row in rows:
            values = shown(table, row._asdict())
            total += sum(values[name] or 0 for name in numbers)
            mixed ^= int.from_bytes(hashlib.sha256(canonical(values).encode()).digest(), "big")
        count += len(rows)
        if pause is not None:
            pause()
    return Digest(count, total, f"{mixed:064x}")


def digests(connection: Connection, pause: Callable[[], None] | None = None) -> dict[str, Digest]:
    """The digest of every table that workstations hold."""
    return {table.name: digest_of(connection, table, pause) for table in sharing.COPIED}
