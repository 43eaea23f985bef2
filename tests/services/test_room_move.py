"""Moving a guest: free for every night, refused to the second mover, price as previewed."""

from typing import Any

import pytest

from frontdesk import commands as do
from frontdesk.domain.room_move import MoveReason, RateDecision
from frontdesk.errors import Refusal
from frontdesk.queries.room_move import MovesOf, PreviewMove, WhichRooms
from frontdesk.queries.stay import SeeStay
from tests.hotel import DAY, KOSTAS_PIN, Hotel


def move(hotel: Hotel, stay: str, room: str, reason: MoveReason = MoveReason.NOISE_BUILDING, **fields: Any) -> None:
    shown = hotel.desk.ask(PreviewMove(stay, room, reason, fields.pop("decision", None)))
    given = {"decision": shown.decision, "difference": shown.difference, "words": "They drill above me", **fields}
    hotel.do(do.MoveRoom, stay=stay, to_room=room, from_night=shown.from_night, reason=reason, **given)


def test_the_folio_follows_and_the_old_room_turns_dirty(hotel: Hotel) -> None:
    stay = hotel.arrive("305")
    hotel.close_day()
    move(hotel, stay, "106")
    seen = hotel.desk.ask(SeeStay(stay))
    assert [(span.room, span.from_date, span.to_date) for span in seen.rooms] == [
        ("305", DAY, DAY.replace(day=20)),
        ("106", DAY.replace(day=20), DAY.replace(day=24)),
    ]
    assert [line.room for line in hotel.lines(stay)] == ["305", "305"]
    assert hotel.desk.ask(SeeStay(room="106")).stay == stay
    assert hotel.faults() == ()


def test_the_second_mover_is_refused_with_the_first_ones_name(hotel: Hotel) -> None:
    first, second = hotel.arrive("305", name="Müller, Karl"), hotel.arrive("306")
    move(hotel, first, "106")
    with pytest.raises(Refusal, match=r"Room 106 is taken by Müller, Karl .* Ana was first, at desk-1"):
        hotel.do(
            do.MoveRoom,
            stay=second,
            to_room="106",
            from_night=DAY,
            reason=MoveReason.NOISE_BUILDING,
            words="noise",
            decision=RateDecision.SAME,
            difference=0,
        )
    assert hotel.desk.ask(SeeStay(second)).room == "306"


def test_a_room_taken_on_one_later_night_is_not_offered(hotel: Hotel) -> None:
    stay = hotel.arrive("305", nights=5)
    hotel.reserve("106", 1, arrival=DAY.replace(day=22), departure=DAY.replace(day=23), name="Later, Lee")
    found = hotel.desk.ask(WhichRooms(stay))
    assert "106" not in [room.room for room in found.rooms]
    assert {room.room: room.why for room in found.excluded}["106"] == "taken by Later, Lee from Sat 22 Nov"


def test_an_upsell_costs_what_the_preview_said(hotel: Hotel) -> None:
    stay = hotel.arrive("305", nights=2)
    shown = hotel.desk.ask(PreviewMove(stay, "307", MoveReason.UPSELL, RateDecision.UPSELL_NEW))
    assert [night.difference for night in shown.nights] == [10000, 10000]
    move(hotel, stay, "307", MoveReason.UPSELL, decision=RateDecision.UPSELL_NEW)
    hotel.close_day()
    assert hotel.lines(stay)[0].amount == 28900
    assert hotel.desk.ask(MovesOf(stay))[0].difference == 20000


def test_a_fault_of_the_house_never_raises_the_price(hotel: Hotel) -> None:
    stay = hotel.arrive("305")
    with pytest.raises(Refusal, match="a fault of the house never raises the price"):
        move(hotel, stay, "307", MoveReason.AIR, decision=RateDecision.UPSELL_NEW)


def test_a_given_upgrade_needs_a_second_person(hotel: Hotel) -> None:
    stay = hotel.arrive("305")
    with pytest.raises(Refusal, match="needs a supervisor"):
        move(hotel, stay, "307", MoveReason.AIR, decision=RateDecision.UPGRADE_KEEP)
    move(hotel, stay, "307", MoveReason.AIR, decision=RateDecision.UPGRADE_KEEP, approver=hotel.kostas, pin=KOSTAS_PIN)
    assert hotel.desk.ask(MovesOf(stay))[0].approved_by == "Kostas"


def test_a_preview_that_is_no_longer_true_is_refused(hotel: Hotel) -> None:
    stay = hotel.arrive("305")
    with pytest.raises(Refusal, match="no longer true"):
        move(hotel, stay, "106", difference=1)


def test_noise_asks_for_another_floor_and_side_first(hotel: Hotel) -> None:
    stay = hotel.arrive("305")
    best = hotel.desk.ask(WhichRooms(stay, MoveReason.NOISE_BUILDING)).rooms[0]
    assert best.floor != 3
    assert "garden side" in best.why


def test_same_data_same_list(hotel: Hotel) -> None:
    stay = hotel.arrive("305")
    assert hotel.desk.ask(WhichRooms(stay)) == hotel.desk.ask(WhichRooms(stay))
