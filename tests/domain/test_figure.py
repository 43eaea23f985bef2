"""What undoing, splitting and crediting do to a figure: V05, V06, V26-V30, V36 and example E."""

import pytest

from frontdesk.domain.figure import (
    Basis,
    Figure,
    Mode,
    TaxPart,
    Treatment,
    grouped,
    mirror,
    remaining,
    split,
    taken,
    ungrouped,
    untaxed,
)
from frontdesk.errors import Refusal
from tests.domain.figures import eur, fixed, inside, on_top, percent, sums

ROOM = inside(12900, percent("VAT", "7"))


@pytest.mark.parametrize(
    ("gross", "taxes", "parts"),
    [
        ("2500", [percent("A", "5"), percent("B", "5")], (2272, 114, 114)),
        ("50000", [percent("SERVICE", "10"), percent("VAT", "7", plus=("SERVICE",))], (42481, 4248, 3271)),
        ("26800", [fixed("FLAT", 600), percent("VAT", "12", plus=("FLAT",))], (23329, 600, 2871)),
        ("34500", [percent("SERVICE", "12.5"), percent("VAT", "15", plus=("SERVICE",))], (26667, 3333, 4500)),
        ("1735", [percent("A", "6"), percent("B", "6")], (1549, 93, 93)),
        ("9100", [fixed("FLAT", 350), percent("VAT", "10", plus=("FLAT",))], (7923, 350, 827)),
    ],
    ids=["T6-equal", "T6-compound", "T6-fixed", "V05-compound", "V05-equal", "V06"],
)
def test_t6_several_included_taxes(gross: str, taxes: list[TaxPart], parts: tuple[int, ...]):
    assert sums(inside(int(gross), *taxes))[1:] == parts


def test_v26_split():
    parts = split(inside(9990, percent("VAT", "19")), [1, 2, 4])
    assert [sums(part) for part in parts] == [(1427, 1199, 228), (2854, 2398, 456), (5709, 4798, 911)]


def test_x1_split_in_three():
    assert [sums(part) for part in split(ROOM, [1, 1, 1])] == [
        (4300, 4018, 282),
        (4300, 4019, 281),
        (4300, 4019, 281),
    ]


def test_x2_a_part_can_be_split_again():
    first, *_ = split(ROOM, [1, 1, 1])
    again = split(first, [1, 1])
    assert [sum(column) for column in zip(*map(sums, again), strict=True)] == list(sums(first))


def test_v27_correction_mirrors():
    undone = mirror(ROOM)
    assert sums(undone) == (-12900, -12056, -844)
    assert sums(remaining(ROOM, [undone])) == (0, 0, 0)


def test_v27_a_second_correction_finds_nothing_left():
    with pytest.raises(Refusal):
        taken(remaining(ROOM, [mirror(ROOM)]), 1)


def test_c2_fifteen_percent_off():
    assert sums(taken(ROOM, 1935)) == (-1935, -1808, -127)


def test_v28_twelve_and_a_half_percent():
    assert sums(taken(inside(21400, percent("VAT", "9")), 2675)) == (-2675, -2454, -221)


def test_v29_three_credits_cancel_every_part():
    left, taxes = ROOM, []
    for _ in range(3):
        credit = taken(left, 4300)
        taxes.append(credit.tax)
        left = remaining(left, [credit])
    assert taxes == [-281, -282, -281]
    assert sums(left) == (0, 0, 0)
    with pytest.raises(Refusal, match="more than is left"):
        taken(left, 1)


def test_v30_c5_added_taxes_follow():
    assert sums(taken(on_top(18000, "CITY", "14.75"), 2066)) == (-2066, -1800, -266)
    assert sums(taken(on_top(2400, "SALES", "8.875"), 261)) == (-261, -240, -21)


def test_c4_on_a_net_basis():
    assert sums(taken(on_top(18000, "CITY", "14.75"), 2000, basis=Basis.NET)) == (-2295, -2000, -295)
    with pytest.raises(Refusal):
        taken(ROOM, 12057, basis=Basis.NET)


def test_c4_per_night_amounts_are_not_price():
    charge, room_tax, flat = untaxed(18000), percent("ROOM", "10", 1800, mode=Mode.ADDED), fixed("CITY", 400)
    assert grouped(charge, [room_tax, flat]) == Figure(19800, 18000, (room_tax,))


def test_c5_grouping_and_its_way_back():
    charge = inside(12900, percent("VAT", "7"))
    levy = percent("CITY", "7.5", 904, mode=Mode.ADDED)
    together = grouped(charge, [levy])
    assert (together.gross, together.net) == (13804, 12056)
    assert ungrouped(together) == (charge, (levy,))


def test_c2_on_a_long_stay_the_share_that_bears_tax_is_kept():
    night = Figure(10500, 10000, (percent("VAT", "20", 500, share_ppm=250_000),))
    assert sums(taken(night, 1050)) == (-1050, -1000, -50)


def test_c2_a_credit_says_what_its_tax_was_worked_out_on():
    room = Figure(12900, 12056, (percent("VAT", "7", 844),))
    left = remaining(room, [taken(room, 1935)])
    assert left.taxes[0].base == left.net == 10248


def test_c6_no_credit_of_nothing():
    for amount in (0, -1):
        with pytest.raises(Refusal):
            taken(ROOM, amount)


def test_c7_house_expense_leaves_every_tax():
    gift = taken(ROOM, 1935, treatment=Treatment.HOUSE_EXPENSE)
    assert sums(gift) == (-1935, -1935)
    assert sums(remaining(ROOM, [gift])) == (10965, 10121, 844)


def test_example_e_two_taxes_on_one_line():
    line = inside(eur("117.70"), percent("SERVICE", "10"), percent("VAT", "7", plus=("SERVICE",)))
    assert sums(line) == (11770, 10000, 1000, 770)
    credit = taken(line, 2000)
    assert sums(credit) == (-2000, -1699, -170, -131)
    assert (credit.amount_of("VAT"), credit.amount_of("CITY")) == (-131, 0)


def test_fixed_amount_inside_a_price_goes_last_and_ends_at_zero():
    line = inside(9100, fixed("FLAT", 350), percent("VAT", "10", plus=("FLAT",)))
    left = remaining(line, [taken(line, 9000)])
    assert left.gross == 100
    assert left.net == 0  # 1.00 is less than the fixed 3.50 with its tax, so no net price is left
    assert sums(remaining(left, [taken(left, 100)])) == (0, 0, 0, 0)


def test_v36_a_limit_splits_the_charge():
    there, here = split(inside(15000, percent("VAT", "12")), [10000, 5000])
    assert (there.gross, there.tax) == (10000, 1071)
    assert (here.gross, here.tax) == (5000, 536)


def test_v36_transferred_back_changes_nothing():
    there, here = split(inside(15000, percent("VAT", "12")), [10000, 5000])
    ledger = [there, here, mirror(there), there]
    assert (sum(row.gross for row in ledger), sum(row.tax for row in ledger)) == (15000, 1607)
