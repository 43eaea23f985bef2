"""The house over a span of nights, on both databases."""

from datetime import date, timedelta

import pytest

from frontdesk import commands as do
from frontdesk.domain.room import BlockKind, Housekeeping
from frontdesk.domain.room_move import MoveReason
from frontdesk.errors import Refusal
from frontdesk.identity import new_id
from frontdesk.queries.day import SeeDay
from frontdesk.queries.room_list import SeeRooms
from frontdesk.queries.room_move import PreviewMove
from frontdesk.queries.tape_chart import MoveLink, SeeTapeChart, natural
from tests.hotel import DAY, Hotel
from tests.services.moves import plan


def day(offset: int) -> date:
    return DAY + timedelta(offset)


def move(hotel: Hotel, stay: str, room: str) -> None:
    seen = hotel.desk.ask(PreviewMove(stay, room, MoveReason.ASKED))
    hotel.do(
        do.MoveRoom,
        stay=stay,
        to_room=room,
        from_night=seen.from_night,
        reason=MoveReason.ASKED,
        words="higher up",
        decision=seen.decision,
        difference=seen.difference,
    )


def drawn(hotel: Hotel, first: int = -2, nights: int = 10) -> list[str]:
    """Every bar as text: room, first night, nights, name, status."""
    chart = hotel.desk.ask(SeeTapeChart(day(first), nights))
    return [f"{bar.room} {bar.first:%d}+{(bar.until - bar.first).days} {bar.name} {bar.status}" for bar in chart.bars]


def test_each_stay_is_a_bar_from_its_first_night_to_its_departure(hotel: Hotel) -> None:
    hotel.arrive("305", 3)
    hotel.reserve("305", 2, arrival=day(3), departure=day(5), name="Ιωάννου, Μαρία")
    hotel.reserve("", 2, name="Nowhere, Yet")
    hotel.do(do.CancelReservation, stay=hotel.reserve("101", 1))
    gone = hotel.arrive("102", 1, name="Gone, Jo")
    hotel.do(do.CheckOut, stay=gone)
    assert drawn(hotel) == ["305 19+3 Doe, Jo in_house", "305 22+2 Ιωάννου, Μαρία due_in"]


def test_what_a_later_move_keeps_free_is_a_bar_of_its_own(hotel: Hotel) -> None:
    stay = hotel.arrive("305", 3)
    plan(hotel, stay, "106", from_night=day(1))
    assert drawn(hotel) == ["106 20+2 Doe, Jo claim", "305 19+3 Doe, Jo in_house"]
    assert hotel.desk.ask(SeeTapeChart(day(-2), 10)).moves == ()


def test_who_has_no_room_waits_on_top(hotel: Hotel) -> None:
    hotel.reserve("", 2, arrival=day(1), departure=day(3), name="Later, Lee")
    hotel.reserve("", 2, name="Nowhere, Noor")
    hotel.reserve("", 0, name="Swim, Sol")
    hotel.reserve("301", 2)
    chart = hotel.desk.ask(SeeTapeChart(day(-2), 10))
    found = {(bar.room, bar.name, bar.first, (bar.until - bar.first).days) for bar in chart.waiting}
    assert found == {
        ("", "Nowhere, Noor", DAY, 2),
        ("", "Swim, Sol", DAY, 1),
        ("", "Later, Lee", day(1), 2),
    }
    assert chart.waiting[-1].name == "Later, Lee"


def test_a_window_full_of_rooms_is_read_first(hotel: Hotel) -> None:
    hotel.reserve("305", 2)
    whole = hotel.desk.ask(SeeTapeChart(day(-2), 10))
    numbers = [room.number for room in whole.rooms]
    place = numbers.index("305")
    before, upto = (hotel.desk.ask(SeeTapeChart(day(-2), 10, top=top)) for top in (place, place + 1))
    assert (before.bars, upto.bars, before.rooms) == ((), whole.bars, whole.rooms)
    assert (whole.known, upto.known) == (None, frozenset(numbers[: place + 1]))


