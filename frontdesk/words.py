"""Money, dates and labels in the READER's language: the guest's on paper, the clerk's on the screen.

Numbers and dates follow CLDR through Babel, which is asked once for each pattern; labels come from a catalogue in
``resources/translations``. A language is added by adding its catalogue. Digits are 0 to 9 in every language, so that
amounts can be compared, copied and typed.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache, reduce
from importlib.resources import files
from typing import NamedTuple

from babel import Locale, UnknownLocaleError, dates, numbers

from frontdesk.domain.currency import exponent

FALLBACK = "en"
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})
MINUS = "−"
LEAST_GROUPED = 1000  # below it no language puts a sign between digits
_ENGLISH_DAYS = {"MMMEd": "EEE d MMM", "yMMMEd": "EEE d MMM y"}  # the house says "Fri 21 Nov", without CLDR's comma
_LEFT_MARK = "\u200e"
_RIGHT_MARK = "\u200f"
_MARKS = {ord(mark): None for mark in "\u200e\u200f\u061c"}  # direction marks; whoever draws the text orders it


@lru_cache(maxsize=64)
def locale(language: str) -> Locale:
    """Return Babel's locale for ``language`` ("de", "de-AT"), English when there is none."""
    try:
        return Locale.parse(language.replace("_", "-"), sep="-")
    except (ValueError, UnknownLocaleError):
        return Locale(FALLBACK)


def _calendar(language: str) -> Locale:
    """Return the locale for dates: English without a country puts the day first."""
    return Locale("en", "GB") if locale(language) == Locale("en") else locale(language)


@lru_cache(maxsize=64)
def right_to_left(language: str) -> bool:
    """Tell whether ``language`` is written from right to left."""
    return locale(language).language in RIGHT_TO_LEFT


class _Signs(NamedTuple):
    decimal: str
    group: str
    groups: tuple[int, int]


@lru_cache(maxsize=64)
def _signs(language: str) -> _Signs:
    where = locale(language)
    symbols = where.number_symbols["latn"]
    return _Signs(symbols["decimal"], symbols["group"], where.decimal_formats[None].grouping)


def _grouped(whole: int, signs: _Signs) -> str:
    text = f"{whole:,}"
    if signs.groups == (3, 3):
        return text.replace(",", signs.group) if signs.group != "," else text
    text, last = str(whole), signs.groups[0]
    head, tail = text[:-last], text[-last:]
    parts = [head[max(0, end - signs.groups[1]) : end] for end in range(len(head), 0, -signs.groups[1])]
    return signs.group.join([*reversed(parts), tail])


@lru_cache(maxsize=64)
def amounts(currency: str, language: str) -> Callable[[int], str]:
    """Return what writes many amounts of one currency; each comes out as ``plain_amount`` says."""
    signs, places = _signs(language), exponent(currency)
    unit = 10**places
    fractions = [f"{signs.decimal}{rest:0{places}d}" for rest in range(unit)] if places else [""]

    def write(minor: int) -> str:
        minus, digits = (MINUS, -minor) if minor < 0 else ("", minor)
        whole, rest = divmod(digits, unit)
        grouped = str(whole) if whole < LEAST_GROUPED else _grouped(whole, signs)
        return f"{minus}{grouped}{fractions[rest]}"

    return write


def plain_amount(minor: int, currency: str, language: str) -> str:
    """Return an amount in minor units as digits without a currency: "1,234.50", "−12.50", "1.500" for dinars."""
    return amounts(currency, language)(minor)


@lru_cache(maxsize=256)
def _currency_frame(currency: str, language: str) -> tuple[str, str]:
    """Return what stands before and behind the digits of an amount of money."""
    text = numbers.format_currency(Decimal(7), currency, locale=locale(language), format_type="standard")
    before, _, behind = text.translate(_MARKS).partition("7")
    gap = "\xa0" if before[-1:].isalpha() else ""  # KWD 1.500, as CLDR asks and Babel does not do
    return before + gap, behind.lstrip("0.,").rstrip()


