"""Every room as housekeeping and the desk see it now: state, who is in it, who comes, what keeps it closed."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, or_, select

from frontdesk.domain.stay import StayStatus
from frontdesk.queries.base import Question
from frontdesk.queries.changes import newest
from frontdesk.queries.room_block import RoomBlock, blocks_between
from frontdesk.queries.tape_chart import natural
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched

AHEAD = timedelta(days=365)
"""How far ahead a block to come is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomRow:
    """One room. ``stay`` and ``guest`` are of who is in it; ``leaves`` says when, ``arrives`` who is held for today.

    ``guest_latin`` and ``arrives_latin`` are the same names in Latin letters, where there are any.
    ``block`` keeps it closed tonight, ``next_block`` is the first one to come.
    """

    number: str
    type: str
    type_name: str
    floor: int
    side: str
    beds: str
    features: tuple[str, ...]
    state: str
    stay: str
    guest: str
    guest_latin: str
    leaves: date | None
    arrives: str
    arrives_latin: str
    block: RoomBlock | None
    next_block: RoomBlock | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomList:
    """All rooms by number."""

    business_date: date
    seq: int
    rooms: tuple[RoomRow, ...]


@dataclass(frozen=True, slots=True)
class SeeRooms(Question[RoomList]):
    """All rooms now."""


def see_rooms(reader: Reader, _question: SeeRooms) -> RoomList:
    """Rooms with their guests, arrivals and blocks."""
    today = reader.business_date
    inside, coming = _inside(reader, today), _coming(reader, today)
    blocks: dict[str, list[RoomBlock]] = {}
    for block in sorted(blocks_between(reader, today, today + AHEAD), key=lambda block: block.first):
        blocks.setdefault(block.room, []).append(block)
    return RoomList(
        business_date=today,
        seq=newest(reader),
        rooms=tuple(
            _row(room, inside.get(room.number), coming.get(room.number), blocks.get(room.number, []), today)
            for room in _rooms(reader)
        ),
    )


def _rooms(reader: Reader) -> list[Fetched]:
    room, kind = tables.room, tables.room_type
    rows = reader.all(select(room, kind.c.name.label("type_name")).join(kind, kind.c.code == room.c.type))
    return sorted(rows, key=lambda row: natural(row.number))


def _inside(reader: Reader, today: date) -> dict[str, Fetched]:
    """Who is in which room: of a stay in house the one of its day, else of its newest night up to today."""
    stay, guest, nights = tables.stay, tables.guest, tables.room_night
    newest_night = (
        select(nights.c.stay_id, func.max(nights.c.night).label("night"))
        .join(stay, stay.c.id == nights.c.stay_id)
        .where(stay.c.status == StayStatus.IN_HOUSE.value, nights.c.night <= today)
        .group_by(nights.c.stay_id)
        .subquery()
    )
    by_day = reader.all(
        select(stay.c.day_room.label("room"), stay.c.id, stay.c.departure, guest.c.name, guest.c.latin)
        .join(guest, guest.c.id == stay.c.guest_id)
        .where(stay.c.status == StayStatus.IN_HOUSE.value, stay.c.day_room.is_not(None))
    )
    rows = reader.all(
        select(nights.c.room, stay.c.id, stay.c.departure, guest.c.name, guest.c.latin)
        .join(newest_night, (newest_night.c.stay_id == nights.c.stay_id) & (newest_night.c.night == nights.c.night))
        .join(stay, stay.c.id == nights.c.stay_id)
        .join(guest, guest.c.id == stay.c.guest_id)
        .where(stay.c.day_room.is_(None))
    )
    return {row.room: row for row in (*rows, *by_day)}


def _coming(reader: Reader, today: date) -> dict[str, Fetched]:
    """Who is to come into which room today: from outside, or by a move that claims it."""
    stay, guest, nights, move = tables.stay, tables.guest, tables.room_night, tables.move_order
    rows = reader.all(
        select(nights.c.room, guest.c.name, guest.c.latin)
        .outerjoin(move, move.c.id == nights.c.move_id)
        .join(stay, stay.c.id == func.coalesce(nights.c.stay_id, move.c.stay_id))
        .join(guest, guest.c.id == stay.c.guest_id)
        .where(nights.c.night == today, or_(stay.c.status == StayStatus.DUE_IN.value, nights.c.move_id.is_not(None)))
    )
    return {row.room: row for row in rows}


def _row(
    room: Fetched, inside: Fetched | None, coming: Fetched | None, blocks: list[RoomBlock], today: date
) -> RoomRow:
    now = next((block for block in blocks if block.first <= today), None)
    return RoomRow(
        **{name: getattr(room, name) for name in ("number", "type", "type_name", "floor", "side", "beds", "state")},
        features=tuple(room.features),
        stay=inside.id if inside else "",
        guest=inside.name if inside else "",
        guest_latin=inside.latin if inside else "",
        leaves=inside.departure if inside else None,
        arrives=coming.name if coming else "",
        arrives_latin=coming.latin if coming else "",
        block=now,
        next_block=next((block for block in blocks if block.first > today), None),
    )
