"""What became of the moves of some days: why, from where, how fast, for how much, what was let pass (room-moves 13)."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select

from frontdesk.domain.do_not_move import bars
from frontdesk.domain.move_gate import BY_NUMBER
from frontdesk.domain.posting import ROOM_CODE
from frontdesk.domain.room_move import MoveState, RateDecision, is_defect
from frontdesk.domain.stay import StayStatus
from frontdesk.errors import Refusal, dated
from frontdesk.queries.base import Question
from frontdesk.queries.move_order import OpenMove, OpenMoves, see_open_moves
from frontdesk.queries.move_reason import reason_words
from frontdesk.queries.room_night import current_room
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched

AHEAD, LOOK_BACK = timedelta(days=7), timedelta(days=30)
PRESENT, CALL = 8, 16
TWICE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveCount:
    """How many moves had this reason, or left this room, floor or type; ``by`` says which of them ``key`` is."""

    by: str
    key: str
    moves: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DefectMove:
    """A move for a defect, and the minutes from the guest's first word to the new room."""

    number: str
    business_date: date
    from_room: str
    to_room: str
    reason: str
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveMoney:
    """What a move gave (below zero) or took, with tax, in minor units: as agreed, and of that what stands posted.

    ``house_value`` is what an upgrade without a charge is worth; no posting has it.
    """

    number: str
    business_date: date
    from_room: str
    to_room: str
    decision: str
    agreed: int
    posted: int
    house_value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftTwice:
    """A room that guests left for a defect at least twice in the 30 days up to the last day."""

    room: str
    times: int
    reasons: str
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedGate:
    """A step that somebody let pass unticked, or a guest who was absent: the two who moved the luggage."""

    number: str
    business_date: date
    step: int
    words: str
    why: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedMove:
    """A move that failed or was given up."""

    number: str
    business_date: date
    name: str
    latin: str
    from_room: str
    to_room: str
    state: str
    words: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LockedStay:
    """A guest who is not to be moved; no ``until`` is until departure."""

    stay: str
    room: str
    name: str
    latin: str
    reason: str
    by: str
    until: date | None
    departure: date


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpCall:
    """A call to the new room: when it was due, when it was made and what was said; UTC."""

    number: str
    room: str
    name: str
    latin: str
    due: datetime
    made: datetime | None
    by: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveReport:
    """All of it. ``given`` and ``taken`` are sums of what stands posted, ``house_value`` of what was given in kind."""

    first: date
    last: date
    currency: str
    moves: int
    given: int
    taken: int
    house_value: int
    counts: tuple[MoveCount, ...]
    defects: tuple[DefectMove, ...]
    money: tuple[MoveMoney, ...]
    left_twice: tuple[LeftTwice, ...]
    passed: tuple[PassedGate, ...]
    ended: tuple[EndedMove, ...]
    scheduled: tuple[OpenMove, ...]
    locked: tuple[LockedStay, ...]
    calls: tuple[FollowUpCall, ...]


@dataclass(frozen=True, slots=True)
class ReportMoves(Question[MoveReport]):
    """The moves from one business date to another, both included; left out, the last is the open one, the first
    30 days before it. What is scheduled and who is locked are as of now.
    """

    first: date | None = None
    last: date | None = None


def report_moves(reader: Reader, question: ReportMoves) -> MoveReport:
    """The report.

    Raises:
        Refusal: the first date is after the last.
    """
    last = question.last or reader.business_date
    first = question.first or last - LOOK_BACK
    if first > last:
        raise Refusal(
            "The report would end before it begins.", f"From {dated(first)} to {dated(last)}.", "Put one date right."
        )
    moves = _moves(reader, first, last)
    money = tuple(_money(reader, moves))
    return MoveReport(
        first=first,
        last=last,
        currency=reader.house.currency,
        moves=len(moves),
        given=-sum(row.posted for row in money if row.posted < 0),
        taken=sum(row.posted for row in money if row.posted > 0),
        house_value=sum(row.house_value for row in money),
        counts=tuple(_counts(reader, moves)),
        defects=tuple(_defects(reader, moves)),
        money=money,
        left_twice=tuple(_left_twice(reader, last)),
        passed=tuple(_passed(reader, first, last)),
        ended=tuple(_ended(reader, first, last)),
        scheduled=see_open_moves(reader, OpenMoves(until=reader.business_date + AHEAD)),
        locked=tuple(_locked(reader)),
        calls=tuple(_calls(reader, first, last)),
    )


