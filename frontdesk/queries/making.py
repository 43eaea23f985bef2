"""What made a line, told from what was stored with it: a part of another line, a line taken back, foreign money."""

from collections.abc import Callable, Mapping
from typing import Any

from frontdesk.domain.money import plain
from frontdesk.domain.tax.packages import ROOM
from frontdesk.queries.charging import PART
from frontdesk.store.types import Fetched

Money = Callable[[int], str]

_BACK = "It is {amount} out of {of}; {left} is left of that line."
_BY_KIND = {
    "correction": _BACK,
    "allowance": _BACK,
    "goodwill": _BACK,
    "transfer": "It is {amount} here, and {of} stands on the window of {to} instead.",
    "split": "It is {amount} here, and {of} stands in {parts} parts instead.",
    "cash_rounding": "{owed} was owed and {paid} paid, to the smallest coin: {amount}.",
    "write_off": "The window stood at {stood_at}; {amount} is given up.",
}
_AMOUNTS = ("of", "left", "owed", "paid", "stood_at")


def made_of(row: Fetched, money: Money) -> str:
    """The sentence for a line that was made of another one; empty for a line of its own, or an older one."""
    making: Mapping[str, Any] = row.making
    if row.kind in _BY_KIND:
        return _told(_BY_KIND[row.kind], making, money(row.amount), money)
    if "shared" in making:
        return f"It is {money(row.amount)} out of {money(making['shared']['of'])}."
    if PART in making:
        return f"It is {money(row.amount)} of {money(making['price'])}, the whole price of the night at this rate."
    if "handed" in making:
        handed = f"{plain(making['handed'], making['currency'])} {making['currency']}"
        return f"The amount is {money(row.amount)}: {handed} at {making['rate']}; a payment carries no tax."
    return ""


def meant_by(row: Fetched) -> str:
    """What the meaning of a line is told by: its code, or that it is a further supply of a package (S17)."""
    return str(row.code) if row.making.get(PART, ROOM) == ROOM else PART


def _told(sentence: str, making: Mapping[str, Any], amount: str, money: Money) -> str:
    words = {name: money(value) if name in _AMOUNTS else str(value) for name, value in making.items()}
    try:
        return sentence.format(amount=amount, **words)
    except KeyError:  # a line of a time when less was stored
        return ""
