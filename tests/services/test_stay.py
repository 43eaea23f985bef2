"""Reservation, arrival, change and departure of a stay."""

from datetime import date, timedelta

import pytest

from frontdesk import commands as do
from frontdesk.commands.stay import GuestSpec
from frontdesk.domain.room import Housekeeping
from frontdesk.errors import Refusal
from frontdesk.identity import new_id
from frontdesk.queries.house import SeeHouse
from frontdesk.queries.stay import SeeStay
from frontdesk.store import tables
from tests.hotel import DAY, Hotel
from tests.services.moves import move


def day(offset: int) -> date:
    return DAY + timedelta(offset)


def nights_of(hotel: Hotel, stay: str) -> list[tuple[str, date]]:
    return sorted((row.room, row.night) for row in hotel.rows(tables.room_night) if row.stay_id == stay)


def room_state(hotel: Hotel, number: str) -> str:
    return next(row.state for row in hotel.rows(tables.room) if row.number == number)


def test_a_reservation_holds_its_room_for_every_night(hotel: Hotel) -> None:
    stay = hotel.reserve("305", 3)
    assert nights_of(hotel, stay) == [("305", day(0)), ("305", day(1)), ("305", day(2))]
    seen = hotel.desk.ask(SeeStay(stay))
    assert (seen.confirmation, seen.status, [night.price for night in seen.nights]) == (
        "R-2025-000001",
        "due_in",
        [18900] * 3,
    )
    assert hotel.faults() == ()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"departure": day(-1)}, "The departure is before the arrival"),
        ({"arrival": day(-3), "departure": day(-1), "prices": (1, 1)}, "already be over"),
        ({"departure": day(731), "prices": (1,) * 731}, "longer than 730 nights"),
        ({"prices": (100,)}, "There are 5 nights and 1 prices"),
        ({"prices": (100, 100, 100, 100, -1)}, "below zero"),
        ({"room": "999"}, "There is no room 999"),
        ({"room_type": "ATTIC"}, "There is no room type ATTIC"),
        ({"adults": 0}, "1 to 20 adults"),
        ({"adults": 10**15}, "1 to 20 adults"),
        ({"children": (18,)}, "A child is 0 to 17"),
        ({"name": " "}, "A guest needs a name"),
        ({"company_pays": ("rooms",)}, "A company that pays needs a name"),
    ],
)
def test_a_reservation_that_cannot_be_is_refused_and_leaves_nothing(
    small_hotel: Hotel, fields: dict, said: str
) -> None:
    with pytest.raises(Refusal, match=said):
        small_hotel.reserve(**{"nights": 5, **fields})
    for table in (tables.stay, tables.guest, tables.stay_night, tables.room_night, tables.folio):
        assert small_hotel.rows(table) == []


def test_a_stay_an_id_and_a_confirmation_are_made_once(hotel: Hotel) -> None:
    stay = hotel.reserve("305", confirmation="R-1")
    with pytest.raises(Refusal, match="The confirmation number R-1 is in use"):
        hotel.reserve("306", confirmation="R-1")
    again = next(row for row in hotel.rows(tables.stay))
    with pytest.raises(Refusal, match="There is such a stay already"):
        hotel.do(
            do.TakeReservation,
            stay=stay,
            guest_id=again.guest_id,
            arrival=DAY,
            departure=day(1),
            room_type="DLX",
            prices=(1,),
        )
    assert len(hotel.rows(tables.stay)) == 1


def test_a_room_taken_on_one_night_says_by_whom(hotel: Hotel) -> None:
    hotel.reserve("305", 1, name="Müller, Karl")
    with pytest.raises(
        Refusal, match=r"Room 305 is taken by Müller, Karl for the night of Wed 19 Nov 2025. Ana was first"
    ):
        hotel.reserve("305", 5)
    hotel.reserve("305", 1, arrival=day(1), departure=day(2))


