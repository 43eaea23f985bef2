"""The derived house: enough rooms and not one more, no room-night twice, moves only where a room is free."""

from collections import Counter
from datetime import date

from frontdesk.intake.booking_file import RawRow
from frontdesk.intake.booking_row import read_booking
from frontdesk.intake.guest_names import guest_name
from frontdesk.intake.house_of_bookings import Plan, Rooms, plan_house
from tests.intake.booking_csv import many, row


def plan(rows: list[dict[str, str]], seed: int = 7) -> tuple[Plan, Rooms]:
    needed = Rooms(seed)
    for number, values in enumerate(rows, start=1):
        needed.note(read_booking(RawRow(number, number + 1, values)))
    return plan_house(needed), needed


def test_as_many_rooms_as_the_fullest_night_needs():
    made, _ = plan(
        [
            row(day=1, nights=3, until="2015-07-04"),
            row(day=2, nights=1),
            row(day=3, nights=2, until="2015-07-05"),
            row(day=4, nights=2, until="2015-07-06"),
            row(day=1, nights=3, until="2015-07-04", booked="B", given="B"),
            row(day=1, status="Canceled", booked="C", given="C"),
            row(day=1, booked="L", given="P"),
        ]
    )
    assert Counter(room.type for room in made.rooms) == {"A": 2, "B": 1, "C": 1}
    assert [kind.code for kind in made.types] == ["A", "B", "C", "L", "P"]
    assert [made.placed[number].room for number in (1, 2, 3, 4, 5)] == ["101", "102", "102", "101", "103"]
    assert 6 not in made.placed
    assert 7 not in made.placed


def test_no_room_night_is_given_twice_and_every_stay_fits():
    made, needed = plan(many(400))
    taken: Counter[tuple[str, int]] = Counter()
    for wish in needed.wishes:
        place = made.placed[wish.number]
        for offset in range(wish.nights):
            taken[(place.before if offset < place.nights_before else place.room, wish.arrival + offset)] += 1
    assert set(taken.values()) == {1}
    assert sum(taken.values()) == sum(wish.nights for wish in needed.wishes)


def test_a_changed_type_begins_in_a_room_of_the_booked_type_if_one_is_free():
    made, needed = plan(many(400))
    types = {room.number: room.type for room in made.rooms}
    moved = [wish for wish in needed.wishes if made.placed[wish.number].before]
    assert moved
    for wish in needed.wishes:
        place = made.placed[wish.number]
        assert types[place.room] == wish.given
        if place.before:
            assert types[place.before] == wish.booked != wish.given
            assert 1 <= place.nights_before < wish.nights


def test_rooms_are_numbered_by_floor():
    made, _ = plan([row(day=1, nights=1, until="2015-07-02") for _ in range(65)])
    assert [made.rooms[n].number for n in (0, 29, 30, 64)] == ["101", "130", "201", "305"]
    assert made.rooms[30].floor == 2


def test_list_price_is_the_middle_one_of_those_sold():
    made, _ = plan([row(adr="90"), row(adr="0"), row(adr="110"), row(adr="300")])
    assert made.types[0].price == 11_000


def test_the_same_row_gets_the_same_guest_whatever_came_before():
    names = [guest_name(country, 5) for country in ("PRT", "JPN", "GRC", "", "ATA")]
    again = [guest_name(country, 5) for country in ("ATA", "", "GRC", "JPN", "PRT")]
    assert names == again[::-1]
    assert names[3] == names[4] != names[0]
    assert names[1][1].isascii()
    assert not names[1][0].isascii()
    assert guest_name("PRT", 6) != names[0]


def test_days_are_counted_by_date_not_by_clock():
    _, needed = plan([row(month="February", day=28, year=2016, nights=3, until="2016-03-02")])
    assert needed.wishes[0].arrival == date(2016, 2, 28).toordinal()
