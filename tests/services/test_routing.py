"""Who pays what: instructions act when a charge is posted, split it exactly, and never take more than the charge."""

from datetime import timedelta
from typing import Any

import pytest

from frontdesk import commands as do
from frontdesk.domain.routing import LimitKind
from frontdesk.errors import Refusal
from frontdesk.queries.folio import FolioLine
from frontdesk.queries.rerouting import PreviewReroute
from frontdesk.queries.routing import SeeRouting
from tests.domain.jurisdictions import added
from tests.hotel import DAY, Hotel
from tests.ledgers import CITY, TWELVE, balance, nights, pay, revenue, settled, shown, taxes, under_rules


def route(hotel: Hotel, stay: str, *departments: str, window: int = 2, **fields: Any) -> None:
    hotel.do(do.AddRouting, stay=stay, departments=departments, window=window, **fields)


def company(hotel: Hotel, stay: str) -> str:
    hotel.do(do.OpenWindow, stay=stay, payee="Acme Ltd")
    return stay


def priced(hotel: Hotel, price: int = 15000, nights: int = 5, **fields: Any) -> str:
    return company(hotel, hotel.arrive(nights=nights, prices=(price,) * nights, **fields))


def test_v36_a_limit_a_day_splits_the_night_exactly(hotel: Hotel) -> None:
    under_rules(hotel, TWELVE)
    stay = priced(hotel)
    route(hotel, stay, "rooms", limit=LimitKind.DAY, value=10000)
    hotel.close_day()
    assert shown(hotel, stay, 2) == [("charge", 10000, 1071)]
    assert shown(hotel, stay, 1) == [("charge", 5000, 536)]
    whole, before = balance(hotel, stay), taxes(hotel)
    hotel.do(do.TransferPosting, posting=hotel.lines(stay, 2)[0].posting, to_window=1)
    assert shown(hotel, stay, 1) == [("charge", 5000, 536), ("charge", 10000, 1071)]
    assert (balance(hotel, stay), taxes(hotel)) == (whole, before)
    assert hotel.faults() == ()


def test_the_limit_of_a_day_is_used_up_once_and_fresh_the_next_day(small_hotel: Hotel) -> None:
    stay = priced(small_hotel)
    route(small_hotel, stay, "minibar", limit=LimitKind.DAY, value=1000)
    small_hotel.charge(stay, quantity=1000, price=700)
    small_hotel.charge(stay, quantity=1000, price=700)
    small_hotel.charge(stay, quantity=1000, price=700)
    assert [line.amount for line in small_hotel.lines(stay, 2)] == [700, 300]
    assert [line.amount for line in small_hotel.lines(stay, 1)] == [400, 700]
    small_hotel.close_day()
    small_hotel.charge(stay, quantity=1000, price=700)
    assert [line.amount for line in small_hotel.lines(stay, 2)] == [700, 300, 700]


def test_the_limit_of_a_stay_counts_every_day_and_a_correction_gives_it_back(small_hotel: Hotel) -> None:
    stay = priced(small_hotel)
    route(small_hotel, stay, "minibar", limit=LimitKind.STAY, value=1000)
    first = small_hotel.charge(stay, quantity=1000, price=1000)
    assert [line.amount for line in small_hotel.lines(stay, 2)] == [1000]
    small_hotel.do(do.CorrectPosting, posting=first, reason="C-QTY")
    small_hotel.charge(stay, quantity=1000, price=800)
    nights(small_hotel, 1)
    small_hotel.charge(stay, quantity=1000, price=800)
    assert [line.amount for line in small_hotel.lines(stay, 2) if line.kind == "charge"] == [1000, 800, 200]


def test_a_share_in_percent_is_rounded_once_and_the_rest_stays(small_hotel: Hotel) -> None:
    under_rules(small_hotel, TWELVE)
    stay = priced(small_hotel)
    route(small_hotel, stay, "minibar", limit=LimitKind.PERCENT, value=333_333)
    small_hotel.charge(stay, quantity=1000, price=1001)
    assert shown(small_hotel, stay, 2) == [("charge", 334, 36)]
    assert shown(small_hotel, stay, 1) == [("charge", 667, 71)]
    assert taxes(small_hotel) == {"VAT": 107}


def test_the_first_instruction_by_place_wins(small_hotel: Hotel) -> None:
    stay = priced(small_hotel)
    small_hotel.do(do.OpenWindow, stay=stay, payee="Friend")
    route(small_hotel, stay, "minibar", window=2, place=5)
    route(small_hotel, stay, "minibar", window=3, place=2)
    small_hotel.charge(stay)
    assert [len(window.lines) for window in small_hotel.folio(stay).windows] == [0, 0, 1]
    seen = small_hotel.desk.ask(SeeRouting(stay))
    assert [(row.place, row.window, row.payee) for row in seen] == [(2, 3, "Friend"), (5, 2, "Acme Ltd")]