def test_an_unknown_guest_is_described_in_the_same_step(small_hotel: Hotel) -> None:
    given = {"arrival": DAY, "departure": day(1), "room_type": "DLX", "prices": (100,)}
    with pytest.raises(Refusal, match="The guest of this stay is not known"):
        small_hotel.do(do.TakeReservation, stay=new_id(), guest_id=new_id(), **given)
    guest = new_id()
    small_hotel.do(do.TakeReservation, stay=new_id(), guest_id=guest, guest=GuestSpec(name="Doe, Jo"), **given)
    small_hotel.do(do.TakeReservation, stay=new_id(), guest_id=guest, **given)
    assert len(small_hotel.rows(tables.guest)) == 1


def test_checking_in_takes_the_room_assigned(hotel: Hotel) -> None:
    stay = hotel.reserve("305", 2)
    hotel.do(do.AssignRoom, stay=stay, room="306")
    hotel.do(do.CheckIn, stay=stay)
    assert nights_of(hotel, stay) == [("306", day(0)), ("306", day(1))]
    with pytest.raises(Refusal, match="the guest is in house"):
        hotel.do(do.CheckIn, stay=stay)
    with pytest.raises(Refusal, match="the guest is in house"):
        hotel.do(do.AssignRoom, stay=stay, room="305")


def test_checking_in_needs_a_day_and_a_room_in_order(hotel: Hotel) -> None:
    with pytest.raises(Refusal, match="expected on Thu 20 Nov 2025"):
        hotel.arrive("305", 1, arrival=day(1), departure=day(2))
    without = hotel.reserve("", 1)
    with pytest.raises(Refusal, match="No room has been assigned"):
        hotel.do(do.CheckIn, stay=without)
    hotel.do(do.SetHousekeeping, room="306", state=Housekeeping.DIRTY, out_of_order="Water in the ceiling")
    with pytest.raises(Refusal, match="Room 306 is out of order: Water in the ceiling"):
        hotel.do(do.CheckIn, stay=without, room="306")
    hotel.do(do.CheckIn, stay=without, room="307")
    assert hotel.desk.ask(SeeStay(without)).room == "307"


def test_extending_into_a_taken_night_names_who_and_changes_nothing(hotel: Hotel) -> None:
    stay = hotel.arrive("305", 2)
    hotel.reserve("305", 1, arrival=day(3), departure=day(4), name="Ιωάννου, Μαρία")
    with pytest.raises(Refusal, match="taken by Ιωάννου, Μαρία for the night of Sat 22 Nov 2025"):
        hotel.do(do.ChangeDeparture, stay=stay, departure=day(4), prices=(18900, 18900))
    assert hotel.desk.ask(SeeStay(stay)).departure == day(2)
    hotel.do(do.ChangeDeparture, stay=stay, departure=day(3), prices=(17000,))
    assert [night.price for night in hotel.desk.ask(SeeStay(stay)).nights] == [18900, 18900, 17000]
    assert hotel.faults() == ()


def test_shortening_frees_the_nights_given_up(hotel: Hotel) -> None:
    stay = hotel.arrive("305", 4)
    hotel.do(do.ChangeDeparture, stay=stay, departure=day(1))
    assert nights_of(hotel, stay) == [("305", day(0))]
    hotel.reserve("305", 1, arrival=day(1), departure=day(2))
    assert hotel.faults() == ()


