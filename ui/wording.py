"""How figures, days and people are written on the clerk's screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache, lru_cache

from frontdesk.domain.money import half_up, plain, plain_percent

MINUS = "−"
TIMES = "×"
DASH = "–"
ARROW = "→"

_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


def money(minor: int, currency: str) -> str:
    """An amount without its currency: "1,234.50", "−36.00"."""
    whole, point, rest = plain(abs(minor), currency).partition(".")
    return f"{MINUS if minor < 0 else ''}{int(whole):,}{point}{rest}"


def change(minor: int, currency: str) -> str:
    """An amount that is added or taken away: "+12.00", "−36.00", "0.00"."""
    return f"{'+' if minor > 0 else ''}{money(minor, currency)}"


@cache
def symbol(currency: str) -> str:
    """The sign of a currency, such as €; its code where it has none of its own."""
    from babel.numbers import get_currency_symbol

    return get_currency_symbol(currency, locale="en_US")


def with_symbol(minor: int, currency: str) -> str:
    """An amount with the sign of its currency before it: "€ 318.90"."""
    return f"{symbol(currency)} {money(minor, currency)}"


def editable(minor: int, currency: str) -> str:
    """An amount as a person would type it into a field: "1234.50"."""
    return plain(minor, currency)


def percent(ppm: int) -> str:
    """A share in parts per million: "25 %"."""
    return f"{plain_percent(ppm)} %"


def quantity(thousandths: int) -> str:
    """A quantity without idle zeros: "2", "0.75"."""
    whole, rest = divmod(abs(thousandths), 1000)
    return f"{whole}.{rest:03d}".rstrip("0") if rest else str(whole)


@lru_cache(maxsize=4096)
def day(when: date) -> str:
    """A day of these weeks: "Fri 21 Nov"."""
    return f"{when:%a} {when.day} {when:%b}"


def short_day(when: date) -> str:
    """A day where there is little room: "21 Nov"."""
    return f"{when.day} {when:%b}"


def span(first: date, last: date) -> str:
    """Arrival and departure: "Wed 19 – Mon 24 Nov"."""
    same_month = (first.year, first.month) == (last.year, last.month)
    begin = f"{first:%a} {first.day}" if same_month else day(first)
    return f"{begin} {DASH} {day(last)}"


def clock(instant: datetime) -> str:
    """The time of day on this workstation's wall: "17:42"."""
    return f"{instant.astimezone():%H:%M}"


def moment(instant: datetime) -> str:
    """Day and time on this workstation's wall: "Fri 21 Nov 17:42"."""
    local = instant.astimezone()
    return f"{day(local.date())} {local:%H:%M}"


def count(number: int, noun: str, nouns: str = "") -> str:
    """A number with its noun: "1 night", "5 nights"."""
    return f"{number} {noun if number == 1 else nouns or noun + 's'}"


def party(adults: int, children: Sequence[int]) -> str:
    """Who stays: "2 adults, 1 child"."""
    said = count(adults, "adult")
    return f"{said}, {count(len(children), 'child', 'children')}" if children else said


def role_title(role: str) -> str:
    """A role in words: "duty manager"."""
    return role.replace("_", " ")


@cache
def language(code: str) -> str:
    """The English name of a language, or nothing for one that is not known."""
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(code, sep="-").get_language_name("en") or ""
    except (ValueError, UnknownLocaleError):
        return ""


def sentence_case(text: str) -> str:
    """The text with a capital at its beginning and all else as it is."""
    return text[:1].upper() + text[1:]


def rough_percent(ppm: int) -> str:
    """The same to a hundredth, for a share that was itself worked out from rounded money: 25.00 %."""
    hundredths = half_up(ppm, 100)
    return f"{hundredths // 100}.{hundredths % 100:02} %"


def days(values: Sequence[date]) -> str:
    """Up to three nights by name, more by their span: 21, 22 and 23 Nov."""
    if len(values) > 3 or len({value.month for value in values}) > 1:
        return f"{day(values[0])} to {day(values[-1])}"
    numbers = [str(value.day) for value in values[:-1]] + [f"{values[-1].day} {values[-1]:%b}"]
    return " and ".join([", ".join(numbers[:-1]), numbers[-1]]) if len(numbers) > 1 else numbers[0]


def spelled(number: int, one: str) -> str:
    """The same with a word for a small number, to begin a line: Three nights."""
    word = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"{word} {one if number == 1 else one + 's'}"
