"""When a stay has another length, taxes inside and on top of nights already posted are settled (T8, S13, S14)."""

from datetime import timedelta

import pytest

from frontdesk import commands as do
from frontdesk.errors import Refusal
from frontdesk.queries.departure import DeparturePreview, PreviewDeparture
from tests.domain.jurisdictions import added, included
from tests.hotel import DAY, Hotel
from tests.ledgers import CITY, balance, nights, pay, settled, shown, taxes, under_rules

BOOKED = 'los = { from_night = 4, effect = "retroactive", base_share = "0.25", decide_on = "booked"%s }'
"""From the fourth night booked a quarter of the price bears the tax, from the first night on."""


def shorten(hotel: Hotel, stay: str, length: int) -> None:
    hotel.do(do.ChangeDeparture, stay=stay, departure=DAY + timedelta(days=length))


def extend(hotel: Hotel, stay: str, length: int, *prices: int) -> None:
    hotel.do(do.ChangeDeparture, stay=stay, departure=DAY + timedelta(days=length), prices=prices)


def test_t8_a_shorter_stay_charges_included_taxes_anew(hotel: Hotel) -> None:
    under_rules(hotel, included("VAT", "20", more=BOOKED % ""))
    stay = hotel.arrive(nights=5, prices=(12000,) * 5)
    nights(hotel, 2)
    assert shown(hotel, stay) == [("charge", 10500, 500)] * 2
    seen: DeparturePreview = hotel.desk.ask(PreviewDeparture(stay, DAY + timedelta(days=3)))
    shorten(hotel, stay, 3)
    assert (balance(hotel, stay), taxes(hotel)) == (24000, {"VAT": 4000})
    assert (seen.balance, seen.balance_after) == (21000, 24000)
    assert [(tax.before, tax.after) for tax in seen.effect.taxes] == [(1000, 4000)]
    assert [(change.night - DAY, change.price) for change in seen.nights] == [
        (timedelta(days=3), -10500),
        (timedelta(days=4), -10500),
    ]
    lines = hotel.lines(stay)
    assert sorted((line.kind, line.amount) for line in lines) == sorted(
        [("charge", 10500), ("allowance", -10500), ("charge", 12000)] * 2
    )
    assert {line.reason for line in lines if line.kind == "allowance"} == {"C-TAX"}
    assert hotel.faults() == ()


def test_t8_back_and_forth_ends_where_it_began(hotel: Hotel) -> None:
    under_rules(hotel, included("VAT", "20", more=BOOKED % ""), CITY)
    stay = hotel.arrive(nights=5, prices=(12000,) * 5)
    nights(hotel, 2)
    before = (balance(hotel, stay), taxes(hotel))
    shorten(hotel, stay, 3)
    extend(hotel, stay, 5, 12000, 12000)
    assert (balance(hotel, stay), taxes(hotel)) == before
    shorten(hotel, stay, 3)
    hotel.do(do.ChangeParty, stay=stay, adults=1)
    hotel.do(do.ChangeParty, stay=stay, adults=2)
    assert taxes(hotel) == {"VAT": 4000, "CITY": 1600}
    nights(hotel, 1, DAY + timedelta(days=2))
    assert taxes(hotel) == {"VAT": 6000, "CITY": 2400}
    assert hotel.faults() == ()


def test_t8_a_price_that_keeps_its_gross_is_split_anew(hotel: Hotel) -> None:
    under_rules(hotel, included("VAT", "20", more=BOOKED % ', keep = "gross"'))
    stay = hotel.arrive(nights=4, prices=(12000,) * 4)
    nights(hotel, 1)
    assert taxes(hotel) == {"VAT": 571}
    shorten(hotel, stay, 2)
    assert (balance(hotel, stay), taxes(hotel)) == (12000, {"VAT": 2000})
    assert hotel.faults() == ()


def test_t8_a_percentage_on_top_follows_the_price_charged_anew(hotel: Hotel) -> None:
    under_rules(hotel, included("VAT", "20", more=BOOKED % ""), added("LEVY", "10"))
    stay = hotel.arrive(nights=4, prices=(12000,) * 4)
    nights(hotel, 1)
    assert (balance(hotel, stay), taxes(hotel)) == (10500 + 1050, {"VAT": 500, "LEVY": 1050})
    shorten(hotel, stay, 2)
    assert (balance(hotel, stay), taxes(hotel)) == (12000 + 1200, {"VAT": 2000, "LEVY": 1200})
    charged = next(line for line in hotel.lines(stay) if line.kind == "charge" and not line.state)
    hotel.do(do.CorrectPosting, posting=charged.posting, reason="C-RATE")
    assert (balance(hotel, stay), taxes(hotel)) == (0, {})


