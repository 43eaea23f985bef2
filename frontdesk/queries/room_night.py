"""Which room a stay has, and had."""

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import BindParameter, ColumnElement, Date, and_, bindparam, func, or_, select

from frontdesk.domain.stay import StayStatus
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched

DAY = timedelta(days=1)

nights = tables.room_night

_LAST_NIGHT = (
    select(nights.c.room, nights.c.night)
    .where(nights.c.stay_id == bindparam("stay"), nights.c.night <= bindparam("on"))
    .order_by(nights.c.night.desc())
    .limit(1)
)


_NIGHT = select(nights.c.room).where(nights.c.stay_id == bindparam("stay"), nights.c.night == bindparam("night"))

_MOVED = (
    select(tables.room_move.c.to_room)
    .where(
        tables.room_move.c.stay_id == bindparam("stay"),
        tables.room_move.c.night > bindparam("after"),
        tables.room_move.c.night <= bindparam("on"),
    )
    .order_by(tables.room_move.c.made_at.desc(), tables.room_move.c.number.desc())
    .limit(1)
)


def room_tonight(reader: Reader, stay_id: str, night: date) -> str:
    """The room a stay has for a night, or an empty text."""
    found = reader.first(_NIGHT, stay=stay_id, night=night)
    return found.room if found else ""


def current_room(reader: Reader, stay_id: str, on: date) -> str:
    """The room the guest is in on a date; on one without a night that of the day, of a move since or of the last night.

    A date without a night is the day of departure, and any day of a stay that is for the day only (RM-6).
    """
    found = reader.first(_LAST_NIGHT, stay=stay_id, on=on)
    if found is not None and found.night == on:
        return str(found.room)
    moved = _moved_since(reader, stay_id, found.night if found else date.min, on)
    return moved or _by_day(reader, stay_id) or (found.room if found else "")


def room_beside(today: date | BindParameter[date]) -> ColumnElement[str]:
    """The room of each stay of a select of stays: of its day, else of its newest night up to today.

    Before arrival it is the room that is held for the first night.
    """
    stay = tables.stay
    newest_night = (
        select(nights.c.room)
        .where(nights.c.stay_id == stay.c.id, or_(nights.c.night <= today, nights.c.night == stay.c.arrival))
        .order_by(nights.c.night.desc())
        .limit(1)
        .correlate(stay)
        .scalar_subquery()
    )
    return func.coalesce(stay.c.day_room, newest_night)


def _by_day(reader: Reader, stay_id: str) -> str:
    found = reader.row(tables.stay, stay_id)
    return (found.day_room or "") if found else ""


def _moved_since(reader: Reader, stay_id: str, night: date, on: date) -> str:
    """Where a guest went after the last night that is theirs: the nights after it were given back."""
    found = reader.first(_MOVED, stay=stay_id, after=night, on=on)
    return found.to_room if found else ""


_ROOMS: BindParameter[list[str]] = bindparam("rooms", expanding=True)
_SLEPT = select(nights.c.stay_id).where(
    nights.c.room.in_(_ROOMS), nights.c.night.between(bindparam("yesterday"), bindparam("today"))
)
_INSIDE = (
    select(tables.stay.c.id, tables.stay.c.departure, tables.guest.c.name)
    .add_columns(room_beside(bindparam("today", type_=Date)).label("room"))
    .join(tables.guest, tables.guest.c.id == tables.stay.c.guest_id)
    .where(
        tables.stay.c.status == StayStatus.IN_HOUSE.value,
        or_(tables.stay.c.id.in_(_SLEPT), tables.stay.c.day_room.in_(_ROOMS)),
    )
    .order_by(tables.stay.c.id.desc())
)


def inside(reader: Reader, room: str) -> Fetched | None:
    """Who is in a room now, with id, name, departure and room; None if it is empty."""
    return all_inside(reader, [room]).get(room)


def all_inside(reader: Reader, rooms: Collection[str]) -> dict[str, Fetched]:
    """Who is in each of these rooms now; an empty one is left out."""
    today = reader.business_date
    rows = reader.all(_INSIDE, rooms=list(rooms), yesterday=today - DAY, today=today)
    return {row.room: row for row in rows if row.room in rooms}


def still_in(reader: Reader) -> dict[str, str]:
    """Rooms that guests who leave today are still in, with their names."""
    stay, guest, today = tables.stay, tables.guest, reader.business_date
    room = func.coalesce(stay.c.day_room, nights.c.room).label("room")
    rows = reader.all(
        select(room, guest.c.name)
        .join(guest, guest.c.id == stay.c.guest_id)
        .outerjoin(nights, and_(nights.c.stay_id == stay.c.id, nights.c.night == today - DAY))
        .where(stay.c.status == StayStatus.IN_HOUSE.value, stay.c.departure == today)
    )
    return {row.room: row.name for row in rows if row.room}


def last_room(reader: Reader, stay_id: str) -> str:
    """The room of the last night, or an empty text."""
    return current_room(reader, stay_id, date.max)
