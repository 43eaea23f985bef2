"""What the checks of the night audit find: each a question of its own, told in the house's words."""

from collections.abc import Callable, Mapping
from datetime import date

from sqlalchemy import BigInteger, ColumnElement, and_, cast, exists, func, or_, select

from frontdesk.domain.money import plain
from frontdesk.domain.night_audit import CHECKS, Check, Thing, judged
from frontdesk.domain.stay import StayStatus
from frontdesk.queries.move_order import OpenMove, open_moves
from frontdesk.store import sharing, tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched, Reads
from frontdesk.words import day

stay, guest, posting, room_night = tables.stay, tables.guest, tables.posting, tables.room_night


def run_checks(reader: Reader) -> tuple[Check, ...]:
    """Every check in its order, as the house stands now; the night audit and its preview use the same."""
    return tuple(judged(kind, FINDERS[kind.name](reader), _day(reader.business_date)) for kind in CHECKS)


def _day(when: date) -> str:
    """A date as it stands on the screen; the clerk's words are English."""
    return day(when, "en")


def _stays(condition: ColumnElement[bool]) -> Reads:
    """Stays with the guest's name and the room they have had last or are to have, by name."""
    room = (
        select(room_night.c.room)
        .where(room_night.c.stay_id == stay.c.id)
        .order_by(room_night.c.night.desc())
        .limit(1)
        .correlate(stay)
        .scalar_subquery()
    )
    return (
        select(stay, guest.c.name, func.coalesce(stay.c.day_room, room).label("room"))
        .join(guest, guest.c.id == stay.c.guest_id)
        .where(condition)
        .order_by(guest.c.name, stay.c.id)
    )


def _thing(row: Fetched, words: str) -> Thing:
    return Thing(name=row.name, words=words, stay=row.id, room=row.room or "")


def _due_out(reader: Reader) -> list[Thing]:
    today = reader.business_date
    rows = reader.all(_stays(and_(stay.c.status == StayStatus.IN_HOUSE.value, stay.c.departure <= today)))
    return [_thing(row, f"was to leave on {_day(row.departure)}") for row in rows]


def _arrivals(reader: Reader) -> list[Thing]:
    today = reader.business_date
    rows = reader.all(_stays(and_(stay.c.status == StayStatus.DUE_IN.value, stay.c.arrival <= today)))
    return [_thing(row, f"{row.confirmation}, was to arrive on {_day(row.arrival)}") for row in rows]


def _no_bed(reader: Reader) -> list[Thing]:
    today, nights = reader.business_date, tables.stay_night
    bed = exists().where(room_night.c.stay_id == stay.c.id, room_night.c.night == today)
    price = exists().where(nights.c.stay_id == stay.c.id, nights.c.night == today)
    here = and_(stay.c.status == StayStatus.IN_HOUSE.value, stay.c.departure > today)
    rows = reader.all(_stays(and_(here, or_(~bed, ~price))))
    return [_thing(row, "has no room or no price for tonight") for row in rows]


def _moves(reader: Reader) -> list[Thing]:
    """Moves that should be at their end by now (RM-13); none of them moves anybody by itself."""
    return [
        Thing(name=move.name, words=_of_move(move), opens="moves", stay=move.stay, room=move.from_room)
        for move in open_moves(reader, reader.business_date)
    ]


def _of_move(move: OpenMove) -> str:
    words = f"{move.number} to {move.to_room or 'a room to be chosen'}, {move.state}, for {_day(move.from_night)}"
    return f"{words}; {move.attention}" if move.attention else words


def _decisions(reader: Reader) -> list[Thing]:
    item = sharing.work_item
    rows = reader.all(select(item.c.title, item.c.stay_id).where(item.c.state == "open").order_by(item.c.opened_at))
    return [Thing(name=row.title, words="came too late", opens="decisions", stay=row.stay_id) for row in rows]