def test_a_move_is_two_bars_and_a_link_and_coming_back_is_three(hotel: Hotel) -> None:
    stay = hotel.arrive("305", 5)
    for offset, room in ((0, "306"), (1, "305")):
        hotel.close_day(day(offset))
        move(hotel, stay, room)
    assert drawn(hotel) == [
        "305 19+1 Doe, Jo in_house",
        "305 21+3 Doe, Jo in_house",
        "306 20+1 Doe, Jo in_house",
    ]
    chart = hotel.desk.ask(SeeTapeChart(DAY, 10))
    assert chart.moves == (MoveLink(stay, "305", "306", day(1)), MoveLink(stay, "306", "305", day(2)))
    assert {(bar.arrival, bar.departure) for bar in chart.bars} == {(DAY, day(5))}


def test_only_the_nights_asked_for_are_counted(hotel: Hotel) -> None:
    hotel.arrive("305", 6)
    assert drawn(hotel, 2, 2) == ["305 21+2 Doe, Jo in_house"]
    assert drawn(hotel, 6, 2) == []


def test_closed_rooms_come_with_their_reason_and_their_end(hotel: Hotel) -> None:
    given = {"room": "306", "first": day(1), "until": day(4), "reason": "Shower"}
    hotel.do(do.BlockRoom, block=new_id(), kind=BlockKind.OUT_OF_ORDER, **given)
    hotel.do(do.SetHousekeeping, room="307", state=Housekeeping.DIRTY, out_of_order="Roof")
    chart = hotel.desk.ask(SeeTapeChart(DAY, 3))
    assert [(block.room, block.first, block.until) for block in chart.blocks] == [
        ("306", day(1), day(4)),
        ("307", DAY, date.max),
    ]
    assert [room.number for room in chart.rooms[:4]] == ["101", "102", "103", "201"]
    assert chart.rooms[-1].type_name == "Suite"


def test_marks_of_a_bar(hotel: Hotel) -> None:
    stay = hotel.arrive("305", 2)
    hotel.case(stay)
    bar = hotel.desk.ask(SeeTapeChart(DAY, 2)).bars[0]
    assert (bar.case, bar.vip, bar.locked, bar.stay) == (True, False, "", stay)


@pytest.mark.parametrize("nights", [0, 401])
def test_no_span_or_an_endless_one_is_refused(small_hotel: Hotel, nights: int) -> None:
    with pytest.raises(Refusal, match="1 to 400 nights"):
        small_hotel.desk.ask(SeeTapeChart(DAY, nights))


def test_doors_in_their_order() -> None:
    assert sorted(["1201", "98", "101A", "101", "Suite"], key=natural) == ["Suite", "98", "101", "101A", "1201"]


def test_the_rooms_list_knows_who_is_in_and_who_comes(hotel: Hotel) -> None:
    stay = hotel.arrive("305", 1)
    hotel.close_day()
    hotel.reserve("305", 1, arrival=day(1), departure=day(2), name="Next, Jo")
    row = next(row for row in hotel.desk.ask(SeeRooms()).rooms if row.number == "305")
    assert (row.stay, row.guest, row.leaves, row.arrives, row.state) == (stay, "Doe, Jo", day(1), "Next, Jo", "pickup")


def test_the_day_says_who_comes_who_leaves_and_what_is_owed(hotel: Hotel) -> None:
    leaving = hotel.arrive("305", 1)
    hotel.arrive("306", 3, name="Staying, Jo")
    hotel.close_day()
    hotel.reserve("", 1, arrival=day(1), departure=day(2), name="Άννα")
    hotel.reserve("301", 1, arrival=day(2), departure=day(3), name="Tomorrow, Jo")
    seen = hotel.desk.ask(SeeDay())
    assert [(row.name, row.room, row.room_state) for row in seen.arrivals] == [("Άννα", "", "")]
    assert [(row.name, row.balance, row.owing, row.unsettled) for row in seen.departures] == [
        ("Doe, Jo", 19300, ((1, 19300),), (1,))
    ]
    assert [row.name for row in seen.staying] == ["Staying, Jo"]
    hotel.pay(leaving, 19300)
    assert hotel.desk.ask(SeeDay()).departures[0].owing == ()
    hotel.settle(leaving)
    assert hotel.desk.ask(SeeDay()).departures[0].unsettled == ()
