"""How the ledgers stood at the end of a day, and by which codes they came there: sums of postings only (R4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, ColumnElement, and_, cast, func, select

from frontdesk.domain.stay import StayStatus
from frontdesk.queries.base import Question
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched, Reads

LEDGERS = ("Guests in house", "Deposits and arrivals", "Departed guests")
"""Who owes, or is owed: guests in house, money taken before arrival (P1), and what departed guests left open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """One ledger over one day, in minor units: opening + change = closing."""

    name: str
    opening: int
    closing: int

    @property
    def change(self) -> int:
        """What the day did to it."""
        return self.closing - self.opening


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRow:
    """All postings of one code on one day: how many, and their net, taxes inside and amount in minor units."""

    code: str
    name: str
    department: str
    count: int
    net: int
    tax: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialBalance:
    """One day by ledger and by code. ``ties`` says that the change of the ledgers is the sum of the codes."""

    business_date: date
    currency: str
    ledgers: tuple[LedgerRow, ...]
    codes: tuple[CodeRow, ...]

    @property
    def total(self) -> int:
        """The sum of all postings of the day."""
        return sum(row.amount for row in self.codes)

    @property
    def ties(self) -> bool:
        """Whether both halves say the same."""
        return self.total == sum(row.change for row in self.ledgers)


@dataclass(frozen=True, slots=True)
class ReadTrialBalance(Question[TrialBalance]):
    """The trial balance of a business date; the open one if none is named."""

    business_date: date | None = None


def read_trial_balance(reader: Reader, question: ReadTrialBalance) -> TrialBalance:
    """A closed day as its ledgers were noted when it was closed; the open one as it stands."""
    day = question.business_date or reader.business_date
    run = tables.night_audit_run
    closed = reader.first(select(run.c.ledgers).where(run.c.business_date == day))
    ledgers = closed.ledgers if closed else ledgers_now(reader)
    rows = tuple(LedgerRow(name=name, opening=opening, closing=closing) for name, opening, closing in ledgers)
    return TrialBalance(business_date=day, currency=reader.house.currency, ledgers=rows, codes=codes_of(reader, day))


def codes_of(reader: Reader, day: date) -> tuple[CodeRow, ...]:
    """The day's postings by code, in the order of the codes."""
    posting, code = tables.posting, tables.transaction_code
    rows = reader.all(
        select(
            posting.c.code,
            code.c.name,
            code.c.department,
            func.count().label("lines"),
            _sum(posting.c.net).label("net"),
            _sum(posting.c.amount).label("amount"),
        )
        .join(code, code.c.code == posting.c.code)
        .where(posting.c.business_date == day)
        .group_by(posting.c.code, code.c.name, code.c.department)
        .order_by(posting.c.code)
    )
    return tuple(_code(row) for row in rows)


def _code(row: Fetched) -> CodeRow:
    net, amount = int(row.net), int(row.amount)
    return CodeRow(
        code=row.code,
        name=row.name,
        department=row.department,
        count=int(row.lines),
        net=net,
        tax=amount - net,
        amount=amount,
    )


def ledgers_now(reader: Reader) -> list[tuple[str, int, int]]:
    """Name, opening and closing of each ledger on the open date: the opening is what the day before closed with."""
    before = _before(reader)
    closing = _ledgers(_by_status(reader), _total(reader, before))
    if before is not None:
        opening = [int(each[2]) for each in before.ledgers]
    else:
        day = tables.posting.c.business_date == reader.business_date
        changes = _ledgers(_by_status(reader, day), _one(reader, select(_sum(tables.posting.c.amount)).where(day)))
        opening = [end - change for end, change in zip(closing, changes, strict=True)]
    return list(zip(LEDGERS, opening, closing, strict=True))


def _ledgers(by_status: Mapping[str, int], total: int) -> tuple[int, int, int]:
    """A total by ledger: guests in house, those still to come, and the rest of it."""
    here, coming = (by_status.get(status.value, 0) for status in (StayStatus.IN_HOUSE, StayStatus.DUE_IN))
    return here, coming, total - here - coming


def _before(reader: Reader) -> Fetched | None:
    """The newest closed day, unless bookings of another system were taken over since, with dates of their own."""
    run, journal = tables.night_audit_run, tables.journal
    newest = reader.first(select(run).order_by(run.c.business_date.desc()).limit(1))
    if newest is None:
        return None
    taken = select(journal.c.seq).where(journal.c.seq > newest.seq, journal.c.kind == "RecordStay").limit(1)
    return None if reader.first(taken) else newest


def _total(reader: Reader, before: Fetched | None) -> int:
    """The sum of all postings ever made: what stood when the day before was closed, and those made since."""
    posting = tables.posting
    if before is None:
        return _one(reader, select(_sum(posting.c.amount)))
    since = and_(posting.c.business_date > before.business_date, posting.c.seq > before.seq)
    stood = sum(int(each[2]) for each in before.ledgers)
    return stood + _one(reader, select(_sum(posting.c.amount)).where(since))


def _by_status(reader: Reader, *more: ColumnElement[bool]) -> dict[str, int]:
    """The postings of stays in house and of those still to come, added up by status."""
    posting, stay = tables.posting, tables.stay
    open_ones = stay.c.status.in_((StayStatus.IN_HOUSE.value, StayStatus.DUE_IN.value))
    rows = reader.all(
        select(stay.c.status, _sum(posting.c.amount).label("total"))
        .join(stay, stay.c.id == posting.c.stay_id)
        .where(open_ones, *more)
        .group_by(stay.c.status)
    )
    return {row.status: int(row.total) for row in rows}


def _sum(column: ColumnElement[int]) -> ColumnElement[int]:
    return cast(func.coalesce(func.sum(column), 0), BigInteger)


def _one(reader: Reader, statement: Reads) -> int:
    found = reader.first(statement)
    return int(found[0]) if found else 0
