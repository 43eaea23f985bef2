"""Amounts: integer minor units and an ISO 4217 code, never a float (M1-M5), rounded half-up (R1)."""

import re
from dataclasses import dataclass

from frontdesk.domain.currency import EXPONENTS, exponent
from frontdesk.errors import Refusal, quoted

__all__ = [
    "EXPONENTS",
    "LARGEST",
    "PPM",
    "Money",
    "cash_rounded",
    "convert",
    "exponent",
    "half_up",
    "metered",
    "parse_amount",
    "parse_percent",
    "percent_of",
    "plain",
    "plain_percent",
]

PPM = 1_000_000
"""One, in parts per million: 7 % is 70,000."""

LARGEST = 10**15
"""No amount has more minor units than this; anything above is a slip of the finger."""

_LONGEST = len(str(LARGEST)) + 1
_PERCENT_DECIMALS = 4  # a percent is 10,000 ppm, so four decimals are exact
_SPACES = "\u00a0\u202f\u2009"  # the grouping spaces that locales use


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount of one currency, in minor units: Money(12900, "EUR") is 129.00 EUR."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        exponent(self.currency)

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + _same(self, other).minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - _same(self, other).minor, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < _same(self, other).minor

    def __le__(self, other: "Money") -> bool:
        return self.minor <= _same(self, other).minor

    def __gt__(self, other: "Money") -> bool:
        return self.minor > _same(self, other).minor

    def __ge__(self, other: "Money") -> bool:
        return self.minor >= _same(self, other).minor

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Money):
            return NotImplemented
        return self.minor == _same(self, other).minor

    def __hash__(self) -> int:
        return hash((self.minor, self.currency))

    def __str__(self) -> str:
        return f"{plain(self.minor, self.currency)} {self.currency}"


def _same(one: Money, other: Money) -> Money:
    """The other amount, if it has the same currency (M4)."""
    if one.currency != other.currency:
        raise Refusal(
            f"{one.currency} and {other.currency} cannot be added or compared.",
            f"One amount is {one}, the other {other}.",
            "Convert one of them with a stated rate first.",
        )
    return other


def half_up(numerator: int, denominator: int) -> int:
    """The quotient rounded to an integer, a tie going away from zero, for both signs alike (R1).

    >>> half_up(12345, 10), half_up(-12345, 10), half_up(123449, 100)
    (1235, -1235, 1234)
    """
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    rounded = (2 * abs(numerator) + denominator) // (2 * denominator)
    return rounded if numerator >= 0 else -rounded


def percent_of(minor: int, ppm: int) -> int:
    """A share of an amount, given in parts per million, rounded once (R1, M5)."""
    return half_up(minor * ppm, PPM)


def parse_amount(text: str, currency: str, *, decimal: str = ".", group: str = ",") -> int:
    """Minor units of an amount as a person or a file writes it (M3).

    Grouping marks are allowed only where they belong, between groups of three digits.

    Raises:
        Refusal: not an amount, finer than the currency, too large, or an unknown currency.
    """
    places = exponent(currency)
    sign, whole, fraction = _digits(text, decimal, group)
    if len(fraction) > places:
        raise Refusal(
            f"{quoted(text)} has more decimals than {currency} has.",
            f"{currency} has {places} decimals; an amount is never rounded silently.",
            f"Type it with at most {places} decimals." if places else "Type it without decimals.",
        )
    digits = (whole + fraction.ljust(places, "0")).lstrip("0") or "0"
    minor = int(digits[:_LONGEST])  # an endless row of digits is refused below without being worked out
    if minor > LARGEST:
        raise Refusal(
            f"{quoted(text)} is too large.", f"The largest amount is {plain(LARGEST, currency)}.", "Check the amount."
        )
    if sign and not minor:
        raise Refusal(f"{quoted(text)} is no amount: there is no negative zero.", "", "Type 0.")
    return -minor if sign else minor