def _moves(reader: Reader, first: date, last: date) -> list[Fetched]:
    move, room, kind = tables.room_move, tables.room, tables.room_type
    return reader.all(
        select(move, room.c.floor, kind.c.name.label("type_name"))
        .join(room, room.c.number == move.c.from_room)
        .join(kind, kind.c.code == room.c.type)
        .where(move.c.business_date.between(first, last))
        .order_by(move.c.business_date, move.c.number)
    )


def _counts(reader: Reader, moves: list[Fetched]) -> Iterator[MoveCount]:
    """The most frequent first; of equal ones in the order of their words."""
    words = reason_words(reader)
    by: tuple[tuple[str, Callable[[Fetched], str]], ...] = (
        ("reason", lambda row: words[row.reason]),
        ("room", lambda row: str(row.from_room)),
        ("floor", lambda row: str(row.floor)),
        ("type", lambda row: str(row.type_name)),
    )
    for name, key in by:
        found = Counter(map(key, moves))
        for value, times in sorted(found.items(), key=lambda each: (-each[1], each[0])):
            yield MoveCount(by=name, key=value, moves=times)


def _defects(reader: Reader, moves: list[Fetched]) -> Iterator[DefectMove]:
    """From the case's opening or the draft, whichever came first, to the new room."""
    order, log, case = tables.move_order, tables.move_state, tables.guest_case
    ids = [row.id for row in moves if is_defect(row.reason)]
    done = func.max(log.c.at).label("done")
    rows = reader.all(
        select(order.c.id, func.min(log.c.at).label("began"), done, func.min(case.c.opened_at).label("opened"))
        .join(log, log.c.move_id == order.c.id)
        .outerjoin(case, case.c.id == order.c.case_id)
        .where(order.c.id.in_(ids))
        .group_by(order.c.id)
    )
    times, words = {row.id: row for row in rows}, reason_words(reader)
    for row in moves:
        if row.id in times:
            at = times[row.id]
            began = min(at.began, at.opened) if at.opened else at.began
            yield DefectMove(
                **_of(row), reason=words[row.reason], minutes=max(0, round((at.done - began).total_seconds() / 60))
            )


def _of(row: Fetched) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("number", "business_date", "from_room", "to_room")}


def _money(reader: Reader, moves: list[Fetched]) -> Iterator[MoveMoney]:
    priced = [row for row in moves if row.decision != RateDecision.SAME]
    posted = _posted(reader, {row.stay_id for row in priced})
    for row in priced:
        nights = [(date.fromisoformat(night), difference) for night, difference in row.nights or ()]
        yield MoveMoney(
            **_of(row),
            decision=row.decision,
            agreed=row.difference,
            posted=sum(difference for night, difference in nights if (row.stay_id, night) in posted),
            house_value=row.house_value or 0,
        )


def _posted(reader: Reader, stays: Iterable[str]) -> set[tuple[str, date]]:
    """Stays with the nights whose room charge stands, whoever pays it."""
    posting = tables.posting
    undo = posting.alias()
    wanted = sorted(stays)
    rows = reader.all(
        select(posting.c.service_date, func.coalesce(posting.c.origin, posting.c.stay_id).label("stay"))
        .outerjoin(undo, and_(undo.c.reverses == posting.c.id, undo.c.kind == "correction"))
        .where(or_(posting.c.stay_id.in_(wanted), posting.c.origin.in_(wanted)), posting.c.source == "night_audit")
        .where(posting.c.code == ROOM_CODE, posting.c.kind == "charge", undo.c.id.is_(None))
    )
    return {(row.stay, row.service_date) for row in rows}


def _left_twice(reader: Reader, last: date) -> Iterator[LeftTwice]:
    move = tables.room_move
    rows = reader.all(
        select(move.c.from_room, move.c.reason, move.c.business_date)
        .where(move.c.business_date > last - LOOK_BACK, move.c.business_date <= last)
        .order_by(move.c.business_date)
    )
    words = reason_words(reader)
    rooms: dict[str, list[Fetched]] = {}
    for row in rows:
        if is_defect(row.reason):
            rooms.setdefault(row.from_room, []).append(row)
    for room, left in sorted(rooms.items(), key=lambda each: (-len(each[1]), each[0])):
        if len(left) >= TWICE:
            said = ", ".join(dict.fromkeys(words[row.reason] for row in left))
            yield LeftTwice(room=room, times=len(left), reasons=said, last=left[-1].business_date)


