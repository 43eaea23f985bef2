"""A tax that several windows pay is settled on those windows, each its share (T8, T9)."""

from datetime import timedelta
from typing import Any

import pytest

from frontdesk import commands as do
from frontdesk.domain.routing import LimitKind
from frontdesk.store import tables
from tests.domain.jurisdictions import added, included
from tests.hotel import DAY, Hotel
from tests.ledgers import CITY, balance, nights, settled, taxes, under_rules

LONG = 'los = { from_night = 2, effect = "retroactive" }'
"""From the second night spent the stay owes nothing, from the first night on."""

SHORT = 'los = { from_night = 4, effect = "retroactive", base_share = "0.25", decide_on = "booked" }'


def on_windows(hotel: Hotel, stay: str, code: str) -> list[int]:
    """What each window bears of a tax."""
    return [
        sum(tax.amount for line in view.lines for tax in line.taxes if tax.code == code)
        for view in hotel.folio(stay).windows
    ]


def shared(hotel: Hotel, count: int = 3, **given: Any) -> str:
    """A stay of which a company pays 60 % of the room."""
    stay = hotel.arrive(nights=count, prices=(10000,) * count)
    hotel.do(do.OpenWindow, stay=stay, payee="Nomos AG")
    share = {"limit": LimitKind.PERCENT, "value": 600_000, "departments": ("rooms",), "window": 2, **given}
    hotel.do(do.AddRouting, stay=stay, **share)
    return stay


def test_t9_more_of_a_tax_goes_where_it_stands(hotel: Hotel) -> None:
    under_rules(hotel, included("VAT", "12"), CITY)
    stay = shared(hotel)
    nights(hotel, 1)
    assert on_windows(hotel, stay, "CITY") == [320, 480]
    hotel.do(do.ChangeParty, stay=stay, adults=3)
    assert on_windows(hotel, stay, "CITY") == [480, 720]
    parents = {row.id: row.window_id for row in hotel.rows(tables.posting)}
    assert all(parents[row.parent] == row.window_id for row in hotel.rows(tables.posting) if row.parent)
    hotel.do(do.ChangeParty, stay=stay, adults=2)
    assert on_windows(hotel, stay, "CITY") == [320, 480]
    hotel.do(do.ExemptGuest, stay=stay, guest="Doe, Jo", reason="resident", evidence="card 7")
    assert on_windows(hotel, stay, "CITY") == [160, 240]
    assert hotel.faults() == ()


def test_t8_what_is_charged_anew_stays_with_those_who_paid_it(hotel: Hotel) -> None:
    under_rules(hotel, included("VAT", "20", more=SHORT), added("SALES", "10"), CITY)
    stay = shared(hotel, 5)
    nights(hotel, 1)
    before = [on_windows(hotel, stay, code) for code in ("VAT", "SALES", "CITY")]
    hotel.do(do.ChangeDeparture, stay=stay, departure=DAY + timedelta(days=3))
    assert [on_windows(hotel, stay, code) for code in ("VAT", "SALES", "CITY")] == [[667, 1000], [400, 600], [320, 480]]
    rows = {row.id: row for row in hotel.rows(tables.posting)}
    undone = {row.reverses or row.reduces for row in rows.values()}
    sales = [row for row in rows.values() if row.code == "SALES" and row.kind == "tax" and row.id not in undone]
    assert len(sales) == 2
    assert not {row.parent for row in sales} & undone, "each belongs to a charge that stands"
    hotel.do(do.ChangeDeparture, stay=stay, departure=DAY + timedelta(days=5), prices=(10000,) * 2)
    assert [on_windows(hotel, stay, code) for code in ("VAT", "SALES", "CITY")] == before
    assert hotel.faults() == ()


