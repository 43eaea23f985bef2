"""When heads, exemptions or lengths change, the nights already posted are settled and rows stay as they are (T7, T8)."""

from datetime import timedelta
from typing import Any

import pytest

from frontdesk import commands as do
from frontdesk.commands.stay import GuestSpec
from frontdesk.errors import Refusal
from frontdesk.identity import new_id
from frontdesk.queries.exemption import ExemptionRow, SeeExemptions
from frontdesk.queries.stay import SeeStay
from tests.domain.jurisdictions import added, amount
from tests.hotel import DAY, KOSTAS_PIN, Hotel
from tests.ledgers import CITY, TWELVE, balance, nights, pay, settled, taxes, under_rules

SHOWN = {"guest": "Doe, Jo", "reason": "resident", "evidence": "Identity card seen"}


def record(hotel: Hotel, stay: str) -> list[tuple[str, int, int, str]]:
    found: tuple[ExemptionRow, ...] = hotel.desk.ask(SeeExemptions(DAY, DAY + timedelta(days=400), stay))
    return [(row.code, (row.service_date - DAY).days, row.amount, row.reason) for row in found]


def city_lines(hotel: Hotel, stay: str, window: int = 1) -> list[tuple[str, int, int]]:
    return [
        (line.kind, (line.service_date - DAY).days, line.amount)
        for line in hotel.lines(stay, window)
        if line.code == "CITY"
    ]


def test_v22_a_guest_exempt_on_the_first_night_takes_back_one_tax(hotel: Hotel) -> None:
    under_rules(hotel, TWELVE, CITY)
    stay = hotel.arrive()
    nights(hotel, 3)
    before = balance(hotel, stay)
    hotel.do(do.ExemptGuest, stay=stay, first=DAY, last=DAY, **SHOWN)
    assert balance(hotel, stay) - before == -400
    assert [line for line in city_lines(hotel, stay) if line[2] < 0] == [("allowance", 0, -400)]
    assert record(hotel, stay) == [("CITY", 0, 400, "resident")]
    found = hotel.desk.ask(SeeExemptions(DAY, DAY + timedelta(days=9)))
    assert (found[0].evidence, found[0].persons) == ("Doe, Jo: Identity card seen", 1)
    hotel.close_day(DAY + timedelta(days=3))
    assert city_lines(hotel, stay)[-1] == ("tax", 3, 800)
    assert hotel.faults() == ()


def test_nights_to_come_of_an_exempt_guest_are_recorded_as_they_are_posted(hotel: Hotel) -> None:
    under_rules(hotel, TWELVE, CITY)
    stay = hotel.arrive(nights=2)
    hotel.do(do.ExemptGuest, stay=stay, **SHOWN)
    nights(hotel, 2)
    assert taxes(hotel)["CITY"] == 800
    assert record(hotel, stay) == [("CITY", 0, 400, "resident"), ("CITY", 1, 400, "resident")]


def test_what_was_posted_today_is_corrected_and_what_was_posted_earlier_allowed(hotel: Hotel) -> None:
    under_rules(hotel, TWELVE, CITY)
    stay = hotel.arrive()
    nights(hotel, 1)
    hotel.do(do.ChangeParty, stay=stay, adults=3)  # one more today, for the night of yesterday
    hotel.do(do.ChangeParty, stay=stay, adults=1)
    assert city_lines(hotel, stay) == [
        ("tax", 0, 800),
        ("allowance", 0, -400),
        ("tax", 0, 400),
        ("correction", 0, -400),
    ]
    assert taxes(hotel)["CITY"] == 400
    assert hotel.faults() == ()


