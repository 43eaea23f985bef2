"""A swap that was planned: put on another date or carried out, both halves or neither (RM-11, RM-31, RM-32)."""

from dataclasses import dataclass, replace

from frontdesk.commands.room_move import FinishSwap, OpenStep, RescheduleMove, Tick
from frontdesk.domain.move_gate import NEW_ROOM, Gate
from frontdesk.domain.room_move import MoveReason, MoveState, require_transition
from frontdesk.errors import Refusal, dated
from frontdesk.queries.move_order import Order, order_of
from frontdesk.queries.move_preview import remaining_nights
from frontdesk.services.do_not_move import require_movable
from frontdesk.services.house import room_of
from frontdesk.services.move_approval import still_true
from frontdesk.services.move_claim import log_states
from frontdesk.services.move_gate import keep_ticks, require_gates, who_passes
from frontdesk.services.room_night import release_claims
from frontdesk.services.room_swap import Side, exchange, hold, require_both_empty
from frontdesk.store import tables
from frontdesk.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class _Given:
    """What was ticked and what is passed of one half, and who lets it pass."""

    ticks: tuple[Tick, ...]
    open_steps: tuple[OpenStep, ...]
    approver: str
    pin: str


def finish_swap(command: FinishSwap, work: UnitOfWork) -> None:
    """Both previews must still be true, both guests may still be moved; then both go at once."""
    order = order_of(work, command.move)
    if not order.pair:
        raise Refusal("This move is not half of an exchange.", help="Take its own next step.")
    require_both_empty(said=command.both_empty)
    told = ((order, command.difference, _given(command, command.ticks, command.open_steps)),
            (order_of(work, order.pair), command.other_difference,
             _given(command, command.other_ticks, command.other_open_steps)))  # fmt: skip
    sides = [_ready(work, half, difference) for half, difference, _ in told]
    for side, (half, _, given) in zip(sides, told, strict=True):
        passed_by = who_passes(work, half, given)
        for gate in (Gate.MOVING, Gate.DONE):
            require_gates(work, half, given, gate)
        release_claims(work, half.id)
        now = {"state": MoveState.DONE.value, "from_room": side.left.room, "difference": side.shown.difference}
        work.change(tables.move_order, {"id": half.id}, now, version=half.version)
        log_states(work, half.id, (MoveState.MOVING, MoveState.DONE))
        keep_ticks(work, half.id, given, passed_by)
    exchange(work, sides)


def _given(command: FinishSwap, ticks: tuple[Tick, ...], passed: tuple[OpenStep, ...]) -> _Given:
    """What was given of one half; that both rooms are empty and made up is its step of the new room (RM-31)."""
    made_up = Tick(step=NEW_ROOM, words="both rooms empty and made up")
    mine = ticks if any(tick.step == NEW_ROOM for tick in ticks) else (*ticks, made_up)
    return _Given(mine, passed, command.approver, command.pin)


def reschedule_swap(command: RescheduleMove, work: UnitOfWork, order: Order, pair: Order) -> None:
    """Both halves on another date: nights, claims and differences are those of the new one."""
    told = ((order, command.difference), (pair, command.other_difference))
    for half, _ in told:
        release_claims(work, half.id)
    sides = [_later(work, half, command, pair.difference if said is None else said) for half, said in told]
    hold(work, sides)


def _later(work: UnitOfWork, half: Order, command: RescheduleMove, difference: int) -> Side:
    left = remaining_nights(work, half.stay_id, command.from_night)
    order = replace(half, from_night=command.from_night, at=command.at, difference=difference, from_room=left.room)
    shown = still_true(work, order, difference)
    names = ("from_night", "at", "difference", "from_room")
    values = {name: getattr(order, name) for name in names}
    work.change(tables.move_order, {"id": half.id}, values, version=half.version)
    return Side(order, left, shown)


def _ready(work: UnitOfWork, order: Order, difference: int | None) -> Side:
    """One half on its date: it may go ahead, and it still costs what the guest was told."""
    require_transition(order.state, MoveState.MOVING)
    if work.business_date < order.from_night:
        told = f"It is {dated(work.business_date)} now."
        raise Refusal(
            f"This exchange is for {dated(order.from_night)}.", told, "Wait for that day, or put it on another date."
        )
    left = remaining_nights(work, order.stay_id, work.business_date)
    if order.reason != MoveReason.SAFETY:
        require_movable(left.stay, work)
    room = room_of(work, order.to_room)
    if room.out_of_order:
        raise Refusal(f"Room {room.number} is out of order: {room.out_of_order}.", help="Cancel the exchange.")
    shown = still_true(work, order, order.difference if difference is None else difference)
    return Side(replace(order, from_room=left.room, difference=shown.difference), left, shown)
