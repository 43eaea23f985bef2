"""Two guests in house exchange rooms in one act, or both stay where they are."""

from datetime import timedelta

import pytest

from frontdesk import commands as do
from frontdesk.domain.room_move import MoveReason, RateDecision
from frontdesk.errors import Refusal
from frontdesk.queries.room_move import MovesOf, PreviewSwap
from frontdesk.store import tables
from tests.hotel import DAY, KOSTAS_PIN, Hotel
from tests.services.moves import half, nights_of, swap


def test_each_takes_the_others_room_until_its_own_departure(hotel: Hotel) -> None:
    short, long = hotel.arrive("305", 2), hotel.arrive("106", 4, name="Long, Lea")
    swap(hotel, half(hotel, short, "106"), half(hotel, long, "305"))
    assert (nights_of(hotel, short), nights_of(hotel, long)) == (["106"] * 2, ["305"] * 4)
    orders = {row.stay_id: row for row in hotel.rows(tables.move_order)}
    assert (orders[short].pair, orders[long].pair) == (orders[long].id, orders[short].id)
    assert [row.state for row in orders.values()] == ["done", "done"]
    assert hotel.faults() == ()


def test_types_may_differ_and_each_has_its_own_price(hotel: Hotel) -> None:
    lower, higher = (
        hotel.arrive("305", 2),
        hotel.arrive("307", 2, room_type="STE", prices=(28900,) * 2, name="High, Hal"),
    )
    first = half(hotel, lower, "307", MoveReason.UPSELL, decision=RateDecision.UPSELL_NEW)
    second = half(hotel, higher, "305", MoveReason.DOWNGRADE)
    with pytest.raises(Refusal, match="needs a supervisor"):
        swap(hotel, first, second)
    swap(hotel, first, second, approver=hotel.kostas, pin=KOSTAS_PIN)
    moved = [hotel.desk.ask(MovesOf(stay))[0] for stay in (lower, higher)]
    assert [(row.decision, row.difference) for row in moved] == [
        ("UPSELL_NEW", 20000),
        ("DOWNGRADE_DIFFERENCE", -20000),
    ]


def test_a_night_that_is_not_free_is_named_and_both_stay(hotel: Hotel) -> None:
    short, long = hotel.arrive("305", 2), hotel.arrive("106", 4, name="Long, Lea")
    hotel.reserve("305", 1, arrival=DAY + timedelta(3), departure=DAY + timedelta(4), name="Comes, Cy")
    assert hotel.desk.ask(PreviewSwap(short, long)).clash == "room 305 is not free on 2025-11-22"
    before = {name: hotel.rows(table) for name, table in tables.metadata.tables.items()}
    with pytest.raises(Refusal, match="Room 305 is taken by Comes, Cy for the night of 2025-11-22"):
        swap(hotel, half(hotel, short, "106"), half(hotel, long, "305"))
    assert {name: hotel.rows(table) for name, table in tables.metadata.tables.items()} == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"both_empty": False}, "have to be empty"),
        ({"from_night": DAY + timedelta(1)}, "another business date"),
    ],
)
def test_a_swap_is_for_now_and_for_empty_rooms(small_hotel: Hotel, change: dict[str, object], said: str) -> None:
    first, second = small_hotel.arrive("305", 2), small_hotel.arrive("106", 2, name="Long, Lea")
    with pytest.raises(Refusal, match=said):
        swap(small_hotel, half(small_hotel, first, "106"), half(small_hotel, second, "305"), **change)


def test_a_guest_who_is_not_to_be_moved_is_not_swapped(small_hotel: Hotel) -> None:
    first, second = small_hotel.arrive("305", 2), small_hotel.arrive("106", 2, name="Long, Lea")
    halves = half(small_hotel, first, "106"), half(small_hotel, second, "305")
    small_hotel.do(do.SetDoNotMove, stay=second, reason="Medical bed")
    with pytest.raises(Refusal, match="not to be moved"):
        swap(small_hotel, *halves)
    with pytest.raises(Refusal, match="between two guests"):
        swap(small_hotel, halves[0], halves[0])
