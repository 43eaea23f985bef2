"""How long the ranked candidates take in a large house, and a move beside bare SQL.

``python -m tests.benchmarks.bench_move [--rooms 500] [--days 90] [--database sqlite|postgresql] [--json FILE]``

The house is about nine tenths full for every day. "bare" is one transaction that deletes the nights of a stay and
inserts them for another room, through the driver: the least any program would have to do.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from sqlalchemy import Connection, insert, text

from frontdesk import commands as do
from frontdesk.commands.house import RoomSpec
from frontdesk.desk import Desk
from frontdesk.domain.room_move import MoveReason
from frontdesk.identity import new_id
from frontdesk.queries.room_move import PreviewMove, WhichRooms
from frontdesk.store import tables
from tests.benchmarks.houses import founded
from tests.hotel import DAY, Hotel, found_hotel

TYPES = ("STD", "STD", "DLX", "DLX", "STE")


def specs(count: int) -> tuple[RoomSpec, ...]:
    """Rooms of three types on floors of fifty."""
    return tuple(
        RoomSpec(
            number=f"{1 + n // 50}{n % 50:02d}",
            type=TYPES[n % 5],
            floor=1 + n // 50,
            side="sea" if n % 2 else "garden",
            features=("sea view",) if n % 2 else ("near lift",) if n % 10 == 0 else (),
        )
        for n in range(count)
    )


def fill(connection: Connection, rooms: tuple[RoomSpec, ...], days: int) -> list[str]:
    """Stay after stay in every room for so many days; gives those who are in house."""
    chance = random.Random(1)
    rows: dict[str, list[dict[str, Any]]] = {"guest": [], "stay": [], "stay_night": [], "room_night": []}
    here: list[str] = []
    for room in rooms:
        first = 0
        while first < days:
            length = min(chance.randint(1, 7), days - first)
            if chance.random() > 0.1:
                stay = _stay(rows, room, (first, length), len(rows["stay"]))
                if first == 0:
                    here.append(stay)
            first += length
    for name, found in rows.items():
        connection.execute(insert(tables.metadata.tables[name]), found)
    return here


def _stay(rows: dict[str, list[dict[str, Any]]], room: RoomSpec, span: tuple[int, int], n: int) -> str:
    guest, stay = new_id(), new_id()
    arrival, nights = DAY + timedelta(span[0]), range(span[0], span[0] + span[1])
    texts = dict.fromkeys(("latin", "country", "language", "phone", "email", "company", "tax_number"), "")
    rows["guest"].append(
        {"id": guest, "name": f"Guest {n}", **texts, "vip": False, "wishes": [], "address": [], "version": 1}
    )
    empty = dict.fromkeys(("note", "do_not_move"), "")
    lists: dict[str, Any] = {name: [] for name in ("children", "includes", "flags", "party", "exempt")}
    rows["stay"].append(
        {
            "id": stay,
            "confirmation": f"B-{n:06d}",
            "guest_id": guest,
            "version": 1,
            "booked_on": DAY,
            "status": "due_in" if span[0] else "in_house",
            "arrival": arrival,
            "departure": arrival + timedelta(span[1]),
            "room_type": room.type,
            "adults": 1,
            "rate_plan": "Flexible",
            "channel": "direct",
            **empty,
            **lists,
        }
    )
    dates = [DAY + timedelta(day) for day in nights]
    priced = {"stay_id": stay, "price": 18900, "quoted": 18900, "charged_type": room.type}
    rows["stay_night"] += [{**priced, "night": night} for night in dates]
    rows["room_night"] += [{"room": room.number, "night": night, "stay_id": stay} for night in dates]
    return stay


def timed(act: Callable[[], object]) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


def moves(hotel: Hotel, stays: list[str]) -> list[float]:
    """Preview and commit, each on another stay, to the best room of its own type."""
    found = []
    for stay in stays:
        listed = hotel.desk.ask(WhichRooms(stay)).rooms
        room = next((room.room for room in listed if room.difference == 0), None)
        if room:
            found.append(timed(lambda stay=stay, room=room: _move(hotel, stay, room)))  # type: ignore[misc]
    return found


def _move(hotel: Hotel, stay: str, room: str) -> None:
    shown = hotel.desk.ask(PreviewMove(stay, room, MoveReason.ASKED))
    same = {"decision": shown.decision, "difference": shown.difference, "reason": MoveReason.ASKED, "words": "x"}
    hotel.do(do.MoveRoom, stay=stay, to_room=room, from_night=DAY, **same)


def bare(desk: Desk, stays: list[str]) -> list[float]:
    """The room-nights alone: delete, insert, commit."""
    took = []
    out, back = text("DELETE FROM room_night WHERE stay_id = :stay"), insert(tables.room_night)
    for stay in stays:
        with desk._house.store.read.connect() as connection:
            rows = connection.execute(
                text("SELECT room, night FROM room_night WHERE stay_id = :stay"), {"stay": stay}
            ).all()
        again = [{"room": row.room, "night": DAY + timedelta(n), "stay_id": stay} for n, row in enumerate(rows)]

        def act(again: list[dict[str, Any]] = again, stay: str = stay) -> None:
            with desk._house.store.write.begin() as connection:
                connection.execute(out, {"stay": stay})
                connection.execute(back, again)

        took.append(timed(act))
    return took


def main() -> int:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rooms", type=int, default=500)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--database", default="sqlite", choices=["sqlite", "postgresql"])
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    from tests.benchmarks import houses

    rooms = specs(given.rooms)
    houses.found_hotel = lambda desk: found_hotel(desk, rooms=rooms)
    with founded(given.database) as hotel:
        with hotel.desk._house.store.write.begin() as connection:
            here = fill(connection, rooms, given.days)
        looks = [
            timed(lambda stay=stay: hotel.desk.ask(WhichRooms(stay, MoveReason.NOISE_GUEST))) for stay in here[:200]
        ]  # type: ignore[misc]
        moved = moves(hotel, here[200:300])
        plain = bare(hotel.desk, here[300:400])
    found = {
        "rooms": given.rooms,
        "days": given.days,
        "database": given.database,
        "candidates_p50_ms": round(median(looks), 2),
        "candidates_p95_ms": round(quantiles(looks, n=20)[-1], 2),
        "move_p50_ms": round(median(moved), 2),
        "bare_p50_ms": round(median(plain), 2),
        "move_to_bare": round(median(moved) / median(plain), 1),
    }
    sys.stdout.write(json.dumps(found, indent=1) + "\n")
    if given.json:
        given.json.write_text(json.dumps(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
