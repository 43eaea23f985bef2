"""Which rooms a guest could move to: hard filters first, then one total order with its words (room-moves 5)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from sqlalchemy import (
    BindParameter,
    bindparam,
    func,
    or_,
    select,
)

from frontdesk.domain.move_rank import Room, Wanted, order, why
from frontdesk.domain.must_match import has, lacks, musts_of
from frontdesk.domain.reshuffle import natural
from frontdesk.domain.room_move import MoveReason, is_defect
from frontdesk.domain.stay import StayStatus
from frontdesk.queries.move_preview import Remaining, remaining_nights, target_of
from frontdesk.queries.reshuffle import free_for
from frontdesk.queries.room_block import RoomBlock, by_kind
from frontdesk.queries.room_move import Candidate, Candidates, Excluded, Promised, WhichRooms
from frontdesk.queries.room_night import still_in
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched, Reads

LOOK_BACK = timedelta(days=30)
TYPE = "type"
"""What a guest gives up who takes a lower type than the one booked."""
TOO_OFTEN = 3
"""A room left so often for one reason within the look-back is not offered for it."""


@dataclass(frozen=True, slots=True)
class _Taken:
    """Who has which room first among the nights left, by which claim, and where that cannot be changed."""

    holders: dict[str, Fetched]
    claims: dict[str, Fetched]
    firm: set[str]


@dataclass(frozen=True, slots=True)
class _Known:
    """What the filters hold a room against."""

    persons: int
    wishes: tuple[str, ...]
    musts: tuple[str, ...]
    taken: _Taken
    closed: dict[str, RoomBlock]
    trouble: frozenset[str]
    left: dict[str, int]
    broken: frozenset[str]
    least: int
    spared: dict[str, RoomBlock]
    inside: dict[str, str]


def _linked() -> Reads:
    """The other stays in house of one's party: linked to the same stay, or that stay itself."""
    other = tables.stay
    head: BindParameter[str] = bindparam("head")
    mine = or_(other.c.linked_to == head, other.c.id == head, other.c.linked_to == bindparam("stay"))
    return select(other.c.id).where(other.c.status == StayStatus.IN_HOUSE.value, mine, other.c.id != bindparam("stay"))


# Asked while a guest waits, so they are built once.
_nights, _stay, _guest, _move = tables.room_night, tables.stay, tables.guest, tables.move_order
_HOLDERS = (
    select(_nights.c.room, _nights.c.night, _nights.c.move_id, _stay.c.status, _stay.c.do_not_move, _guest.c.name)
    .outerjoin(_stay, _stay.c.id == _nights.c.stay_id)
    .outerjoin(_guest, _guest.c.id == _stay.c.guest_id)
)
_ON_THE_FIRST = _HOLDERS.where(_nights.c.night == bindparam("first"))
_LATER = (
    _HOLDERS.where(_nights.c.room.in_(bindparam("rooms", expanding=True)))
    .where(_nights.c.night > bindparam("first"), _nights.c.night <= bindparam("last"))
    .order_by(_nights.c.night)
)
_CLAIMS = (
    select(_move.c.id, _move.c.number, _guest.c.name)
    .join(_stay, _stay.c.id == _move.c.stay_id)
    .join(_guest, _guest.c.id == _stay.c.guest_id)
    .where(_move.c.id.in_(bindparam("moves", expanding=True)))
)
_LINKED = _linked()
_OWN = select(tables.move_order.c.id).where(
    tables.move_order.c.stay_id == bindparam("stay"), tables.move_order.c.state.in_(("approved", "moving"))
)
_ROOMS = (
    select(tables.room, *(tables.room_type.c[name] for name in ("rank", "price", "sleeps")))
    .add_columns(tables.room_type.c.name.label("type_name"))
    .join(tables.room_type, tables.room_type.c.code == tables.room.c.type)
    .order_by(tables.room.c.number)
)
_WISHES = select(tables.guest.c.wishes).where(tables.guest.c.id == bindparam("guest"))
_LEFT = select(tables.room_move.c.from_room, tables.room_move.c.reason).where(
    tables.room_move.c.stay_id == bindparam("stay")
)


