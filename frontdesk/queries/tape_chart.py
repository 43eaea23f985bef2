"""The whole house over a span of nights: rooms, who sleeps where, what is kept free, and the moves between rooms."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, exists, func, select, type_coerce

from frontdesk.errors import Refusal
from frontdesk.queries.base import Question
from frontdesk.queries.changes import newest
from frontdesk.queries.room_block import RoomBlock, blocks_between
from frontdesk.store import tables
from frontdesk.store.reader import Reader

MOST_NIGHTS = 400
ONE = timedelta(days=1)


class Bar(NamedTuple):
    """Nights of one stay in one room, from ``first`` up to ``until``; a tuple, since a big house has 20,000.

    ``status`` is due_in, in_house or checked_out, or claim for nights that an agreed move keeps free; ``locked`` says
    why the guest is not to be moved; ``latin`` is the name in Latin letters. Nights outside the span asked about are
    not counted: ``arrival`` and ``departure`` are those of the whole stay.
    """

    room: str
    first: date
    until: date
    stay: str
    name: str
    status: str
    arrival: date
    departure: date
    vip: bool
    locked: str
    case: bool
    latin: str = ""


class MoveLink(NamedTuple):
    """A stay that goes from one room to another: ``night`` is the first one in the new room."""

    stay: str
    from_room: str
    to_room: str
    night: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartRoom:
    """A room as the chart needs it; ``rank`` orders the types."""

    number: str
    type: str
    type_name: str
    rank: int
    floor: int
    features: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TapeChart:
    """The answer: rooms by type and number, bars by room and night."""

    first: date
    until: date
    business_date: date
    seq: int
    rooms: tuple[ChartRoom, ...]
    bars: tuple[Bar, ...]
    blocks: tuple[RoomBlock, ...]
    moves: tuple[MoveLink, ...]
    waiting: tuple[Bar, ...] = ()
    """Who comes or is in house without a room, by arrival; a stay without a night has one on its day."""
    known: frozenset[str] | None = None
    """The rooms whose nights were read; None means all."""


@dataclass(frozen=True, slots=True)
class SeeTapeChart(Question[TapeChart]):
    """``nights`` nights from ``first`` on; without a first one from ``before`` days before the business date."""

    first: date | None = None
    nights: int = 60
    before: int = 14
    top: int | None = None
    """Read the nights of so many rooms from the top only: what a window shows at first."""


def see_tape_chart(reader: Reader, question: SeeTapeChart) -> TapeChart:
    """Read the span in a handful of questions, however many rooms there are.

    Raises:
        Refusal: no night, or more than a year of them.
    """
    if not 1 <= question.nights <= MOST_NIGHTS:
        raise Refusal(f"A chart shows 1 to {MOST_NIGHTS} nights.", help="Ask for a shorter span.")
    first = question.first or reader.business_date - question.before * ONE
    until = first + question.nights * ONE
    rooms = _rooms(reader)
    known = None if question.top is None else frozenset(room.number for room in rooms[: question.top])
    bars = _bars(reader, first, until, known)
    claims = _claims(reader, first, until)
    return TapeChart(
        first=first,
        until=until,
        business_date=reader.business_date,
        seq=newest(reader),
        rooms=rooms,
        bars=tuple(sorted([*bars, *claims])) if claims else tuple(bars),
        blocks=tuple(blocks_between(reader, first, until)),
        moves=tuple(_moves(bars)),
        waiting=tuple(_waiting(reader, first, until)) if known is None else (),
        known=known,
    )


def natural(number: str) -> tuple[int, str]:
    """Rooms in the order of their doors: 98, 101, 101A."""
    digits = "".join(letter for letter in number if letter.isdigit())
    return (int(digits or 0), number)


def _rooms(reader: Reader) -> tuple[ChartRoom, ...]:
    room, kind = tables.room, tables.room_type
    rows = reader.all(
        select(room.c.number, room.c.type, room.c.floor, room.c.features, room.c.state, kind.c.name, kind.c.rank).join(
            kind, kind.c.code == room.c.type
        )
    )
    rows.sort(key=lambda row: (row.rank, row.name, natural(row.number)))
    return tuple(
        ChartRoom(
            number=row.number,
            type=row.type,
            type_name=row.name,
            rank=row.rank,
            floor=row.floor,
            features=tuple(row.features),
            state=row.state,
        )
        for row in rows
    )


def _bars(reader: Reader, first: date, until: date, known: frozenset[str] | None) -> list[Bar]:
    """One row for each stay and room; who came back to a room, or skipped a night, is taken apart."""
    nights, stay, guest = tables.room_night, tables.stay, tables.guest
    inside = [nights.c.night >= first, nights.c.night < until, nights.c.stay_id.is_not(None)]
    if known is not None:
        inside.append(nights.c.room.in_(known))
    spans = (
        select(
            nights.c.stay_id,
            nights.c.room,
            func.min(nights.c.night).label("first"),
            func.max(nights.c.night).label("last"),
            func.count().label("n"),
        )
        .where(*inside)
        .group_by(nights.c.stay_id, nights.c.room)
        .subquery()
    )
    rows = reader.connection.execute(
        select(
            *(spans.c[name] for name in ("room", "n", "stay_id")),
            *(type_coerce(day, String) for day in (spans.c.first, spans.c.last, stay.c.arrival, stay.c.departure)),
            guest.c.name,
            stay.c.status,
            guest.c.vip,
            stay.c.do_not_move,
            guest.c.latin,
        )
        .join(stay, stay.c.id == spans.c.stay_id)
        .join(guest, guest.c.id == stay.c.guest_id)
    ).all()
    cases = _open_cases(reader)
    found: list[Bar] = []
    broken: dict[tuple[str, str], Bar] = {}
    for room, n, stay_id, begin, end, arrival, departure, name, status, vip, locked, latin in rows:
        night, after = _day(begin), _day(end) + ONE
        marks = (vip, locked, stay_id in cases, latin)
        bar = Bar(room, night, after, stay_id, name, status, _day(arrival), _day(departure), *marks)
        if (after - night).days == n:
            found.append(bar)
        else:
            broken[stay_id, room] = bar
    found += _taken_apart(reader, broken, first, until)
    found.sort()
    return found


def _claims(reader: Reader, first: date, until: date) -> list[Bar]:
    """What agreed moves keep free: one bar for each move."""
    nights, order = tables.room_night, tables.move_order
    open_ones = reader.all(select(order.c.id).where(order.c.state.in_(("approved", "moving"))))
    if not open_ones:
        return []
    claimed = (
        select(
            order.c.stay_id,
            nights.c.room,
            func.min(nights.c.night).label("first"),
            func.max(nights.c.night).label("last"),
        )
        .join(order, order.c.id == nights.c.move_id)
        .where(nights.c.move_id.in_({row.id for row in open_ones}), nights.c.night >= first, nights.c.night < until)
        .group_by(order.c.stay_id, nights.c.room)
        .subquery()
    )
    rows = reader.all(
        _people(claimed.c.room, claimed.c.first, claimed.c.last).join(claimed, claimed.c.stay_id == tables.stay.c.id)
    )
    return [
        Bar(
            row.room,
            row.first,
            row.last + ONE,
            row.id,
            row.name,
            "claim",
            row.arrival,
            row.departure,
            row.vip,
            "",
            False,
            row.latin,
        )
        for row in rows
    ]


def _waiting(reader: Reader, first: date, until: date) -> Iterable[Bar]:
    """Stays of the span that no room is held for, by arrival; one without a night takes that of its day."""
    nights, stay = tables.room_night, tables.stay
    rows = reader.all(
        _people()
        .where(stay.c.status.in_(("due_in", "in_house")), stay.c.arrival < until, stay.c.departure >= first)
        .where(~exists().where(nights.c.stay_id == stay.c.id))
        .order_by(stay.c.arrival, stay.c.id)
    )
    cases = _open_cases(reader) if rows else frozenset()
    for row in rows:
        begin, end = max(row.arrival, first), min(max(row.departure, row.arrival + ONE), until)
        if begin < end:
            about = (row.arrival, row.departure, row.vip, row.do_not_move, row.id in cases, row.latin)
            yield Bar("", begin, end, row.id, row.name, row.status, *about)


def _people(*more: ColumnElement[Any]) -> Select[Any]:
    """Stays with what a bar says of them."""
    stay, guest = tables.stay, tables.guest
    facts = (stay.c.id, stay.c.status, stay.c.arrival, stay.c.departure, stay.c.do_not_move)
    return select(*facts, guest.c.name, guest.c.latin, guest.c.vip, *more).join(guest, guest.c.id == stay.c.guest_id)


def _day(stored: date | str) -> date:
    """A date as the driver gave it: SQLite keeps text, of which a chart has few kinds and many copies."""
    return stored if isinstance(stored, date) else _parsed(stored)


@lru_cache(maxsize=4096)
def _parsed(text: str) -> date:
    return date.fromisoformat(text)


def _taken_apart(reader: Reader, broken: dict[tuple[str, str], Bar], first: date, until: date) -> Iterable[Bar]:
    if not broken:
        return
    nights = tables.room_night
    rows = reader.all(
        select(nights.c.stay_id, nights.c.room, nights.c.night)
        .where(nights.c.stay_id.in_({stay for stay, _ in broken}), nights.c.night >= first, nights.c.night < until)
        .order_by(nights.c.stay_id, nights.c.room, nights.c.night)
    )
    runs: dict[tuple[str, str], list[tuple[date, date]]] = defaultdict(list)
    for row in rows:
        spans = runs[row.stay_id, row.room]
        if spans and spans[-1][1] == row.night:
            spans[-1] = (spans[-1][0], row.night + ONE)
        else:
            spans.append((row.night, row.night + ONE))
    for key, bar in broken.items():
        for begin, end in runs[key]:
            yield bar._replace(first=begin, until=end)


def _open_cases(reader: Reader) -> frozenset[str]:
    case = tables.guest_case
    return frozenset(row.stay_id for row in reader.all(select(case.c.stay_id).where(case.c.status == "open")))


def _moves(bars: list[Bar]) -> Iterable[MoveLink]:
    """Bars of one stay that follow each other in different rooms."""
    known: dict[str, Bar] = {}
    several: dict[str, list[Bar]] = {}
    for bar in bars:
        other = known.setdefault(bar.stay, bar)
        if other is not bar:
            several.setdefault(bar.stay, [other]).append(bar)
    for stay, parts in several.items():
        parts.sort(key=lambda bar: bar.first)
        for before, after in pairwise(parts):
            yield MoveLink(stay, before.room, after.room, after.first)
