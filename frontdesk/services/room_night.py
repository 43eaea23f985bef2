"""Who sleeps where: taking and giving back room-nights. The database refuses a second holder of one (RM-3)."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import and_, bindparam, func, select

from frontdesk.domain.room import BlockKind
from frontdesk.errors import Refusal, dated
from frontdesk.queries.room_night import inside
from frontdesk.store import tables
from frontdesk.store.types import Fetched
from frontdesk.store.unit_of_work import UnitOfWork

nights = tables.room_night


def claim(work: UnitOfWork, stay_id: str, room: str, wanted: Iterable[date]) -> None:
    """Take a room for these nights, in the order of the nights so that two takers cannot block each other.

    Raises:
        Refusal: somebody has one of them; says which guest or move, which night and who was first. Or the room is
            out of order on one of them.
    """
    _take(work, room, sorted(wanted), stay_id=stay_id)


def claim_for_move(work: UnitOfWork, move_id: str, room: str, wanted: Iterable[date]) -> None:
    """Hold a room for a move that has been approved: nobody else gets these nights (RM-3).

    Raises:
        Refusal: somebody has one of them.
    """
    _take(work, room, sorted(wanted), move_id=move_id)


def release(work: UnitOfWork, stay_id: str, first: date) -> None:
    """Give back every night of a stay from ``first`` on."""
    work.remove(nights, and_(nights.c.stay_id == stay_id, nights.c.night >= first))


def release_claims(work: UnitOfWork, move_id: str, first: date | None = None) -> None:
    """Give back what a move had claimed, all of it or from ``first`` on."""
    mine = nights.c.move_id == move_id
    work.remove(nights, mine if first is None else and_(mine, nights.c.night >= first))


_TAKEN = (
    select(nights.c.night, nights.c.stay_id, nights.c.move_id)
    .where(nights.c.room == bindparam("room"), nights.c.night.in_(bindparam("wanted", expanding=True)))
    .order_by(nights.c.night)
    .limit(1)
)


def require_free(work: UnitOfWork, room: str, wanted: Iterable[date]) -> None:
    """The room is nobody's for these nights.

    Raises:
        Refusal: somebody has one of them.
    """
    taken = work.first(_TAKEN, room=room, wanted=list(wanted))
    if taken is not None:
        raise _taken(work, room, taken)


def require_empty(work: UnitOfWork, room: str, *but: str) -> None:
    """Nobody is in the room now, except these stays.

    Raises:
        Refusal: names the guest who is.
    """
    there = inside(work, room)
    if there is not None and there.id not in but:
        raise Refusal(
            f"{there.name} is still in room {room}.",
            f"Departure {dated(there.departure)}.",
            "Check that guest out first.",
        )


def require_free_today(work: UnitOfWork, room: str, *but: str) -> None:
    """For a date without a night: the room is empty, in order, and due to nobody who comes today (RM-6).

    No hour of arrival is known, so whoever is to come today may come before the departure.

    Raises:
        Refusal: it is not.
    """
    if not but:
        require_free(work, room, [work.business_date])
    _require_in_order(work, room, [work.business_date])


def _take(
    work: UnitOfWork, room: str, dates: list[date], *, stay_id: str | None = None, move_id: str | None = None
) -> None:
    require_free(work, room, dates)
    _require_in_order(work, room, dates)
    work.add(nights, *({"room": room, "night": night, "stay_id": stay_id, "move_id": move_id} for night in dates))
    work.touch(f"room:{room}")


_CLOSED = select(tables.room_block.c.until, tables.room_block.c.reason).where(
    tables.room_block.c.room == bindparam("room"),
    tables.room_block.c.kind == BlockKind.OUT_OF_ORDER.value,
    tables.room_block.c.first <= bindparam("last"),
    tables.room_block.c.until > bindparam("first"),
)


def _require_in_order(work: UnitOfWork, room: str, dates: list[date]) -> None:
    closed = work.first(_CLOSED, room=room, first=dates[0], last=dates[-1]) if dates else None
    if closed is not None:
        raise Refusal(
            f"Room {room} is out of order until {dated(closed.until)}.", f"{closed.reason}.", "Choose another room."
        )


def _taken(work: UnitOfWork, room: str, held: Fetched) -> Refusal:
    guest, stay, move = tables.guest, tables.stay, tables.move_order
    by_move = (
        work.first(select(move.c.number, move.c.stay_id).where(move.c.id == held.move_id)) if held.move_id else None
    )
    stay_id = by_move.stay_id if by_move else held.stay_id
    holder = work.first(select(guest.c.name).join(stay, stay.c.guest_id == guest.c.id).where(stay.c.id == stay_id))
    name = holder.name if holder else "another guest"
    by = f"claimed by move {by_move.number} of {name}" if by_move else f"taken by {name}"
    return Refusal(
        f"Room {room} is {by} for the night of {dated(held.night)}.",
        _who_was_first(work, room, stay_id),
        "Choose another room.",
    )


def _who_was_first(work: UnitOfWork, room: str, stay_id: str) -> str:
    """Who gave the room away, where and when: from the journal."""
    journal, topic, staff = tables.journal, tables.journal_topic, tables.staff
    mine = topic.alias()
    seq = (
        select(func.max(topic.c.seq))
        .join(mine, and_(mine.c.seq == topic.c.seq, mine.c.topic == f"stay:{stay_id}"))
        .where(topic.c.topic == f"room:{room}")
        .scalar_subquery()
    )
    found = work.first(
        select(journal.c.made_at, journal.c.workstation, journal.c.actor, staff.c.name)
        .outerjoin(staff, staff.c.id == journal.c.actor)
        .where(journal.c.seq == seq)
    )
    if found is None:
        return ""
    who = found.name or found.actor or "The import"
    return f"{who} was first, at {found.workstation}, {work.local(found.made_at):%H:%M}."
