"""The whole house over a span of nights: rooms, who sleeps where, what is kept free, and the moves between rooms."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby, pairwise
from typing import NamedTuple

from sqlalchemy import String, func, select, type_coerce

from frontdesk.errors import Refusal
from frontdesk.queries.base import Question
from frontdesk.queries.house import newest
from frontdesk.queries.room_block import RoomBlock, blocks_between
from frontdesk.store import tables
from frontdesk.store.reader import Reader

MOST_NIGHTS = 400
ONE = timedelta(days=1)
CLAIM = "claim"
"""The status of a bar that a move holds: its guest sleeps elsewhere until then."""


class Bar(NamedTuple):
    """Nights of one stay in one room, from ``first`` up to ``until``; a tuple, since a big house has 20,000.

    ``status`` is due_in, in_house or checked_out, or claim for nights that a move holds for its guest. ``locked`` says
    why the guest is not to be moved. Nights outside the span asked about are not counted: ``arrival`` and
    ``departure`` are those of the whole stay.
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


@dataclass(frozen=True, slots=True)
class SeeTapeChart(Question[TapeChart]):
    """``nights`` nights from ``first`` on; without a first one from ``before`` days before the business date."""

    first: date | None = None
    nights: int = 60
    before: int = 14


def see_tape_chart(reader: Reader, question: SeeTapeChart) -> TapeChart:
    """Read the span in a handful of questions, however many rooms there are.

    Raises:
        Refusal: no night, or more than a year of them.
    """
    if not 1 <= question.nights <= MOST_NIGHTS:
        raise Refusal(f"A chart shows 1 to {MOST_NIGHTS} nights.", help="Ask for a shorter span.")
    first = question.first or reader.business_date - question.before * ONE
    until = first + question.nights * ONE
    bars = _bars(reader, first, until)
    return TapeChart(
        first=first,
        until=until,
        business_date=reader.business_date,
        seq=newest(reader),
        rooms=_rooms(reader),
        bars=tuple(sorted((*bars, *_claims(reader, first, until)))),
        blocks=tuple(blocks_between(reader, first, until)),
        moves=tuple(_moves(bars)),
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


def _bars(reader: Reader, first: date, until: date) -> list[Bar]:
    """One row for each stay and room; who came back to a room, or skipped a night, is taken apart."""
    nights, stay, guest = tables.room_night, tables.stay, tables.guest
    inside = (nights.c.night >= first, nights.c.night < until)
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
        )
        .join(stay, stay.c.id == spans.c.stay_id)
        .join(guest, guest.c.id == stay.c.guest_id)
    ).all()
    cases = _open_cases(reader)
    found: list[Bar] = []
    broken: dict[tuple[str, str], Bar] = {}
    for room, n, stay_id, begin, end, arrival, departure, name, status, vip, locked in rows:
        night, ends = _day(begin), _day(end) + ONE
        bar = Bar(
            room, night, ends, stay_id, name, status, _day(arrival), _day(departure), vip, locked, stay_id in cases
        )
        if (ends - night).days == n:
            found.append(bar)
        else:
            broken[stay_id, room] = bar
    found += _taken_apart(reader, broken, first, until)
    found.sort()
    return found


def _claims(reader: Reader, first: date, until: date) -> Iterable[Bar]:
    """What moves on their way hold in their targets, so that nobody takes it for free (RM-3)."""
    nights, move, stay, guest = tables.room_night, tables.move_order, tables.stay, tables.guest
    rows = reader.all(
        select(move, stay.c.arrival, stay.c.departure, stay.c.do_not_move, guest.c.name, guest.c.vip, nights.c.night)
        .join(nights, nights.c.move_id == move.c.id)
        .join(stay, stay.c.id == move.c.stay_id)
        .join(guest, guest.c.id == stay.c.guest_id)
        .where(nights.c.night >= first, nights.c.night < until)
        .order_by(move.c.id, nights.c.night)
    )
    for _, held in groupby(rows, key=lambda row: row.id):
        nights_of = list(held)
        row, last = nights_of[0], nights_of[-1].night
        dates = (row.night, last + ONE, row.stay_id, row.name, CLAIM, row.arrival, row.departure)
        yield Bar(row.to_room, *dates, row.vip, row.do_not_move, case=False)


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
