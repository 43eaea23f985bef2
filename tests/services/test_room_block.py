"""Rooms that are kept free for some nights, on both databases."""

from datetime import date, timedelta

import pytest
from sqlalchemy import insert

from frontdesk import commands as do
from frontdesk.domain.room import BlockKind, Housekeeping
from frontdesk.domain.room_move import MoveReason
from frontdesk.errors import Refusal
from frontdesk.identity import new_id
from frontdesk.queries.arrival import RoomsForArrival
from frontdesk.queries.journal import ReadJournal
from frontdesk.queries.room_list import RoomRow, SeeRooms
from frontdesk.queries.room_move import WhichRooms
from frontdesk.store import tables
from tests.hotel import DAY, Hotel


def day(offset: int) -> date:
    return DAY + timedelta(offset)


def close(hotel: Hotel, room: str = "306", first: int = 0, until: int = 3, **fields: object) -> str:
    block = new_id()
    given = {"kind": BlockKind.OUT_OF_ORDER, "reason": "Shower leaks", **fields}
    hotel.do(do.BlockRoom, block=block, room=room, first=day(first), until=day(until), **given)
    return block


def row(hotel: Hotel, room: str) -> RoomRow:
    return next(found for found in hotel.desk.ask(SeeRooms()).rooms if found.number == room)


def test_a_room_out_of_order_is_offered_to_nobody_and_taken_by_nobody(hotel: Hotel) -> None:
    close(hotel, "306", 1, 3)
    coming = hotel.reserve("", 2)
    staying = hotel.arrive("305", 2)
    assert "306" not in {room.room for room in hotel.desk.ask(RoomsForArrival(coming))}
    for operation in (do.AssignRoom, do.CheckIn):
        with pytest.raises(Refusal, match=r"Room 306 is out of order until Sat 22 Nov 2025\. Shower leaks"):
            hotel.do(operation, stay=coming, room="306")
    found = hotel.desk.ask(WhichRooms(staying, MoveReason.ASKED))
    assert "306" not in {room.room for room in found.rooms}
    assert {room.room: room.why for room in found.excluded}["306"] == "out of order: Shower leaks"
    hotel.do(do.CheckIn, stay=hotel.reserve("306", 1))
    assert hotel.faults() == ()


def test_sold_nights_are_not_taken_away(hotel: Hotel) -> None:
    hotel.reserve("306", 2, arrival=day(2), departure=day(4), name="Ιωάννου, Μαρία")
    with pytest.raises(Refusal, match=r"Room 306 is taken by Ιωάννου, Μαρία for the night of Fri 21 Nov 2025\."):
        close(hotel, "306", 0, 3)
    assert hotel.rows(tables.room_block) == []
    close(hotel, "306", 0, 2)
    close(hotel, "306", 2, 4, kind=BlockKind.OUT_OF_SERVICE, reason="Carpet")
    assert hotel.faults() == ()


def test_out_of_service_is_a_note_and_the_room_can_still_be_given(hotel: Hotel) -> None:
    close(hotel, "306", kind=BlockKind.OUT_OF_SERVICE, reason="Scratched desk")
    hotel.arrive("306", 2)
    shown = row(hotel, "306")
    assert shown.block is not None
    assert (shown.block.words, shown.guest) == ("out of service: Scratched desk", "Doe, Jo")


@pytest.mark.parametrize(
    ("first", "until", "fields", "said"),
    [
        (-1, 2, {}, "begin in the past"),
        (1, 1, {}, "has no night"),
        (0, 731, {}, "longer than 730 nights"),
        (0, 1, {"reason": "  "}, "needs a reason"),
        (0, 1, {"room": "999"}, "There is no room 999"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    small_hotel: Hotel, first: int, until: int, fields: dict[str, object], said: str
) -> None:
    with pytest.raises(Refusal, match=said):
        close(small_hotel, **{"room": "306", "first": first, "until": until, **fields})
    assert small_hotel.rows(tables.room_block) == []


def test_two_blocks_of_a_room_do_not_overlap_but_may_follow_each_other(hotel: Hotel) -> None:
    close(hotel, "306", 0, 2)
    with pytest.raises(Refusal, match="Room 306 is out of order from Wed 19 Nov 2025 to Fri 21 Nov 2025 already"):
        close(hotel, "306", 1, 4, kind=BlockKind.OUT_OF_SERVICE)
    close(hotel, "306", 2, 4)
    shown = row(hotel, "306")
    assert (shown.block and shown.block.until, shown.next_block and shown.next_block.first) == (day(2), day(2))


def test_giving_a_room_back_keeps_the_nights_that_are_over(hotel: Hotel) -> None:
    close(hotel, "306", 0, 5)
    later = close(hotel, "306", 6, 8)
    hotel.close_day()
    hotel.do(do.ReopenRoom, room="306", state=Housekeeping.CLEAN)
    assert [(found.first, found.until) for found in hotel.rows(tables.room_block) if found.id != later] == [
        (day(0), day(1))
    ]
    assert (row(hotel, "306").block, row(hotel, "306").state) == (None, "clean")
    hotel.do(do.ReopenRoom, room="306", block=later)
    assert len(hotel.rows(tables.room_block)) == 1
    assert hotel.desk.ask(ReadJournal())[0].sentence == "Room 306 is no longer out of order: Shower leaks."
    with pytest.raises(Refusal, match="Room 306 is not closed"):
        hotel.do(do.ReopenRoom, room="306")
    assert hotel.faults() == ()


def test_a_room_closed_until_further_notice_is_given_back_too(hotel: Hotel) -> None:
    hotel.do(do.SetHousekeeping, room="306", state=Housekeeping.DIRTY, out_of_order="Water in the ceiling")
    hotel.do(do.SetHousekeeping, room="306", state=Housekeeping.CLEAN)
    shown = row(hotel, "306")
    assert shown.block is not None, "making a room clean does not put it in order"
    assert (shown.state, shown.block.block, shown.block.reason) == ("clean", "", "Water in the ceiling")
    hotel.do(do.ReopenRoom, room="306")
    assert row(hotel, "306").block is None


def test_the_check_finds_a_sold_night_of_a_closed_room(small_hotel: Hotel) -> None:
    """Written past the commands, as a fault of the program would."""
    small_hotel.arrive("306", 2)
    wrong = {"id": new_id(), "room": "306", "kind": "out_of_order", "first": DAY, "until": day(1), "reason": "x"}
    with small_hotel.desk._house.store.write.begin() as connection:
        connection.execute(
            insert(tables.room_block), {**wrong, "made_by": "", "made_at": small_hotel.desk.now(), "version": 1}
        )
    assert [fault.rule for fault in small_hotel.faults()] == ["No room that is out of order is sold"]
