"""A guest without a reservation, on both databases."""

from datetime import date, timedelta
from typing import Any

import pytest

from frontdesk import commands as do
from frontdesk.commands.stay import GuestSpec
from frontdesk.domain.room import Housekeeping
from frontdesk.errors import Refusal
from frontdesk.identity import new_id
from frontdesk.queries.arrival import RoomsForWalkIn
from frontdesk.queries.stay import SeeStay
from frontdesk.queries.walk_in import PreviewWalkIn
from frontdesk.store import tables
from tests.domain.jurisdictions import added, included
from tests.hotel import DAY, Hotel
from tests.ledgers import taxes, under_rules


def day(offset: int) -> date:
    return DAY + timedelta(offset)


def walk_in(hotel: Hotel, room: str = "305", nights: int = 2, **fields: Any) -> str:
    stay = new_id()
    given = {"guest": GuestSpec(name="山田 太郎"), "prices": (18900,) * nights, "adults": 2, **fields}
    hotel.do(do.WalkIn, stay=stay, guest_id=new_id(), room=room, departure=day(nights), **given)
    return stay


def test_who_walks_in_is_in_house_with_room_nights_and_folio(hotel: Hotel) -> None:
    seen = hotel.desk.ask(SeeStay(walk_in(hotel)))
    assert (seen.status, seen.room, seen.room_type, seen.adults) == ("in_house", "305", "Deluxe", 2)
    assert [(night.room, night.price) for night in seen.nights] == [("305", 18900)] * 2
    assert hotel.folio(seen.stay).balance == 0
    assert hotel.faults() == ()


def test_what_was_told_is_what_the_night_audit_posts(hotel: Hotel) -> None:
    told = hotel.desk.ask(PreviewWalkIn(room="305", departure=day(2), adults=2))
    assert [night.price for night in told.nights] == [18900, 18900]
    stay = walk_in(hotel)
    for offset in range(2):
        hotel.close_day(day(offset))
    assert hotel.folio(stay).balance == told.total
    assert told.total == 2 * 18900 + told.on_top
    assert told.inside > 0


@pytest.mark.parametrize("nights", [3, 4, 6])
def test_a_long_stay_pays_what_was_told_and_what_was_spent_frees_the_rest(hotel: Hotel, nights: int) -> None:
    """Taxes that a long stay is freed from, by the length booked and by the nights spent (S13, S14)."""
    booked = 'los = { from_night = 4, effect = "retroactive", decide_on = "booked" }'
    spent = 'los = { from_night = 4, effect = "retroactive" }'
    under_rules(hotel, included("VAT", "12"), added("SALES", "10", more=booked), added("OCC", "5", more=spent))
    told = hotel.desk.ask(PreviewWalkIn(room="305", departure=day(nights), price=10000))
    stay = walk_in(hotel, nights=nights, prices=(10000,) * nights, adults=1)
    for offset in range(nights):
        hotel.close_day(day(offset))
    assert hotel.folio(stay).balance == told.total
    assert taxes(hotel).get("SALES", 0) == (3000 if nights < 4 else 0)


def test_a_refused_walk_in_leaves_nothing(hotel: Hotel) -> None:
    hotel.arrive("305", 1)
    hotel.do(do.SetHousekeeping, room="306", state=Housekeeping.DIRTY, out_of_order="Water in the ceiling")
    for room, nights, said in (
        ("305", 1, "Room 305 is taken by Doe, Jo"),
        ("306", 1, "Room 306 is out of order"),
        ("999", 1, "There is no room 999"),
        ("307", 0, "at least one night"),
    ):
        with pytest.raises(Refusal, match=said):
            walk_in(hotel, room, nights)
    assert len(hotel.rows(tables.stay)) == len(hotel.rows(tables.guest)) == 1


def test_nobody_is_sent_into_a_room_that_a_guest_is_still_in(hotel: Hotel) -> None:
    late = hotel.arrive("305", 1, name="Late, Lu", prices=(0,))
    hotel.close_day()
    assert "305" not in {room.room for room in hotel.desk.ask(RoomsForWalkIn(day(2), 2))}
    with pytest.raises(Refusal, match="Late, Lu is still in room 305"):
        walk_in(hotel, nights=2, prices=(18900,))
    comes = hotel.reserve("305", 1, arrival=day(1), departure=day(2))
    with pytest.raises(Refusal, match="Late, Lu is still in room 305"):
        hotel.do(do.CheckIn, stay=comes)
    hotel.do(do.CheckOut, stay=late)
    hotel.do(do.CheckIn, stay=comes)
    assert hotel.faults() == ()


def test_rooms_for_a_walk_in_are_free_ready_and_the_least_dear_first(small_hotel: Hotel) -> None:
    small_hotel.do(do.SetHousekeeping, room="101", state=Housekeeping.DIRTY)
    small_hotel.reserve("102", 1, arrival=day(1), departure=day(2))
    rooms = small_hotel.desk.ask(RoomsForWalkIn(day(2), 2))
    assert rooms[0].room == "103"
    assert "102" not in {room.room for room in rooms}
    assert rooms[-1].room == "101"
    assert {room.type_name for room in small_hotel.desk.ask(RoomsForWalkIn(day(1), 4))} == {"Suite"}


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"room": "999"}, "no room 999"), ({"departure": DAY}, "at least one night"), ({"price": -1}, "below zero")],
)
def test_a_preview_of_what_cannot_be_is_refused(small_hotel: Hotel, fields: dict[str, Any], said: str) -> None:
    with pytest.raises(Refusal, match=said):
        small_hotel.desk.ask(PreviewWalkIn(**{"room": "305", "departure": day(1), **fields}))
