"""Moves on their way: one as it is stored, those that are open, the day's list, and what has come between."""

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, or_, select

from frontdesk.domain.do_not_move import bars
from frontdesk.domain.move_gate import BY_NUMBER, Gate, Step, asked
from frontdesk.domain.room_move import OPEN_STATES, MoveReason, MoveState, RateDecision
from frontdesk.domain.stay import StayStatus
from frontdesk.errors import Refusal, dated
from frontdesk.queries.base import Question
from frontdesk.queries.move_reason import reason_words
from frontdesk.queries.room_night import all_inside, current_room
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A move as it is stored, field by field."""

    id: str
    number: str
    stay_id: str
    state: str = MoveState.DRAFT.value
    from_night: date
    at: str = ""
    from_room: str = ""
    to_room: str = ""
    reason: str
    words: str
    asked_by: str
    consent: str
    repair: str = ""
    given_up: tuple[str, ...] = ()
    case_id: str | None = None
    undoes: str | None = None
    pair: str | None = None
    decision: str = ""
    difference: int = 0
    prices: tuple[int, ...] = ()
    price_reason: str = ""
    waive: str = ""
    to_guest: str = ""
    old_room_state: str = "dirty"
    work_order: str = ""
    made_by: str
    approved_by: str = ""
    made_at: datetime
    business_date: date
    version: int = 1


def row_of(order: Order) -> dict[str, Any]:
    """The values of the table's row."""
    values = {field.name: getattr(order, field.name) for field in fields(order)}
    return {**values, "given_up": list(order.given_up), "prices": list(order.prices)}


def _order(row: Fetched) -> Order:
    values = {field.name: getattr(row, field.name) for field in fields(Order)}
    return Order(**{**values, "given_up": tuple(row.given_up), "prices": tuple(row.prices)})


def order_of(reader: Reader, move: str) -> Order:
    """A move by its id.

    Raises:
        Refusal: there is none.
    """
    found = reader.row(tables.move_order, move)
    if found is None:
        raise Refusal("There is no such move.", help="Open the stay and look at its moves.")
    return _order(found)


_OPEN = select(tables.move_order).where(
    tables.move_order.c.stay_id == bindparam("stay"), tables.move_order.c.state.in_(OPEN_STATES)
)


def open_order(reader: Reader, stay_id: str) -> Order | None:
    """The move of a stay that is draft, approved or moving, if there is one."""
    found = reader.first(_OPEN, stay=stay_id)
    return _order(found) if found else None


def switched_off(reader: Reader) -> frozenset[int]:
    """The steps of the checklist that this house does not use."""
    said = reader.house.settings.get("move_steps_off", "")
    return frozenset(int(number) for number in said.split(",") if number)


ASKED = frozenset(BY_NUMBER) - {12}
"""Steps that always have something to ask for; messages and wake-up calls are asked where there are any (RM-14)."""


def steps_after(reader: Reader) -> list[Step]:
    """The steps that this house gives to departments as tasks once a move is done."""
    off = switched_off(reader)
    return [step for gate in (Gate.FOLLOW_UP, Gate.TASK) for step in asked(off, gate, ASKED)]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMove:
    """A move that is not at its end. ``at`` is the hour as text; ``overdue`` if its date is the open one or earlier.

    ``in_target`` is the guest who has the target now and ``target_free`` that guest's departure (RM-11).
    ``attention`` says what has come between; empty if nothing has. ``pair`` is the other half of an exchange.
    ``today`` is the open business date, ``decision`` is empty while it is a draft, ``waived`` if the difference of a
    lower type is left out; ``latin`` is the guest's name in Latin letters.
    """

    move: str
    number: str
    stay: str
    name: str
    state: str
    from_night: date
    at: str
    from_room: str
    to_room: str
    reason: str
    departure: date
    today: date
    overdue: bool
    reason_code: str
    decision: RateDecision | None = None
    waived: bool = False
    in_target: str = ""
    target_free: date | None = None
    attention: str = ""
    pair: str = ""
    latin: str = ""


@dataclass(frozen=True, slots=True)
class OpenMoves(Question[tuple[OpenMove, ...]]):
    """Moves that are draft, approved or moving, by date and hour; up to a date, or of one stay, if named."""

    until: date | None = None
    stay: str = ""


def see_open_moves(reader: Reader, question: OpenMoves) -> tuple[OpenMove, ...]:
    """The open moves, each with what has come between (RM-11)."""
    move, stay, guest = tables.move_order, tables.stay, tables.guest
    wanted = (
        select(
            move,
            stay.c.status,
            stay.c.departure,
            stay.c.do_not_move,
            stay.c.do_not_move_until,
            guest.c.name,
            guest.c.latin,
            tables.room.c.out_of_order,
        )
        .join(stay, stay.c.id == move.c.stay_id)
        .join(guest, guest.c.id == stay.c.guest_id)
        .outerjoin(tables.room, tables.room.c.number == move.c.to_room)
        .where(move.c.state.in_(OPEN_STATES))
        .order_by(move.c.from_night, move.c.at, move.c.number)
    )
    if question.until is not None:
        wanted = wanted.where(move.c.from_night <= question.until)
    if question.stay:
        wanted = wanted.where(move.c.stay_id == question.stay)
    rows = reader.all(wanted)
    if not rows:
        return ()
    within = all_inside(reader, {row.to_room for row in rows})
    held = held_nights(reader, *(row.id for row in rows))
    words = reason_words(reader)
    return tuple(
        _open(reader, row, words[row.reason], within=within.get(row.to_room), nights=len(held.get(row.id, ())))
        for row in rows
    )


