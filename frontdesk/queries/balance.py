"""What windows still owe: one question for several stays, such as everybody who leaves today."""

from dataclasses import dataclass

from sqlalchemy import BigInteger, cast, func, select

from frontdesk.queries.base import Question
from frontdesk.store import tables
from frontdesk.store.reader import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowBalance:
    """An open window with lines: its stay, number and balance in minor units, zero included."""

    stay: str
    window: int
    balance: int


@dataclass(frozen=True, slots=True)
class SeeBalances(Question[tuple[WindowBalance, ...]]):
    """The open windows of these stays that have lines, by stay and number."""

    stays: tuple[str, ...]


def see_balances(reader: Reader, question: SeeBalances) -> tuple[WindowBalance, ...]:
    """Each open window's sum of postings (L4)."""
    window, posting = tables.folio_window, tables.posting
    rows = reader.all(
        select(posting.c.stay_id, window.c.number, cast(func.sum(posting.c.amount), BigInteger).label("balance"))
        .join(window, window.c.id == posting.c.window_id)
        .where(posting.c.stay_id.in_(question.stays), window.c.settled.is_(None))
        .group_by(posting.c.stay_id, window.c.number)
        .order_by(posting.c.stay_id, window.c.number)
    )
    return tuple(WindowBalance(stay=row.stay_id, window=row.number, balance=int(row.balance)) for row in rows)
