"""From what was typed to what a command needs; a no names its field."""

from __future__ import annotations

import re

from frontdesk.domain.money import parse_amount
from frontdesk.errors import Refusal

_QUANTITY = re.compile(r"([0-9]{1,7})(?:\.([0-9]{1,3}))?")


class FieldRefusal(Refusal):
    """What was typed into one field cannot be meant; the form says so below that field."""

    def __init__(self, field: str, title: str, detail: str = "", help: str = "") -> None:  # noqa: A002 - as Refusal
        super().__init__(title, detail, help)
        self.field = field


def amount(field: str, text: str, currency: str) -> int:
    """Minor units of a typed amount.

    Raises:
        FieldRefusal: nothing was typed, or no amount of this currency.
    """
    if not text.strip():
        raise FieldRefusal(field, "Type an amount.")
    try:
        return parse_amount(text, currency)
    except Refusal as refusal:
        raise FieldRefusal(field, refusal.title, refusal.detail, refusal.help) from None


def quantity(field: str, text: str) -> int:
    """Thousandths of a typed quantity such as 2 or 0.75.

    Raises:
        FieldRefusal: no such number.
    """
    match = _QUANTITY.fullmatch(text.strip().replace(",", "."))
    if not match:
        raise FieldRefusal(field, "That is not a quantity.", help="Type it like 2 or 0.75.")
    return int(match[1]) * 1000 + int((match[2] or "").ljust(3, "0"))


def words(field: str, text: str, ask: str) -> str:
    """What was typed, without the spaces around it.

    Raises:
        FieldRefusal: nothing was typed.
    """
    said = text.strip()
    if not said:
        raise FieldRefusal(field, ask)
    return said