def test_t8_a_settled_window_gets_a_credit_note_and_the_new_charge_a_window(hotel: Hotel) -> None:
    under_rules(hotel, included("VAT", "20", more=BOOKED % ""))
    stay = hotel.arrive(nights=5, prices=(12000,) * 5)
    nights(hotel, 1)
    pay(hotel, stay, balance(hotel, stay))
    settled(hotel, stay)
    shorten(hotel, stay, 3)
    assert [window.kind for window in hotel.folio(stay).windows] == ["guest", "guest", "credit_note"]
    assert [window.balance for window in hotel.folio(stay).windows] == [0, 12000, -10500]
    assert taxes(hotel) == {"VAT": 2000}
    assert hotel.faults() == ()


def test_t8_a_night_in_parts_is_charged_anew_in_the_same_parts(hotel: Hotel) -> None:
    under_rules(hotel, included("VAT", "20", more=BOOKED % ""))
    stay = hotel.arrive(nights=5, prices=(12000,) * 5)
    nights(hotel, 1)
    hotel.do(do.SplitPosting, posting=hotel.lines(stay)[0].posting, weights=(2, 1))
    hotel.do(do.OpenWindow, stay=stay, payee="Nomos AG")
    part = next(line for line in hotel.lines(stay) if line.kind == "charge" and line.amount == 3500)
    hotel.do(do.TransferPosting, posting=part.posting, to_window=2)
    shorten(hotel, stay, 3)
    assert [window.balance for window in hotel.folio(stay).windows] == [8000, 4000]
    assert taxes(hotel) == {"VAT": 2000}


def test_t8_leaving_early_settles_or_says_what_it_changes(hotel: Hotel) -> None:
    under_rules(hotel, included("VAT", "20", more=BOOKED % ""))
    stay = hotel.arrive(nights=5, prices=(12000,) * 5)
    nights(hotel, 2)
    pay(hotel, stay, balance(hotel, stay))
    with pytest.raises(Refusal, match=r"changes the taxes of the nights so far by 30\.00"):
        hotel.do(do.CheckOut, stay=stay)
    assert balance(hotel, stay) == 0
    shorten(hotel, stay, 2)
    pay(hotel, stay, 3000)
    hotel.do(do.CheckOut, stay=stay)
    assert taxes(hotel) == {"VAT": 4000}
    assert hotel.faults() == ()


def test_t8_leaving_early_posts_what_comes_to_nothing(hotel: Hotel) -> None:
    under_rules(hotel, included("VAT", "20", more=BOOKED % ', keep = "gross"'))
    stay = hotel.arrive(nights=5, prices=(12000,) * 5)
    nights(hotel, 2)
    pay(hotel, stay, balance(hotel, stay))
    hotel.do(do.CheckOut, stay=stay)
    assert (balance(hotel, stay), taxes(hotel)) == (0, {"VAT": 4000})


def test_s14_a_stay_that_became_long_owes_no_tax_when_it_changes_later(hotel: Hotel) -> None:
    under_rules(hotel, added("OCC", "5.875", more='los = { from_night = 3, effect = "retroactive" }'))
    stay = hotel.arrive(nights=6, prices=(14000,) * 6)
    nights(hotel, 4)
    assert taxes(hotel) == {}
    hotel.do(do.ChangeParty, stay=stay, adults=1)
    shorten(hotel, stay, 4)
    assert taxes(hotel) == {}


def test_s14_included_taxes_of_a_stay_that_becomes_long_are_charged_anew(hotel: Hotel) -> None:
    long = 'los = { from_night = 3, effect = "retroactive", keep = "net" }'
    under_rules(hotel, included("VAT", "20", more=long))
    stay = hotel.arrive(nights=4, prices=(12000,) * 4)
    nights(hotel, 2)
    assert (balance(hotel, stay), taxes(hotel)) == (24000, {"VAT": 4000})
    nights(hotel, 1, DAY + timedelta(days=2))
    assert (balance(hotel, stay), taxes(hotel)) == (30000, {})
    nights(hotel, 1, DAY + timedelta(days=3))
    assert (balance(hotel, stay), taxes(hotel)) == (40000, {})
    assert hotel.faults() == ()


def test_another_length_before_it_is_agreed(hotel: Hotel) -> None:
    under_rules(hotel, included("VAT", "20"), CITY)
    stay = hotel.arrive(nights=2, prices=(12000,) * 2)
    hotel.reserve("305", 1, name="Roe, Ri", arrival=DAY + timedelta(days=3), departure=DAY + timedelta(days=4))
    longer = hotel.desk.ask(PreviewDeparture(stay, DAY + timedelta(days=3)))
    assert [(each.price, each.on_top) for each in longer.nights] == [(12000, 800)]
    assert (longer.to_come, longer.balance, longer.balance_after, longer.refused) == (12800, 0, 0, "")
    assert "taken by Roe, Ri" in hotel.desk.ask(PreviewDeparture(stay, DAY + timedelta(days=4))).refused
    assert "before the arrival" in hotel.desk.ask(PreviewDeparture(stay, DAY - timedelta(days=1))).refused
