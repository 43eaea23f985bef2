"""What a night audit costs above its bare rows, and whether twice the house takes twice the time.

Run: python -m tests.benchmarks.bench_night_audit [--rooms 313] [--rounds 5] [--line 100 1000 5000] [--json results.json]

*Audit*: `Desk.do(CloseDay)` of a full house, one room line and three tax lines a room, with its checks, posting, trial
balance, journal, hash chain and date roll, against a bare bulk INSERT of the same ledger rows, through SQLAlchemy's own
list of rows, in one transaction with the same durability. Rounds take turns, so that a busy machine slows both alike.
Beside the wall stands this process's CPU: a busy machine does not lengthen it, but PostgreSQL's own share is not in it.
*Line*: the same audit in houses of 100 to 5,000 rooms; the cost of a room must not grow.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Table, and_, insert, select

from frontdesk.commands.house import RoomSpec, RoomTypeSpec
from frontdesk.identity import new_id
from frontdesk.store import tables
from tests.benchmarks.houses import founded, say, write_json
from tests.hotel import DAY, Hotel

KINDS = ("sqlite", "postgresql")
NIGHTS = 30
PRICE = 28_000
RULES = {"jurisdiction": "US-HI", "currency": "USD"}
"""Three taxes on top of every room: 11, 3 and 4.712 %."""


@contextmanager
def full_house(kind: str, rooms: int) -> Iterator[Hotel]:
    """A house with a guest in every room for the next nights."""
    listed = tuple(RoomSpec(number=f"R{n:05d}", type="DLX", floor=n // 40) for n in range(rooms))
    types = (RoomTypeSpec(code="DLX", name="Deluxe", rank=1, sleeps=3, price=PRICE),)
    with founded(kind, rooms=listed, room_types=types, **RULES) as hotel:
        _fill(hotel, [room.number for room in listed])
        yield hotel


def _fill(hotel: Hotel, rooms: list[str]) -> None:
    with hotel.desk._house.store.write.begin() as connection:
        for start in range(0, len(rooms), 500):
            made = [_guest_in(room) for room in rooms[start : start + 500]]
            for table in (tables.guest, tables.stay, tables.folio, tables.folio_window):
                connection.execute(insert(table), [each[table.name] for each in made])
            for table, more in (
                (tables.stay_night, {"price": PRICE, "quoted": PRICE, "charged_type": "DLX"}),
                (tables.room_night, {}),
            ):
                keys = ("room", "stay_id") if table is tables.room_night else ("stay_id",)
                rows = [
                    {**{key: each["night"][key] for key in keys}, "night": DAY + timedelta(n), **more}
                    for each in made
                    for n in range(NIGHTS)
                ]
                connection.execute(insert(table), rows)


def _guest_in(room: str) -> dict[str, dict[str, Any]]:
    guest, stay, folio = new_id(), new_id(), new_id()
    words = dict.fromkeys(("latin", "country", "language", "phone", "email", "company", "tax_number"), "")
    lists: dict[str, Any] = {name: [] for name in ("children", "includes", "flags", "party", "exempt")}
    return {
        "guest": {**words, "id": guest, "name": f"Guest, {room}", "vip": False, "wishes": [], "address": [], "version": 1},
        "stay": {
            **lists,
            "id": stay,
            "confirmation": f"B-{room}",
            "guest_id": guest,
            "status": "in_house",
            "arrival": DAY,
            "departure": DAY + timedelta(NIGHTS),
            "room_type": "DLX",
            "adults": 2,
            "rate_plan": "Flexible",
            "channel": "direct",
            "note": "",
            "do_not_move": "",
            "booked_on": DAY,
            "version": 1,
        },
        "folio": {"id": folio, "stay_id": stay, "currency": "USD"},
        "folio_window": {
            "id": new_id(),
            "folio_id": folio,
            "number": 1,
            "payee": f"Guest, {room}",
            "address": [],
            "tax_number": "",
            "version": 1,
        },
        "night": {"room": room, "stay_id": stay},
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds by the wall, where waiting for the disk is part of the price, and of this process's CPU."""

    wall: float
    cpu: float


