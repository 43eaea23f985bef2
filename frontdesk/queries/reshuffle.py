"""Freeing a room that is promised to guests who have not arrived: what the least disturbing way would be."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import select

from frontdesk.domain.must_match import Has, has, lacks, musts_of
from frontdesk.domain.reshuffle import Plan, Promise, free_room, natural
from frontdesk.domain.room_move import MoveReason, is_defect
from frontdesk.domain.stay import StayStatus
from frontdesk.queries.base import Question
from frontdesk.queries.move_preview import Remaining, remaining_nights
from frontdesk.queries.room_move import Promised, Shifted
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched


@dataclass(frozen=True, slots=True)
class FreeRoomFor(Question[Promised]):
    """Which guests to come would get which rooms so that this one is free for a stay; no shifts if there is no way."""

    stay: str
    room: str
    from_night: date | None = None
    reason: str = MoveReason.ASKED


def free_room_for(reader: Reader, question: FreeRoomFor) -> Promised:
    """The fewest shifts that free one room."""
    left = remaining_nights(reader, question.stay, question.from_night)
    asked = Promised(room=question.room, type_name="", why="")
    return next(free_for(reader, left, (asked,), question.reason), asked)


def free_for(reader: Reader, left: Remaining, promised: Sequence[Promised], reason: str) -> Iterator[Promised]:
    """Each promised room with the shifts that free it for the nights left, if there is a way.

    A room that is left for a defect is given to nobody.
    """
    if not promised:
        return
    coming = _coming(reader)
    plan = _plan(reader, left, coming, "" if is_defect(reason) else left.room)
    span = (left.first, left.held[1] + timedelta(days=1))
    for room in promised:
        found = free_room(plan, room.room, span)
        if found:
            shifts = tuple(
                Shifted(
                    stay=shift.stay,
                    name=coming[shift.stay].name,
                    arrival=coming[shift.stay].arrival,
                    from_room=shift.from_room,
                    to_room=shift.to_room,
                )
                for shift in found
            )
            yield replace(room, shifts=shifts)


def _coming(reader: Reader) -> dict[str, Fetched]:
    """Guests who have not arrived and may be given another room."""
    stay, guest = tables.stay, tables.guest
    rows = reader.all(
        select(stay, guest.c.name, guest.c.wishes)
        .join(guest, guest.c.id == stay.c.guest_id)
        .where(stay.c.status == StayStatus.DUE_IN.value, stay.c.do_not_move == "")
    )
    return {row.id: row for row in rows}


def _plan(reader: Reader, left: Remaining, coming: dict[str, Fetched], leaving: str) -> Plan:
    nights = tables.room_night
    held: dict[tuple[str, str], list[date]] = defaultdict(list)
    fixed: dict[str, set[date]] = defaultdict(set)
    rows = reader.all(select(nights.c.room, nights.c.night, nights.c.stay_id).where(nights.c.night >= left.first))
    for row in rows:
        if row.stay_id in coming:
            held[row.room, row.stay_id].append(row.night)
        elif row.stay_id != left.stay.id or row.room != leaving:  # the nights of the guest who moves become free
            fixed[row.room].add(row.night)
    promised: dict[str, list[Promise]] = defaultdict(list)
    for (room, stay), dates in held.items():
        promised[room].append(Promise(stay, room, min(dates), max(dates) + timedelta(days=1)))
    return Plan(
        promised=promised,
        fixed={room: frozenset(dates) for room, dates in fixed.items()},
        instead=dict(_instead(reader, (promise for some in promised.values() for promise in some), coming, leaving)),
    )


def _instead(
    reader: Reader, promises: Iterable[Promise], coming: dict[str, Fetched], leaving: str
) -> Iterator[tuple[str, Sequence[str]]]:
    """For each stay to come the rooms of the type it has now that meet its needs; the room being left comes last."""
    room, kind = tables.room, tables.room_type
    rooms = reader.all(
        select(room.c.number, room.c.type, room.c.beds, room.c.features, kind.c.sleeps)
        .join(kind, kind.c.code == room.c.type)
        .where(room.c.out_of_order == "")
    )
    kinds = {row.number: row.type for row in rooms}
    shown: dict[str, Has] = {row.number: has(row.beds, row.features) for row in rooms}
    for promise in promises:
        stay = coming[promise.stay]
        musts = musts_of(stay.wishes, MoveReason.ASKED)
        fitting = [
            row.number
            for row in rooms
            if row.type == kinds.get(promise.room) and row.number != promise.room
            if row.sleeps >= stay.adults + len(stay.children) and not lacks(shown[row.number], musts)
        ]
        yield promise.stay, sorted(fitting, key=lambda number: (number == leaving, natural(number)))
