"""The deposit ledger: money taken before arrival that no check-in has used yet (P1)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, cast, func, select

from frontdesk.queries.base import Question
from frontdesk.store import tables
from frontdesk.store.reader import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositRow:
    """What a stay's deposit window holds, in minor units above zero."""

    stay: str
    confirmation: str
    name: str
    arrival: date
    status: str
    held: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposits:
    """Every stay with a deposit that stands; ``total`` is the deposit ledger, the sum of the rows."""

    rows: tuple[DepositRow, ...]
    total: int
    currency: str


@dataclass(frozen=True, slots=True)
class SeeDeposits(Question[Deposits]):
    """The deposit ledger by arrival."""


def see_deposits(reader: Reader, _question: SeeDeposits) -> Deposits:
    """The sum of each deposit window that is not at zero."""
    posting, window, stay, guest = tables.posting, tables.folio_window, tables.stay, tables.guest
    total = cast(func.sum(posting.c.amount), BigInteger)
    found = reader.all(
        select(stay.c.id, stay.c.confirmation, guest.c.name, stay.c.arrival, stay.c.status, total.label("balance"))
        .join(posting, posting.c.stay_id == stay.c.id)
        .join(window, window.c.id == posting.c.window_id)
        .join(guest, guest.c.id == stay.c.guest_id)
        .where(window.c.kind == "deposit")
        .group_by(stay.c.id, stay.c.confirmation, guest.c.name, stay.c.arrival, stay.c.status)
        .having(func.sum(posting.c.amount) != 0)
        .order_by(stay.c.arrival, stay.c.confirmation)
    )
    rows = tuple(
        DepositRow(
            stay=row.id,
            confirmation=row.confirmation,
            name=row.name,
            arrival=row.arrival,
            status=row.status,
            held=-int(row.balance),
        )
        for row in found
    )
    return Deposits(rows=rows, total=sum(row.held for row in rows), currency=reader.house.currency)
