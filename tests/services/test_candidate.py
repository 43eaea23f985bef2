"""Which rooms are offered, in which order, and how a room is freed of guests to come."""

from datetime import timedelta

import pytest

from frontdesk import commands as do
from frontdesk.commands.house import RoomSpec
from frontdesk.commands.room_move import Reassign
from frontdesk.domain.room import BlockKind, Housekeeping
from frontdesk.domain.room_move import MoveReason
from frontdesk.errors import Refusal
from frontdesk.identity import new_id
from frontdesk.queries.reshuffle import FreeRoomFor
from frontdesk.queries.room_move import WhichRooms
from tests.hotel import DAY, KOSTAS_PIN, Hotel
from tests.services.conftest import HouseIn
from tests.services.moves import move, nights_of, plan

FEW = tuple(RoomSpec(number=number, type="DLX", floor=3, side="sea") for number in ("301", "302", "303", "304"))


@pytest.fixture
def four(house_in: HouseIn) -> Hotel:
    """A house of four rooms of one type."""
    return house_in("demo", DAY, rooms=FEW)


def test_the_order_is_the_same_each_time_and_says_why(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive("305")
    small_hotel.do(do.SetHousekeeping, room="204", state=Housekeeping.DIRTY)
    first = small_hotel.desk.ask(WhichRooms(stay, MoveReason.NOISE_BUILDING))
    assert first == small_hotel.desk.ask(WhichRooms(stay, MoveReason.NOISE_BUILDING))
    rooms = [room.room for room in first.rooms]
    assert rooms[:3] == ["104", "106", "206"]  # another floor, the other side, same type, lower number
    assert rooms.index("204") > rooms.index("106")
    assert first.rooms[0].why == "floor 1; garden side; same type"


def test_a_room_left_three_times_for_one_reason_is_not_offered(small_hotel: Hotel) -> None:
    for n in range(3):
        stay = small_hotel.arrive("204", 1, name=f"Cold, C{n}")
        move(small_hotel, stay, f"40{4 + n}" if n < 2 else "304", MoveReason.AIR)
        small_hotel.do(do.SetHousekeeping, room="204", state=Housekeeping.CLEAN)
    asking = small_hotel.arrive("305")
    why = {room.room: room.why for room in small_hotel.desk.ask(WhichRooms(asking, MoveReason.AIR)).excluded}
    assert why["204"] == "left 3 times in 30 days for the same reason"
    assert "204" in {room.room for room in small_hotel.desk.ask(WhichRooms(asking, MoveReason.ASKED)).rooms}


def test_a_room_with_an_open_work_order_is_not_offered_for_a_fault(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive("204", 2)
    move(small_hotel, stay, "404", MoveReason.AIR, work_order="Fan broken")
    small_hotel.do(do.SetHousekeeping, room="204", state=Housekeeping.CLEAN, out_of_order="")
    other = small_hotel.arrive("305", name="Other, Ola")
    why = {room.room: room.why for room in small_hotel.desk.ask(WhichRooms(other, MoveReason.WATER)).excluded}
    assert why["204"] == "has an open work order"


def test_when_nothing_fits_guests_to_come_are_shifted_in_one_step(four: Hotel) -> None:
    stay = four.arrive("301", 4)
    second = four.arrive("302", 1, name="Second, Sy")
    soon = four.reserve("303", 2, arrival=DAY + timedelta(2), departure=DAY + timedelta(4), name="Soon, Su")
    late = four.reserve("304", 1, arrival=DAY + timedelta(3), departure=DAY + timedelta(4), name="Late, Lu")
    found = four.desk.ask(WhichRooms(stay, MoveReason.AIR))
    assert found.rooms == ()
    assert {room.room: room.why for room in found.promised} == {
        "303": "promised to Soon, Su from Fri 21 Nov",
        "304": "promised to Late, Lu from Sat 22 Nov",
    }
    assert found.reshuffle is not None
    assert (found.reshuffle.room, [(s.stay, s.to_room) for s in found.reshuffle.shifts]) == ("304", [(late, "302")])
    given = {"reassign": (Reassign(stay=late, room="302"),)}
    with pytest.raises(Refusal, match="needs a supervisor"):
        move(four, stay, "304", MoveReason.AIR, **given)
    move(four, stay, "304", MoveReason.AIR, **given, approver=four.kostas, pin=KOSTAS_PIN)
    assert [nights_of(four, each) for each in (stay, second, soon, late)] == [
        ["304"] * 4,
        ["302"],
        ["303"] * 2,
        ["302"],
    ]
    assert four.faults() == ()


def test_a_chain_of_two_is_found_and_a_locked_guest_is_left_alone(four: Hotel) -> None:
    stay = four.arrive("301", 4)
    four.arrive("302", 3, name="Second, Sy")
    whole = four.reserve("303", 2, arrival=DAY + timedelta(1), departure=DAY + timedelta(3), name="Whole, Wu")
    four.reserve("304", 1, arrival=DAY + timedelta(3), departure=DAY + timedelta(4), name="Late, Lu")
    shifts = four.desk.ask(FreeRoomFor(stay, "304", reason=MoveReason.AIR)).shifts
    assert [(shift.from_room, shift.to_room) for shift in shifts] == [("304", "302")]
    shifts = four.desk.ask(FreeRoomFor(stay, "303", reason=MoveReason.AIR)).shifts
    assert [(shift.from_room, shift.to_room) for shift in shifts] == [("303", "304")]
    four.do(do.SetDoNotMove, stay=whole, reason="Wheelchair")
    assert four.desk.ask(FreeRoomFor(stay, "303", reason=MoveReason.AIR)).shifts == ()
    with pytest.raises(Refusal, match="not to be moved"):
        four.do(do.AssignRoom, stay=whole, room="302")


def test_a_plan_shifts_guests_too_and_a_refusal_shifts_nobody(four: Hotel) -> None:
    stay = four.arrive("301", 2)
    due = four.reserve("302", 2, arrival=DAY + timedelta(1), departure=DAY + timedelta(3), name="Due, Di")
    sign = {"approver": four.kostas, "pin": KOSTAS_PIN}
    with pytest.raises(Refusal, match="Room 301 is taken by"):
        plan(four, stay, "302", reassign=(Reassign(stay=due, room="301"),), **sign)
    assert (nights_of(four, stay), nights_of(four, due)) == (["301"] * 2, ["302"] * 2)
    plan(four, stay, "302", reassign=(Reassign(stay=due, room="304"),), **sign)
    assert nights_of(four, due) == ["304"] * 2


def test_a_room_out_of_service_stands_last_with_its_note_and_needs_a_supervisor(hotel: Hotel) -> None:
    stay = hotel.arrive("305", 3)
    span = {"first": DAY + timedelta(1), "until": DAY + timedelta(2)}
    hotel.do(do.BlockRoom, block=new_id(), room="104", kind=BlockKind.OUT_OF_SERVICE, reason="Stained carpet", **span)
    rooms = hotel.desk.ask(WhichRooms(stay, MoveReason.NOISE_BUILDING)).rooms
    assert (rooms[-1].room, rooms[-1].note) == ("104", "out of service: Stained carpet")
    assert rooms[-1].why.startswith("out of service: Stained carpet; ")
    assert {room.note for room in rooms[:-1]} == {""}
    with pytest.raises(Refusal, match="A room out of service needs a supervisor"):
        move(hotel, stay, "104")
    move(hotel, stay, "104", approver=hotel.kostas, pin=KOSTAS_PIN)


def test_who_moves_for_the_type_booked_gets_it_or_a_better_one(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.arrive("201", 2, room_type="DLX")
    found = hotel.desk.ask(WhichRooms(stay, MoveReason.WRONG_TYPE))
    assert {room.type for room in found.rooms} == {"DLX", "STE"}
    assert (found.musts, {room.why for room in found.excluded}) == (("type",), {"lower than the type booked"})
    with pytest.raises(Refusal, match="Room 101 is lower than the type booked"):
        move(hotel, stay, "101", MoveReason.WRONG_TYPE, approver=hotel.kostas, pin=KOSTAS_PIN)
    given_up = WhichRooms(stay, MoveReason.WRONG_TYPE, given_up=("type",))
    assert {room.type for room in hotel.desk.ask(given_up).rooms} == {"STD", "DLX", "STE"}
    move(hotel, stay, "101", MoveReason.WRONG_TYPE, given_up=("type",), approver=hotel.kostas, pin=KOSTAS_PIN)