def money(minor: int, currency: str, language: str) -> str:
    """Return an amount in minor units with its currency as ``language`` writes it: "€1,234.50", "1.234,50 €"."""
    before, behind = _currency_frame(currency, language)
    digits = plain_amount(abs(minor), currency, language)
    minus = (_LEFT_MARK if right_to_left(language) else "") + MINUS  # else it would land behind the digits
    return f"{minus if minor < 0 else ''}{before}{digits}{behind}"


@lru_cache(maxsize=8192)
def quantity(thousandths: int, language: str) -> str:
    """Return a quantity kept in thousandths without idle zeros: "2", "0.75"."""
    signs = _signs(language)
    whole, rest = divmod(abs(thousandths), 1000)
    fraction = f"{signs.decimal}{rest:03d}".rstrip("0") if rest else ""
    return f"{MINUS if thousandths < 0 else ''}{_grouped(whole, signs)}{fraction}"


@lru_cache(maxsize=2048)
def percent(millionths: int, language: str) -> str:
    """Return a rate kept in parts per million as ``language`` writes it: "7%", "9,975 %"."""
    share = Decimal(millionths) / 1_000_000
    text = numbers.format_percent(share, "#,##0.####%", locale=locale(language), decimal_quantization=False)
    pattern = locale(language).percent_formats[None].pattern
    return (text.replace("%", "\xa0%") if "\xa0%" in pattern else text).translate(_MARKS)


@lru_cache(maxsize=8192)
def _date(when: date, skeleton: str, language: str) -> str:
    where = _calendar(language)
    if where == Locale("en", "GB"):
        return dates.format_date(when, _ENGLISH_DAYS[skeleton], where)
    return dates.format_skeleton(skeleton, when, locale=where).translate(_MARKS)


def day(when: date, language: str) -> str:
    """Return a day without its year: "Fri 21 Nov"."""
    return _date(when, "MMMEd", language)


def full_day(when: date, language: str) -> str:
    """Return a day with its year: "Fri 21 Nov 2025"."""
    return _date(when, "yMMMEd", language)


@lru_cache(maxsize=4096)
def span(first: date, last: date, language: str) -> str:
    """Return a span of days, "21–24 Nov", or one day where both are the same."""
    if first == last:
        return day(first, language)
    return dates.format_interval(first, last, "MMMd", locale=_calendar(language)).translate(_MARKS)


@lru_cache(maxsize=4096)
def moment(when: datetime, language: str) -> str:
    """Return a day with its year and the time to the minute, in the zone that ``when`` carries."""
    time = dates.format_skeleton("Hm", when, locale=locale(language), tzinfo=when.tzinfo)
    return say(language, "folio.moment", day=full_day(when.date(), language), time=time.translate(_MARKS))


LANGUAGES = ("en", "de", "fr", "es", "el", "ja", "ar")
"""Those that have a catalogue; in any other language labels are those of ``FALLBACK``."""


@lru_cache(maxsize=32)
def _catalogue(language: str) -> dict[str, str]:
    source = files("resources") / "translations" / f"{language}.toml"
    if not source.is_file():
        return {}
    sections = tomllib.loads(source.read_text(encoding="utf-8"))
    return {f"{section}.{key}": text for section, entries in sections.items() for key, text in entries.items()}


@lru_cache(maxsize=2048)
def _phrase(language: str, key: str) -> str:
    for name in (language.replace("_", "-"), locale(language).language, FALLBACK):
        if key in _catalogue(name):
            return _catalogue(name)[key]
    raise KeyError(key)


def spoken(*languages: str) -> str:
    """Return the first of ``languages`` that has a catalogue, else English: a paper is in one language throughout."""
    for language in languages:
        if language and (_catalogue(language.replace("_", "-")) or _catalogue(locale(language).language)):
            known = locale(language).language
            return language if known != FALLBACK or language.startswith(FALLBACK) else FALLBACK
    return FALLBACK