def _digits(text: str, decimal: str, group: str) -> tuple[str, str, str]:
    """The sign, the whole digits without grouping, and the decimals."""
    cleaned = text.strip()
    for space in _SPACES:
        cleaned = cleaned.replace(space, " ")
    mark = " " if group in _SPACES else group
    match = _shape(decimal, mark).fullmatch(cleaned)
    if not match:
        raise Refusal(
            f"{quoted(text)} is not an amount.",
            f"Digits 0 to 9, “{decimal}” before the decimals, “{group}” between groups of three at most.",
            f"Type it like 1234{decimal}50.",
        )
    whole = match["whole"].replace(mark, "") if mark else match["whole"]
    return match["sign"], whole, match["fraction"] or ""


def _shape(decimal: str, group: str) -> re.Pattern[str]:
    """The pattern of an amount with these marks; `re` keeps the compiled ones."""
    grouped = rf"|[0-9]{{1,3}}(?:{re.escape(group)}[0-9]{{3}})+" if group else ""
    return re.compile(rf"(?P<sign>-?)(?P<whole>[0-9]+{grouped})(?:{re.escape(decimal)}(?P<fraction>[0-9]+))?")


def metered(thousandths: int, unit_price: int) -> int:
    """The price of a metered quantity, given in thousandths, rounded once (M5, R2)."""
    return half_up(thousandths * unit_price, 1000)


def cash_rounded(amount: int, step: int) -> tuple[int, int]:
    """What is paid in cash where the smallest coin is `step`, and the rounding to be posted (R6).

    >>> cash_rounded(8743, 5)
    (8745, 2)
    """
    paid = half_up(amount, step) * step
    return paid, paid - amount


def convert(minor: int, currency: str, rate: str, into: str) -> int:
    """An amount in another currency at a rate written as text: one `currency` is `rate` of `into` (P4, R2).

    Raises:
        Refusal: the rate is not a positive plain decimal, or a currency is unknown.
    """
    match = re.fullmatch(r"([0-9]{1,12})(?:\.([0-9]{1,12}))?", rate.strip())
    decimals = (match[2] or "") if match else ""
    factor = int(match[1] + decimals) if match else 0
    if not factor:
        raise Refusal(f"{quoted(rate)} is not an exchange rate.", "", "Write it like 0.9137.")
    return half_up(
        minor * factor * 10 ** exponent(into),
        10 ** (len(decimals) + exponent(currency)),
    )


def plain(minor: int, currency: str) -> str:
    """The amount as machines write it: no grouping, a point, all decimals ("1234.50", "0.001", "-5").

    >>> plain(123450, "EUR"), plain(1, "KWD"), plain(-4200, "JPY")
    ('1234.50', '0.001', '-4200')
    """
    return _point(minor, exponent(currency))


def _point(number: int, places: int) -> str:
    digits = str(abs(number)).rjust(places + 1, "0")
    sign = "-" if number < 0 else ""
    if not places:
        return sign + digits
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def parse_percent(text: str) -> int:
    """Parts per million of a percentage written as text: "9.975" is 99,750 (M5).

    Raises:
        Refusal: not a plain non-negative decimal, or finer than a ten-thousandth of a percent.
    """
    match = re.fullmatch(r"([0-9]{1,6})(?:\.([0-9]+))?", text.strip())
    if not match or len(match[2] or "") > _PERCENT_DECIMALS:
        raise Refusal(
            f"{quoted(text)} is not a percentage.",
            f"Digits, a point and at most {_PERCENT_DECIMALS} decimals, without the sign %.",
            "Write it like 7 or 9.975.",
        )
    return int(match[1] + (match[2] or "").ljust(_PERCENT_DECIMALS, "0"))


def plain_percent(ppm: int) -> str:
    """The percentage of parts per million as machines write it: 99,750 is "9.975", 70,000 is "7"."""
    text = _point(ppm, _PERCENT_DECIMALS)
    return text.rstrip("0").rstrip(".")
