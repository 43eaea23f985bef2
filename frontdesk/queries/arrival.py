"""Which rooms a guest who arrives can be given."""

from dataclasses import dataclass

from sqlalchemy import select

from frontdesk.queries.base import Question
from frontdesk.queries.stay import stay_of
from frontdesk.store import tables
from frontdesk.store.reader import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeRoom:
    """A room that is free for every night of the stay, in order, and large enough.

    ``booked_type`` marks rooms of the type that was booked, ``held`` the room held for this stay.
    """

    room: str
    type_name: str
    floor: int
    state: str
    booked_type: bool
    held: bool


@dataclass(frozen=True, slots=True)
class RoomsForArrival(Question[tuple[FreeRoom, ...]]):
    """Rooms for a stay that has not arrived: the one held first, then the type booked, ready ones first."""

    stay: str


_READY = {"inspected": 0, "clean": 1, "pickup": 2, "dirty": 3}


def rooms_for_arrival(reader: Reader, question: RoomsForArrival) -> tuple[FreeRoom, ...]:
    """Free rooms in the order to offer them."""
    stay = stay_of(reader, question.stay)
    nights, room, kind = tables.room_night, tables.room, tables.room_type
    claimed = reader.all(
        select(nights.c.room, nights.c.stay_id).where(nights.c.night >= stay.arrival, nights.c.night < stay.departure)
    )
    taken = {row.room for row in claimed if row.stay_id != stay.id}
    held = {row.room for row in claimed if row.stay_id == stay.id}
    rows = reader.all(
        select(room.c.number, room.c.type, room.c.floor, room.c.state, kind.c.name.label("type_name"))
        .join(kind, kind.c.code == room.c.type)
        .where(room.c.out_of_order == "", kind.c.sleeps >= stay.adults + len(stay.children))
    )
    free = [
        FreeRoom(
            room=row.number,
            type_name=row.type_name,
            floor=row.floor,
            state=row.state,
            booked_type=row.type == stay.room_type,
            held=row.number in held,
        )
        for row in rows
        if row.number not in taken
    ]
    return tuple(sorted(free, key=_order))


def _order(room: FreeRoom) -> tuple[bool, bool, int, str]:
    return (not room.held, not room.booked_type, _READY[room.state], room.room.rjust(10))
