"""What a manager asks of a closed day: how full the house was, what it earned, what was taken, what was given back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, case, cast, distinct, func, or_, select

from frontdesk.domain.bill_bridge import ROOM_CODES
from frontdesk.domain.money import half_up
from frontdesk.domain.posting import CHARGES, MONEY_IN
from frontdesk.domain.room import BlockKind
from frontdesk.domain.stay import StayStatus
from frontdesk.queries.payment import ROUNDING_CODE, WRITE_OFF_CODE
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched

MONEY = MONEY_IN | {"refund"}
"""Kinds of lines that are money: what came in and what went back."""
MONEY_DEPARTMENT = "payment"
NO_MONEY = (ROUNDING_CODE, WRITE_OFF_CODE)
"""Codes of that department under which nothing changes hands."""
CHARGED = CHARGES | {"transfer", "split"}
"""Kinds that charge, and those that take a line away to charge it elsewhere: together the line counts once."""
GIVEN_BACK = ("correction", "allowance", "goodwill", "write_off", "refund")
"""Kinds that take a line or money back, in the order in which a manager asks for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rooms:
    """The house in the night that was closed, counted then. ``sold`` rooms were slept in at a price, ``free`` ones
    for nothing; ``guests`` are heads, children among them.
    """

    rooms: int
    out_of_order: int
    sold: int
    free: int
    guests: int
    arrived: int
    left: int
    no_shows: int

    @property
    def occupancy(self) -> int:
        """Rooms slept in of those that could be sold, in parts per million."""
        return half_up((self.sold + self.free) * 1_000_000, max(1, self.rooms - self.out_of_order))


