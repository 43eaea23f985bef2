"""What no command may carry, whoever sends it: checked once, before any handler."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from frontdesk.commands.base import Command
from frontdesk.errors import Refusal

MAX_TEXT = 4_000
LARGEST = 10**15

_LONGEST = {
    **dict.fromkeys(("name", "latin", "company", "email", "phone", "reference", "payee", "workstation"), 200),
    **dict.fromkeys(("code", "confirmation", "channel", "approval", "style"), 24),
    **dict.fromkeys(("type", "room_type", "type_booked", "type_given", "side", "beds", "brand"), 16),
    **dict.fromkeys(("room", "to_room", "number"), 10),
    "language": 8,
    "country": 3,
    "logo": 210_000,
}
"""Fields with less room than a text, since the tables hold no more; and a picture, which needs more."""

_IDS = frozenset({"id", "supersedes"})
_UUID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PLAIN = (str, int, date)
_FIRST_YEAR, _LAST_YEAR = 1900, 9000
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
_DIGITS = re.compile(r"(\+?)([0-9]+(?:[ -][0-9]+)*)")
_SHORTEST_CARD, _LONGEST_CARD = 13, 19
LONGEST_PHONE = 15
"""Digits of a telephone number in its international form (ITU E.164)."""


def check(command: Command) -> None:
    """Refuse texts that are too long or hide something, numbers beyond any bill, ids that are none, card numbers.

    Raises:
        Refusal: says which field is wrong.
    """
    for field in fields(command):
        if field.metadata.get("new_id"):
            _require_id(field.name, getattr(command, field.name))
    for name, value in _values(command):
        if isinstance(value, str):
            _check_text(name, value)
        elif isinstance(value, datetime):
            _check_time(name, value)
        elif isinstance(value, int) and not isinstance(value, bool) and abs(value) > LARGEST:
            raise Refusal(f"The number in {_word(name)} is far too large.", help="Check the amount.")


def _values(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, tuple):
        for item in value:
            yield from _values(item, name)
    elif isinstance(value, _PLAIN):
        yield name, value
    elif is_dataclass(value) and not isinstance(value, type):
        for field in _names(type(value)):
            yield from _values(getattr(value, field), field)


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _check_time(name: str, value: datetime) -> None:
    if value.tzinfo is None:
        raise Refusal(f"The time in {_word(name)} has no time zone.", help="Send it in UTC, such as 12:00Z.")
    if not _FIRST_YEAR <= value.year <= _LAST_YEAR:
        raise Refusal(f"The year in {_word(name)} cannot be.", help="Check the workstation's clock.")


def _check_text(name: str, text: str) -> None:
    if is_id(text):
        return  # an id in its usual form; its digits can happen to look like a card number
    limit = _LONGEST.get(name, MAX_TEXT)
    if len(text) > limit:
        raise Refusal(
            f"The text in {_word(name)} has {len(text):,} characters; {limit:,} is the most.", help="Shorten it."
        )
    if _CONTROL.search(text):
        raise Refusal(f"The text in {_word(name)} holds a control character.", help="Type the text again.")
    if _DIRECTION.search(text):
        raise Refusal(
            f"The text in {_word(name)} holds a hidden mark that turns the direction of writing.", help="Type it again."
        )
    if name in _IDS:
        _require_id(name, text)
    if holds_card_number(text):
        raise Refusal("Card numbers are never stored here.", help="Write the brand and the last four digits only.")


def _require_id(name: str, text: str) -> None:
    if not is_id(text):
        raise Refusal(f"The {_word(name)} is not a UUID in its usual form.", help="Let the program make it.")


def is_id(text: str) -> bool:
    """True if the text is a UUID in its usual form."""
    return _UUID.fullmatch(text) is not None


def holds_card_number(text: str) -> bool:
    """True if a payment card number stands anywhere in the text, with spaces or hyphens or beside other numbers."""
    return any(
        _is_card_number(digits)
        for plus, run in _DIGITS.findall(text)
        if not (plus and sum(sign.isdigit() for sign in run) <= LONGEST_PHONE)
        for digits in _stretches(run)
    )


def _stretches(run: str) -> Iterator[str]:
    """Neighbouring groups of digits that together are as long as a card number."""
    groups = re.split("[ -]", run)
    for first in range(len(groups)):
        digits = ""
        for group in groups[first:]:
            digits += group
            if len(digits) > _LONGEST_CARD:
                break
            if len(digits) >= _SHORTEST_CARD:
                yield digits


def _is_card_number(text: str) -> bool:
    """What every card of a guest begins with, and the Luhn check that it passes (ISO/IEC 7812-1)."""
    digits = [int(sign) for sign in text]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return digits[0] in range(2, 7) and len(set(digits)) > 1 and (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _word(name: str) -> str:
    return name.replace("_", " ")
