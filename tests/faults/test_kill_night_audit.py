"""The night audit is killed at any instant and run again: the books are those of a night nobody disturbed."""

import json
import random
import signal
import time
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from frontdesk import commands as do
from frontdesk.commands.codec import decode, encode
from frontdesk.desk import Desk
from frontdesk.store import tables
from frontdesk.store.bulk import MANY
from tests.faults.processes import close_at, close_when_all_are_ready, context
from tests.hotel import DAY, Hotel, found_hotel
from tests.seeds import seed

ROOMS = ("101", "102", "103", "201", "202", "304", "305", "306")
DESKS = 4
OTHER_CLOCK = {"applied_at", "salt", "hash", "prev", "head", "verifier", "epoch"}
"""What follows from the instant at which the house applied a command, and what is drawn by lot."""
MOMENTS = ("1", "3", "8", "13", "17", "20", "23", "commit", "checkin")
"""Before the n-th statement of the night audit, before its commit, and last of all just after it."""


def books(hotel: Hotel) -> dict[str, list[Any]]:
    """Every table of the house as it stands, whether closing a day writes it or not."""
    with hotel.desk._house.store.read.connect() as connection:
        return {
            table.name: sorted(
                (
                    tuple(value for name, value in row._mapping.items() if name not in OTHER_CLOCK)
                    for row in connection.execute(select(table))
                ),
                key=repr,
            )
            for table in tables.metadata.sorted_tables
        }


def stocked(hotel: Hotel) -> list[str]:
    """A house with guests in it, and its two night audits as lines that can be sent again."""
    for room in ROOMS:
        stay = hotel.arrive(room, 5, adults=2, name=f"Guest {room}")
        hotel.charge(stay)
    commands = [hotel.command(do.CloseDay, hotel.kostas, business_date=DAY + timedelta(n)) for n in range(2)]
    return [encode(command) for command in commands]


def test_killed_at_each_moment_of_its_life(address: str) -> None:
    """Killed at a named moment or after a random wait, then run again, as often as it takes."""
    chance = random.Random(seed())
    with Desk.open(address) as desk:
        hotel = found_hotel(desk)
        first, second = stocked(hotel)
        before = books(hotel)
        for moment in MOMENTS[:-1]:
            kill(address, first, moment)
            assert books(hotel) == before, f"killed at {moment}, nothing is half done"
        kill(address, first, MOMENTS[-1])
        closed = books(hotel)
        assert closed != before, "the last moment is after the promise"
        assert desk.do(decode(first)).again
        assert books(hotel) == closed
        for _ in range(4):
            kill(address, second, "", after=chance.random() * 0.06)
        desk.do(decode(second))
        assert len(hotel.rows(tables.night_audit_run)) == 2
        assert len(hotel.rows(tables.posting)) == len(ROOMS) * (1 + 2 * 2)
        assert hotel.faults() == ()


def test_the_books_are_those_of_an_undisturbed_night(address: str, tmp_path: Any) -> None:
    """The same house is closed twice: once in peace, once killed at every moment before. Both are alike row by row."""
    with Desk.open(address) as desk:
        hotel = found_hotel(desk)
        lines = stocked(hotel)
        for moment in MOMENTS[:-1]:
            kill(address, lines[0], moment)
        desk.do(decode(lines[0]))
        disturbed = books(hotel)
        peaceful = undisturbed(hotel, tmp_path)
    assert disturbed == peaceful


def undisturbed(hotel: Hotel, tmp_path: Any) -> dict[str, list[Any]]:
    journal = sorted(hotel.rows(tables.journal), key=lambda row: row.seq)
    with Desk.open(tmp_path / "peace.db") as desk:
        again = Hotel(desk, hotel.ana, hotel.kostas, hotel.maria)
        pins = iter(("112358", "246810", "135790"))
        for row in journal:
            command = decode(encode_row(row, pins))
            desk.do(command)
        return books(again)


def encode_row(row: Any, pins: Any) -> str:
    """The journal's own text of a command; only a PIN is not in it."""
    values = json.loads(row.payload)
    if row.kind == "EnrolStaff":
        values["pin"] = next(pins)
    return json.dumps({"kind": row.kind, **values})


def kill(address: str, line: str, moment: str, after: float = 0.0) -> int | None:
    """Start a night audit and kill it at a moment, or some time after it began; gives how it ended."""
    began = context().Event()
    process = context().Process(target=close_at, args=(address, line, moment, began))
    process.start()
    assert began.wait(60)
    if moment:
        process.join(60)
    else:
        time.sleep(after)
        process.kill()
        process.join()
    return process.exitcode


@pytest.mark.parametrize("address", ["postgres"], indirect=True)
def test_killed_while_many_rows_are_on_their_way(address: str) -> None:
    """From fifty rows on PostgreSQL takes them by COPY: killed at the first, between, and at the last of the postings."""
    rooms = [f"{floor}0{number}" for floor in (1, 2, 3, 4) for number in range(1, 8)]
    with Desk.open(address) as desk:
        hotel = found_hotel(desk)
        for room in rooms:
            hotel.arrive(room, 2, name=f"Guest {room}")
        line = encode(hotel.command(do.CloseDay, hotel.kostas, business_date=DAY))
        before = books(hotel)
        postings = 2 * len(rooms)
        assert postings >= MANY
        for row in (1, MANY, postings, postings + 1):
            assert kill(address, line, f"row {row}") == -signal.SIGKILL
            assert books(hotel) == before, f"killed at row {row}, nothing is half done"
        desk.do(decode(line))
        assert len(hotel.rows(tables.posting)) == postings
        assert hotel.faults() == ()


def test_two_workstations_at_once(address: str) -> None:
    """Several close the same day at the same instant: one does it, the others are told who."""
    with Desk.open(address) as desk:
        hotel = found_hotel(desk)
        stocked(hotel)
        spawning = context()
        with spawning.Manager() as manager, spawning.Pool(DESKS) as pool:
            gate = manager.Barrier(DESKS)
            running = [
                pool.apply_async(close_when_all_are_ready, (address, hotel.kostas, f"desk-{n}", gate))
                for n in range(DESKS)
            ]
            said = [each.get(100) for each in running]
        winners = [words for words in said if words.startswith("applied")]
        assert len(winners) == 1
        assert all("Kostas closed it at desk-" in words for words in said if words not in winners), said
        assert len(hotel.rows(tables.night_audit_run)) == 1
        assert hotel.faults() == ()
