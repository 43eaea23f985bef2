"""A journal of other years in a shared house: rows that are chained, and told to the workstations like any other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, insert, select

from frontdesk.identity import new_id
from frontdesk.store import feed, tables
from frontdesk.store.effects import canonical, fingerprint
from frontdesk.store.journal import link
from frontdesk.store.sharing import change
from tests.sync.shared import Shared

PAGE = 2_000


def grow_journal(shared: Shared, rows: int) -> int:
    """Let the journal grow to so many rows; gives how many were added."""
    office = shared.office()
    try:
        with office.desk._house.store.write.begin() as connection:
            return _grow(connection, rows)
    finally:
        shared.leave(office)


def _grow(connection: Connection, rows: int) -> int:
    lane = connection.execute(select(tables.lane)).one()
    pattern = connection.execute(select(tables.journal).where(tables.journal.c.kind == "PostCharge").limit(1)).one()
    page: list[dict[str, Any]] = []
    head = lane.head
    for row in _rows(pattern._asdict(), lane.seq, lane.head, rows):
        page.append(row)
        head = row["hash"]
        if len(page) == PAGE:
            _write(connection, page)
            page = []
    if page:
        _write(connection, page)
    if rows > lane.seq:
        connection.execute(tables.lane.update().values(seq=rows, head=head))
    return max(0, rows - int(lane.seq))


def _rows(pattern: dict[str, Any], seq: int, head: str, last: int) -> Iterator[dict[str, Any]]:
    """Rows like the pattern that wrote nothing to the ledger, each chained to the one before."""
    nothing = fingerprint(())
    for number in range(seq + 1, last + 1):
        row = {**pattern, "id": new_id(), "seq": number, "prev": head, "effects": nothing}
        head = link(row)
        yield {**row, "hash": head}


def _write(connection: Connection, page: list[dict[str, Any]]) -> None:
    table = tables.journal
    connection.execute(insert(table), page)
    told = [
        {
            "seq": row["seq"],
            "n": 0,
            "op": "put",
            "tbl": table.name,
            "key": canonical(feed.key_of(table, row)),
            "row": feed.encode(table, row),
        }
        for row in page
    ]
    connection.execute(insert(change), told)