def test_a_departure_is_not_changed_into_the_past_or_into_itself(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive("305", 4)
    for offset in range(2):
        small_hotel.close_day(day(offset))
    for departure, said in ((day(1), "in the past"), (day(4), "that day already"), (day(-1), "before the arrival")):
        with pytest.raises(Refusal, match=said):
            small_hotel.do(do.ChangeDeparture, stay=stay, departure=departure)


def test_leaving_early_gives_back_the_nights_and_posts_no_more(hotel: Hotel) -> None:
    stay = hotel.arrive("305", 4)
    hotel.close_day()
    hotel.pay(stay, 19300)
    hotel.do(do.CheckOut, stay=stay)
    seen = hotel.desk.ask(SeeStay(stay))
    assert (seen.status, seen.departure, nights_of(hotel, stay)) == ("checked_out", day(1), [("305", day(0))])
    assert room_state(hotel, "305") == "dirty"
    hotel.close_day(day(1))
    assert hotel.folio(stay).balance == 0
    assert hotel.faults() == ()


def test_checking_out_with_a_balance_names_the_window(hotel: Hotel) -> None:
    stay = hotel.arrive(company="Nomos AG", company_pays=("rooms",))
    hotel.close_day()
    with pytest.raises(Refusal, match=r"Window 2 \(Nomos AG\) stands at 193.00"):
        hotel.do(do.CheckOut, stay=stay)
    hotel.pay(stay, 19300, window=1)
    with pytest.raises(Refusal, match=r"Window 1 \(Doe, Jo\) stands at -193.00"):
        hotel.do(do.CheckOut, stay=stay)
    assert hotel.desk.ask(SeeStay(stay)).status == "in_house"


def test_who_has_left_does_not_leave_again(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive()
    small_hotel.do(do.CheckOut, stay=stay)
    for operation in (do.CheckOut, do.CheckIn, do.CancelReservation):
        with pytest.raises(Refusal, match="the guest has left already"):
            small_hotel.do(operation, stay=stay)


@pytest.mark.parametrize(("no_show", "status"), [(False, "cancelled"), (True, "no_show")])
def test_cancelling_frees_the_room(hotel: Hotel, no_show: bool, status: str) -> None:
    stay = hotel.reserve("305", 3)
    hotel.do(do.CancelReservation, stay=stay, reason="Ill", no_show=no_show)
    assert (hotel.desk.ask(SeeStay(stay)).status, nights_of(hotel, stay)) == (status, [])
    hotel.arrive("305", 3)
    with pytest.raises(Refusal, match="That is not possible"):
        hotel.do(do.CheckIn, stay=stay)
    assert hotel.faults() == ()


def test_day_use_has_a_room_and_no_night(hotel: Hotel) -> None:
    stay = hotel.reserve("", 0)
    with pytest.raises(Refusal, match="No room has been assigned"):
        hotel.do(do.CheckIn, stay=stay)
    hotel.do(do.CheckIn, stay=stay, room="305")
    hotel.charge(stay, "1010", price=9000, quantity=1000)
    assert [(line.code, line.amount) for line in hotel.lines(stay)] == [("1010", 9000)]
    with pytest.raises(Refusal, match="should have left by Wed 19 Nov"):
        hotel.close_day()
    hotel.pay(stay, 9000)
    hotel.do(do.CheckOut, stay=stay)
    hotel.close_day()
    assert (hotel.folio(stay).balance, len(hotel.lines(stay))) == (0, 2)
    assert hotel.desk.ask(SeeHouse()).business_date == day(1)
    assert hotel.faults() == ()


@pytest.mark.parametrize("operation", [do.CheckIn, do.CheckOut, do.CancelReservation])
def test_an_unknown_stay_is_refused(small_hotel: Hotel, operation: type[do.Command]) -> None:
    with pytest.raises(Refusal, match="There is no such stay"):
        small_hotel.do(operation, stay=new_id())


def test_a_stay_cut_to_today_and_extended_again_keeps_the_room_of_its_guest(hotel: Hotel) -> None:
    stay, moved = hotel.arrive("305", 3), hotel.arrive("306", 3, name="Moved, Mo")
    again = {"prices": (18900,)}
    hotel.do(do.ChangeDeparture, stay=stay, departure=DAY)
    assert hotel.desk.ask(SeeStay(stay)).room == "305"
    hotel.do(do.ChangeDeparture, stay=stay, departure=day(2), prices=(18900,) * 2)
    hotel.close_day()
    move(hotel, moved, "106")
    hotel.do(do.ChangeDeparture, stay=moved, departure=day(1))
    assert hotel.desk.ask(SeeStay(moved)).room == "106"
    hotel.do(do.ChangeDeparture, stay=moved, departure=day(2), **again)
    assert [room for room, _ in nights_of(hotel, stay)] == ["305"] * 2
    assert nights_of(hotel, moved) == [("106", day(1)), ("306", day(0))]