def candidates(reader: Reader, question: WhichRooms) -> Candidates:
    """Ranked rooms, best first, and for every other room the filter that keeps it out."""
    left = remaining_nights(reader, question.stay, question.from_night)
    target, now, charged = target_of(reader, question.stay, left.room)
    rooms = [row for row in all_rooms(reader) if row.number != left.room]
    known = _known(reader, left, question, [row.number for row in rooms])
    barriers = {row.number: _barrier(row, known) for row in rooms}
    by_number = {row.number: row for row in rooms}
    wanted = Wanted(
        reason=question.reason,
        room=_room(now, known),
        charged_rank=target.charged_rank,
        wishes=frozenset(wish.casefold() for wish in known.wishes),
        party=_party(reader, left.stay),
    )
    free = (_room(row, known) for row in rooms if not barriers[row.number])
    fitting = sorted(free, key=lambda room: order(room, wanted))
    promised = tuple(_promised(row, known) for row in rooms if _only_promised(row, known))
    shown = {} if fitting else {room.room: _room(by_number[room.room], known) for room in promised}
    return Candidates(
        stay=question.stay,
        from_night=left.first,
        departure=left.stay.departure,
        rooms=tuple(_candidate(by_number[room.number], room, why(room, wanted), charged.price) for room in fitting),
        excluded=tuple(
            Excluded(room=row.number, type_name=row.type_name, why=barriers[row.number])
            for row in rooms
            if barriers[row.number]
        ),
        promised=promised,
        musts=(*known.musts, *([TYPE] if known.least else [])),
        reshuffle=None if fitting else _proposal(reader, left, promised, wanted, shown),
    )


def wishes_of(reader: Reader, stay: Fetched) -> tuple[str, ...]:
    """The wishes in the guest's profile."""
    guest = reader.first(_WISHES, guest=stay.guest_id)
    return tuple(guest.wishes) if guest else ()


def booked_rank(reader: Reader, stay: Fetched, reason: str, given_up: Collection[str]) -> int:
    """The rank a room must have at least: that of the type booked if this is why the guest moves; else 0."""
    if reason != MoveReason.WRONG_TYPE or TYPE in given_up:
        return 0
    kind = tables.room_type
    found = reader.first(select(kind.c.rank).where(kind.c.code == stay.room_type))
    return int(found.rank) if found else 0


def all_rooms(reader: Reader) -> list[Fetched]:
    """Every room with its type."""
    return reader.all(_ROOMS)


def _known(reader: Reader, left: Remaining, question: WhichRooms, rooms: Collection[str]) -> _Known:
    since = reader.business_date - LOOK_BACK
    back = question.reason == MoveReason.BACK
    closed, spared = by_kind(reader, left.held)
    wishes = wishes_of(reader, left.stay)
    return _Known(
        persons=left.stay.adults + len(left.stay.children),
        wishes=wishes,
        musts=musts_of(wishes, question.reason, question.given_up),
        taken=_taken(reader, left, rooms),
        closed=closed,
        trouble=frozenset() if back else _left_for_a_defect(reader, question.stay),
        left=_left_lately(reader, question.reason, since),
        broken=_with_work_order(reader) if question.reason.startswith("MECH") else frozenset(),
        least=booked_rank(reader, left.stay, question.reason, question.given_up),
        spared=spared,
        inside=still_in(reader) if left.first == reader.business_date else {},
    )


def _taken(reader: Reader, left: Remaining, rooms: Collection[str]) -> _Taken:
    """Rooms that somebody has for one of the remaining nights: the first such night, who, and if all are to come.

    Most are held on the first night by a guest in house; only of the others are all nights looked at.
    """
    mine = {row.id for row in reader.all(_OWN, stay=left.stay.id)}
    first, last = left.held
    rows = [row for row in reader.all(_ON_THE_FIRST, first=first) if row.move_id not in mine]
    firm = {row.room for row in rows if _firm(row)}
    if last > first:
        others = [room for room in rooms if room not in firm]
        found = reader.all(_LATER, first=first, last=last, rooms=others)
        later = [row for row in found if row.move_id not in mine]
        firm.update(row.room for row in later if _firm(row))
        rows += later
    holders = {row.room: row for row in reversed(rows)}  # the earliest night comes last and stays
    claims = [row.move_id for row in holders.values() if row.move_id]
    by = {row.id: row for row in reader.all(_CLAIMS, moves=claims)} if claims else {}
    return _Taken(holders, by, firm)


def _firm(row: Fetched) -> bool:
    """True for a holder who cannot be given another room: in house, not to be moved, or a move that was approved."""
    return row.status != StayStatus.DUE_IN or bool(row.do_not_move)


def _left_for_a_defect(reader: Reader, stay_id: str) -> frozenset[str]:
    rows = reader.all(_LEFT, stay=stay_id)
    return frozenset(row.from_room for row in rows if is_defect(row.reason))


