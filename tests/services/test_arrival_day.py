"""A guest who has not come yet comes on another day: nights given up, nights gained, and what stands in the way."""

from datetime import date, timedelta

import pytest

from frontdesk import commands as do
from frontdesk.errors import Refusal
from frontdesk.queries.arrival import PreviewArrival
from frontdesk.queries.stay import SeeStay
from tests.hotel import DAY, Hotel


def day(offset: int) -> date:
    return DAY + timedelta(offset)


def nights(hotel: Hotel, stay: str) -> list[tuple[int, int, str]]:
    return [((night.night - DAY).days, night.price, night.room) for night in hotel.desk.ask(SeeStay(stay)).nights]


def test_an_earlier_arrival_takes_the_room_and_costs_what_was_agreed(hotel: Hotel) -> None:
    stay = hotel.reserve("305", 2, arrival=day(2), departure=day(4))
    seen = hotel.desk.ask(PreviewArrival(stay, day(1), day(4)))
    assert ([night.price for night in seen.nights], seen.refused) == ([18900], "")
    hotel.do(do.MoveArrival, stay=stay, arrival=day(1), prices=(17500,))
    assert nights(hotel, stay) == [(1, 17500, "305"), (2, 18900, "305"), (3, 18900, "305")]
    assert hotel.faults() == ()


def test_a_stay_goes_to_other_days_in_one_step(hotel: Hotel) -> None:
    stay = hotel.reserve("305", 2)
    seen = hotel.desk.ask(PreviewArrival(stay, day(1), day(3)))
    assert sorted(night.price for night in seen.nights) == [-18900, 18900]
    assert seen.to_come == 0
    hotel.do(do.MoveArrival, stay=stay, arrival=day(1), departure=day(3), prices=(20000,))
    assert nights(hotel, stay) == [(1, 18900, "305"), (2, 20000, "305")]
    hotel.do(do.MoveArrival, stay=stay, arrival=day(5), departure=day(6), prices=(9900,))
    assert nights(hotel, stay) == [(5, 9900, "305")]
    assert hotel.faults() == ()


def test_a_night_that_is_somebody_elses_or_has_no_price_stops_all_of_it(hotel: Hotel) -> None:
    stay = hotel.reserve("305", 2, arrival=day(2), departure=day(4))
    hotel.reserve("305", 1, arrival=day(1), departure=day(2), name="First, Fay")
    assert "taken by First, Fay" in hotel.desk.ask(PreviewArrival(stay, day(1), day(4))).refused
    with pytest.raises(Refusal, match="305 is taken by First, Fay"):
        hotel.do(do.MoveArrival, stay=stay, arrival=day(1), prices=(18900,))
    with pytest.raises(Refusal, match="price"):
        hotel.do(do.MoveArrival, stay=stay, arrival=day(2), departure=day(5))
    assert nights(hotel, stay) == [(2, 18900, "305"), (3, 18900, "305")]


def test_who_is_in_house_has_arrived(hotel: Hotel) -> None:
    stay = hotel.arrive("305", 3)
    with pytest.raises(Refusal):
        hotel.do(do.MoveArrival, stay=stay, arrival=day(1))
    assert hotel.desk.ask(PreviewArrival(stay, day(1), day(3))).refused
