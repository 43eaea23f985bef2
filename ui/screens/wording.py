"""Amounts, dates and counts in the clerk's words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from frontdesk.domain.money import half_up, plain, plain_percent

_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}
_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


def money(minor: int, currency: str) -> str:
    """Grouped digits with a true minus: −1,234.50.

    >>> money(-123450, "EUR"), money(0, "JPY")
    ('−1,234.50', '0')
    """
    whole, point, fraction = plain(abs(minor), currency).partition(".")
    return f"{'−' if minor < 0 else ''}{int(whole):,}{point}{fraction}"


def signed(minor: int, currency: str) -> str:
    """The same with a plus before what is more: +45.00, −45.00, 0.00."""
    return f"+{money(minor, currency)}" if minor > 0 else money(minor, currency)


def priced(minor: int, currency: str) -> str:
    """With the currency before it: € 135.00, KWD 5.000."""
    return f"{unit(currency)} {money(minor, currency)}"


def unit(currency: str) -> str:
    """The sign of a currency, or its code."""
    return _SIGNS.get(currency, currency)


def percent(ppm: int) -> str:
    """Parts per million as a percentage, exact: 25 %."""
    return f"{plain_percent(ppm)} %"


def rough_percent(ppm: int) -> str:
    """The same to a hundredth, for a share that was itself worked out from rounded money: 25.00 %."""
    hundredths = half_up(ppm, 100)
    return f"{hundredths // 100}.{hundredths % 100:02} %"


def day(value: date) -> str:
    """Short and in words: Fri 21 Nov."""
    return f"{value:%a} {value.day} {value:%b}"


def span(first: date, last: date) -> str:
    """Two days of which the first need not repeat the month: Thu 20 – Tue 24 Nov."""
    same = (first.year, first.month) == (last.year, last.month)
    return f"{first:%a} {first.day} – {day(last)}" if same else f"{day(first)} – {day(last)}"


def days(values: Sequence[date]) -> str:
    """Up to three nights by name, more by their span: 21, 22 and 23 Nov."""
    if len(values) > 3 or len({value.month for value in values}) > 1:
        return f"{day(values[0])} to {day(values[-1])}"
    numbers = [str(value.day) for value in values[:-1]] + [f"{values[-1].day} {values[-1]:%b}"]
    return " and ".join([", ".join(numbers[:-1]), numbers[-1]]) if len(numbers) > 1 else numbers[0]


def count(number: int, one: str, more: str = "") -> str:
    """A number with its noun: 1 night, 3 nights."""
    return f"{number} {one if number == 1 else more or one + 's'}"


def spelled(number: int, one: str) -> str:
    """The same with a word for a small number, to begin a line: Three nights."""
    word = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"{word} {one if number == 1 else one + 's'}"


def clock(value: datetime) -> str:
    """A time on the wall of this workstation: 17:42."""
    return f"{value.astimezone():%H:%M}"


def moment(value: datetime) -> str:
    """A day and a time on the wall of this workstation: Fri 21 Nov, 17:42."""
    return f"{day(value.astimezone().date())}, {clock(value)}"


def role(name: str) -> str:
    """A role as people say it: duty manager."""
    return name.replace("_", " ")
