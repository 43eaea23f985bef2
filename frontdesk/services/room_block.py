"""Taking a room out of the house, and giving it back."""

from sqlalchemy import and_, func, select

from frontdesk.commands.room_block import BlockRoom, ReopenRoom
from frontdesk.domain.room import BLOCK_WORDS, BlockKind, require_block
from frontdesk.errors import Refusal, dated
from frontdesk.services.house import room_of
from frontdesk.store import tables
from frontdesk.store.types import Fetched
from frontdesk.store.unit_of_work import UnitOfWork

block = tables.room_block


def block_room(command: BlockRoom, work: UnitOfWork) -> None:
    """Keep a room free for some nights; out of order only if none of them is sold."""
    room = room_of(work, command.room)
    require_block(command.first, command.until, work.business_date, command.reason)
    _require_no_other(work, command)
    if command.kind is BlockKind.OUT_OF_ORDER:
        _require_unsold(work, command)
    work.add(
        block,
        {
            "id": command.block,
            "room": room.number,
            "kind": command.kind.value,
            "first": command.first,
            "until": command.until,
            "reason": command.reason.strip(),
            "made_by": command.actor,
            "made_at": command.made_at,
            "version": 1,
        },
    )
    _tell(work, room.number, BLOCK_WORDS[command.kind], command.reason.strip())
    work.facts.update(first=command.first.isoformat(), until=command.until.isoformat())


def reopen_room(command: ReopenRoom, work: UnitOfWork) -> None:
    """End what keeps the room closed: nights that are over stay on record, nights to come are free again."""
    room = room_of(work, command.room)
    ended = [row for row in _blocks(work, room.number) if _meant(command, row, work)]
    by_text = room.out_of_order if not command.block else ""
    if not ended and not by_text:
        raise Refusal(f"Room {room.number} is not closed.", help="Look at the rooms list again.")
    for row in ended:
        if row.first < work.business_date:
            work.change(block, {"id": row.id}, {"until": work.business_date}, version=row.version)
        else:
            work.remove(block, block.c.id == row.id)
    values = {"state": command.state.value} | ({"out_of_order": ""} if by_text else {})
    work.change(tables.room, {"number": room.number}, values)
    reason = by_text or ended[0].reason
    _tell(work, room.number, BLOCK_WORDS[BlockKind(ended[0].kind)] if ended else "out of order", reason)


def _blocks(work: UnitOfWork, room: str) -> list[Fetched]:
    return work.all(select(block).where(block.c.room == room, block.c.until > work.business_date))


def _meant(command: ReopenRoom, row: Fetched, work: UnitOfWork) -> bool:
    return bool(row.id == command.block if command.block else row.first <= work.business_date)


def _require_no_other(work: UnitOfWork, command: BlockRoom) -> None:
    other = work.first(
        select(block).where(block.c.room == command.room, block.c.first < command.until, block.c.until > command.first)
    )
    if other is not None:
        words = BLOCK_WORDS[BlockKind(other.kind)]
        raise Refusal(
            f"Room {command.room} is {words} from {dated(other.first)} to {dated(other.until)} already.",
            other.reason,
            "Choose nights before or after it, or give the room back first.",
        )


def _require_unsold(work: UnitOfWork, command: BlockRoom) -> None:
    nights, stay, guest, move = tables.room_night, tables.stay, tables.guest, tables.move_order
    sold = work.first(
        select(nights.c.night, guest.c.name)
        .outerjoin(move, move.c.id == nights.c.move_id)
        .join(stay, stay.c.id == func.coalesce(nights.c.stay_id, move.c.stay_id))
        .join(guest, guest.c.id == stay.c.guest_id)
        .where(and_(nights.c.room == command.room, nights.c.night >= command.first, nights.c.night < command.until))
        .order_by(nights.c.night)
        .limit(1)
    )
    if sold is not None:
        raise Refusal(
            f"Room {command.room} is taken by {sold.name} for the night of {dated(sold.night)}.",
            "A room goes out of order only once it is empty.",
            "Give that stay another room first, or choose other nights.",
        )


def _tell(work: UnitOfWork, room: str, what: str, reason: str) -> None:
    work.facts.update(room=room, what=what, reason=reason)
    work.touch("house", f"room:{room}")