def _credits(reader: Reader) -> list[Thing]:
    credit = tables.credit
    rows = reader.all(
        select(credit.c.number, credit.c.total, credit.c.stay_id, guest.c.name)
        .join(stay, stay.c.id == credit.c.stay_id)
        .join(guest, guest.c.id == stay.c.guest_id)
        .where(credit.c.state == "pending")
        .order_by(credit.c.number)
    )
    currency = reader.house.currency
    return [
        Thing(
            name=row.name,
            words=f"{row.number}, {plain(row.total, currency)} {currency}, waits",
            opens="approvals",
            stay=row.stay_id,
        )
        for row in rows
    ]


def _unbalanced(reader: Reader) -> list[Thing]:
    """Bills of guests who have left that were touched today or belong to today's departures."""
    today = reader.business_date
    gone = (StayStatus.CHECKED_OUT.value, StayStatus.NO_SHOW.value, StayStatus.CANCELLED.value)
    touched = select(posting.c.stay_id).where(posting.c.business_date == today)
    left = and_(stay.c.status == StayStatus.CHECKED_OUT.value, stay.c.departure == today)
    which = and_(stay.c.status.in_(gone), or_(left, stay.c.id.in_(touched)))
    owed = balances(reader, which)
    return _owing(reader, {name: found for name, found in owed.items() if found}, "the bill stands at {}")


def _held(reader: Reader) -> list[Thing]:
    """Stays in house with a hold that no longer covers what they owe."""
    hold = tables.hold
    held = {
        row.stay_id: int(row.held)
        for row in reader.all(
            select(hold.c.stay_id, cast(func.sum(hold.c.amount), BigInteger).label("held"))
            .join(stay, stay.c.id == hold.c.stay_id)
            .where(hold.c.state == "active", stay.c.status == StayStatus.IN_HOUSE.value)
            .group_by(hold.c.stay_id)
        )
    }
    if not held:
        return []
    owed = balances(reader, stay.c.id.in_(select(hold.c.stay_id).where(hold.c.state == "active")))
    short = {name: owed[name] - covered for name, covered in held.items() if owed.get(name, 0) > covered}
    return _owing(reader, short, "{} more than is held")


def balances(reader: Reader, which: ColumnElement[bool]) -> dict[str, int]:
    """The sum of all postings of each of these stays (L4); ``which`` is about the stay's row."""
    total = cast(func.sum(posting.c.amount), BigInteger).label("total")
    rows = reader.all(
        select(posting.c.stay_id, total)
        .join(stay, stay.c.id == posting.c.stay_id)
        .where(which)
        .group_by(posting.c.stay_id)
    )
    return {row.stay_id: int(row.total) for row in rows}


def _owing(reader: Reader, owed: Mapping[str, int], words: str) -> list[Thing]:
    if not owed:
        return []
    currency = reader.house.currency
    rows = reader.all(_stays(stay.c.id.in_(sorted(owed))))
    return [_thing(row, words.format(plain(owed[row.id], currency))) for row in rows]


FINDERS: dict[str, Callable[[Reader], list[Thing]]] = {
    "due_out": _due_out,
    "arrivals": _arrivals,
    "no_bed": _no_bed,
    "moves": _moves,
    "decisions": _decisions,
    "credits": _credits,
    "unbalanced": _unbalanced,
    "held": _held,
}
"""What finds the things of each check."""


def closed_by(reader: Reader, day: date) -> str:
    """Who closed a day, where and when; empty if nobody has."""
    run, staff = tables.night_audit_run, tables.staff
    found = reader.first(
        select(run.c.actor, run.c.workstation, run.c.closed_at, staff.c.name)
        .outerjoin(staff, staff.c.id == run.c.actor)
        .where(run.c.business_date == day)
    )
    if found is None:
        return ""
    return f"{found.name or 'The program'} closed it at {found.workstation}, {reader.local(found.closed_at):%H:%M}."
