"""Twenty desks want the same three rooms at once."""

import re

from frontdesk.desk import Desk
from frontdesk.store import tables
from tests.faults.processes import Attempt, context, move_about
from tests.hotel import Hotel, found_hotel

WANTED = ("404", "405", "406")
DESKS = 20


def race(address: str, hotel: Hotel, stays: list[str]) -> list[Attempt]:
    spawning = context()
    with spawning.Manager() as manager, spawning.Pool(DESKS) as pool:
        gate = manager.Barrier(DESKS)
        running = [pool.apply_async(move_about, (address, hotel.ana, stay, WANTED, gate)) for stay in stays]
        return [attempt for found in running for attempt in found.get(100)]


def test_no_room_is_ever_given_twice(address: str) -> None:
    with Desk.open(address) as desk:
        hotel = found_hotel(desk)
        free = [room.number for room in hotel.rows(tables.room) if room.number not in WANTED]
        stays = [hotel.arrive(room, 2, name=f"Guest {room}") for room in free[:DESKS]]
        attempts = race(address, hotel, stays)
        assert len(attempts) == DESKS * len(WANTED) * 2
        outcomes = {outcome for _, outcome, _ in attempts}
        assert outcomes == {"applied", "refused"}, [said for *_, said in attempts if "reach" in said]
        for _, outcome, said in attempts:
            first = re.search(r"Room 40[456] is taken by Guest \d+ .* Ana was first, at desk-\w+", said)
            assert outcome == "applied" or first or "is in room 40" in said, said
        journal = {row.id for row in hotel.rows(tables.journal)}
        assert {name for name, outcome, _ in attempts if outcome == "applied"} == journal & {
            name for name, *_ in attempts
        }
        nights = [(row.room, row.night) for row in hotel.rows(tables.room_night)]
        assert len(nights) == len(set(nights)) == DESKS * 2
        assert {row.room for row in hotel.rows(tables.room_night)} >= set(WANTED)
        assert hotel.faults() == ()
