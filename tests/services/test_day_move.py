"""Moves on a date without a night: on the day of departure, and of guests who are here for the day (RM-6)."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from frontdesk import commands as do
from frontdesk.domain.room_move import MoveReason, RateDecision
from frontdesk.errors import Refusal
from frontdesk.queries.day import SeeDay
from frontdesk.queries.house import SeeHouse
from frontdesk.queries.room_list import SeeRooms
from frontdesk.queries.room_move import PreviewMove, WhichRooms
from frontdesk.queries.search import Find
from frontdesk.queries.stay import SeeStay
from frontdesk.store import tables
from tests.hotel import DAY, Hotel
from tests.services.moves import finish, move, nights_of, opened, plan, start

TOMORROW = DAY + timedelta(1)


def leaving(hotel: Hotel, room: str = "305", **fields: object) -> str:
    """A guest on the day of departure."""
    stay = hotel.arrive(room, 1, **fields)
    hotel.close_day()
    return stay


def guest_in(hotel: Hotel, room: str) -> str:
    return next(row.stay for row in hotel.desk.ask(SeeRooms()).rooms if row.number == room)


def test_the_guest_spends_the_last_hours_in_the_other_room(hotel: Hotel) -> None:
    stay = leaving(hotel)
    shown = hotel.desk.ask(PreviewMove(stay, "307", MoveReason.AIR))
    assert (shown.nights, shown.difference, shown.decision) == ((), 0, RateDecision.SAME)
    assert [option.why_not for option in shown.decisions if not option.allowed] == [
        "there is no night left to price"
    ] * 3
    move(hotel, stay, "307", MoveReason.AIR)
    assert nights_of(hotel, stay) == ["305"]
    assert hotel.desk.ask(SeeStay(stay)).room == "307"
    assert (guest_in(hotel, "307"), guest_in(hotel, "305")) == (stay, "")
    assert [row.room for row in hotel.desk.ask(SeeHouse()).in_house] == ["307"]
    assert [row.room for row in hotel.desk.ask(SeeDay()).departures] == ["307"]
    assert [row.room for row in hotel.desk.ask(Find("307"))] == ["307"]
    assert hotel.desk.ask(Find("305")) == ()
    assert {row.state for row in hotel.rows(tables.room) if row.number == "305"} == {"dirty"}
    assert hotel.faults() == ()
    hotel.do(do.ChangeDeparture, stay=stay, departure=TOMORROW + timedelta(1), prices=(18900,))
    assert nights_of(hotel, stay) == ["305", "307"]
    assert hotel.faults() == ()


def test_a_room_due_to_an_arrival_of_the_day_is_not_given(hotel: Hotel) -> None:
    stay = leaving(hotel)
    hotel.reserve("306", 1, arrival=TOMORROW, departure=TOMORROW + timedelta(1), name="Comes, Cy")
    excluded = {row.room: row.why for row in hotel.desk.ask(WhichRooms(stay, MoveReason.AIR)).excluded}
    assert excluded["306"] == "taken by Comes, Cy from Thu 20 Nov"
    with pytest.raises(Refusal, match="Room 306 is taken by Comes, Cy for the night of Thu 20 Nov 2025"):
        move(hotel, stay, "306", MoveReason.AIR)


def test_a_room_somebody_is_still_in_is_not_given(hotel: Hotel) -> None:
    other = hotel.arrive("306", 1, name="Late, Lu")
    stay = leaving(hotel)
    excluded = {row.room: row.why for row in hotel.desk.ask(WhichRooms(stay, MoveReason.AIR)).excluded}
    assert excluded["306"] == "Late, Lu leaves it today and is still in it"
    with pytest.raises(Refusal, match="Late, Lu is still in room 306"):
        move(hotel, stay, "306", MoveReason.AIR)
    move(hotel, stay, "307", MoveReason.AIR)
    with pytest.raises(Refusal, match="Doe, Jo is still in room 307"):
        move(hotel, other, "307", MoveReason.AIR)
    longer = hotel.arrive("404", 2, arrival=TOMORROW, departure=TOMORROW + timedelta(2), name="Longer, Lo")
    with pytest.raises(Refusal, match="Late, Lu is still in room 306"):
        move(hotel, longer, "306")
    assert hotel.faults() == ()


def test_it_can_be_taken_step_by_step(hotel: Hotel) -> None:
    stay = leaving(hotel)
    moving = plan(hotel, stay, "106", MoveReason.AIR, from_night=TOMORROW)
    assert [row.attention for row in opened(hotel)] == [""]
    start(hotel, moving)
    coming = hotel.reserve("106", 1, arrival=TOMORROW, departure=TOMORROW + timedelta(1), name="Comes, Cy")
    with pytest.raises(Refusal, match="taken by Comes, Cy"):
        finish(hotel, moving)
    hotel.do(do.CancelReservation, stay=coming)
    finish(hotel, moving)
    assert hotel.desk.ask(SeeStay(stay)).room == "106"


def test_a_later_date_has_no_night_to_move(hotel: Hotel) -> None:
    stay = hotel.arrive("305", 1)
    hotel.close_day()
    with pytest.raises(Refusal, match="there is no night from"):
        hotel.desk.ask(PreviewMove(stay, "306", from_night=TOMORROW + timedelta(1)))


def test_day_use_has_a_room_and_moves(hotel: Hotel) -> None:
    stay = hotel.reserve("305", 0)
    hotel.do(do.AssignRoom, stay=stay, room="306")
    hotel.do(do.CheckIn, stay=stay)
    assert (hotel.desk.ask(SeeStay(stay)).room, guest_in(hotel, "306")) == ("306", stay)
    second = hotel.reserve("306", 0, name="Second, Sy")
    with pytest.raises(Refusal, match="Doe, Jo is still in room 306"):
        hotel.do(do.CheckIn, stay=second)
    move(hotel, stay, "106", MoveReason.AIR)
    assert hotel.desk.ask(SeeStay(stay)).room == "106"
    hotel.do(do.CheckIn, stay=second)
    assert hotel.desk.ask(SeeStay(room="306")).stay == second
    assert not hotel.rows(tables.room_night)
    assert hotel.faults() == ()


def test_the_database_itself_gives_nobody_a_room_that_somebody_has_by_day(hotel: Hotel) -> None:
    first, second = hotel.reserve("305", 0), hotel.reserve("306", 0, name="Second, Sy")
    for stay in (first, second):
        hotel.do(do.CheckIn, stay=stay)
    taken = update(tables.stay).where(tables.stay.c.id == second).values(day_room="305")
    with pytest.raises(IntegrityError), hotel.desk._house.store.write.begin() as connection:
        connection.execute(taken)
    hotel.do(do.CheckOut, stay=first)
    with hotel.desk._house.store.write.begin() as connection:
        connection.execute(taken)