def test_codes_dates_and_weekdays_narrow_an_instruction(small_hotel: Hotel) -> None:
    stay = priced(small_hotel, nights=9)
    wednesday = DAY.weekday()
    route(small_hotel, stay, window=2, codes=("3000",), weekdays=(wednesday,), last=DAY + timedelta(days=3))
    small_hotel.charge(stay, "3000")
    small_hotel.charge(stay, "3100", price=500)
    nights(small_hotel, 1)
    small_hotel.charge(stay, "3000")  # a Thursday
    nights(small_hotel, 6, DAY + timedelta(days=1))
    small_hotel.charge(stay, "3000")  # a Wednesday after the last day
    assert [line.service_date for line in small_hotel.lines(stay, 2)] == [DAY]


def test_taxes_follow_their_charge_in_its_shares_unless_their_code_is_named(small_hotel: Hotel) -> None:
    under_rules(small_hotel, added("SALES", "10"), CITY)
    stay = priced(small_hotel, 15000)
    route(small_hotel, stay, "rooms", limit=LimitKind.DAY, value=10000)
    small_hotel.do(do.OpenWindow, stay=stay, payee="City hall")
    route(small_hotel, stay, codes=("CITY",), window=3)
    small_hotel.close_day()
    assert shown(small_hotel, stay, 1) == [("charge", 5000, 0), ("tax", 500, 500)]
    assert shown(small_hotel, stay, 2) == [("charge", 10000, 0), ("tax", 1000, 1000)]
    assert shown(small_hotel, stay, 3) == [("tax", 800, 800)]


def test_a_free_nights_fixed_tax_stands_on_window_1(small_hotel: Hotel) -> None:
    under_rules(small_hotel, CITY.replace("exempt", 'complimentary = "due"\nexempt'))
    stay = priced(small_hotel, 0)
    route(small_hotel, stay, "rooms")
    small_hotel.close_day()
    assert shown(small_hotel, stay, 1) == [("tax", 800, 800)]


def test_another_guest_pays_until_the_guest_has_left(small_hotel: Hotel) -> None:
    payer, stay = small_hotel.arrive("305", nights=1), small_hotel.arrive("306")
    route(small_hotel, stay, "rooms", window=1, to_stay=payer)
    small_hotel.close_day()
    assert [line.room for line in small_hotel.lines(payer) if line.kind == "charge"] == ["305", "306"]
    assert small_hotel.lines(stay) == ()
    pay(small_hotel, payer, balance(small_hotel, payer))
    small_hotel.do(do.CheckOut, stay=payer)
    small_hotel.close_day(DAY + timedelta(days=1))
    assert [line.kind for line in small_hotel.lines(stay)] == ["charge", "tax"]


def test_a_settled_target_opens_the_next_window_of_its_payee_once(hotel: Hotel) -> None:
    stay = priced(hotel)
    route(hotel, stay, "rooms", limit=LimitKind.PERCENT, value=500_000)
    hotel.close_day()
    for number in (1, 2):
        pay(hotel, stay, hotel.folio(stay).windows[number - 1].balance, window=number)
        settled(hotel, stay, number)
    hotel.close_day(DAY + timedelta(days=1))
    assert [(window.number, window.payee, window.settled != "") for window in hotel.folio(stay).windows] == [
        (1, "Doe, Jo", True),
        (2, "Acme Ltd", True),
        (3, "Acme Ltd", False),
        (4, "Doe, Jo", False),
    ]
    assert hotel.faults() == ()


def test_rerouting_sends_posted_lines_and_changes_no_revenue(hotel: Hotel) -> None:
    under_rules(hotel, TWELVE, CITY)
    stay = priced(hotel)
    nights(hotel, 2)
    hotel.charge(stay)
    before = (balance(hotel, stay), taxes(hotel), revenue(hotel))
    route(hotel, stay, "rooms", limit=LimitKind.DAY, value=10000)
    route(hotel, stay, "minibar")
    hotel.do(do.Reroute, stay=stay)
    assert (balance(hotel, stay), taxes(hotel), revenue(hotel)) == before
    standing = [line for line in hotel.lines(stay, 2) if line.kind == "charge"]
    assert sorted(line.amount for line in standing) == [1200, 10000, 10000]
    with pytest.raises(Refusal, match="No line on window 1 belongs elsewhere"):
        hotel.do(do.Reroute, stay=stay)
    hotel.close_day(DAY + timedelta(days=2))
    assert sum(line.amount for line in hotel.lines(stay, 2) if line.code == "1000") == 30000
    assert hotel.faults() == ()


def test_what_rerouting_would_do_is_shown_before_it_is_done(hotel: Hotel) -> None:
    """Limits count the lines of the same step; a settled window is passed over for a further one of its payee."""
    under_rules(hotel, TWELVE, CITY)
    stay = priced(hotel)
    hotel.charge(stay, quantity=1000, price=500, window=2)
    pay(hotel, stay, 500, window=2)
    settled(hotel, stay, 2)
    nights(hotel, 2)
    hotel.charge(stay)
    route(hotel, stay, "rooms", limit=LimitKind.STAY, value=20000)
    route(hotel, stay, "minibar")
    seen = hotel.desk.ask(PreviewReroute(stay))
    assert (len(seen.texts), seen.refused) == (3, "")
    hotel.do(do.Reroute, stay=stay)
    balances = {view.number: view.balance for view in hotel.folio(stay).windows}
    assert {each.window: each.after for each in seen.effect.windows} == {1: balances[1], 3: balances[3]}
    assert sum(line.amount for line in hotel.lines(stay, 3) if line.code == "1000") == 20000
    assert hotel.desk.ask(PreviewReroute(stay)).refused.startswith("No line on window 1 belongs elsewhere.")
    assert hotel.faults() == ()


