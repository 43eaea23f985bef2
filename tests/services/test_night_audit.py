"""Closing the day: each stay in house once, with its taxes, then the next date."""

from datetime import timedelta

import pytest

from frontdesk import commands as do
from frontdesk.commands.house import RoomSpec
from frontdesk.desk import Desk
from frontdesk.domain.night_audit import State, Step
from frontdesk.errors import Refusal
from frontdesk.queries.house import SeeHouse
from frontdesk.queries.night_audit import ReadClosedDay, ReadNightAudit
from frontdesk.queries.trial_balance import ReadTrialBalance
from frontdesk.store import tables
from frontdesk.store.bulk import MANY
from tests.hotel import DAY, Hotel, found_hotel
from tests.ledgers import balance


def test_each_guest_in_house_is_charged_once_with_city_tax_per_head(hotel: Hotel) -> None:
    family = hotel.arrive("305", adults=2, children=(3, 11, 12))
    single = hotel.arrive("101", adults=1, prices=(12900,) * 5)
    due = hotel.reserve("306", arrival=DAY + timedelta(1), departure=DAY + timedelta(6))
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
    with pytest.raises(Refusal, match=r"is not open\. The open one is Wed 19 Nov 2025"):
        hotel.close_day(DAY + timedelta(offset))
    assert hotel.rows(tables.posting) == []


def test_a_guest_who_should_have_left_stops_it(hotel: Hotel) -> None:
    stay, other = hotel.arrive("305", 1), hotel.arrive("306", 1, name="Abel, Ann")
    hotel.close_day()
    with pytest.raises(Refusal, match="Abel, Ann and 1 more should have left by Thu 20 Nov"):
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


def found(hotel: Hotel) -> dict[str, tuple[str, int]]:
    """The checks that found something: state, and how many things."""
    return {
        check.name: (check.state.value, len(check.things))
        for check in hotel.desk.ask(ReadNightAudit()).checks
        if check.state is not State.OK
    }


def test_an_arrival_that_is_not_in_stops_it_and_each_way_out_is_honest(hotel: Hotel) -> None:
    missing, later, late = hotel.reserve("304"), hotel.reserve("305"), hotel.reserve("306")
    assert found(hotel) == {"arrivals": ("blocker", 3)}
    with pytest.raises(Refusal, match="Doe, Jo and 2 more should have arrived by Wed 19 Nov"):
        hotel.close_day()
    hotel.do(do.MarkNoShow, stay=missing, fee=18900, reason="No call")
    hotel.do(do.MoveArrival, stay=later, arrival=DAY + timedelta(2))
    hotel.do(do.CheckIn, stay=late)
    assert found(hotel) == {"unbalanced": ("warning", 1)}
    assert hotel.close_day().facts["stays"] == 1
    assert [(line.kind, line.code, line.amount) for line in hotel.lines(missing)] == [("fee", "1300", 18900)]
    assert {row.status for row in hotel.rows(tables.stay) if row.id == missing} == {"no_show"}
    assert {(row.stay_id, row.night) for row in hotel.rows(tables.room_night)} == {
        *((later, DAY + timedelta(n)) for n in range(2, 5)),
        *((late, DAY + timedelta(n)) for n in range(5)),
    }
    assert hotel.faults() == ()


@pytest.mark.parametrize("offset", [0, -1, 5, 9])
def test_an_arrival_moves_only_to_another_day_that_leaves_a_night(small_hotel: Hotel, offset: int) -> None:
    stay = small_hotel.reserve()
    with pytest.raises(Refusal, match=r"on that day already|in the past|no night would be left"):
        small_hotel.do(do.MoveArrival, stay=stay, arrival=DAY + timedelta(offset))
    assert len(small_hotel.rows(tables.room_night)) == 5


def test_nobody_is_a_no_show_before_the_day(small_hotel: Hotel) -> None:
    stay = small_hotel.reserve(arrival=DAY + timedelta(1), departure=DAY + timedelta(6))
    with pytest.raises(Refusal, match="expected on Thu 20 Nov 2025"):
        small_hotel.do(do.MarkNoShow, stay=stay)


def test_a_guest_without_a_bed_stops_it(hotel: Hotel) -> None:
    stay = hotel.arrive()
    with hotel.desk._house.store.write.begin() as connection:
        connection.execute(tables.room_night.delete())
    with pytest.raises(Refusal, match="Doe, Jo would sleep here on Wed 19 Nov without a room"):
        hotel.close_day()
    assert hotel.lines(stay) == ()


def test_what_only_warns_does_not_stop_it(hotel: Hotel) -> None:
    owing = hotel.arrive("305")
    line = hotel.charge(owing, price=30000)
    hotel.do(do.PlaceHold, stay=owing, amount=20000, brand="Visa", last_four="1111", approval="A1")
    hotel.give(owing, line, amount=15000)
    assert found(hotel) == {"credits": ("warning", 1), "held": ("warning", 1)}
    assert hotel.close_day().facts["expired"] == 1
    assert found(hotel) == {"held": ("warning", 1)}


