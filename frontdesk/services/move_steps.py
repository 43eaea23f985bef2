"""The later steps of a move: begin, finish, give up, fail, another date."""

from dataclasses import replace

from sqlalchemy import select

from frontdesk.commands.room_move import CancelMove, FailMove, FinishMove, RescheduleMove, StartMove
from frontdesk.domain.move_gate import Gate
from frontdesk.domain.room_move import MoveReason, MoveState, require_transition
from frontdesk.errors import Refusal, dated
from frontdesk.queries.move_order import Order, order_of
from frontdesk.queries.move_preview import remaining_nights
from frontdesk.queries.stay import stay_of
from frontdesk.services.do_not_move import require_movable
from frontdesk.services.house import room_of
from frontdesk.services.move_approval import claims_of, still_true
from frontdesk.services.move_claim import cancel_open, log_states, move_to
from frontdesk.services.move_done import complete
from frontdesk.services.move_gate import keep_ticks, require_gates, who_passes
from frontdesk.services.room_move import require_old_room_state
from frontdesk.services.room_night import (
    claim,
    claim_for_move,
    release,
    release_claims,
    require_empty,
    require_free_today,
)
from frontdesk.services.swap_steps import reschedule_swap
from frontdesk.store import tables
from frontdesk.store.types import Fetched
from frontdesk.store.unit_of_work import UnitOfWork

READY = frozenset({"inspected", "clean"})


def start_move(command: StartMove, work: UnitOfWork) -> None:
    """The date has come and the new room is ready (room-moves 3)."""
    order = order_of(work, command.move)
    require_transition(order.state, MoveState.MOVING)
    state = command.old_room_state or order.old_room_state
    require_old_room_state(state)
    if work.business_date < order.from_night:
        raise Refusal(
            f"This move is for {dated(order.from_night)}.", f"It is {dated(work.business_date)} now.", "Reschedule it."
        )
    require_alone(order)
    require_ready(room_of(work, order.to_room))
    require_empty(work, order.to_room, order.stay_id)
    passed_by = who_passes(work, order, command)
    require_gates(work, order, command, Gate.MOVING)
    values = {"old_room_state": state, "work_order": command.work_order.strip() or order.work_order}
    now = {"state": MoveState.MOVING.value, **values}
    work.change(tables.move_order, {"id": order.id}, now, version=order.version)
    log_states(work, order.id, (MoveState.MOVING,))
    keep_ticks(work, order.id, command, passed_by)
    _say(work, order)


def require_ready(room: Fetched) -> None:
    """The room is in order, and clean or inspected (room-moves 3).

    Raises:
        Refusal: it is not.
    """
    if room.out_of_order:
        raise Refusal(f"Room {room.number} is out of order: {room.out_of_order}.", help="Choose another room.")
    if room.state not in READY:
        raise Refusal(f"Room {room.number} is {room.state}.", help="Housekeeping makes it clean first.")


def require_alone(order: Order) -> None:
    """The move is not half of an exchange, which goes in one step (RM-29).

    Raises:
        Refusal: it is.
    """
    if order.pair:
        raise Refusal(
            "This move is half of an exchange of two rooms.",
            help="Carry the exchange out in one step, or cancel it; both halves go together.",
        )


def finish_move(command: FinishMove, work: UnitOfWork) -> None:
    """All of section 8 in one transaction, or nothing; the preview must still be true (RM-26, RM-27)."""
    order = order_of(work, command.move)
    require_transition(order.state, MoveState.DONE)
    if order.reason != MoveReason.SAFETY:
        require_movable(stay_of(work, order.stay_id), work)
    passed_by = who_passes(work, order, command)
    require_gates(work, order, command, Gate.DONE)
    left = remaining_nights(work, order.stay_id, work.business_date)
    shown = still_true(work, order, order.difference if command.difference is None else command.difference)
    if not left.slept:
        require_free_today(work, order.to_room)
    release_claims(work, order.id)
    release(work, order.stay_id, work.business_date)
    claim(work, order.stay_id, order.to_room, claims_of(left))
    require_empty(work, order.to_room, order.stay_id)
    now = {"state": MoveState.DONE.value, "from_room": left.room, "difference": shown.difference}
    work.change(tables.move_order, {"id": order.id}, now, version=order.version)
    log_states(work, order.id, (MoveState.DONE,))
    keep_ticks(work, order.id, command, passed_by)
    complete(work, replace(order, from_room=left.room, difference=shown.difference), shown)


def cancel_move(command: CancelMove, work: UnitOfWork) -> None:
    """The claims are free again; the reason stays."""
    order = order_of(work, command.move)
    require_transition(order.state, MoveState.CANCELLED)
    if not command.words.strip():
        raise Refusal("Giving a move up needs a reason.", help="Write why.")
    cancel_open(work, order, command.words.strip())
    work.facts.update(reason=command.words.strip())
    _say(work, order)


def fail_move(command: FailMove, work: UnitOfWork) -> None:
    """The guest is in the old room again; the target is dirty and free."""
    order = order_of(work, command.move)
    require_transition(order.state, MoveState.FAILED)
    if not command.words.strip():
        raise Refusal("A move that fails needs a reason.", help="Write what happened.")
    if not (command.back_in_old_room and command.keys_changed_back):
        raise Refusal(
            f"The guest has to be in room {order.from_room} again, with the keys changed back.",
            help="Bring both about, then say that the move failed.",
        )
    release_claims(work, order.id)
    move_to(work, order, MoveState.FAILED, command.words.strip())
    work.change(tables.room, {"number": order.to_room}, {"state": "dirty"})
    work.facts.update(reason=command.words.strip())
    _say(work, order)


def reschedule_move(command: RescheduleMove, work: UnitOfWork) -> None:
    """The same move on another date: claims and difference are those of the new one (RM-11)."""
    order = order_of(work, command.move)
    if order.state != MoveState.APPROVED:
        require_transition(order.state, MoveState.APPROVED)
        raise Refusal("This move has not been approved yet.", help="Approve it for the date you want.")
    if command.from_night < work.business_date:
        raise Refusal(
            "That date has passed.", f"It is {dated(work.business_date)} now.", "Choose today or a later date."
        )
    halves = (order, *([order_of(work, order.pair)] if order.pair else []))
    if any(half.prices for half in halves):
        raise Refusal("A move with typed prices is not put on another date.", help="Cancel it and plan it anew.")
    if order.pair:
        reschedule_swap(command, work, *halves)
        return
    later = replace(order, from_night=command.from_night, at=command.at, difference=command.difference)
    left = remaining_nights(work, order.stay_id, command.from_night)
    release_claims(work, order.id)
    claim_for_move(work, order.id, order.to_room, claims_of(left))
    still_true(work, later, command.difference)
    values = {"from_night": command.from_night, "at": command.at, "difference": command.difference}
    work.change(tables.move_order, {"id": order.id}, {**values, "from_room": left.room}, version=order.version)
    _say(work, later)


def _say(work: UnitOfWork, order: Order) -> None:
    guest, stay = tables.guest, tables.stay
    found = work.first(select(guest.c.name).join(stay, stay.c.guest_id == guest.c.id).where(stay.c.id == order.stay_id))
    work.facts.update(
        number=order.number,
        name=found.name if found else "",
        from_room=order.from_room,
        to_room=order.to_room,
        from_night=order.from_night.isoformat(),
    )
    work.touch("house", f"stay:{order.stay_id}", f"move:{order.id}", f"room:{order.to_room}")
