"""A guest of a shared room goes to another one alone: a linked stay with a folio of its own (RM-5)."""

from typing import Any

import pytest

from frontdesk import commands as do
from frontdesk.commands.stay import GuestSpec
from frontdesk.domain.room import BlockKind, Housekeeping
from frontdesk.domain.room_move import MoveReason
from frontdesk.errors import Refusal
from frontdesk.identity import new_id
from frontdesk.queries.room_move import MovesOf, WhichRooms
from frontdesk.queries.slip import ReadSlip
from frontdesk.queries.stay import SeeStay
from frontdesk.queries.task import SeeTasks
from frontdesk.services.apply import Done
from frontdesk.store import tables
from tests.hotel import DAY, KOSTAS_PIN, Hotel
from tests.services.moves import nights_of, plan, start

TOMORROW = DAY.replace(day=20)


def part(hotel: Hotel, stay: str, room: str = "106", nights: int = 2, **fields: Any) -> tuple[str, Done]:
    """One of the guests goes; gives the new stay."""
    new = new_id()
    given = {"prices": (15000,) * nights, "words": "He snores", "guest": GuestSpec(name="Doe, Ann"), **fields}
    return new, hotel.do(do.MoveSharer, stay=stay, to_stay=new, guest_id=new_id(), to_room=room, **given)


def test_the_guest_has_a_linked_stay_and_the_other_keeps_room_and_price(hotel: Hotel) -> None:
    stay = hotel.arrive("305", 3)
    hotel.close_day()
    minibar = hotel.charge(stay, "3000", 600)
    new, done = part(hotel, stay, postings=(minibar,))
    assert (nights_of(hotel, stay), nights_of(hotel, new)) == (["305"] * 3, ["106"] * 2)
    stays = {row.id: row for row in hotel.rows(tables.stay)}
    assert (stays[new].linked_to, stays[new].status, stays[new].departure) == (stay, "in_house", stays[stay].departure)
    assert (stays[stay].adults, stays[new].adults) == (1, 1)
    assert {row.price for row in hotel.rows(tables.stay_night) if row.stay_id == stay} == {18900}
    assert [(line.room, line.amount) for line in hotel.lines(new)] == [("305", 1200)]  # taken in the shared room
    moved = hotel.desk.ask(MovesOf(new))[0]
    assert (moved.number, moved.from_room, moved.to_room) == (done.facts["number"], "305", "106")
    assert hotel.desk.ask(ReadSlip(moved.number)) is not None
    order = next(row for row in hotel.rows(tables.move_order) if row.stay_id == new)
    log = sorted((row.n, row.state) for row in hotel.rows(tables.move_state) if row.move_id == order.id)
    assert [state for _, state in log] == ["draft", "approved", "moving", "done"]
    assert "Call the new room" in {task.words for task in hotel.desk.ask(SeeTasks(stay=new))}
    assert {row.state for row in hotel.rows(tables.room) if row.number == "305"} == {"pickup"}  # still lived in
    assert hotel.faults() == ()
    hotel.close_day(TOMORROW)
    assert hotel.faults() == ()


def test_taxes_by_the_head_follow_who_is_left(hotel: Hotel) -> None:
    stay = hotel.arrive("305", 3)
    new, _ = part(hotel, stay, nights=3)
    hotel.close_day()
    heads = {
        row.stay_id: row.quantity // 1000
        for row in hotel.rows(tables.posting)
        if row.kind == "tax" and row.quantity and row.stay_id in {stay, new}
    }
    assert heads == {stay: 1, new: 1}
    assert hotel.faults() == ()


