"""Routing instructions of a stay, and what each took so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, ColumnElement, bindparam, cast, func, select

from frontdesk.domain.routing import Instruction, LimitKind
from frontdesk.queries.base import Question
from frontdesk.queries.window import windows_of
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched

KEPT = "routing"
"""What a reader keeps the instructions of a stay under."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoutingRow:
    """One instruction as the desk sees it. ``payee`` owns the target window; ``to_stay`` is set for another stay."""

    routing: str
    place: int
    departments: tuple[str, ...]
    codes: tuple[str, ...]
    first: date | None
    last: date | None
    weekdays: tuple[int, ...]
    to_stay: str
    window: int
    payee: str
    limit: LimitKind
    value: int


@dataclass(frozen=True, slots=True)
class SeeRouting(Question[tuple[RoutingRow, ...]]):
    """The instructions of a stay, in the order in which they are tried."""

    stay: str


_OF_STAY = select(tables.routing).where(tables.routing.c.stay_id == bindparam("stay")).order_by(tables.routing.c.place)


def instructions_of(reader: Reader, stay_id: str) -> tuple[Instruction, ...]:
    """The instructions of a stay in the order in which they are tried."""
    return reader.at_hand(KEPT, stay_id, lambda: _read(reader, stay_id))


def _read(reader: Reader, stay_id: str) -> tuple[Instruction, ...]:
    return tuple(_instruction(row) for row in reader.all(_OF_STAY, stay=stay_id))


def read_instructions(reader: Reader, stays: Sequence[str], in_house: ColumnElement[bool]) -> None:
    """Have the instructions of many stays at hand after one question; ``in_house`` is about the stay's row."""
    routing, stay = tables.routing, tables.stay
    found: dict[str, tuple[Instruction, ...]] = dict.fromkeys(stays, ())
    whose = routing.c.stay_id.in_(select(stay.c.id).where(in_house))
    for row in reader.all(select(routing).where(whose).order_by(routing.c.stay_id, routing.c.place)):
        found[row.stay_id] = (*found.get(row.stay_id, ()), _instruction(row))
    reader.have(KEPT, found)


def _instruction(row: Fetched) -> Instruction:
    return Instruction(
        id=row.id,
        place=row.place,
        stay=row.to_stay or row.stay_id,
        window=row.window,
        departments=tuple(row.departments),
        codes=tuple(row.codes),
        first=row.first,
        last=row.last,
        weekdays=tuple(row.weekdays),
        limit=LimitKind(row.limit_kind),
        value=row.limit_value,
    )


def used(reader: Reader, by: Instruction, service_date: date) -> int:
    """What an instruction took of its limit before: prices, less what was taken back again (W3)."""
    posting = tables.posting
    statement = select(cast(func.coalesce(func.sum(posting.c.amount), 0), BigInteger)).where(
        posting.c.stay_id == by.stay, posting.c.routed == by.id
    )
    if by.limit is LimitKind.DAY:
        statement = statement.where(posting.c.service_date == service_date)
    found = reader.first(statement)
    return int(found[0]) if found else 0


def see_routing(reader: Reader, question: SeeRouting) -> tuple[RoutingRow, ...]:
    """Every instruction of the stay with the payee it sends to."""
    return tuple(_row(reader, question.stay, found) for found in instructions_of(reader, question.stay))


def _row(reader: Reader, stay_id: str, found: Instruction) -> RoutingRow:
    payees = {row.number: row.payee for row in windows_of(reader, found.stay)}
    return RoutingRow(
        routing=found.id,
        place=found.place,
        departments=found.departments,
        codes=found.codes,
        first=found.first,
        last=found.last,
        weekdays=found.weekdays,
        to_stay="" if found.stay == stay_id else found.stay,
        window=found.window,
        payee=payees.get(found.window, ""),
        limit=found.limit,
        value=found.value,
    )