def test_a_share_is_rerouted_once(small_hotel: Hotel) -> None:
    stay = priced(small_hotel)
    small_hotel.charge(stay, quantity=1000, price=1000)
    route(small_hotel, stay, "minibar", limit=LimitKind.PERCENT, value=600_000)
    small_hotel.do(do.Reroute, stay=stay)
    with pytest.raises(Refusal):
        small_hotel.do(do.Reroute, stay=stay)
    assert _charged(small_hotel.lines(stay, 2)) == [600]


def _charged(lines: tuple[FolioLine, ...]) -> list[int]:
    return [line.amount for line in lines if line.kind == "charge"]


def test_what_the_company_pays_from_the_reservation_on_still_goes_there(hotel: Hotel) -> None:
    stay = hotel.arrive(company="Acme Ltd", company_pays=("rooms",))
    hotel.charge(stay)
    hotel.close_day()
    assert [line.code for line in hotel.lines(stay, 2)] == ["1000", "CITY"]
    assert [line.code for line in hotel.lines(stay, 1)] == ["3000"]
    hotel.do(do.RemoveRouting, routing=hotel.desk.ask(SeeRouting(stay))[0].routing)
    hotel.close_day(DAY + timedelta(days=1))
    assert [line.code for line in hotel.lines(stay, 1)] == ["3000", "1000", "CITY"]


def test_a_window_asked_for_is_the_window(small_hotel: Hotel) -> None:
    stay = priced(small_hotel)
    small_hotel.do(do.OpenWindow, stay=stay, payee="Friend")
    route(small_hotel, stay, "minibar", window=2)
    small_hotel.charge(stay, window=3)
    assert [len(window.lines) for window in small_hotel.folio(stay).windows] == [0, 0, 1]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "names nothing"),
        ({"departments": ("casino",)}, "no department or code casino"),
        ({"codes": ("3000",), "first": DAY, "last": DAY - timedelta(days=1)}, "last day is before"),
        ({"codes": ("3000",), "weekdays": (7,)}, "weekday"),
        ({"codes": ("3000",), "value": 5}, "for what"),
        ({"codes": ("3000",), "limit": LimitKind.DAY}, "more than nothing"),
        ({"codes": ("3000",), "limit": LimitKind.PERCENT, "value": 1_000_001}, "at most 100 %"),
        ({"codes": ("3000",), "window": 7}, "no window 7"),
    ],
)
def test_an_instruction_that_cannot_be_is_refused(small_hotel: Hotel, fields: dict[str, Any], said: str) -> None:
    stay = priced(small_hotel)
    with pytest.raises(Refusal, match=said):
        small_hotel.do(do.AddRouting, **{"stay": stay, "window": 2, **fields})
    assert small_hotel.desk.ask(SeeRouting(stay)) == ()


def test_a_place_is_taken_once(small_hotel: Hotel) -> None:
    stay = priced(small_hotel)
    route(small_hotel, stay, "minibar", place=1)
    with pytest.raises(Refusal, match="Place 1 is taken"):
        route(small_hotel, stay, "rooms", place=1)


def test_w2_an_instruction_said_anew_keeps_its_place_and_what_it_took(hotel: Hotel) -> None:
    stay = hotel.arrive()
    hotel.do(do.OpenWindow, stay=stay, payee="Nomos AG")
    hotel.do(do.AddRouting, stay=stay, departments=("minibar",), window=2, limit=LimitKind.STAY, value=2000)
    first = hotel.desk.ask(SeeRouting(stay))[0]
    hotel.charge(stay)
    hotel.do(
        do.ChangeRouting, routing=first.routing, departments=("minibar",), window=2, limit=LimitKind.STAY, value=1500
    )
    hotel.charge(stay)
    found = hotel.desk.ask(SeeRouting(stay))[0]
    assert (found.routing, found.place, found.value) == (first.routing, first.place, 1500)
    assert hotel.folio(stay).windows[1].balance == 1500
    with pytest.raises(Refusal, match="no window 5"):
        hotel.do(do.ChangeRouting, routing=first.routing, departments=("minibar",), window=5)
    with pytest.raises(Refusal, match="no such instruction"):
        hotel.do(do.ChangeRouting, routing=stay, departments=("minibar",), window=2)
    with pytest.raises(Refusal, match="names nothing"):
        hotel.do(do.ChangeRouting, routing=first.routing, window=2)
    assert hotel.desk.ask(SeeRouting(stay))[0] == found
