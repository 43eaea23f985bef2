"""A swap that was planned, carried out on its date: both halves or neither (RM-31, RM-32)."""

from dataclasses import dataclass, replace

from frontdesk.commands.room_move import FinishSwap, OpenStep, Tick
from frontdesk.domain.room_move import MoveReason, MoveState, require_transition
from frontdesk.errors import Refusal, dated
from frontdesk.queries.move_order import Order, order_of
from frontdesk.queries.move_preview import remaining_nights
from frontdesk.services.do_not_move import require_movable
from frontdesk.services.house import room_of
from frontdesk.services.move_approval import still_true
from frontdesk.services.move_claim import log_states
from frontdesk.services.move_gate import keep_ticks
from frontdesk.services.room_night import release_claims
from frontdesk.services.room_swap import Side, exchange, require_both_empty
from frontdesk.store import tables
from frontdesk.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class _Given:
    """What was ticked of one half."""

    ticks: tuple[Tick, ...]
    open_steps: tuple[OpenStep, ...] = ()


def finish_swap(command: FinishSwap, work: UnitOfWork) -> None:
    """Both previews must still be true, both guests may still be moved; then both go at once."""
    order = order_of(work, command.move)
    if not order.pair:
        raise Refusal("This move is not half of an exchange.", help="Take its own next step.")
    require_both_empty(said=command.both_empty)
    told = ((order, command.difference, command.ticks),
            (order_of(work, order.pair), command.other_difference, command.other_ticks))  # fmt: skip
    sides = [_ready(work, half, difference) for half, difference, _ in told]
    for side, (half, _, ticks) in zip(sides, told, strict=True):
        release_claims(work, half.id)
        now = {"state": MoveState.DONE.value, "from_room": side.left.room, "difference": side.shown.difference}
        work.change(tables.move_order, {"id": half.id}, now, version=half.version)
        log_states(work, half.id, (MoveState.MOVING, MoveState.DONE))
        keep_ticks(work, half.id, _Given(ticks), "")
    exchange(work, sides)


def _ready(work: UnitOfWork, order: Order, difference: int | None) -> Side:
    """One half on its date: it may go ahead, and it still costs what the guest was told."""
    require_transition(order.state, MoveState.MOVING)
    if work.business_date < order.from_night:
        told = f"It is {dated(work.business_date)} now."
        raise Refusal(f"This exchange is for {dated(order.from_night)}.", told, "Wait for that day, or cancel it.")
    left = remaining_nights(work, order.stay_id, work.business_date)
    if order.reason != MoveReason.SAFETY:
        require_movable(left.stay, work)
    room = room_of(work, order.to_room)
    if room.out_of_order:
        raise Refusal(f"Room {room.number} is out of order: {room.out_of_order}.", help="Cancel the exchange.")
    shown = still_true(work, order, order.difference if difference is None else difference)
    return Side(replace(order, from_room=left.room, difference=shown.difference), left, shown)