def test_a_defect_opens_a_complaint_at_the_shared_room(hotel: Hotel) -> None:
    stay = hotel.arrive("305", 2)
    sign = {"approver": hotel.kostas, "pin": KOSTAS_PIN}
    with pytest.raises(Refusal, match="reason lies with the house"):
        part(hotel, stay, reason=MoveReason.AIR)
    with pytest.raises(Refusal, match="A night without a price needs a supervisor"):
        part(hotel, stay, reason=MoveReason.AIR, prices=(0, 0))
    new, _ = part(hotel, stay, reason=MoveReason.AIR, prices=(0, 0), **sign)
    case = hotel.rows(tables.guest_case)[0]
    assert (case.stay_id, case.kind, case.room) == (stay, "complaint", "305")
    why = {room.room: room.why for room in hotel.desk.ask(WhichRooms(new)).excluded}
    assert why["305"].startswith("taken by Doe, Jo")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"adults": 2}, "Nobody who is grown up would stay"),
        ({"adults": 0, "children": (7,)}, "A child does not go to another room alone"),
        ({"children": (9,)}, "No child of 9 sleeps in this room"),
        ({"words": " "}, "guest's words and consent"),
        ({"prices": (1,)}, "There are 2 nights and 1 prices"),
        ({"room": "999"}, "There is no room 999"),
        ({"room": "306"}, "still in room 306|is taken by"),
        ({"room": "204"}, "Room 204 is dirty"),
        ({"room": "404"}, "A room out of service needs a supervisor"),
        ({"postings": ("other",)}, "not on the bill of the shared room"),
    ],
)
def test_what_is_refused_changes_nothing(small_hotel: Hotel, fields: dict[str, Any], said: str) -> None:
    hotel = small_hotel
    stay = hotel.arrive("305", 2, adults=2, children=(7,))
    other = hotel.arrive("306", 2, name="Other, Ola")
    hotel.do(do.SetHousekeeping, room="204", state=Housekeeping.DIRTY)
    hotel.do(do.BlockRoom, block=new_id(), room="404", kind=BlockKind.OUT_OF_SERVICE, first=DAY,
             until=TOMORROW, reason="Carpet")  # fmt: skip
    line = hotel.charge(other, "3000", 600)
    given = {**fields, "postings": (line,)} if "postings" in fields else fields
    before = {name: hotel.rows(table) for name, table in tables.metadata.tables.items()}
    with pytest.raises(Refusal, match=said):
        part(hotel, stay, **given)
    assert {name: hotel.rows(table) for name, table in tables.metadata.tables.items()} == before


def test_neither_in_the_middle_of_a_move_nor_locked_nor_leaving(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay, leaving = hotel.arrive("305", 2), hotel.arrive("306", 1, name="Leaves, Lu")
    moving = plan(hotel, stay, "204")
    start(hotel, moving)
    with pytest.raises(Refusal, match="This guest is moving 305 → 204"):
        part(hotel, stay)
    hotel.do(do.FailMove, move=moving, words="no", back_in_old_room=True, keys_changed_back=True)
    hotel.do(do.SetDoNotMove, stay=stay, reason="Medical bed")
    with pytest.raises(Refusal, match="not to be moved"):
        part(hotel, stay)
    hotel.close_day()
    with pytest.raises(Refusal, match="The guests leave today"):
        part(hotel, leaving)
    assert hotel.desk.ask(SeeStay(leaving)).room == "306"


def test_rate_and_what_is_in_it_go_along_and_all_name_the_first_stay(hotel: Hotel) -> None:
    stay = hotel.arrive("307", 3, room_type="STE", adults=4, rate_plan="Half board", includes=("breakfast",))
    new, _ = part(hotel, stay, nights=3, adults=2)
    last, _ = part(hotel, new, "305", nights=3)
    stays = {row.id: row for row in hotel.rows(tables.stay)}
    assert [stays[each].linked_to for each in (new, last)] == [stay, stay]
    assert {(row.rate_plan, tuple(row.includes)) for row in stays.values()} == {("Half board", ("breakfast",))}


def test_the_room_is_empty_large_enough_and_the_reason_is_on_the_list(small_hotel: Hotel) -> None:
    hotel = small_hotel
    stay = hotel.arrive("307", 3, room_type="STE", adults=4)
    hotel.arrive("306", 1, name="Leaves, Lu")
    hotel.close_day()
    hotel.do(do.SetHousekeeping, room="306", state=Housekeeping.CLEAN)
    hotel.do(do.SetMoveReason, hotel.kostas, code="GST-ASK", retired=True)
    with pytest.raises(Refusal, match="GST-ASK is not used any more"):
        part(hotel, stay)
    for room, adults, said in (
        ("306", 1, "Leaves, Lu is still in room 306"),
        ("101", 3, "Room 101 sleeps 2, the party is 3"),
    ):
        with pytest.raises(Refusal, match=said):
            part(
                hotel, stay, room, adults=adults, reason="OPS-GRP", prices=(0, 0), approver=hotel.kostas, pin=KOSTAS_PIN
            )
    assert len(hotel.rows(tables.stay)) == 2