def timed(work: Callable[[], object]) -> Spent:
    """What some work takes."""
    began, cpu = time.perf_counter(), time.process_time()
    work()
    return Spent(time.perf_counter() - began, time.process_time() - cpu)


def _ledger(hotel: Hotel, night: int) -> list[tuple[Table, list[dict[str, Any]]]]:
    """The ledger rows of a night, to be written once more under other ids on the next open date."""
    posting, part = tables.posting, tables.tax_part
    with hotel.desk._house.store.read.connect() as connection:
        tonight = and_(posting.c.business_date == DAY + timedelta(night), posting.c.source == "night_audit")
        wanted = select(posting).where(tonight).order_by(posting.c.n)
        postings = [row._asdict() for row in connection.execute(wanted)]
        joined = select(part).join(posting, posting.c.id == part.c.posting_id).where(tonight)
        parts = [row._asdict() for row in connection.execute(joined)]
    ids = {row["id"]: new_id() for row in postings}
    for row in postings:
        row |= {"id": ids[row["id"]], "parent": ids.get(row["parent"]), "business_date": DAY + timedelta(night + 1)}
        row |= {"source": "bench"}
    return [(posting, postings), (part, [{**row, "posting_id": ids[row["posting_id"]]} for row in parts])]


def _bare(hotel: Hotel, rows: list[tuple[Table, list[dict[str, Any]]]]) -> None:
    with hotel.desk._house.store.write.begin() as connection:
        for table, listed in rows:
            connection.execute(insert(table), listed)


def measure(kind: str, rooms: int, rounds: int) -> dict[str, float]:
    """Milliseconds of an audit and of its bare rows, best of the rounds, and how many times that is."""
    ours: list[Spent] = []
    theirs: list[Spent] = []
    with full_house(kind, rooms) as hotel:
        hotel.close_day(DAY)
        for night in range(1, rounds + 1):
            ours.append(timed(lambda night=night: hotel.close_day(DAY + timedelta(night))))
            rows = _ledger(hotel, night)
            theirs.append(timed(lambda rows=rows: _bare(hotel, rows)))
        lines = sum(len(listed) for _, listed in rows)
        assert len(rows[0][1]) == rooms * 4, "one room line and three tax lines a room"
    ms, bare = (min(each.wall for each in taken) * 1000 for taken in (ours, theirs))
    return {
        "cpu_ms": min(each.cpu for each in ours) * 1000,
        "bare_cpu_ms": min(each.cpu for each in theirs) * 1000,
        "rooms": rooms,
        "rows": lines,
        "ms": ms,
        "bare_ms": bare,
        "ratio": ms / bare,
        "us_a_room": ms * 1000 / rooms,
    }


def show(kind: str, found: dict[str, float]) -> None:
    say(
        f"{kind}: {found['rooms']:5.0f} rooms {found['ms']:8.1f} ms (CPU {found['cpu_ms']:.1f}), "
        f"bare rows {found['bare_ms']:8.1f} ms (CPU {found['bare_cpu_ms']:.1f}), {found['ratio']:.2f} times, {found['us_a_room']:.0f} µs a room"
    )


def main() -> None:
    """Measure, print, write JSON where asked."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--rooms", type=int, default=313)
    asked.add_argument("--rounds", type=int, default=5, choices=range(1, 20))
    asked.add_argument("--line", type=int, nargs="*", default=[100, 1_000, 5_000])
    asked.add_argument("--only", choices=KINDS)
    asked.add_argument("--json", type=Path)
    options = asked.parse_args()
    found: dict[str, list[dict[str, float]]] = {}
    for kind in (options.only,) if options.only else KINDS:
        found[kind] = []
        for rooms in (options.rooms, *options.line):
            found[kind].append(measure(kind, rooms, options.rounds if rooms < 2_000 else min(2, options.rounds)))
            show(kind, found[kind][-1])
    write_json(options.json, found)


if __name__ == "__main__":
    main()