def _left_lately(reader: Reader, reason: str, since: date) -> dict[str, int]:
    """How often each room was left for this reason lately; for a wish it says nothing about the room."""
    if not is_defect(reason):
        return {}
    move = tables.room_move
    rows = reader.all(
        select(move.c.from_room, func.count().label("times"))
        .where(move.c.reason == str(reason), move.c.business_date > since)
        .group_by(move.c.from_room)
    )
    return {row.from_room: row.times for row in rows}


def _with_work_order(reader: Reader) -> frozenset[str]:
    task = tables.task
    rows = reader.all(select(task.c.room).where(task.c.topic == "engineering", task.c.done_at.is_(None)))
    return frozenset(row.room for row in rows)


def _party(reader: Reader, stay: Fetched) -> tuple[tuple[int, int], ...]:
    """Floor and number of the rooms that linked stays have tonight."""
    party = [row.id for row in reader.all(_LINKED, stay=stay.id, head=stay.linked_to or stay.id)]
    if not party:
        return ()
    nights, room = tables.room_night, tables.room
    rows = reader.all(
        select(room.c.floor, room.c.number)
        .join(nights, nights.c.room == room.c.number)
        .where(nights.c.stay_id.in_(party), nights.c.night == reader.business_date)
    )
    return tuple((row.floor, int(row.number) if row.number.isdigit() else 0) for row in rows)


def _barrier(row: Fetched, known: _Known) -> str:
    if row.out_of_order:
        return f"out of order: {row.out_of_order}"
    if row.number in known.closed:
        return known.closed[row.number].words
    held = known.taken.holders.get(row.number)
    if held is not None and held.move_id:
        claim = known.taken.claims[held.move_id]
        return f"claimed by move {claim.number} of {claim.name} from {_day(held.night)}"
    if held is not None:
        return f"taken by {held.name} from {_day(held.night)}"
    if row.number in known.inside:
        return f"{known.inside[row.number]} leaves it today and is still in it"
    return _unfit(row, known)


@lru_cache(maxsize=1024)
def _day(night: date) -> str:
    return f"{night:%a %d %b}"


def _unfit(row: Fetched, known: _Known) -> str:
    if row.sleeps < known.persons:
        return f"sleeps {row.sleeps}, the party is {known.persons}"
    missing = _missing(row, known)
    if missing:
        return missing
    if row.number in known.broken:
        return "has an open work order"
    if known.left.get(row.number, 0) >= TOO_OFTEN:
        return f"left {known.left[row.number]} times in 30 days for the same reason"
    if row.number in known.trouble:
        return "this guest left it because of a defect"
    return ""


def _missing(row: Fetched, known: _Known) -> str:
    """What was booked or is needed and is not there; empty if all is."""
    if row.rank < known.least:
        return "lower than the type booked"
    need = lacks(has(row.beds, row.features), known.musts) if known.musts else ""
    return f"does not meet: {need}" if need else ""


def _only_promised(row: Fetched, known: _Known) -> bool:
    """True if only guests who have not arrived stand in the way."""
    taken, room = known.taken, row.number
    return room in taken.holders and room not in taken.firm and not row.out_of_order and not _unfit(row, known)


def _promised(row: Fetched, known: _Known) -> Promised:
    held = known.taken.holders[row.number]
    words = f"promised to {held.name} from {_day(held.night)}"
    return Promised(room=row.number, type_name=row.type_name, why=words)


def _proposal(
    reader: Reader, left: Remaining, promised: tuple[Promised, ...], wanted: Wanted, rank: dict[str, Room]
) -> Promised | None:
    """The promised room that is freed with the least disturbance: the fewest guests, the latest arrival, the rank."""
    return min(
        free_for(reader, left, promised, wanted.reason),
        key=lambda made: (
            len(made.shifts),
            -min(shift.arrival for shift in made.shifts).toordinal(),
            order(rank[made.room], wanted),
        ),
        default=None,
    )


def _room(row: Fetched, known: _Known) -> Room:
    return Room(
        number=row.number,
        place=natural(row.number),
        floor=row.floor,
        side=row.side,
        state=row.state,
        rank=row.rank,
        features=tuple(row.features),
        left=known.left.get(row.number, 0),
        note=known.spared[row.number].words if row.number in known.spared else "",
    )


def _candidate(row: Fetched, room: Room, words: str, charged_price: int) -> Candidate:
    return Candidate(
        room=row.number,
        type=row.type,
        type_name=row.type_name,
        rank=row.rank,
        floor=row.floor,
        state=row.state,
        why=words,
        note=room.note,
        difference=row.price - charged_price,
    )
