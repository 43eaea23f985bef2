"""Putting a line right: correction, allowance, transfer and split, each to the minor unit."""

from datetime import date

import pytest

from frontdesk import commands as do
from frontdesk.errors import Refusal
from frontdesk.queries.credit import PreviewCredit
from frontdesk.store import tables
from tests.hotel import DAY, KOSTAS_PIN, Hotel
from tests.services.conftest import HouseIn


def correct(hotel: Hotel, posting: str, reason: str = "C-QTY", **fields: str) -> None:
    hotel.do(do.CorrectPosting, posting=posting, reason=reason, **fields)


def allow(hotel: Hotel, posting: str, amount: int = 0, reason: str = "C-QTY", **fields: str) -> None:
    hotel.do(do.PostAllowance, posting=posting, amount=amount, reason=reason, **fields)


def allow_with_kostas(hotel: Hotel, posting: str, amount: int = 0) -> None:
    allow(hotel, posting, amount, approver=hotel.kostas, pin=KOSTAS_PIN)


def tax_sums(hotel: Hotel) -> dict[str, int]:
    sums: dict[str, int] = {}
    for part in hotel.rows(tables.tax_part):
        sums[part.code] = sums.get(part.code, 0) + part.amount
    return sums


def left_of(hotel: Hotel, stay: str, posting: str) -> int:
    """What a gift could still take of a line."""
    lines = hotel.desk.ask(PreviewCredit(stay, hotel.ana)).lines
    return next((line.left for line in lines if line.posting == posting), 0)


def test_v27_a_correction_mirrors_the_line_to_the_cent(house_in: HouseIn) -> None:
    day = date(2025, 3, 10)
    hotel = house_in("DE", day)
    stay = hotel.arrive(arrival=day, departure=day.replace(day=11), prices=(12900,), nights=1)
    line = hotel.charge(stay, "1010", price=12900, quantity=1000)
    correct(hotel, line)
    wrong, undo = hotel.lines(stay)
    assert (wrong.net, wrong.taxes[0].amount) == (12056, 844)
    assert (undo.amount, undo.net, undo.taxes[0].amount) == (-12900, -12056, -844)
    with pytest.raises(Refusal, match="taken back"):
        correct(hotel, line)


def test_c1_a_correction_takes_the_tax_on_top_with_it(hotel: Hotel) -> None:
    stay = hotel.arrive()
    late = hotel.charge(stay, "1100", price=6000, quantity=1000)
    correct(hotel, late)
    assert sorted(line.amount for line in hotel.lines(stay)) == [-6000, -400, 400, 6000]
    assert hotel.folio(stay).balance == 0
    assert set(tax_sums(hotel).values()) == {0}
    assert hotel.faults() == ()


