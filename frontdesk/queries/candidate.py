"""Which rooms a guest could move to: hard filters first, then one total order with its words (RM 5)."""

from dataclasses import dataclass

from sqlalchemy import func, select

from frontdesk.domain.room_move import NOISE, MoveReason
from frontdesk.queries.move_preview import Remaining, remaining_nights, target_of
from frontdesk.queries.room_block import closed_rooms
from frontdesk.queries.room_move import Candidate, Candidates, Excluded, WhichRooms
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched

_READY = {"inspected": 0, "clean": 1, "pickup": 2, "dirty": 3}


@dataclass(frozen=True, slots=True)
class _Here:
    """What a candidate is compared with: the room now, the rank charged, the wishes, the party."""

    room: Fetched
    charged_rank: int
    wishes: frozenset[str]
    persons: int
    reason: MoveReason


def candidates(reader: Reader, question: WhichRooms) -> Candidates:
    """Ranked rooms, best first, and for every other room the filter that keeps it out."""
    left = remaining_nights(reader, question.stay)
    target, now, charged = target_of(reader, question.stay, left.room)
    guest = reader.first(select(tables.guest.c.wishes).where(tables.guest.c.id == left.stay.guest_id))
    here = _Here(
        room=now,
        charged_rank=target.charged_rank,
        wishes=frozenset(wish.casefold() for wish in guest.wishes) if guest else frozenset(),
        persons=left.stay.adults + len(left.stay.children),
        reason=question.reason,
    )
    closed = closed_rooms(reader, [night.night for night in left.nights])
    taken = _taken(reader, left) | {room: block.words for room, block in closed.items()}
    trouble = _left_for_a_defect(reader, question.stay)
    rooms: list[tuple[tuple[object, ...], Candidate]] = []
    excluded: list[Excluded] = []
    for row in _rooms(reader):
        if row.number == left.room:
            continue
        barrier = _barrier(row, here, taken, trouble)
        if barrier:
            excluded.append(Excluded(room=row.number, type_name=row.type_name, why=barrier))
        else:
            rooms.append((_order(row, here), _candidate(row, here, row.price - charged.price)))
    rooms.sort(key=lambda entry: entry[0])
    return Candidates(
        stay=question.stay,
        from_night=left.nights[0].night,
        departure=left.stay.departure,
        rooms=tuple(room for _, room in rooms),
        excluded=tuple(excluded),
    )


def _rooms(reader: Reader) -> list[Fetched]:
    room, kind = tables.room, tables.room_type
    return reader.all(
        select(room, kind.c.name.label("type_name"), kind.c.rank, kind.c.price, kind.c.sleeps)
        .join(kind, kind.c.code == room.c.type)
        .order_by(room.c.number)
    )


def _taken(reader: Reader, left: Remaining) -> dict[str, str]:
    """Rooms that another stay has for one of the remaining nights, with the first such night in words."""
    nights, stay, guest = tables.room_night, tables.stay, tables.guest
    wanted = [night.night for night in left.nights]
    rows = reader.all(
        select(nights.c.room, func.min(nights.c.night).label("night"), func.min(guest.c.name).label("name"))
        .join(stay, stay.c.id == nights.c.stay_id)
        .join(guest, guest.c.id == stay.c.guest_id)
        .where(nights.c.night >= wanted[0], nights.c.night <= wanted[-1])
        .group_by(nights.c.room)
    )
    return {row.room: f"taken by {row.name} from {row.night:%a %d %b}" for row in rows}


def _left_for_a_defect(reader: Reader, stay_id: str) -> frozenset[str]:
    move = tables.room_move
    rows = reader.all(select(move.c.from_room, move.c.reason).where(move.c.stay_id == stay_id))
    return frozenset(row.from_room for row in rows if row.reason not in {"GST-ASK", "UPSELL", "UPGRADE", "DOWNGRD"})


def _barrier(row: Fetched, here: _Here, taken: dict[str, str], trouble: frozenset[str]) -> str:
    if row.number in taken:
        return taken[row.number]
    if row.sleeps < here.persons:
        return f"sleeps {row.sleeps}, the party is {here.persons}"
    if row.number in trouble:
        return "this guest left it because of a defect"
    return ""


def _cures(row: Fetched, here: _Here) -> tuple[int, int, int]:
    """How well a room cures noise: another floor, another side, away from the lift; equal for other reasons."""
    if here.reason not in NOISE:
        return (0, 0, 0)
    return (int(row.floor == here.room.floor), int(row.side == here.room.side), int("near lift" in row.features))


def _type_step(row: Fetched, here: _Here) -> tuple[int, int]:
    """Same type first, then the next higher, then further up, then lower."""
    step = row.rank - here.charged_rank
    return (0, 0) if step == 0 else (1, step) if step > 0 else (2, -step)


def _met(row: Fetched, here: _Here) -> list[str]:
    return [feature for feature in row.features if any(feature.casefold() in wish for wish in here.wishes)]


def _order(row: Fetched, here: _Here) -> tuple[object, ...]:
    number = int(row.number) if row.number.isdigit() else 10**6
    unasked = len(row.features) - len(_met(row, here))
    return (
        *_cures(row, here),
        _READY[row.state],
        *_type_step(row, here),
        -len(_met(row, here)),
        unasked,
        number,
        row.number,
    )


def _candidate(row: Fetched, here: _Here, difference: int) -> Candidate:
    return Candidate(
        room=row.number,
        type=row.type,
        type_name=row.type_name,
        rank=row.rank,
        floor=row.floor,
        state=row.state,
        why=_why(row, here),
        difference=difference,
    )


def _why(row: Fetched, here: _Here) -> str:
    said: list[str] = []
    if here.reason in NOISE:
        said.append(f"floor {row.floor}" if row.floor != here.room.floor else "same floor")
        if row.side and row.side != here.room.side:
            said.append(f"{row.side} side")
    step = row.rank - here.charged_rank
    said.append("same type" if step == 0 else f"{step} higher" if step > 0 else f"{-step} lower")
    said += [f"{feature} as wished" for feature in _met(row, here)]
    if here.reason not in NOISE:
        said += [feature for feature in row.features if feature not in _met(row, here)][:2]
    return "; ".join(said)
