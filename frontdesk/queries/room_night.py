"""Which room a stay has, and had."""

from datetime import date

from sqlalchemy import bindparam, select

from frontdesk.store import tables
from frontdesk.store.reader import Reader

nights = tables.room_night

_LAST_NIGHT = (
    select(nights.c.room, nights.c.night)
    .where(nights.c.stay_id == bindparam("stay"), nights.c.night <= bindparam("on"))
    .order_by(nights.c.night.desc())
    .limit(1)
)


def room_tonight(reader: Reader, stay_id: str, night: date) -> str:
    """The room a stay has for a night, or an empty text."""
    found = reader.first(select(nights.c.room).where(nights.c.stay_id == stay_id, nights.c.night == night))
    return found.room if found else ""


def current_room(reader: Reader, stay_id: str, on: date) -> str:
    """The room the guest is in on a date; on the day of departure the one of the last night, or of a move since."""
    found = reader.first(_LAST_NIGHT, stay=stay_id, on=on)
    if found is not None and found.night == on:
        return str(found.room)
    moved = _moved_since(reader, stay_id, found.night if found else date.min, on)
    return moved or (found.room if found else "")


def _moved_since(reader: Reader, stay_id: str, night: date, on: date) -> str:
    """Where a guest went after the last night that is theirs: the nights after it were given back."""
    move = tables.room_move
    found = reader.first(
        select(move.c.to_room)
        .where(move.c.stay_id == stay_id, move.c.night > night, move.c.night <= on)
        .order_by(move.c.made_at.desc(), move.c.number.desc())
        .limit(1)
    )
    return found.to_room if found else ""


def last_room(reader: Reader, stay_id: str) -> str:
    """The room of the last night, or an empty text."""
    return current_room(reader, stay_id, date.max)
