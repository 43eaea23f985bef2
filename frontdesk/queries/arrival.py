"""Which rooms a guest who arrives can be given."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from frontdesk.domain.stay import Span
from frontdesk.queries.base import Question
from frontdesk.queries.room_block import closed_rooms
from frontdesk.queries.stay import stay_of
from frontdesk.store import tables
from frontdesk.store.reader import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeRoom:
    """A room that is free for every night of the stay, in order, and large enough.

    ``booked_type`` marks rooms of the type that was booked, ``held`` the room held for this stay. ``price`` is the
    usual one of a night in minor units.
    """

    room: str
    type_name: str
    floor: int
    state: str
    booked_type: bool
    held: bool
    price: int = 0


@dataclass(frozen=True, slots=True)
class RoomsForArrival(Question[tuple[FreeRoom, ...]]):
    """Rooms for a stay that has not arrived: the one held first, then the type booked, ready ones first."""

    stay: str


@dataclass(frozen=True, slots=True)
class RoomsForWalkIn(Question[tuple[FreeRoom, ...]]):
    """Rooms for a guest without a reservation who leaves on ``departure``: ready ones first, then by price."""

    departure: date
    persons: int = 1


_READY = {"inspected": 0, "clean": 1, "pickup": 2, "dirty": 3}


@dataclass(frozen=True, slots=True)
class _Wanted:
    span: Span
    persons: int
    stay: str = ""
    room_type: str = ""


def rooms_for_arrival(reader: Reader, question: RoomsForArrival) -> tuple[FreeRoom, ...]:
    """Free rooms in the order to offer them."""
    stay = stay_of(reader, question.stay)
    persons = stay.adults + len(stay.children)
    wanted = _Wanted(Span(stay.arrival, stay.departure), persons, stay.id, stay.room_type)
    return tuple(sorted(_free(reader, wanted), key=_order))


def rooms_for_walk_in(reader: Reader, question: RoomsForWalkIn) -> tuple[FreeRoom, ...]:
    """Free rooms from tonight on: those that can be given at once first, the least dear before the others."""
    wanted = _Wanted(Span(reader.business_date, question.departure), question.persons)
    return tuple(sorted(_free(reader, wanted), key=_order_of_walk_in))


def _free(reader: Reader, wanted: _Wanted) -> list[FreeRoom]:
    nights, room, kind = tables.room_night, tables.room, tables.room_type
    span = wanted.span
    claimed = reader.all(
        select(nights.c.room, nights.c.stay_id).where(nights.c.night >= span.arrival, nights.c.night < span.departure)
    )
    taken = {row.room for row in claimed if row.stay_id != wanted.stay}
    held = {row.room for row in claimed if row.stay_id == wanted.stay}
    closed = closed_rooms(reader, span.nights or (span.arrival,))
    rows = reader.all(
        select(room.c.number, room.c.type, room.c.floor, room.c.state, kind.c.name.label("type_name"), kind.c.price)
        .join(kind, kind.c.code == room.c.type)
        .where(kind.c.sleeps >= wanted.persons)
    )
    return [
        FreeRoom(
            room=row.number,
            type_name=row.type_name,
            floor=row.floor,
            state=row.state,
            booked_type=row.type == wanted.room_type,
            held=row.number in held,
            price=row.price,
        )
        for row in rows
        if row.number not in taken and row.number not in closed
    ]


def _order(room: FreeRoom) -> tuple[bool, bool, int, str]:
    return (not room.held, not room.booked_type, _READY[room.state], room.room.rjust(10))


def _order_of_walk_in(room: FreeRoom) -> tuple[bool, int, int, str]:
    ready = _READY[room.state]
    return (ready > 1, room.price, ready, room.room.rjust(10))