def test_more_heads_from_a_night_on_leave_earlier_nights_alone(hotel: Hotel) -> None:
    under_rules(hotel, TWELVE, CITY)
    stay = hotel.arrive()
    nights(hotel, 2)
    hotel.do(do.ChangeParty, stay=stay, adults=4, from_night=DAY + timedelta(days=1))
    assert city_lines(hotel, stay) == [("tax", 0, 800), ("tax", 1, 800), ("tax", 1, 800)]
    more = hotel.lines(stay)[-1]
    assert (more.text, more.quantity, more.unit_price) == ("CITY, 2 persons", 2000, 400)
    hotel.do(do.ChangeParty, stay=stay, adults=1, from_night=DAY + timedelta(days=3))
    hotel.close_day(DAY + timedelta(days=2))
    hotel.close_day(DAY + timedelta(days=3))
    assert city_lines(hotel, stay)[-2:] == [("tax", 2, 1600), ("tax", 3, 400)]
    assert hotel.desk.ask(SeeStay(stay)).adults == 1


def test_the_same_heads_again_post_nothing(small_hotel: Hotel) -> None:
    under_rules(small_hotel, TWELVE, CITY)
    stay = small_hotel.arrive()
    nights(small_hotel, 2)
    before = small_hotel.lines(stay)
    small_hotel.do(do.ChangeParty, stay=stay, adults=2)
    assert small_hotel.lines(stay) == before


def test_a_night_on_another_guests_folio_is_settled_there(hotel: Hotel) -> None:
    under_rules(hotel, TWELVE, CITY)
    payer, stay = hotel.arrive("305"), hotel.arrive("306")
    hotel.do(do.AddRouting, stay=stay, departments=("rooms",), window=1, to_stay=payer)
    nights(hotel, 1)
    hotel.do(do.ChangeParty, stay=stay, adults=1)
    assert city_lines(hotel, payer) == [("tax", 0, 800), ("tax", 0, 800), ("allowance", 0, -400)]
    hotel.do(do.ChangeParty, stay=payer, adults=1)
    assert city_lines(hotel, payer)[-1] == ("allowance", 0, -400)
    assert city_lines(hotel, stay) == []
    assert hotel.faults() == ()


def test_a_transferred_night_is_settled_once(hotel: Hotel) -> None:
    under_rules(hotel, TWELVE, CITY)
    payer, stay = hotel.arrive("305"), hotel.arrive("306")
    nights(hotel, 1)
    room = next(line.posting for line in hotel.lines(stay) if line.code == "1000")
    hotel.do(do.TransferPosting, posting=room, to_stay=payer, to_window=1)
    hotel.do(do.ChangeParty, stay=stay, adults=3)
    assert taxes(hotel, payer)["CITY"] == 800 + 1200
    assert "CITY" not in taxes(hotel, stay)


def test_a_settled_window_is_settled_on_a_credit_note(hotel: Hotel) -> None:
    under_rules(hotel, TWELVE, CITY)
    stay = hotel.arrive()
    nights(hotel, 1)
    pay(hotel, stay, balance(hotel, stay))
    number = settled(hotel, stay)
    hotel.do(do.ExemptGuest, stay=stay, **SHOWN)
    note = hotel.folio(stay).windows[1]
    assert (note.kind, note.corrects, note.balance) == ("credit_note", number, -400)
    hotel.do(do.ChangeParty, stay=stay, adults=4)
    assert [(window.kind, window.balance) for window in hotel.folio(stay).windows] == [
        ("guest", 0),
        ("credit_note", -400),
        ("guest", 800),
    ]
    assert hotel.faults() == ()


def test_percentages_given_back_with_the_price_are_left_alone(hotel: Hotel) -> None:
    under_rules(hotel, added("OCC", "10"), CITY)
    stay = hotel.arrive()
    nights(hotel, 1)
    room = next(line.posting for line in hotel.lines(stay) if line.code == "1000")
    hotel.do(do.PostAllowance, posting=room, amount=1001, reason="C-RATE", approver=hotel.kostas, pin=KOSTAS_PIN)
    before = taxes(hotel)
    hotel.do(do.ChangeParty, stay=stay, adults=3)
    assert taxes(hotel) == {**before, "CITY": before["CITY"] + 400}