def test_t9_a_tax_that_is_routed_itself_is_settled_there(hotel: Hotel) -> None:
    under_rules(hotel, included("VAT", "12"), CITY)
    stay = hotel.arrive(nights=3, prices=(10000,) * 3)
    hotel.do(do.OpenWindow, stay=stay, payee="Nomos AG")
    hotel.do(do.AddRouting, stay=stay, codes=("CITY",), window=2)
    nights(hotel, 1)
    hotel.do(do.ChangeParty, stay=stay, adults=3)
    assert on_windows(hotel, stay, "CITY") == [0, 1200]


def test_t9_a_tax_that_was_not_due_before_goes_with_its_charge(hotel: Hotel) -> None:
    long = 'los = { from_night = 4, effect = "retroactive", decide_on = "booked" }'
    under_rules(hotel, included("VAT", "12"), added("SALES", "10", more=long))
    stay = shared(hotel, 5)
    nights(hotel, 1)
    assert taxes(hotel).keys() == {"VAT"}
    hotel.do(do.ChangeDeparture, stay=stay, departure=DAY + timedelta(days=3))
    assert on_windows(hotel, stay, "SALES") == [400, 600]


def test_t9_a_tax_that_was_not_due_before_goes_where_it_is_routed_itself(hotel: Hotel) -> None:
    long = 'los = { from_night = 4, effect = "retroactive", decide_on = "booked" }'
    under_rules(hotel, included("VAT", "12"), added("SALES", "10", more=long))
    stay = hotel.arrive(nights=5, prices=(10000,) * 5)
    hotel.do(do.OpenWindow, stay=stay, payee="Nomos AG")
    hotel.do(do.AddRouting, stay=stay, codes=("SALES",), window=2)
    nights(hotel, 1)
    hotel.do(do.ChangeDeparture, stay=stay, departure=DAY + timedelta(days=3))
    assert on_windows(hotel, stay, "SALES") == [0, 1000]


def test_n1_the_share_of_a_settled_window_goes_to_the_next_of_its_payee(hotel: Hotel) -> None:
    under_rules(hotel, included("VAT", "12"), CITY)
    stay = shared(hotel)
    nights(hotel, 1)
    hotel.pay(stay, 6480, "bank", window=2)
    settled(hotel, stay, 2)
    hotel.do(do.ChangeParty, stay=stay, adults=3)
    assert on_windows(hotel, stay, "CITY") == [480, 480, 240]
    assert [view.payee for view in hotel.folio(stay).windows][1:] == ["Nomos AG"] * 2
    hotel.do(do.ChangeParty, stay=stay, adults=2)
    assert sum(on_windows(hotel, stay, "CITY")) == 800
    assert balance(hotel, stay) == 4000 + 320


def test_t8_a_tax_by_head_is_found_after_two_changes_on_one_day(hotel: Hotel) -> None:
    under_rules(hotel, included("VAT", "20", more=SHORT), CITY)
    stay = hotel.arrive(nights=5, prices=(10000,) * 5)
    nights(hotel, 1)
    leaves = [DAY + timedelta(days=days) for days in (5, 3)]
    hotel.do(do.ChangeDeparture, stay=stay, departure=leaves[1])
    hotel.do(do.ChangeParty, stay=stay, adults=3)
    hotel.do(do.ChangeDeparture, stay=stay, departure=leaves[0], prices=(10000,) * 2)
    hotel.do(do.ChangeParty, stay=stay, adults=2)
    assert taxes(hotel)["CITY"] == 800


def test_t8_a_half_that_was_corrected_is_not_charged_again(hotel: Hotel) -> None:
    """A night split in two, one half taken back as wrong: other guests change nothing of the price."""
    under_rules(hotel, included("VAT", "12"), added("SALES", "10"), CITY)
    stay = hotel.arrive(nights=3, prices=(10000,) * 3)
    nights(hotel, 1)
    hotel.do(do.SplitPosting, posting=hotel.lines(stay)[0].posting, weights=(1, 1))
    half = next(line for line in reversed(hotel.lines(stay)) if line.kind == "charge")
    hotel.do(do.CorrectPosting, hotel.maria, posting=half.posting, reason="C-RATE")
    hotel.do(do.ChangeParty, stay=stay, adults=1)
    assert taxes(hotel) == {"VAT": 536, "SALES": 500, "CITY": 400}