def _passed(reader: Reader, first: date, last: date) -> Iterator[PassedGate]:
    gate, order, staff = tables.move_gate, tables.move_order, tables.staff
    rows = reader.all(
        select(gate, order.c.number, order.c.business_date, staff.c.name)
        .join(order, order.c.id == gate.c.move_id)
        .outerjoin(staff, staff.c.id == gate.c.passed_by)
        .where(order.c.business_date.between(first, last))
        .order_by(order.c.number, gate.c.step)
    )
    for row in rows:
        absent = row.step == PRESENT and row.words.lower().startswith("absent:")
        if not row.ticked or absent:
            yield PassedGate(
                number=row.number,
                business_date=row.business_date,
                step=row.step,
                words="The guest was absent" if absent and row.ticked else BY_NUMBER[row.step].words,
                why=row.words,
                by=row.name or row.passed_by,
            )


def _ended(reader: Reader, first: date, last: date) -> Iterator[EndedMove]:
    order, log, staff = tables.move_order, tables.move_state, tables.staff
    stay, guest = tables.stay, tables.guest
    ends = (MoveState.FAILED.value, MoveState.CANCELLED.value)
    rows = reader.all(
        select(order, guest.c.name, guest.c.latin, log.c.words.label("why"), log.c.business_date.label("on"))
        .add_columns(staff.c.name.label("by"))
        .join(log, and_(log.c.move_id == order.c.id, log.c.state == order.c.state))
        .join(stay, stay.c.id == order.c.stay_id)
        .join(guest, guest.c.id == stay.c.guest_id)
        .outerjoin(staff, staff.c.id == log.c.by)
        .where(order.c.state.in_(ends), log.c.business_date.between(first, last))
        .order_by(log.c.business_date, order.c.number)
    )
    for row in rows:
        yield EndedMove(
            number=row.number,
            business_date=row.on,
            name=row.name,
            latin=row.latin,
            from_room=row.from_room or current_room(reader, row.stay_id, row.on),
            to_room=row.to_room,
            state=row.state,
            words=row.why,
            by=row.by or "",
        )


def _locked(reader: Reader) -> Iterator[LockedStay]:
    stay, guest, today = tables.stay, tables.guest, reader.business_date
    rows = reader.all(
        select(stay, guest.c.name, guest.c.latin)
        .join(guest, guest.c.id == stay.c.guest_id)
        .where(stay.c.do_not_move != "", stay.c.status.in_((StayStatus.IN_HOUSE.value, StayStatus.DUE_IN.value)))
        .order_by(stay.c.departure, guest.c.name)
    )
    for row in rows:
        if bars(row.do_not_move, row.do_not_move_until, today):
            yield LockedStay(
                stay=row.id,
                room=current_room(reader, row.id, max(today, row.arrival)),
                name=row.name,
                latin=row.latin,
                reason=row.do_not_move,
                by=row.do_not_move_by or "",
                until=row.do_not_move_until,
                departure=row.departure,
            )


def _calls(reader: Reader, first: date, last: date) -> Iterator[FollowUpCall]:
    """Step 16 of each move, made or not yet."""
    task, move, staff = tables.task, tables.room_move, tables.staff
    stay, guest = tables.stay, tables.guest
    rows = reader.all(
        select(task, move.c.number, guest.c.name, guest.c.latin, staff.c.name.label("by"))
        .join(move, move.c.id == task.c.move_id)
        .join(stay, stay.c.id == move.c.stay_id)
        .join(guest, guest.c.id == stay.c.guest_id)
        .outerjoin(staff, staff.c.id == task.c.done_by)
        .where(task.c.words == BY_NUMBER[CALL].words, move.c.business_date.between(first, last))
        .order_by(move.c.number)
    )
    for row in rows:
        yield FollowUpCall(
            number=row.number,
            room=row.room,
            name=row.name,
            latin=row.latin,
            due=row.due,
            made=row.done_at,
            by=row.by or "",
            words=row.done_words,
        )
