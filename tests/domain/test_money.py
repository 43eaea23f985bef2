"""Amounts, currencies, rounding and allocation: V01, V02, V23-V25, V35 and what a slip of the finger may type."""

import pytest

from frontdesk.domain.allocation import allocate
from frontdesk.domain.money import (
    EXPONENTS,
    LARGEST,
    Money,
    exponent,
    half_up,
    parse_amount,
    parse_percent,
    percent_of,
    plain,
    plain_percent,
)
from frontdesk.errors import Refusal, Unavailable


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("1234.5", "EUR", 123450),
        ("4200", "JPY", 4200),
        ("0", "EUR", 0),
        ("-12.30", "EUR", -1230),
        ("0.001", "KWD", 1),
    ],
)
def test_v01_parse(text: str, currency: str, minor: int):
    assert parse_amount(text, currency) == minor


@pytest.mark.parametrize(("text", "currency"), [("1234.567", "EUR"), ("10.5", "JPY"), ("1.2345", "KWD")])
def test_v01_finer_than_the_currency_is_refused(text: str, currency: str):
    with pytest.raises(Refusal, match="more decimals"):
        parse_amount(text, currency)


@pytest.mark.parametrize(("currency", "text"), [("KWD", "0.001"), ("EUR", "0.01"), ("JPY", "1")])
def test_v01_format(currency: str, text: str):
    assert plain(1, currency) == text


def test_v01_two_currencies_are_never_mixed():
    one, other = Money(1, "EUR"), Money(1, "USD")
    for mixed in (
        lambda: one + other,
        lambda: one - other,
        lambda: one == other,
        lambda: one < other,
        lambda: one >= other,
        lambda: one <= other,
        lambda: one > other,
    ):
        with pytest.raises(Refusal, match="EUR and USD"):
            mixed()


def test_money_of_one_currency_adds_and_compares():
    one, two = Money(150, "EUR"), Money(250, "EUR")
    assert one + two == Money(400, "EUR")
    assert one - two == -Money(100, "EUR")
    assert one < two
    assert one <= Money(150, "EUR")
    assert two > one
    assert two >= Money(250, "EUR")
    assert {one, Money(150, "EUR")} == {one}
    assert str(two) == "2.50 EUR"
    assert one != "1.50 EUR"


@pytest.mark.parametrize(
    "text",
    ["", " ", "NaN", "inf", "-inf", "-0", "-0.00", "1e5", "1E5", "0x10", "1_000", "+5", "5-", "--5", ".5", "5.",
     "1,2345.00", "1,23", "12,3456", "1234,567", "1.2.3", "1,234,5", "\u0665", "\uff11\uff12", "½", "12 €", "1 234", "nan", "\x00", "²",
     "1000000000000000.01", "9" * 5000],
)  # fmt: skip
def test_m3_what_is_not_an_amount_is_refused(text: str):
    with pytest.raises(Refusal):
        parse_amount(text, "EUR")


@pytest.mark.parametrize(
    ("text", "decimal", "group", "minor"),
    [
        ("1,234,567.89", ".", ",", 123456789),
        ("1.234.567,89", ",", ".", 123456789),
        ("1 234,5", ",", " ", 123450),
        ("1\u202f234,5", ",", "\u202f", 123450),
        ("1\u00a0234,5", ",", "\u202f", 123450),
        ("1\u2019234.50", ".", "\u2019", 123450),
        ("1234.50", ".", "", 123450),
        ("  7.00 ", ".", ",", 700),
        ("10000000000000.00", ".", ",", LARGEST),
        ("0000000000000000000000012.00", ".", ",", 1200),
    ],
)  # fmt: skip
def test_m3_parsing_knows_the_locale(text: str, decimal: str, group: str, minor: int):
    assert parse_amount(text, "EUR", decimal=decimal, group=group) == minor


def test_m3_without_grouping_no_mark_is_accepted():
    with pytest.raises(Refusal):
        parse_amount("1,234", "EUR", group="")


@pytest.mark.parametrize("code", ["", "eur", "EURO", "XXX", "XAU", "ABC"])
def test_m1_unknown_code_is_refused(code: str):
    with pytest.raises(Refusal, match="not a currency"):
        exponent(code)
    with pytest.raises(Refusal):
        Money(1, code)


def test_m1_exponents():
    by_exponent = {n: {code for code, places in EXPONENTS.items() if places == n} for n in (0, 2, 3, 4)}
    assert by_exponent[0] == {
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "ISK",
        "JPY",
        "KMF",
        "KRW",
        "PYG",
        "RWF",
        "UGX",
        "UYI",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    }
    assert by_exponent[3] == {"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"}
    assert by_exponent[4] == {"CLF", "UYW"}
    assert {"EUR", "USD", "GBP", "AED", "INR", "CHF", "CAD", "THB", "XCG", "ZWG"} <= by_exponent[2]
    assert sum(map(len, by_exponent.values())) == len(EXPONENTS)


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [
        (12345, 10, 1235),
        (-12345, 10, -1235),
        (123449, 100, 1234),
        (-123449, 100, -1234),
        (1, -2, -1),
        (0, 7, 0),
        (-1, 2, -1),
    ],
)
def test_v02_half_up(numerator: int, denominator: int, rounded: int):
    assert half_up(numerator, denominator) == rounded


def test_m5_percentages():
    assert parse_percent("9.975") == 99_750
    assert parse_percent("7") == 70_000
    assert plain_percent(99_750) == "9.975"
    assert plain_percent(70_000) == "7"
    assert plain_percent(0) == "0"
    assert plain_percent(100_000) == "10"
    assert percent_of(14000, parse_percent("5.875")) == 823


@pytest.mark.parametrize("text", ["", "7%", "-7", "1.23456", "7,5", "1e1", "NaN", "\u0667", ".5"])
def test_m5_what_is_not_a_percentage_is_refused(text: str):
    with pytest.raises(Refusal, match="not a percentage"):
        parse_percent(text)


@pytest.mark.parametrize(
    ("amount", "weights", "shares"),
    [
        (10000, [1] * 7, [1429, 1429, 1429, 1429, 1428, 1428, 1428]),
        (3333, [5, 0, 5], [1667, 0, 1666]),
        (-1001, [2, 3, 5], [-200, -300, -501]),
    ],
)
def test_v23_allocate(amount: int, weights: list[int], shares: list[int]):
    assert allocate(amount, weights) == shares


@pytest.mark.parametrize("weights", [[], [1, -1], [0, 0]])
def test_v24_nothing_to_carry_the_amount_is_refused(weights: list[int]):
    with pytest.raises(Refusal):
        allocate(1, weights)


def test_v24_a_zero_amount_gives_zeros():
    assert allocate(0, [2, 7]) == [0, 0]
    assert allocate(0, []) == []


def test_v25_a_quoted_total_over_the_nights():
    assert allocate(1415, [1, 1, 1]) == [472, 472, 471]


def test_refusals_are_one_sentence():
    for problem in (Refusal("No.", "why", "what helps"), Unavailable("No.", "why", "what helps")):
        assert (problem.title, problem.detail, problem.help) == ("No.", "why", "what helps")
        assert str(problem) == "No. why. what helps"
