"""Closing a window at zero: whether it can be, and what is fixed by it (N1)."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, bindparam, cast, func, select

from frontdesk.domain.money import plain
from frontdesk.errors import Refusal
from frontdesk.queries.base import Question
from frontdesk.queries.posting_preview import TaxEffect
from frontdesk.queries.stay import stay_of
from frontdesk.queries.taxing import tax_names
from frontdesk.queries.window import Window, balance_of, numbered, require_unsettled
from frontdesk.store import tables
from frontdesk.store.reader import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlePreview:
    """A window before it is settled, in minor units: its balance, which stays, and the taxes that are fixed with it.

    ``refused`` says why it cannot be settled.
    """

    window: int
    payee: str
    balance: int
    currency: str
    taxes: tuple[TaxEffect, ...]
    refused: str = ""


@dataclass(frozen=True, slots=True)
class PreviewSettle(Question[SettlePreview]):
    """A window as ``SettleWindow`` would settle it."""

    stay: str
    window: int


_ANY_LINE = select(tables.posting.c.id).where(tables.posting.c.window_id == bindparam("window")).limit(1)


def settleable(reader: Reader, stay_id: str, number: int) -> Window:
    """A window that can be settled: open, at zero, with something on it (N1).

    Raises:
        Refusal: it is not one.
    """
    window = numbered(reader, stay_of(reader, stay_id).id, number)
    require_unsettled(window)
    balance = balance_of(reader, window.id)
    if balance:
        said = f"Window {window.number} stands at {plain(balance, reader.house.currency)}."
        raise Refusal(said, help="Take the payment first.")
    if reader.first(_ANY_LINE, window=window.id) is None:
        raise Refusal("There is nothing on this window to settle.", help="Settle a window with lines.")
    return window


def preview_settle(reader: Reader, question: PreviewSettle) -> SettlePreview:
    """Balance and taxes of the window; settling posts nothing.

    Raises:
        Refusal: there is no such window.
    """
    window = numbered(reader, stay_of(reader, question.stay).id, question.window)
    try:
        settleable(reader, question.stay, question.window)
        refused = ""
    except Refusal as refusal:
        refused = str(refusal)
    return SettlePreview(
        window=window.number,
        payee=window.payee,
        balance=balance_of(reader, window.id),
        currency=reader.house.currency,
        taxes=_taxes(reader, window.id),
        refused=refused,
    )


def _taxes(reader: Reader, window_id: str) -> tuple[TaxEffect, ...]:
    part, posting = tables.tax_part, tables.posting
    names = tax_names(reader)
    rows = reader.all(
        select(part.c.code, part.c.rate, cast(func.sum(part.c.amount), BigInteger).label("amount"))
        .join(posting, posting.c.id == part.c.posting_id)
        .where(posting.c.window_id == window_id)
        .group_by(part.c.code, part.c.rate)
        .order_by(part.c.code, part.c.rate)
    )
    sums = [(row, int(row.amount)) for row in rows]
    return tuple(
        TaxEffect(code=row.code, name=names.get(row.code, row.code), rate=row.rate, before=amount, after=amount)
        for row, amount in sums
        if amount
    )