def say(language: str, key: str, **facts: object) -> str:
    """Return the phrase ``key`` in ``language``, else in English, with ``facts`` in its places.

    Raises:
        KeyError: no catalogue has the key, or the phrase names a fact that was not given.
    """
    phrase = _phrase(language, key)
    if right_to_left(language):
        phrase = _RIGHT_MARK + phrase  # also where it begins with a name in Latin letters
    return phrase.format(**facts) if facts else phrase


def listed(parts: Iterable[str], language: str) -> str:
    """Return parts with the comma of ``language`` between them; empty ones are left out."""
    found = [part for part in parts if part]
    if not found:
        return ""
    return reduce(lambda one, other: say(language, "folio.listed", one=one, other=other), found)


_INTENTIONS = {
    "AddNote": "Note in a case: {words}",
    "AddRouting": "Send charges to another window",
    "AssignRoom": "Assign room {room}",
    "CancelReservation": "Cancel the reservation",
    "CaptureHold": "Capture {amount} of a hold",
    "ChangeDeparture": "Change the departure to {departure}",
    "ChangeParty": "Change the party",
    "CheckIn": "Check in {room}",
    "CheckOut": "Check out",
    "CloseDay": "Close {business_date}",
    "CorrectPosting": "Correct {text}",
    "DecideCredit": "Decide a credit",
    "EraseGuest": "Erase a guest",
    "DecideItem": "Decide what came too late",
    "EnrolStaff": "Enrol {name}",
    "ExemptGuest": "Exempt a guest from tax",
    "GiveCredit": "Credit of {total}",
    "FinishSwap": "Exchange two rooms",
    "MoveRoom": "Move to room {to_room}",
    "NoteExplained": "Note that the guest accepted {text}",
    "MoveSharer": "Move one of the guests to room {to_room}",
    "OpenCase": "Open a case: {words}",
    "OpenWindow": "Open a window for {payee}",
    "PlaceHold": "Note a hold of {amount}",
    "PlanMove": "Plan a move to room {to_room}",
    "PlanSwap": "Plan an exchange of two rooms",
    "PostAllowance": "Allow {amount} of {text}",
    "PostCharge": "Charge {text}, {amount}",
    "PrintFolio": "Note that the folio of window {window} was printed",
    "RecordStay": "Take a stay over from {source}",
    "RefundPayment": "Refund {amount}",
    "ReleaseHold": "Release a hold",
    "RemoveRouting": "Stop sending charges to another window",
    "Reroute": "Send lines where the routing says",
    "SetHousekeeping": "Room {room}: {state}",
    "SetMailServer": "Send mail through {host}",
    "SetMoveReason": "Reason of moves {code}: {words}",
    "SetPaper": "Change head and foot of the papers",
    "SetSeller": "Change what invoices say of the house",
    "SettleWindow": "Settle window {window}",
    "SetUpHouse": "Found {name}",
    "SignIn": "Sign in",
    "SplitPosting": "Split {text}",
    "SwapRooms": "Exchange two rooms",
    "TakePayment": "Take {amount} by {method}",
    "TakeReservation": "Take a reservation for {name}",
    "TransferPosting": "Move {text} to window {to_window}",
    "WithdrawCredit": "Take a credit request back",
    "WriteOff": "Write off {amount} on window {window}",
}


class _Known(dict[str, str]):
    """Facts for an intention; one that is not known is left out."""

    def __missing__(self, key: str) -> str:
        return ""


_STORED_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def fact(value: object) -> object:
    """Return what a journal row or a command stores as the clerk reads it: a day in words, a room to be picked up."""
    if isinstance(value, str) and _STORED_DAY.fullmatch(value):
        return full_day(date.fromisoformat(value), FALLBACK)
    return "pick-up" if value == "pickup" else value


def intention(kind: str, facts: Mapping[str, str]) -> str:
    """Return what a command is meant to do, before anybody knows what comes of it: "Move to room 412"."""
    known = _Known({name: str(fact(value)) for name, value in facts.items()})
    said = _INTENTIONS.get(kind, kind).format_map(known)
    return said.strip().rstrip(":,").strip()
