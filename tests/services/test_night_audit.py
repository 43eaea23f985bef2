"""Closing the day: each stay in house once, with its taxes, then the next date."""

from datetime import timedelta

import pytest

from frontdesk import commands as do
from frontdesk.errors import Refusal
from frontdesk.queries.house import SeeHouse
from frontdesk.store import tables
from tests.hotel import DAY, Hotel


def test_each_guest_in_house_is_charged_once_with_city_tax_per_head(hotel: Hotel) -> None:
    family = hotel.arrive("305", adults=2, children=(3, 11, 12))
    single = hotel.arrive("101", adults=1, prices=(12900,) * 5)
    due = hotel.reserve("306")
    done = hotel.close_day()
    assert done.facts == {"business_date": "2025-11-19", "stays": 2, "postings": 4, "expired": 0}
    assert [(line.code, line.amount, line.quantity) for line in hotel.lines(family)] == [
        ("1000", 18900, 1000),
        ("CITY", 600, 3000),
    ]
    assert [line.amount for line in hotel.lines(single)] == [12900, 200]
    assert hotel.lines(due) == ()
    assert hotel.faults() == ()


def test_the_date_rolls_by_one_day(hotel: Hotel) -> None:
    hotel.arrive(nights=3)
    for offset in range(3):
        assert hotel.desk.ask(SeeHouse()).business_date == DAY + timedelta(offset)
        hotel.close_day(DAY + timedelta(offset))
    assert {(row.service_date, row.business_date) for row in hotel.rows(tables.posting)} == {
        (DAY + timedelta(offset), DAY + timedelta(offset)) for offset in range(3)
    }


@pytest.mark.parametrize("offset", [-1, 1])
def test_another_date_than_the_open_one_is_not_closed(hotel: Hotel, offset: int) -> None:
    hotel.arrive()
    with pytest.raises(Refusal, match=r"is not open\. The open one is 2025-11-19"):
        hotel.close_day(DAY + timedelta(offset))
    assert hotel.rows(tables.posting) == []


def test_a_guest_who_should_have_left_stops_it(hotel: Hotel) -> None:
    stay, other = hotel.arrive("305", 1), hotel.arrive("306", 1, name="Abel, Ann")
    hotel.close_day()
    with pytest.raises(Refusal, match="Abel, Ann and 1 more should have left by 2025-11-20"):
        hotel.close_day(DAY + timedelta(1))
    hotel.do(do.ChangeDeparture, stay=other, departure=DAY + timedelta(2), prices=(18900,))
    hotel.pay(stay, 19300)
    hotel.do(do.CheckOut, stay=stay)
    hotel.close_day(DAY + timedelta(1))
    assert (len(hotel.lines(stay)), len(hotel.lines(other))) == (3, 4)


def test_a_free_night_posts_nothing_of_nothing(hotel: Hotel) -> None:
    stay = hotel.arrive(nights=2, prices=(0, 18900))
    assert hotel.close_day().facts["postings"] == 0
    hotel.close_day(DAY + timedelta(1))
    assert [line.amount for line in hotel.lines(stay)] == [18900, 400]
    assert hotel.faults() == ()


def test_rooms_slept_in_are_to_be_made_up(hotel: Hotel) -> None:
    hotel.arrive("305")
    hotel.close_day()
    states = {row.number: row.state for row in hotel.rows(tables.room)}
    assert (states["305"], states["306"]) == ("pickup", "inspected")


def test_the_room_and_its_tax_carry_the_room_of_that_night(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive("305")
    small_hotel.close_day()
    assert [(line.room, line.text) for line in small_hotel.lines(stay)] == [
        ("305", "Room, Deluxe"),
        ("305", "City tax, 2 persons"),
    ]