def test_an_associate_does_not_close_the_day(hotel: Hotel) -> None:
    with pytest.raises(Refusal, match="needs a night auditor"):
        hotel.do(do.CloseDay, business_date=DAY)
    auditor = hotel.enrol("Nikos", "night_auditor", "975310")
    assert hotel.do(do.CloseDay, auditor, business_date=DAY).outcome == "applied"


def test_the_second_to_close_is_told_who_was_first(hotel: Hotel) -> None:
    hotel.close_day()
    with pytest.raises(Refusal, match=r"Wed 19 Nov 2025 is not open\. Kostas closed it at desk-1, \d\d:\d\d\."):
        hotel.close_day()


def test_what_is_shown_before_is_what_is_posted(hotel: Hotel) -> None:
    hotel.arrive("305", adults=2, children=(3,))
    hotel.arrive("101", prices=(12900,) * 5)
    shown = hotel.desk.ask(ReadNightAudit())
    assert (shown.stays, shown.blocked, shown.last) == (2, False, None)
    hotel.close_day()
    posted = hotel.desk.ask(ReadTrialBalance(DAY))
    assert shown.will_post == posted.codes
    assert sum(row.amount for row in posted.codes) == sum(row.amount for row in hotel.rows(tables.posting))


def test_the_trial_balance_ties_day_after_day(hotel: Hotel) -> None:
    first, second = hotel.arrive("305", 2), hotel.arrive("306", 4)
    due = hotel.reserve("307", arrival=DAY + timedelta(2), departure=DAY + timedelta(4), prices=(18900, 18900))
    hotel.pay(due, 5000)
    hotel.charge(second)
    for night in range(2):
        day = DAY + timedelta(night)
        hotel.close_day(day)
        closed = hotel.desk.ask(ReadTrialBalance(day))
        assert closed.ties
        assert closed.total == sum(row.amount for row in hotel.rows(tables.posting) if row.business_date == day)
        assert sum(row.closing for row in closed.ledgers) == sum(row.amount for row in hotel.rows(tables.posting))
        assert closed.ledgers[1].closing == balance(hotel, due) == -5000
    hotel.pay(first, balance(hotel, first))
    hotel.do(do.CheckOut, stay=first)
    hotel.charge(first, price=700, quantity=1000)
    hotel.do(do.CheckIn, stay=due)
    before = hotel.desk.ask(ReadTrialBalance(DAY + timedelta(1)))
    hotel.close_day(DAY + timedelta(2))
    closed = hotel.desk.ask(ReadTrialBalance(DAY + timedelta(2)))
    assert [row.opening for row in closed.ledgers] == [row.closing for row in before.ledgers]
    assert closed.ties
    assert [row.closing for row in closed.ledgers][1:] == [0, 700]
    assert closed.ledgers[0].closing == balance(hotel, second) + balance(hotel, due)


def test_the_closed_day_remembers_who_and_the_head_of_the_journal(hotel: Hotel) -> None:
    hotel.arrive()
    done = hotel.close_day()
    closed = hotel.desk.ask(ReadClosedDay(DAY))
    assert closed is not None
    row = next(row for row in hotel.rows(tables.journal) if row.seq == done.seq)
    assert (closed.by, closed.workstation, closed.head, closed.stays) == ("Kostas", "desk-1", row.hash, 1)
    for _ in range(2):
        hotel.do(do.NoteNightStep, business_date=DAY, step=Step.PACK)
    again = hotel.desk.ask(ReadClosedDay())
    assert again is not None
    assert (again.steps, len(hotel.rows(tables.night_audit_step))) == ((Step.PACK,), 1)
    with pytest.raises(Refusal, match="Thu 20 Nov 2025 has not been closed"):
        hotel.do(do.NoteNightStep, business_date=DAY + timedelta(1), step=Step.PACK)
    assert hotel.faults() == ()


def test_many_rows_at_once_keep_every_rule(address: str) -> None:
    """So many that postings, tax parts and topics all go by the database's own road for many."""
    rooms = tuple(RoomSpec(number=f"R{n:02d}", type="DLX", floor=1) for n in range(MANY + 5))
    with Desk.open(address) as desk:
        hotel = found_hotel(desk, rooms=rooms)
        for room in rooms:
            hotel.arrive(room.number, name=f"Guest {room.number}")
        done = hotel.close_day()
        assert done.facts["postings"] == len(rooms) * 2
        assert len(hotel.rows(tables.posting)) == len(rooms) * 2
        assert {f"folio:{row.id}" for row in hotel.rows(tables.stay)} <= done.topics
        assert hotel.faults() == ()