def test_v16_s14_the_night_that_makes_a_stay_long_takes_every_tax_back(hotel: Hotel) -> None:
    under_rules(hotel, added("OCC", "5.875", more='los = { from_night = 4, effect = "retroactive" }'))
    stay = hotel.arrive(nights=6, prices=(14000,) * 6)
    nights(hotel, 3)
    assert taxes(hotel) == {"OCC": 3 * 823}
    nights(hotel, 1, DAY + timedelta(days=3))
    assert taxes(hotel) == {}
    taken = [line.amount for line in hotel.lines(stay) if line.kind in {"allowance", "correction"}]
    assert taken == [-823] * 3
    nights(hotel, 2, DAY + timedelta(days=4))
    assert taxes(hotel) == {}
    assert hotel.faults() == ()


def test_s11_nights_of_an_earlier_stay_count_in_the_calendar_year(hotel: Hotel) -> None:
    yearly = amount("CITY", 'per = "person_night"\namount = "7.50"\nmax_nights = 3\nmax_scope = "calendar_year"')
    under_rules(hotel, TWELVE, yearly)
    guest = new_id()
    stays = []
    for first, length in ((0, 2), (2, 3)):
        stay = new_id()
        arrival = DAY + timedelta(days=first)
        fields: dict[str, Any] = {"arrival": arrival, "departure": arrival + timedelta(length), "adults": 1}
        fields["guest"] = GuestSpec(name="Doe, Jo") if not stays else None
        prices = (15000,) * length
        hotel.do(do.TakeReservation, stay=stay, guest_id=guest, room_type="DLX", room="305", prices=prices, **fields)
        hotel.do(do.CheckIn, stay=stay)
        nights(hotel, length, arrival)
        pay(hotel, stay, balance(hotel, stay))
        hotel.do(do.CheckOut, stay=stay)
        stays.append(stay)
    assert [taxes(hotel, stay).get("CITY", 0) for stay in stays] == [1500, 750]


def test_a_shorter_stay_gives_booked_length_its_tax(hotel: Hotel) -> None:
    long = 'los = { from_night = 4, effect = "retroactive", decide_on = "booked" }'
    under_rules(hotel, added("OCC", "10", more=long))
    stay = hotel.arrive(nights=5)
    nights(hotel, 2)
    assert taxes(hotel) == {}
    hotel.do(do.ChangeDeparture, stay=stay, departure=DAY + timedelta(days=3))
    assert taxes(hotel) == {"OCC": 2 * 1890}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"reason": "friend"}, "no tax of the house|No tax of the house"),
        ({"evidence": " "}, "evidence"),
        ({"guest": ""}, "belongs to a guest"),
        ({"first": DAY - timedelta(days=1)}, "no nights of the stay"),
        ({"last": DAY + timedelta(days=5)}, "no nights of the stay"),
    ],
)
def test_an_exemption_that_cannot_be_is_refused(small_hotel: Hotel, fields: dict[str, Any], said: str) -> None:
    under_rules(small_hotel, TWELVE, CITY)
    stay = small_hotel.arrive()
    with pytest.raises(Refusal, match=said):
        small_hotel.do(do.ExemptGuest, stay=stay, **{**SHOWN, **fields})
    assert record(small_hotel, stay) == []


def test_no_more_guests_are_exempt_than_sleep_there(small_hotel: Hotel) -> None:
    under_rules(small_hotel, TWELVE, CITY)
    stay = small_hotel.arrive(adults=1)
    small_hotel.do(do.ExemptGuest, stay=stay, **SHOWN)
    with pytest.raises(Refusal, match="More guests"):
        small_hotel.do(do.ExemptGuest, stay=stay, **{**SHOWN, "guest": "Roe, Al"})


def test_a_party_changes_on_a_night_of_the_stay(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive()
    with pytest.raises(Refusal, match="leaves before"):
        small_hotel.do(do.ChangeParty, stay=stay, adults=3, from_night=DAY + timedelta(days=5))
    with pytest.raises(Refusal, match="1 to 20 adults"):
        small_hotel.do(do.ChangeParty, stay=stay, adults=0)
