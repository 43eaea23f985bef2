"""Twenty desks move their guests at random: at once, planned, given up; no room is ever given twice."""

import re

import pytest

from frontdesk.desk import Desk
from frontdesk.store import tables
from tests.faults.processes import context, roam
from tests.hotel import Hotel, found_hotel

DESKS = 20
OVERTAKEN = ("is in room", "no longer true", "has the move", "that is final", "is dirty", "still in room", "would stay")
"""What else a mover hears who was not first, or whose room is not ready for a guest to come."""


def race(address: str, hotel: Hotel, stays: list[str], seconds: float) -> list[tuple[str, str]]:
    spawning = context()
    with spawning.Manager() as manager, spawning.Pool(DESKS) as pool:
        gate = manager.Barrier(DESKS)
        running = [pool.apply_async(roam, (address, hotel.ana, stay, gate, seconds)) for stay in stays]
        return [attempt for found in running for attempt in found.get(seconds + 100)]


def prove(address: str, seconds: float) -> None:
    with Desk.open(address) as desk:
        hotel = found_hotel(desk)
        rooms = [room.number for room in hotel.rows(tables.room)]
        stays = [hotel.arrive(room, 2, adults=2, name=f"Guest {room}") for room in rooms[:DESKS]]
        attempts = race(address, hotel, stays, seconds)
        outcomes = [outcome for outcome, _ in attempts]
        assert set(outcomes) == {"applied", "refused"}, [said for outcome, said in attempts if outcome == "unavailable"]
        for outcome, said in attempts:
            first = re.search(
                r"Room \d+ is (taken|claimed) by .*(Guest \d+|Goes, Gus) .* Ana was first, at desk-\w+", said
            )
            assert outcome == "applied" or first or any(words in said for words in OVERTAKEN), said
        nights = hotel.rows(tables.room_night)
        stays = hotel.rows(tables.stay)
        assert len({(row.room, row.night) for row in nights}) == len(nights)
        assert len([row for row in nights if row.stay_id]) == len(stays) * 2
        assert sum(row.adults for row in stays) == DESKS * 2
        assert len(stays) > DESKS
        assert any(row.pair for row in hotel.rows(tables.move_order))
        assert hotel.faults() == ()


def test_no_double_booking_while_twenty_desks_move_at_random(address: str) -> None:
    prove(address, 2)


@pytest.mark.long
@pytest.mark.timeout(600)
def test_no_double_booking_in_a_minute(address: str) -> None:
    prove(address, 60)