def open_moves(reader: Reader, business_date: date) -> tuple[OpenMove, ...]:
    """The moves that keep the night audit from rolling this date: to be finished, cancelled or rescheduled (RM-13)."""
    return see_open_moves(reader, OpenMoves(until=business_date))


def _open(reader: Reader, row: Fetched, reason: str, *, within: Fetched | None, nights: int) -> OpenMove:
    held = None if within is None or within.id == row.stay_id else within
    return OpenMove(
        move=row.id,
        number=row.number,
        stay=row.stay_id,
        name=row.name,
        state=row.state,
        from_night=row.from_night,
        at=row.at,
        from_room=row.from_room or current_room(reader, row.stay_id, reader.business_date),
        to_room=row.to_room,
        reason=reason,
        departure=row.departure,
        today=reader.business_date,
        reason_code=row.reason,
        decision=RateDecision(row.decision) if row.decision else None,
        waived=bool(row.waive),
        overdue=row.from_night <= reader.business_date,
        in_target=held.name if held else "",
        target_free=held.departure if held else None,
        attention=_attention(row, reader.business_date, nights),
        pair=row.pair or "",
        latin=row.latin,
    )


def _attention(row: Fetched, today: date, nights: int) -> str:
    """What makes a person look at a move again; it never moves anybody by itself (RM-11).

    ``nights`` is how many of its target's nights the move has.
    """
    barred = bars(row.do_not_move, row.do_not_move_until, today) and row.reason != MoveReason.SAFETY
    claims = row.state != MoveState.DRAFT
    found = (
        (row.status != StayStatus.IN_HOUSE, "the guest is not in house any more"),
        (barred, f"not to be moved: {row.do_not_move}"),
        (claims and row.departure <= row.from_night != today, f"the guest leaves on {dated(row.departure)} already"),
        (claims and bool(row.out_of_order), f"room {row.to_room} is out of order: {row.out_of_order}"),
        (claims and row.from_night < today, f"it was meant for {dated(row.from_night)}"),
    )
    words = next((said for holds, said in found if holds), "")
    if words or not claims or nights == (row.departure - row.from_night).days:
        return words
    return f"room {row.to_room} is not free for every night any more"


def held_nights(reader: Reader, *moves: str) -> dict[str, set[date]]:
    """The nights each move has in its target: claimed, or its exchange's other guest's until then."""
    nights, order = tables.room_night, tables.move_order
    own, other = order.alias(), order.alias()
    rows = reader.all(
        select(own.c.id, nights.c.night)
        .join(own, own.c.to_room == nights.c.room)
        .outerjoin(other, other.c.id == own.c.pair)
        .join(tables.stay, tables.stay.c.id == own.c.stay_id)
        .where(own.c.id.in_(moves), nights.c.night >= own.c.from_night, nights.c.night < tables.stay.c.departure)
        .where(or_(nights.c.move_id == own.c.id, nights.c.stay_id == other.c.stay_id))
    )
    found: dict[str, set[date]] = {}
    for row in rows:
        found.setdefault(row.id, set()).add(row.night)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class GateRow:
    """A step of a move's checklist: what, whose, what it holds back (A, M or D); its evidence once it is given.

    ``passed_by`` is who let it pass unticked.
    """

    step: int
    words: str
    who: str
    gate: str
    given: bool
    evidence: str = ""
    passed_by: str = ""


@dataclass(frozen=True, slots=True)
class GatesOf(Question[tuple[GateRow, ...]]):
    """The steps that hold a move back until they are given, in their order, without those the house switched off."""

    move: str


def gates_of(reader: Reader, question: GatesOf) -> tuple[GateRow, ...]:
    """The steps of a move's checklist; those before its approval are given by being approved."""
    order, off = order_of(reader, question.move), switched_off(reader)
    gate = tables.move_gate
    given = {row.step: row for row in reader.all(select(gate).where(gate.c.move_id == order.id))}
    approved = order.state != MoveState.DRAFT
    return tuple(
        GateRow(
            step=step.number,
            words=step.words,
            who=step.who,
            gate=step.gate.value,
            given=step.number in given or (approved and step.gate is Gate.APPROVED),
            evidence=given[step.number].words if step.number in given else "",
            passed_by=given[step.number].passed_by if step.number in given else "",
        )
        for kind in (Gate.APPROVED, Gate.MOVING, Gate.DONE)
        for step in asked(off, kind, ASKED)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveStep:
    """A transition of a move: its state, who, where, when, and the words to it."""

    state: str
    by: str
    workstation: str
    at: datetime
    business_date: date
    words: str


@dataclass(frozen=True, slots=True)
class StepsOf(Question[tuple[MoveStep, ...]]):
    """The transitions of a move, oldest first (RM-10)."""

    move: str


def steps_of(reader: Reader, question: StepsOf) -> tuple[MoveStep, ...]:
    """The transitions of a move."""
    log, staff = tables.move_state, tables.staff
    rows = reader.all(
        select(log, staff.c.name)
        .outerjoin(staff, staff.c.id == log.c.by)
        .where(log.c.move_id == question.move)
        .order_by(log.c.n)
    )
    return tuple(
        MoveStep(
            state=row.state,
            by=row.name or row.by,
            workstation=row.workstation,
            at=row.at,
            business_date=row.business_date,
            words=row.words,
        )
        for row in rows
    )