def test_t8_a_night_of_which_half_was_corrected_owes_its_tax_by_head_whole(hotel: Hotel) -> None:
    """C1 mirrors the half with its share of the tax; heads and nights decide again as soon as the stay changes (C4)."""
    under_rules(hotel, included("VAT", "12"), CITY)
    stay = hotel.arrive(nights=3, prices=(10000,) * 3)
    nights(hotel, 1)
    hotel.do(do.SplitPosting, posting=hotel.lines(stay)[0].posting, weights=(1, 1))
    halves = [line.posting for line in hotel.lines(stay) if line.kind == "charge" and line.left]
    hotel.do(do.CorrectPosting, hotel.maria, posting=halves[1], reason="C-RATE")
    assert taxes(hotel) == {"VAT": 536, "CITY": 400}
    for days in (4, 3, 4):
        more = {"prices": (10000,)} if days == 4 else {}
        hotel.do(do.ChangeDeparture, stay=stay, departure=DAY + timedelta(days=days), **more)
        assert taxes(hotel) == {"VAT": 536, "CITY": 800}
    hotel.do(do.CorrectPosting, hotel.maria, posting=halves[0], reason="C-RATE")
    assert (taxes(hotel), balance(hotel, stay)) == ({}, 0)
    hotel.do(do.ChangeDeparture, stay=stay, departure=DAY + timedelta(days=3))
    assert (taxes(hotel), balance(hotel, stay)) == ({}, 0)
    assert hotel.faults() == ()


@pytest.mark.parametrize("work", ["transfer", "split"])
def test_w1_a_line_moves_with_what_is_left_of_its_taxes(hotel: Hotel, work: str) -> None:
    """Taxes settled since they were posted: nobody is given back twice what was taken back before."""
    under_rules(hotel, included("VAT", "12"), added("OCC", "10", more=LONG), CITY)
    stay = hotel.arrive(nights=5, prices=(10000,) * 5)
    hotel.do(do.OpenWindow, stay=stay, payee="Nomos AG")
    nights(hotel, 1)
    hotel.do(do.ExemptGuest, stay=stay, guest="Doe, Jo", reason="resident", evidence="card 7")
    nights(hotel, 1, DAY + timedelta(days=1))
    before = (taxes(hotel), balance(hotel, stay))
    assert before[0] == {"VAT": 2142, "CITY": 800}
    room = hotel.lines(stay)[0].posting
    if work == "transfer":
        hotel.do(do.TransferPosting, posting=room, to_window=2)
        assert (on_windows(hotel, stay, "CITY"), on_windows(hotel, stay, "OCC")) == ([400, 400], [0, 0])
    else:
        hotel.do(do.SplitPosting, posting=room, weights=(1, 3))
    assert (taxes(hotel), balance(hotel, stay)) == before
    hotel.do(do.ChangeParty, stay=stay, adults=3)
    hotel.do(do.ChangeParty, stay=stay, adults=2)
    assert (taxes(hotel), balance(hotel, stay)) == before
    assert hotel.faults() == ()


def test_c1_a_correction_takes_back_what_is_left_of_a_tax(hotel: Hotel) -> None:
    under_rules(hotel, included("VAT", "20", more=SHORT), CITY)
    stay = hotel.arrive(nights=5, prices=(10000,) * 5)
    nights(hotel, 1)
    hotel.do(do.SplitPosting, posting=hotel.lines(stay)[0].posting, weights=(1, 3))
    hotel.do(do.ChangeParty, stay=stay, adults=1)
    assert taxes(hotel)["CITY"] == 400
    for line in [line for line in hotel.lines(stay) if line.kind == "charge" and line.left]:
        hotel.do(do.CorrectPosting, hotel.maria, posting=line.posting, reason="C-RATE")
    assert (taxes(hotel), balance(hotel, stay)) == ({}, 0)