def test_c1_a_correction_a_transfer_and_a_tax_are_not_corrected_themselves(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive()
    late = small_hotel.charge(stay, "1100", price=6000, quantity=1000)
    for line in small_hotel.lines(stay):
        if line.kind == "tax":
            with pytest.raises(Refusal, match="not corrected on its own"):
                correct(small_hotel, line.posting)
    correct(small_hotel, late)
    undo = next(line for line in small_hotel.lines(stay) if line.under == late)
    with pytest.raises(Refusal, match="not corrected on its own"):
        correct(small_hotel, undo.posting)


def test_a_wrong_payment_of_today_is_corrected(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive()
    correct(small_hotel, small_hotel.pay(stay, 5000))
    assert [line.amount for line in small_hotel.lines(stay)] == [-5000, 5000]


def test_a_line_of_yesterday_is_allowed_not_corrected(hotel: Hotel) -> None:
    stay = hotel.arrive()
    line = hotel.charge(stay)
    hotel.close_day()
    with pytest.raises(Refusal, match="earlier business date"):
        correct(hotel, line)
    allow(hotel, line)
    given = next(found for found in hotel.lines(stay) if found.under == line)
    assert (given.kind, given.amount, given.taxes[0].amount) == ("allowance", -1200, -232)
    assert given.business_date == DAY.replace(day=20)
    assert hotel.faults() == ()


def test_a_line_of_today_is_corrected_not_allowed(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive()
    line = small_hotel.charge(stay)
    with pytest.raises(Refusal, match="is from today"):
        allow(small_hotel, line)


@pytest.mark.parametrize("reason", ["G-NOIB", "X", "", "C-", "C-TOOLONG", "C-XXXX"])
def test_gc2_an_error_needs_an_error_reason(small_hotel: Hotel, reason: str) -> None:
    stay = small_hotel.arrive()
    with pytest.raises(Refusal, match="reason does not fit"):
        correct(small_hotel, small_hotel.charge(stay), reason)


def test_c3_allowances_that_end_at_zero_cancel_every_part(house_in: HouseIn) -> None:
    day = date(2025, 3, 10)
    hotel = house_in("DE", day)
    stay = hotel.arrive(arrival=day, departure=day.replace(day=13), prices=(12900,) * 3, nights=3)
    hotel.close_day(day)
    (room,) = hotel.lines(stay)
    for _ in range(3):
        allow(hotel, room.posting, 4300)
    assert [line.taxes[0].amount for line in hotel.lines(stay)[1:]] == [-281, -282, -281]
    assert tax_sums(hotel) == {"VAT_LODGING": 0}
    with pytest.raises(Refusal, match=r"more than (is left|nothing)"):
        allow(hotel, room.posting, 1)


def test_c4_an_allowance_of_the_room_leaves_the_city_tax(hotel: Hotel) -> None:
    stay = hotel.arrive()
    hotel.close_day()
    room = hotel.lines(stay)[0]
    allow_with_kostas(hotel, room.posting)
    assert hotel.folio(stay).balance == 400
    assert hotel.faults() == ()


def test_c5_an_allowance_takes_the_taxes_on_top_with_it(house_in: HouseIn) -> None:
    hotel = house_in("CA-QC", DAY, currency="CAD")
    stay = hotel.arrive()
    hotel.close_day()
    room = hotel.lines(stay)[0]
    before = hotel.folio(stay).balance
    allow(hotel, room.posting, 5000)
    assert hotel.folio(stay).balance == before - 5000
    allow_with_kostas(hotel, room.posting)
    assert hotel.folio(stay).balance == 0
    assert set(tax_sums(hotel).values()) == {0}
    assert hotel.faults() == ()


def test_a_wrong_allowance_of_today_is_corrected_and_the_line_is_whole_again(house_in: HouseIn) -> None:
    hotel = house_in("CA-QC", DAY, currency="CAD")
    stay = hotel.arrive()
    hotel.close_day()
    room = hotel.lines(stay)[0]
    whole = left_of(hotel, stay, room.posting)
    balance, taxes = hotel.folio(stay).balance, tax_sums(hotel)
    allow(hotel, room.posting, 5000)
    given = next(line for line in hotel.lines(stay) if line.kind == "allowance")
    correct(hotel, given.posting)
    assert (hotel.folio(stay).balance, tax_sums(hotel)) == (balance, taxes)
    assert left_of(hotel, stay, room.posting) == whole
    assert next(line.left for line in hotel.lines(stay) if line.posting == room.posting) == room.amount
    allow_with_kostas(hotel, room.posting)
    assert hotel.folio(stay).balance == 0
    assert hotel.faults() == ()


def test_a_part_of_an_allowance_is_not_corrected_on_its_own(house_in: HouseIn) -> None:
    hotel = house_in("CA-QC", DAY, currency="CAD")
    stay = hotel.arrive()
    hotel.close_day()
    allow(hotel, hotel.lines(stay)[0].posting, 5000)
    tax = [line for line in hotel.lines(stay) if line.kind == "allowance"][-1]
    with pytest.raises(Refusal, match="not corrected on its own"):
        correct(hotel, tax.posting)


def test_a_gift_is_not_undone_as_a_mistake(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive()
    small_hotel.give(stay, small_hotel.charge(stay), percent=100_000)
    gift = next(line for line in small_hotel.lines(stay) if line.kind == "goodwill")
    with pytest.raises(Refusal, match="A gift is never"):
        correct(small_hotel, gift.posting)


def test_c6_no_allowance_of_more_than_is_left(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive()
    line = small_hotel.charge(stay)
    small_hotel.close_day()
    for amount in (1201, -1):
        with pytest.raises(Refusal, match=r"more than"):
            allow(small_hotel, line, amount)


def test_an_associate_allows_up_to_a_limit_then_a_manager_does(hotel: Hotel) -> None:
    """A third of the typical night of 189.00 with evidence, a fifteenth without (goodwill-credits 4.3)."""
    stay = hotel.arrive()
    line = hotel.charge(stay, "3900", price=20000, quantity=1000)
    hotel.close_day()
    allow(hotel, line, 6300)
    allow(hotel, line, 1260, reason="C-NOBK")
    for amount, reason in ((6301, "C-QTY"), (1261, "C-NOBK")):
        with pytest.raises(Refusal, match="above your limit for allowances"):
            allow(hotel, line, amount, reason)
    with pytest.raises(Refusal, match="Nobody approves their own"):
        allow(hotel, line, 6301, approver=hotel.ana, pin="135790")
    allow_with_kostas(hotel, line, 6301)
    assert hotel.desk.ask(PreviewCredit(stay, hotel.ana)).lines[0].left == 20000 - 6300 - 1260 - 6301


def test_a_supervisor_approves_only_within_the_own_limit(small_hotel: Hotel) -> None:
    hotel = small_hotel
    sofia = hotel.enrol("Sofia", "supervisor", "975310")
    stay = hotel.arrive()
    line = hotel.charge(stay, "3900", price=90000, quantity=1000)
    hotel.close_day()
    with pytest.raises(Refusal, match=r"Sofia may allow up to 315\.00"):
        allow(hotel, line, 31501, approver=sofia, pin="975310")
    allow(hotel, line, 31500, approver=sofia, pin="975310")


def test_without_evidence_a_correction_has_the_limit_of_an_allowance(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive()
    line = small_hotel.charge(stay, price=1261, quantity=1000)
    with pytest.raises(Refusal, match="above your limit"):
        correct(small_hotel, line, "C-NOBK")
    correct(small_hotel, line, "C-NOBK", approver=small_hotel.kostas, pin=KOSTAS_PIN)
    correct(small_hotel, small_hotel.charge(stay, price=1260, quantity=1000), "C-NOBK")
    correct(small_hotel, small_hotel.charge(stay, price=99900, quantity=1000), "C-DUPL")


def test_w1_a_transfer_is_a_pair_of_zero_and_moves_its_tax(hotel: Hotel) -> None:
    here, there = hotel.arrive("305"), hotel.arrive("306", name="Other, Olga")
    late = hotel.charge(here, "1100", price=6000, quantity=1000)
    taxes = tax_sums(hotel)
    hotel.do(do.TransferPosting, posting=late, to_stay=there, to_window=1, reason="She ordered it")
    assert (hotel.folio(here).balance, hotel.folio(there).balance) == (0, 6400)
    assert tax_sums(hotel) == taxes
    pairs = [row for row in hotel.rows(tables.posting) if row.pair]
    assert (len(pairs), sum(row.amount for row in pairs), len({row.pair for row in pairs})) == (4, 0, 1)
    assert [line.kind for line in hotel.lines(there)] == ["charge", "tax"]
    assert hotel.faults() == ()


def test_a_transferred_line_is_corrected_where_it_is_now(small_hotel: Hotel) -> None:
    here, there = small_hotel.arrive("305"), small_hotel.arrive("306")
    late = small_hotel.charge(here, "1100", price=6000, quantity=1000)
    small_hotel.do(do.TransferPosting, posting=late, to_stay=there, to_window=1)
    with pytest.raises(Refusal, match="taken back"):
        correct(small_hotel, late)
    correct(small_hotel, small_hotel.lines(there)[0].posting)
    assert small_hotel.folio(there).balance == 0


def test_only_whole_charges_and_payments_are_transferred(small_hotel: Hotel) -> None:
    hotel = small_hotel
    here, there = hotel.arrive("305"), hotel.arrive("306")
    line = hotel.charge(here)
    with pytest.raises(Refusal, match="on that window already"):
        hotel.do(do.TransferPosting, posting=line, to_window=1)
    hotel.do(do.TransferPosting, posting=line, to_stay=there, to_window=1)
    out = next(found for found in hotel.lines(here) if found.kind == "transfer")
    with pytest.raises(Refusal, match="Only a charge or a payment"):
        hotel.do(do.TransferPosting, posting=out.posting, to_stay=there, to_window=1)
    correct(hotel, hotel.lines(there)[0].posting)
    undo = hotel.lines(there)[1]
    with pytest.raises(Refusal, match="Only a charge or a payment"):
        hotel.do(do.TransferPosting, posting=undo.posting, to_stay=here, to_window=1)
    hotel.do(do.TransferPosting, posting=hotel.pay(here, 500), to_stay=there, to_window=1)
    assert (hotel.folio(here).balance, hotel.folio(there).balance) == (0, -500)
    assert hotel.faults() == ()


def test_a_tax_moves_with_its_charge_only(small_hotel: Hotel) -> None:
    here, there = small_hotel.arrive("305"), small_hotel.arrive("306")
    small_hotel.charge(here, "1100", price=6000, quantity=1000)
    with pytest.raises(Refusal, match="A tax moves with its charge"):
        small_hotel.do(do.TransferPosting, posting=small_hotel.lines(here)[1].posting, to_stay=there, to_window=1)


def test_a_line_given_back_in_part_is_neither_transferred_nor_split(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive()
    line = small_hotel.charge(stay)
    small_hotel.close_day()
    allow(small_hotel, line, 100)
    small_hotel.do(do.OpenWindow, stay=stay, payee="Nomos AG")
    for operation, fields in ((do.TransferPosting, {"to_window": 2}), (do.SplitPosting, {"weights": (1, 1)})):
        with pytest.raises(Refusal, match="given back already"):
            small_hotel.do(operation, posting=line, **fields)


def test_x1_a_split_in_three_shares_gross_and_tax(house_in: HouseIn) -> None:
    day = date(2025, 3, 10)
    hotel = house_in("DE", day)
    stay = hotel.arrive(arrival=day, departure=day.replace(day=11), prices=(12900,), nights=1)
    hotel.close_day(day)
    hotel.do(do.SplitPosting, posting=hotel.lines(stay)[0].posting, weights=(1, 1, 1))
    parts = [line for line in hotel.lines(stay) if line.amount == 4300]
    assert [(part.net, part.taxes[0].amount) for part in parts] == [(4018, 282), (4019, 281), (4019, 281)]
    assert {(part.kind, part.service_date) for part in parts} == {("charge", day)}
    assert hotel.folio(stay).balance == 12900
    assert hotel.faults() == ()


def test_x2_the_tax_on_top_is_split_with_its_charge_and_a_part_is_corrected_alone(hotel: Hotel) -> None:
    stay = hotel.arrive()
    late = hotel.charge(stay, "1100", price=6000, quantity=1000)
    hotel.do(do.SplitPosting, posting=late, weights=(1, 2))
    assert sorted(line.amount for line in hotel.lines(stay)) == [-6000, -400, 133, 267, 400, 2000, 4000, 6000]
    with pytest.raises(Refusal, match="taken back"):
        hotel.do(do.SplitPosting, posting=late, weights=(1, 2))
    part = next(line for line in hotel.lines(stay) if line.amount == 2000)
    hotel.do(do.SplitPosting, posting=part.posting, weights=(1, 1))
    assert hotel.folio(stay).balance == 6400
    other = next(line for line in hotel.lines(stay) if line.amount == 4000)
    correct(hotel, other.posting)
    assert hotel.folio(stay).balance == 6400 - 4267
    assert hotel.faults() == ()


def test_no_part_of_a_split_comes_to_nothing(small_hotel: Hotel) -> None:
    stay = small_hotel.arrive()
    late = small_hotel.charge(stay, "1100", price=1, quantity=1000)
    with pytest.raises(Refusal, match="A part would come to nothing"):
        small_hotel.do(do.SplitPosting, posting=late, weights=(1, 1))
    small_hotel.do(do.SplitPosting, posting=late, weights=(1, 0))
    assert small_hotel.folio(stay).balance == 401


def test_an_allowance_of_one_cent_may_be_tax_alone(house_in: HouseIn) -> None:
    hotel = house_in("CA-QC", DAY, currency="CAD")
    stay = hotel.arrive()
    hotel.close_day()
    room, before = hotel.lines(stay)[0], hotel.folio(stay).balance
    for _ in range(12):
        allow(hotel, room.posting, 1)
    assert hotel.folio(stay).balance == before - 12
    allow_with_kostas(hotel, room.posting)
    assert (hotel.folio(stay).balance, set(tax_sums(hotel).values())) == (0, {0})
    assert hotel.faults() == ()


@pytest.mark.parametrize("weights", [(), (1,), (0, 0), (1, -1), (1,) * 32])
def test_a_split_needs_weights_that_carry_it(small_hotel: Hotel, weights: tuple[int, ...]) -> None:
    stay = small_hotel.arrive()
    with pytest.raises(Refusal):
        small_hotel.do(do.SplitPosting, posting=small_hotel.charge(stay), weights=weights)
    assert len(small_hotel.lines(stay)) == 1


@pytest.mark.parametrize("operation", [do.CorrectPosting, do.PostAllowance])
def test_a_line_that_is_not_there_is_refused(small_hotel: Hotel, operation: type[do.Command]) -> None:
    with pytest.raises(Refusal, match="There is no such line"):
        small_hotel.do(operation, posting="nowhere", reason="C-QTY")
