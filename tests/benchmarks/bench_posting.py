"""What a charge costs above its bare rows, and whether a long folio opens at the same cost a line.

Run: python -m tests.benchmarks.bench_posting [--charges 200] [--rounds 3] [--json results.json] [--only sqlite]

*Charge*: `Desk.do(PostCharge)` with its taxes, checks, journal and hash chain, against a bare INSERT of the same ledger
rows in a transaction of its own with the same durability. Blocks take turns, so that a busy machine slows both alike.
*Folio*: `Desk.ask(SeeFolio)` with 10 to 10,000 lines; the cost of a line must not grow. Python's collector is off while
it is measured, as it is in the window, where the bus collects when nobody waits: it would look through every line
made so far again and again.
"""

import argparse
import gc
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from frontdesk import commands as do
from frontdesk.identity import new_id
from frontdesk.queries.folio import SeeFolio
from frontdesk.store import tables
from tests.benchmarks.houses import fill, founded, say, write_json
from tests.hotel import Hotel

KINDS = ("sqlite", "postgresql")
LENGTHS = (10, 100, 1_000, 10_000)


def timed(work: Callable[[], object]) -> float:
    """Seconds by the wall: waiting for the disk is part of the price."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def charges(hotel: Hotel, stay: str, count: int) -> None:
    for _ in range(count):
        hotel.do(do.PostCharge, stay=stay, code="3000", unit_price=600, quantity=2000)


def bare(hotel: Hotel, rows: tuple[list[dict[str, Any]], list[dict[str, Any]]], count: int) -> None:
    """The same rows, each charge in a durable transaction of its own."""
    postings, parts = rows
    for _ in range(count):
        ids = {row["id"]: new_id() for row in postings}
        with hotel.desk._house.store.write.begin() as connection:
            connection.execute(insert(tables.posting), [{**row, "id": ids[row["id"]]} for row in postings])
            named = [{**row, "posting_id": ids[row["posting_id"]]} for row in parts]
            connection.execute(insert(tables.tax_part), named)


def made_rows(hotel: Hotel, stay: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows that one charge made."""
    charges(hotel, stay, 1)
    posting, part = tables.posting, tables.tax_part
    with hotel.desk._house.store.read.connect() as connection:
        postings = [row._asdict() for row in connection.execute(select(posting).where(posting.c.stay_id == stay))]
        named = part.c.posting_id.in_([row["id"] for row in postings])
        parts = [row._asdict() for row in connection.execute(select(part).where(named))]
    return postings, parts


def measure_charges(hotel: Hotel, count: int, rounds: int) -> dict[str, float]:
    """Milliseconds a charge, best round of each, and how many times the bare rows that is."""
    rows = made_rows(hotel, hotel.arrive("301"))
    ours: list[float] = []
    theirs: list[float] = []
    for n in range(rounds):
        stay = hotel.arrive(f"30{2 + n}")
        charges(hotel, stay, 5)
        ours.append(timed(lambda stay=stay: charges(hotel, stay, count)))
        theirs.append(timed(lambda: bare(hotel, rows, count)))
    ms, bare_ms = min(ours) * 1000 / count, min(theirs) * 1000 / count
    return {"ms": ms, "bare_ms": bare_ms, "ratio": ms / bare_ms}


def uncollected(work: Callable[[], object], rounds: int) -> list[float]:
    """Seconds of each round, with what the one before left behind collected between them."""
    gc.disable()
    try:
        times = []
        for _ in range(rounds):
            gc.collect()
            times.append(timed(work))
        return times
    finally:
        gc.enable()


def measure_folios(hotel: Hotel, rounds: int) -> dict[str, dict[str, float]]:
    """Milliseconds to open a folio of each length, best of some, and microseconds a line."""
    found = {}
    for n, length in enumerate(LENGTHS):
        stay = hotel.arrive(f"40{1 + n}")
        fill(hotel, stay, length)
        times = uncollected(lambda stay=stay: hotel.desk.ask(SeeFolio(stay)), 3 + rounds)
        found[str(length)] = {"ms": min(times) * 1000, "us_a_line": min(times) * 1_000_000 / length}
    return found


def show(kind: str, found: dict[str, Any]) -> None:
    charge = found["charge"]
    say(f"{kind}: one charge {charge['ms']:.2f} ms, bare rows {charge['bare_ms']:.2f} ms, {charge['ratio']:.1f} times")
    for length, row in found["folio"].items():
        say(f"{'':4}folio of {int(length):6,} lines {row['ms']:9.2f} ms {row['us_a_line']:8.1f} µs a line")


def main() -> None:
    """Measure, print, write JSON where asked."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--charges", type=int, default=200)
    asked.add_argument("--rounds", type=int, default=3, choices=range(1, 5))
    asked.add_argument("--only", choices=KINDS)
    asked.add_argument("--json", type=Path)
    options = asked.parse_args()
    found: dict[str, Any] = {}
    for kind in (options.only,) if options.only else KINDS:
        with founded(kind) as hotel:
            charge = measure_charges(hotel, options.charges, options.rounds)
            found[kind] = {"charge": charge, "folio": measure_folios(hotel, options.rounds)}
        show(kind, found[kind])
    write_json(options.json, found)


if __name__ == "__main__":
    main()
