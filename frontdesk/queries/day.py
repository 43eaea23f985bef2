"""The desk's day: who arrives, who leaves and what they still owe, who stays."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select

from frontdesk.domain.stay import StayStatus
from frontdesk.queries.balance import SeeBalances, see_balances
from frontdesk.queries.base import Question
from frontdesk.queries.changes import newest
from frontdesk.queries.room_night import room_beside
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRow:
    """One stay of the day. ``room`` is the one it has or is held for it, ``room_state`` how that room is now.

    ``balance`` adds up the open windows in minor units; ``owing`` are those not at zero, ``unsettled`` those with lines
    that have no number yet.
    """

    stay: str
    name: str
    latin: str
    vip: bool
    confirmation: str
    status: str
    arrival: date
    departure: date
    adults: int
    children: tuple[int, ...]
    type_name: str
    room: str
    room_state: str
    note: str
    balance: int = 0
    owing: tuple[tuple[int, int], ...] = ()
    unsettled: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    """The day by what the desk has to do: arrivals still to come, departures still to go, everybody else in house."""

    business_date: date
    seq: int
    currency: str
    arrivals: tuple[DayRow, ...]
    departures: tuple[DayRow, ...]
    staying: tuple[DayRow, ...]


@dataclass(frozen=True, slots=True)
class SeeDay(Question[DayView]):
    """The open business date."""


def see_day(reader: Reader, _question: SeeDay) -> DayView:
    """Arrivals by name, departures and the others by room."""
    today = reader.business_date
    rows = _stays(reader, today)
    leaving = tuple(row.id for row in rows if _leaves(row, today))
    owed: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for window in see_balances(reader, SeeBalances(leaving)) if leaving else ():
        owed[window.stay].append((window.window, window.balance))
    shown = [_row(row, owed.get(row.id, [])) for row in rows]
    in_house = [row for row in shown if row.status == StayStatus.IN_HOUSE]
    by_room = sorted(in_house, key=lambda row: (row.room.rjust(10), row.name))
    return DayView(
        business_date=today,
        seq=newest(reader),
        currency=reader.house.currency,
        arrivals=tuple(sorted((row for row in shown if row.status == StayStatus.DUE_IN), key=lambda row: row.name)),
        departures=tuple(row for row in by_room if row.departure <= today),
        staying=tuple(row for row in by_room if row.departure > today),
    )


def _leaves(row: Fetched, today: date) -> bool:
    return bool(row.status == StayStatus.IN_HOUSE.value and row.departure <= today)


def _stays(reader: Reader, today: date) -> list[Fetched]:
    stay, guest, room, kind = tables.stay, tables.guest, tables.room, tables.room_type
    wanted = or_(
        stay.c.status == StayStatus.IN_HOUSE.value,
        and_(stay.c.status == StayStatus.DUE_IN.value, stay.c.arrival <= today),
    )
    return reader.all(
        select(
            stay,
            guest.c.name,
            guest.c.latin,
            guest.c.vip,
            kind.c.name.label("type_name"),
            room.c.number.label("room"),
            room.c.state.label("room_state"),
        )
        .join(guest, guest.c.id == stay.c.guest_id)
        .join(kind, kind.c.code == stay.c.room_type)
        .outerjoin(room, room.c.number == room_beside(today))
        .where(wanted)
    )


def _row(row: Fetched, windows: list[tuple[int, int]]) -> DayRow:
    same = ("name", "latin", "vip", "confirmation", "status", "arrival", "departure", "adults", "type_name", "note")
    return DayRow(
        **{name: getattr(row, name) for name in same},
        stay=row.id,
        children=tuple(row.children),
        room=row.room or "",
        room_state=row.room_state or "",
        balance=sum(balance for _, balance in windows),
        owing=tuple(window for window in windows if window[1]),
        unsettled=tuple(number for number, _ in windows),
    )