@dataclass(frozen=True, slots=True, kw_only=True)
class Earned:
    """What a department earned without tax, in minor units: charged, taken back, and what is left of it."""

    department: str
    charged: int
    taken_back: int

    @property
    def net(self) -> int:
        """Charged less taken back."""
        return self.charged + self.taken_back


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxSum:
    """One tax at one rate (parts per million; None for a fixed amount): its base and amount in minor units."""

    code: str
    name: str
    rate: int | None
    base: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One way of paying: how many lines stand, what came in and what went back, both as they stand in the ledger.

    A payment that was taken for a mistake, or moved to another window, counts as what it is now.
    """

    method: str
    count: int
    came_in: int
    went_back: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenBack:
    """What one person took off bills or gave back: kind of line, how many, and their sum in minor units."""

    person: str
    kind: str
    count: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigures:
    """A closed day in figures, minor units. ``rooms`` is None for a day closed before they were counted.

    Revenue, taxes, money and ``other`` (rounding of cash and what was written off) add up to the day's postings.
    """

    rooms: Rooms | None
    room_revenue: int
    earned: tuple[Earned, ...]
    taxes: tuple[TaxSum, ...]
    taken: tuple[Taken, ...]
    other: int
    given_back: tuple[GivenBack, ...]

    @property
    def rate(self) -> int:
        """Room revenue without tax for each room sold (ADR), in minor units."""
        return half_up(self.room_revenue, self.rooms.sold) if self.rooms and self.rooms.sold else 0

    @property
    def yield_(self) -> int:
        """Room revenue without tax for each room that could be sold (RevPAR), in minor units."""
        return half_up(self.room_revenue, max(1, self.rooms.rooms - self.rooms.out_of_order)) if self.rooms else 0

    @property
    def total(self) -> int:
        """The sum of everything: what the day did to the ledgers."""
        money = sum(row.came_in + row.went_back for row in self.taken)
        return sum(row.net for row in self.earned) + sum(row.amount for row in self.taxes) + money + self.other


def count_house(reader: Reader, stays: Sequence[Fetched]) -> dict[str, int]:
    """The house as it sleeps tonight, to be noted with the day; ``stays`` are those that sleep here (night_posting)."""
    stay, today = tables.stay, reader.business_date
    rooms = _one(reader, select(func.count()).select_from(tables.room))
    here = (StayStatus.IN_HOUSE.value, StayStatus.CHECKED_OUT.value)
    counted = {
        "arrived": and_(stay.c.arrival == today, stay.c.status.in_(here)),
        "left": and_(stay.c.departure == today, stay.c.status == StayStatus.CHECKED_OUT.value),
        "no_shows": and_(stay.c.arrival == today, stay.c.status == StayStatus.NO_SHOW.value),
    }
    row = reader.first(
        select(*(func.count(case((which, 1))).label(name) for name, which in counted.items())).where(
            or_(stay.c.arrival == today, stay.c.departure == today)
        )
    )
    paid = {each.room for each in stays if each.price}
    return {
        "rooms": rooms,
        "out_of_order": _out_of_order(reader, today),
        "sold": len(paid),
        "free": len({each.room for each in stays} - paid),
        "guests": sum(each.adults + len(each.children) for each in stays),
        **{name: int(getattr(row, name)) for name in counted},
    }


def _out_of_order(reader: Reader, day: date) -> int:
    room, block = tables.room, tables.room_block
    blocked = select(block.c.room).where(
        block.c.kind == BlockKind.OUT_OF_ORDER.value, block.c.first <= day, block.c.until > day
    )
    closed = or_(room.c.out_of_order != "", room.c.number.in_(blocked))
    return _one(reader, select(func.count(distinct(room.c.number))).where(closed))


def read_day_figures(reader: Reader, day: date, counted: Mapping[str, int] | None) -> DayFigures:
    """The figures of a closed day: its postings as they stand, and what was counted when it was closed."""
    rows = _by_kind(reader, day)
    rooms = Rooms(**counted) if counted else None
    revenue = [row for row in rows if row.department != MONEY_DEPARTMENT]
    other = sum(int(row.amount) for row in rows if row.code in NO_MONEY)
    return DayFigures(
        rooms=rooms,
        room_revenue=sum(int(row.net) for row in revenue if row.code in ROOM_CODES),
        earned=_earned(revenue),
        taxes=_taxes(reader, day),
        taken=_taken(reader, day),
        other=other,
        given_back=_given_back(reader, day),
    )


def _by_kind(reader: Reader, day: date) -> list[Fetched]:
    posting, code = tables.posting, tables.transaction_code
    return reader.all(
        select(
            posting.c.kind,
            posting.c.code,
            code.c.department,
            _sum(posting.c.net).label("net"),
            _sum(posting.c.amount).label("amount"),
        )
        .join(code, code.c.code == posting.c.code)
        .where(posting.c.business_date == day)
        .group_by(posting.c.kind, posting.c.code, code.c.department)
        .order_by(posting.c.code, posting.c.kind)
    )


def _earned(rows: Sequence[Fetched]) -> tuple[Earned, ...]:
    """By department in the order of the codes; a tax posting earns nothing."""
    departments = dict.fromkeys(row.department for row in rows if row.kind != "tax" and row.department != "tax")
    return tuple(
        Earned(
            department=name,
            charged=sum(int(row.net) for row in rows if row.department == name and row.kind in CHARGED),
            taken_back=sum(int(row.net) for row in rows if row.department == name and row.kind not in CHARGED),
        )
        for name in departments
    )


def _taxes(reader: Reader, day: date) -> tuple[TaxSum, ...]:
    posting, part = tables.posting, tables.tax_part
    rows = reader.all(
        select(
            part.c.code,
            func.max(part.c.name).label("name"),
            part.c.rate,
            _sum(part.c.base).label("base"),
            _sum(part.c.amount).label("amount"),
        )
        .join(posting, posting.c.id == part.c.posting_id)
        .where(posting.c.business_date == day)
        .group_by(part.c.code, part.c.rate)
        .order_by(part.c.code, part.c.rate)
    )
    return tuple(
        TaxSum(code=row.code, name=row.name, rate=row.rate, base=int(row.base), amount=int(row.amount)) for row in rows
    )


def _taken(reader: Reader, day: date) -> tuple[Taken, ...]:
    posting, code, undone = tables.posting, tables.transaction_code, tables.posting.alias()
    back = func.coalesce(undone.c.kind, posting.c.kind) == "refund"
    stands = case((posting.c.kind.in_(sorted(MONEY)), 1), else_=-1)
    rows = reader.all(
        select(
            posting.c.method,
            _sum(stands).label("lines"),
            _sum(case((~back, posting.c.amount), else_=0)).label("came_in"),
            _sum(case((back, posting.c.amount), else_=0)).label("went_back"),
        )
        .join(code, code.c.code == posting.c.code)
        .outerjoin(undone, undone.c.id == posting.c.reverses)
        .where(posting.c.business_date == day, code.c.department == MONEY_DEPARTMENT, code.c.code.not_in(NO_MONEY))
        .group_by(posting.c.method)
        .order_by(posting.c.method)
    )
    return tuple(
        Taken(method=row.method, count=int(row.lines), came_in=int(row.came_in), went_back=int(row.went_back))
        for row in rows
        if row.lines or row.came_in or row.went_back
    )


def _given_back(reader: Reader, day: date) -> tuple[GivenBack, ...]:
    posting, staff = tables.posting, tables.staff
    rows = reader.all(
        select(
            posting.c.actor,
            staff.c.name,
            posting.c.kind,
            func.count().label("lines"),
            _sum(posting.c.amount).label("amount"),
        )
        .outerjoin(staff, staff.c.id == posting.c.actor)
        .where(posting.c.business_date == day, posting.c.kind.in_(GIVEN_BACK))
        .group_by(posting.c.actor, staff.c.name, posting.c.kind)
    )
    found = [
        GivenBack(
            person=row.name or row.actor or "The program", kind=row.kind, count=int(row.lines), amount=int(row.amount)
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda row: (row.person, GIVEN_BACK.index(row.kind))))


def _sum(column: ColumnElement[Any]) -> ColumnElement[int]:
    return cast(func.coalesce(func.sum(column), 0), BigInteger)


def _one(reader: Reader, statement: Any) -> int:
    found = reader.first(statement)
    return int(found[0]) if found else 0
