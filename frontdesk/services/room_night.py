"""Who sleeps where: taking and giving back room-nights. The database refuses a second stay in one (RM-3)."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import and_, select

from frontdesk.domain.room import BlockKind
from frontdesk.errors import Refusal
from frontdesk.store import tables
from frontdesk.store.unit_of_work import UnitOfWork

nights = tables.room_night


def claim(work: UnitOfWork, stay_id: str, room: str, wanted: Iterable[date]) -> None:
    """Take a room for these nights, in the order of the nights so that two takers cannot block each other.

    Raises:
        Refusal: another stay has one of them; says which guest, which night and who was first. Or the room is
            out of order on one of them.
    """
    dates = sorted(wanted)
    taken = work.first(
        select(nights.c.night, nights.c.stay_id)
        .where(nights.c.room == room, nights.c.night.in_(dates))
        .order_by(nights.c.night)
        .limit(1)
    )
    if taken is not None:
        raise _taken(work, room, taken.night, taken.stay_id)
    _require_in_order(work, room, dates)
    work.add(nights, *({"room": room, "night": night, "stay_id": stay_id} for night in dates))
    work.touch(f"room:{room}")


def _require_in_order(work: UnitOfWork, room: str, dates: list[date]) -> None:
    block = tables.room_block
    if not dates:
        return
    closed = work.first(
        select(block.c.until, block.c.reason).where(
            block.c.room == room,
            block.c.kind == BlockKind.OUT_OF_ORDER.value,
            block.c.first <= dates[-1],
            block.c.until > dates[0],
        )
    )
    if closed is not None:
        raise Refusal(f"Room {room} is out of order until {closed.until}.", f"{closed.reason}.", "Choose another room.")


def release(work: UnitOfWork, stay_id: str, first: date) -> None:
    """Give back every night of a stay from ``first`` on."""
    work.remove(nights, and_(nights.c.stay_id == stay_id, nights.c.night >= first))


def _taken(work: UnitOfWork, room: str, night: date, stay_id: str) -> Refusal:
    guest, stay = tables.guest, tables.stay
    holder = work.first(
        select(guest.c.name, stay.c.departure).join(stay, stay.c.guest_id == guest.c.id).where(stay.c.id == stay_id)
    )
    name = holder.name if holder else "another guest"
    return Refusal(
        f"Room {room} is taken by {name} for the night of {night}.",
        _who_was_first(work, room, stay_id),
        "Choose another room.",
    )


def _who_was_first(work: UnitOfWork, room: str, stay_id: str) -> str:
    """Who gave the room away, where and when: from the journal."""
    journal, topic, staff = tables.journal, tables.journal_topic, tables.staff
    mine = topic.alias()
    found = work.first(
        select(journal.c.made_at, journal.c.workstation, journal.c.actor, staff.c.name)
        .join(topic, and_(topic.c.seq == journal.c.seq, topic.c.topic == f"room:{room}"))
        .join(mine, and_(mine.c.seq == journal.c.seq, mine.c.topic == f"stay:{stay_id}"))
        .outerjoin(staff, staff.c.id == journal.c.actor)
        .order_by(journal.c.seq.desc())
        .limit(1)
    )
    if found is None:
        return ""
    who = found.name or found.actor or "The import"
    return f"{who} was first, at {found.workstation}, {found.made_at:%H:%M} UTC."
