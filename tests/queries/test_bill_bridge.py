"""From the quote to the bill on a real house: each cause, the sums, and who may hand it out."""

from datetime import timedelta

import pytest

from frontdesk import commands as do
from frontdesk.domain.room_move import MoveReason, RateDecision
from frontdesk.errors import Refusal
from frontdesk.queries.folio import BillBridge, ReadFolioPaper
from tests.hotel import DAY, Hotel
from tests.services.moves import move


def bridge_of(hotel: Hotel, stay: str, window: int = 1) -> BillBridge:
    found = hotel.desk.ask(ReadFolioPaper(stay, window, "en", "bill_bridge")).bridge
    assert found is not None
    assert found.quoted + sum(row.amount for row in found.causes) == found.total
    assert found.total + sum(row.amount for row in found.rest) == found.due
    assert found.due == hotel.folio(stay).windows[window - 1].balance
    assert hotel.desk.print(ReadFolioPaper(stay, window, "en", "bill_bridge")).startswith(b"%PDF")
    return found


def told(found: BillBridge) -> dict[str, int]:
    sums: dict[str, int] = {}
    for row in found.causes:
        sums[row.cause] = sums.get(row.cause, 0) + row.amount
    return sums


def test_a_stay_as_booked_has_no_causes(hotel: Hotel) -> None:
    stay = hotel.arrive(nights=3)
    found = bridge_of(hotel, stay)
    assert found.causes == ()
    assert found.quoted == found.total
    hotel.close_day()
    later = bridge_of(hotel, stay)
    assert (later.quoted, later.causes, later.total) == (found.quoted, (), found.total)
    assert [row.cause for row in later.rest] == ["Nights to come, not charged yet"]


def test_extras_fees_and_gifts_are_causes(hotel: Hotel) -> None:
    stay = hotel.arrive(nights=2)
    hotel.charge(stay, "3000", 600)
    hotel.charge(stay, "1100", 6000, quantity=1000)
    dinner = hotel.charge(stay, "2010", 4000, quantity=1000)
    hotel.give(stay, dinner, amount=1000, actor=hotel.kostas)
    hotel.pay(stay, 5000)
    found = bridge_of(hotel, stay)
    assert told(found)["Extras"] == 1200 + 4000
    assert told(found)["Fees"] == 6000
    assert told(found)["With our apologies"] == -1000
    assert ("Payments", -5000) in {(row.cause, row.amount) for row in found.rest}


def test_nights_added_and_dropped(hotel: Hotel) -> None:
    longer, shorter = hotel.arrive("305", 2), hotel.arrive("306", 3)
    hotel.do(do.ChangeDeparture, stay=longer, departure=DAY + timedelta(3), prices=(16000,))
    hotel.do(do.ChangeDeparture, stay=shorter, departure=DAY + timedelta(2))
    assert told(bridge_of(hotel, longer))["Nights added"] == 16000
    assert told(bridge_of(hotel, shorter))["Nights dropped"] == -18900


def test_the_quote_is_the_one_in_force_when_the_guest_came(hotel: Hotel) -> None:
    stay = hotel.reserve(nights=2)
    hotel.do(do.ChangeDeparture, stay=stay, departure=DAY + timedelta(3), prices=(16000,))
    hotel.do(do.CheckIn, stay=stay)
    assert bridge_of(hotel, stay).causes == ()


def test_what_another_payee_takes_is_not_to_pay_here(hotel: Hotel) -> None:
    stay = hotel.arrive(nights=2)
    hotel.do(do.OpenWindow, stay=stay, payee="Meridian Shipping SA")
    hotel.charge(stay, "2010", 4000, quantity=1000, window=2)
    hotel.charge(stay, "3000", 600)
    here, there = bridge_of(hotel, stay), bridge_of(hotel, stay, 2)
    assert (here.due, there.due) == (1200, 4000)
    assert here.causes == there.causes
    assert ("On other payees’ bills", -4000) in {(row.cause, row.amount) for row in here.rest}


def test_a_line_moved_to_another_stay_leaves_this_bill(hotel: Hotel) -> None:
    stay, other = hotel.arrive("305", 2), hotel.arrive("306", 2)
    moved = hotel.charge(stay, "2010", 4000, quantity=1000)
    hotel.do(do.TransferPosting, posting=moved, to_stay=other, to_window=1)
    assert sum(row.amount for row in bridge_of(hotel, stay).causes) == 0
    assert told(bridge_of(hotel, other)) == {"Moved from or to another bill": 4000}


def test_a_line_allowed_in_full_is_shown_as_a_pair(hotel: Hotel) -> None:
    stay = hotel.arrive(nights=3)
    bar = hotel.charge(stay, "2100", 735, quantity=1000)
    gone = hotel.charge(stay, "3000", 600)
    hotel.do(do.CorrectPosting, posting=gone, reason="C-NOBK")
    hotel.close_day()
    hotel.do(do.PostAllowance, hotel.kostas, posting=bar, amount=735, reason="C-RATE", text="Not his")
    extras = [row for row in bridge_of(hotel, stay).causes if row.cause == "Extras"]
    assert [(row.detail, row.amount) for row in extras] == [("Bar, taken 7.35, taken back −7.35", 0)]


def test_a_move_that_costs_more_is_told_with_its_rooms(hotel: Hotel) -> None:
    stay = hotel.arrive("302", 3, room_type="STD", prices=(12900,) * 3)
    hotel.close_day()
    move(hotel, stay, "305", MoveReason.UPSELL, decision=RateDecision.UPSELL_NEW)
    rows = [row for row in bridge_of(hotel, stay).causes if row.cause == "Room move"]
    assert [(row.detail, row.amount) for row in rows] == [("20–21 Nov, 302 → 305, to come", 2 * 6000)]


def test_the_worked_short_example(hotel: Hotel) -> None:
    """Tax inside, one night added, an allowance in full, a gift: the causes sum to the difference."""
    stay = hotel.arrive(nights=4, prices=(12000, 12000, 16000, 16000))
    quoted = bridge_of(hotel, stay).quoted
    bar = hotel.charge(stay, "2100", 735, quantity=1000)
    hotel.close_day()
    hotel.do(do.ChangeDeparture, stay=stay, departure=DAY + timedelta(5), prices=(16000,))
    hotel.do(do.PostAllowance, hotel.kostas, posting=bar, reason="C-RATE", text="Not his")
    night = next(line for line in hotel.lines(stay) if line.code == "1000")
    hotel.give(stay, night.posting, amount=1200, actor=hotel.kostas)
    found = bridge_of(hotel, stay)
    tax = found.total - quoted - 16000 + 1200
    assert told(found) == {"Nights added": 16000, "Extras": 0, "With our apologies": -1200, "Taxes": tax}
    assert tax > 0


def test_an_uncertain_bridge_is_a_supervisors_to_hand_out(hotel: Hotel) -> None:
    stay = hotel.arrive(nights=2)
    hotel.charge(stay, "1010", 5000, quantity=1000)
    assert bridge_of(hotel, stay).unsure
    with pytest.raises(Refusal, match="supervisor"):
        hotel.do(do.PrintFolio, stay=stay, style="bill_bridge")
    hotel.do(do.PrintFolio, hotel.kostas, stay=stay, style="bill_bridge")
    hotel.do(do.PrintFolio, stay=stay, style="itemised")
