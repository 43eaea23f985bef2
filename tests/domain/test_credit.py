"""Sharing a credit out over its lines: the worked examples A to D and F."""

import pytest

from frontdesk.domain.credit import (
    Line,
    Part,
    amount_total,
    base_of,
    percent_total,
    share_out,
)
from frontdesk.domain.figure import Figure, Treatment, merge, remaining, untaxed
from frontdesk.domain.money import parse_percent
from frontdesk.errors import Refusal
from tests.domain.figures import inside, on_top, percent, sums


def lines(*figures: Figure) -> list[Line]:
    return [Line(str(index), figure) for index, figure in enumerate(figures)]


def rows(parts: tuple[Part, ...]) -> list[tuple[int, ...]]:
    return [sums(part.figure) for part in parts]


def groups(parts: tuple[Part, ...]) -> list[tuple[int, int, int]]:
    """The parts summed by equal taxes and rates, in the order they first appear (GC-49)."""
    found: dict[tuple[tuple[str, int | None], ...], list[Figure]] = {}
    for part in parts:
        found.setdefault(tuple((tax.code, tax.rate_ppm) for tax in part.figure.taxes), []).append(part.figure)
    return [(*sums(merge(each))[:2], sum(figure.tax for figure in each)) for each in found.values()]


def low(gross: int) -> Figure:
    return inside(gross, percent("VAT_LOW", "7"))


def high(gross: int) -> Figure:
    return inside(gross, percent("VAT_STD", "19"))


EXAMPLE_A = lines(low(11900), low(12900), high(1650), high(735), high(1285))


def test_example_a_tax_inside():
    total = percent_total(EXAMPLE_A, parse_percent("10"))
    assert (base_of(EXAMPLE_A), total) == (28470, 2847)
    parts = share_out(EXAMPLE_A, total)
    assert rows(parts) == [
        (-1190, -1112, -78),
        (-1290, -1206, -84),
        (-165, -139, -26),
        (-74, -63, -11),
        (-128, -108, -20),
    ]
    assert groups(parts) == [(-2480, -2318, -162), (-367, -310, -57)]


def test_example_a_all_that_is_left_takes_every_tax():
    first = share_out(EXAMPLE_A, 2847)
    left = [Line(line.key, remaining(line.left, [part.figure])) for line, part in zip(EXAMPLE_A, first, strict=True)]
    last = share_out(left, base_of(left))
    assert sum(part.figure.gross for part in last) == -25623
    assert [tax for _, _, tax in groups(last)] == [-1461, -528]
    for line, part in zip(left, last, strict=True):
        assert sums(remaining(line.left, [part.figure])) == (0, 0, 0)


def test_example_a_as_house_expense():
    parts = share_out(EXAMPLE_A, 2847, Treatment.HOUSE_EXPENSE)
    assert sum(part.figure.gross for part in parts) == -2847
    assert sum(part.figure.tax for part in parts) == 0


def test_example_b_tax_on_top():
    chosen = lines(
        on_top(18900, "OCC", "13.875"),
        on_top(21900, "OCC", "13.875"),
        on_top(4763, "SALES", "8.875"),
        on_top(1299, "SALES", "8.875"),
    )
    total = percent_total(chosen, parse_percent("15"))
    assert (base_of(chosen), total) == (53061, 7959)
    parts = share_out(chosen, total)
    assert rows(parts) == [
        (-3228, -2835, -393),
        (-3741, -3285, -456),
        (-778, -714, -64),
        (-212, -195, -17),
    ]
    assert groups(parts) == [(-6969, -6120, -849), (-990, -909, -81)]


def test_example_c_yen():
    ten, eight = percent("CT10", "10"), percent("CT8", "8")
    chosen = lines(inside(18700, ten), inside(7480, ten), inside(1053, eight))
    total = percent_total(chosen, parse_percent("12.5"))
    parts = share_out(chosen, total)
    assert total == 3404
    assert [part.figure.gross for part in parts] == [-2337, -935, -132]
    assert groups(parts) == [(-3272, -2975, -297), (-132, -122, -10)]


def test_example_d_three_decimals():
    chosen = lines(*(on_top(net, "SERVICE", "10") for net in (37500, 11375, 2125)))
    parts = share_out(chosen, amount_total(chosen, 5000))
    assert base_of(chosen) == 56101
    assert [part.figure.gross for part in parts] == [-3677, -1115, -208]
    assert groups(parts) == [(-5000, -4545, -455)]


def test_example_f_a_tie_goes_to_the_earliest():
    assert rows(share_out(lines(untaxed(700), untaxed(700), untaxed(700)), 10)) == [
        (-4, -4),
        (-3, -3),
        (-3, -3),
    ]


def test_v30_ten_percent_over_added_taxes():
    chosen = lines(on_top(18000, "CITY", "14.75"), on_top(2400, "SALES", "8.875"))
    total = percent_total(chosen, parse_percent("10"))
    assert total == 2327
    assert rows(share_out(chosen, total)) == [(-2066, -1800, -266), (-261, -240, -21)]


@pytest.mark.parametrize("percent_text", ["0", "0.0099", "100.0001", "250"])
def test_gc47_percent_out_of_range(percent_text: str):
    with pytest.raises(Refusal, match="between"):
        percent_total(EXAMPLE_A, parse_percent(percent_text))


@pytest.mark.parametrize("amount", [0, -1, 28471])
def test_gc16_never_more_than_is_left(amount: int):
    with pytest.raises(Refusal):
        amount_total(EXAMPLE_A, amount)
    with pytest.raises(Refusal):
        share_out(EXAMPLE_A, amount)


def test_a_credit_that_rounds_to_nothing_is_refused():
    with pytest.raises(Refusal, match="nothing"):
        percent_total(lines(untaxed(100)), parse_percent("0.1"))
    with pytest.raises(Refusal):
        amount_total([], 0)
