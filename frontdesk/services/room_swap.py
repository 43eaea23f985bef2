"""Two guests in house exchange their rooms, or both stay where they are (room-moves 9)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from frontdesk.commands.room_move import ApproveMove, PlanSwap, SwapHalf, SwapRooms, SwapTerms
from frontdesk.domain.room_move import ALL_STEPS, MoveReason, MoveState
from frontdesk.errors import Refusal, dated
from frontdesk.queries.move_order import Order, open_order, row_of
from frontdesk.queries.move_preview import Remaining, remaining_nights
from frontdesk.queries.move_reason import require_reason
from frontdesk.queries.room_move import MovePreview
from frontdesk.services.move_approval import agree, claims_of
from frontdesk.services.move_case import case_for
from frontdesk.services.move_claim import log_states
from frontdesk.services.move_done import complete
from frontdesk.services.move_gate import keep_ticks, require_gates
from frontdesk.services.room_night import claim, claim_for_move, release
from frontdesk.store import tables
from frontdesk.store.unit_of_work import UnitOfWork

PLANNED = (MoveState.DRAFT, MoveState.APPROVED)


@dataclass(frozen=True, slots=True)
class Side:
    """One half on its way: its record, what is left of the stay, what the move will do."""

    order: Order
    left: Remaining
    shown: MovePreview


def swap_rooms(command: SwapRooms, work: UnitOfWork) -> None:
    """Both out, then both in: one transaction (RM-31, RM-32)."""
    if command.from_night != work.business_date:
        raise Refusal(
            "The swap was prepared for another business date.",
            f"It is {dated(work.business_date)} now.",
            "Look at the previews again, or plan the swap for its date.",
        )
    require_both_empty(said=command.both_empty)
    sides = _written(command, work, ALL_STEPS)
    exchange(work, sides)


def plan_swap(command: PlanSwap, work: UnitOfWork) -> None:
    """Both halves are approved; what only one of them has left of the nights is claimed for it (RM-11, RM-30)."""
    if command.from_night < work.business_date:
        raise Refusal(
            "That date has passed.", f"It is {dated(work.business_date)} now.", "Choose today or a later date."
        )
    sides = _written(command, work, PLANNED)
    hold(work, sides)


def hold(work: UnitOfWork, sides: Sequence[Side]) -> None:
    """Claim what only one of them has left of the nights; the others are the other guest's until then (RM-30)."""
    for side, other in zip(sides, reversed(sides), strict=True):
        alone = [night for night in claims_of(side.left) if night not in set(claims_of(other.left))]
        claim_for_move(work, side.order.id, side.order.to_room, alone)
    tell(work, sides)
    first = sides[0].order
    work.facts.update(move=first.id, number=first.number, from_night=first.from_night.isoformat())


def require_both_empty(*, said: bool) -> None:
    """Both guests are out before either is in (RM-31).

    Raises:
        Refusal: nobody said so.
    """
    if not said:
        raise Refusal("Both rooms have to be empty and made up first.", help="Then say so and swap.")


def exchange(work: UnitOfWork, sides: Sequence[Side]) -> None:
    """Both stays out of their rooms, both into the other's, with all that follows each of them."""
    for side in sides:
        release(work, side.order.stay_id, work.business_date)
        work.change(tables.stay, {"id": side.order.stay_id}, {"day_room": None})  # both out before either is in
    for side in sides:
        claim(work, side.order.stay_id, side.order.to_room, claims_of(side.left))  # also after the other left (RM-30)
    for side in sides:
        complete(work, side.order, side.shown)
    tell(work, sides)


def tell(work: UnitOfWork, sides: Sequence[Side]) -> None:
    """Which rooms it is about."""
    work.facts.update(first_room=sides[0].left.room, second_room=sides[1].left.room)
    work.touch("house", *(f"stay:{side.order.stay_id}" for side in sides), *(f"move:{side.order.id}" for side in sides))


def _written(command: SwapTerms, work: UnitOfWork, states: tuple[MoveState, ...]) -> list[Side]:
    """Both halves, held against the house and written down with their pair, case, states and checklist."""
    halves = (command.first, command.second)
    if command.first.stay == command.second.stay:
        raise Refusal("A swap is between two guests.", help="Choose another guest.")
    here = [remaining_nights(work, half.stay, command.from_night) for half in halves]
    sides: list[Side] = []
    for half, own, other in zip(halves, here, reversed(here), strict=True):
        order = _order(work, command, half, (own, other))
        agreed = agree(work, order, _signed(command, order, half), other.stay.id)
        pair = work.child(f"move-{other.stay.id}")
        order = replace(
            order,
            state=states[-1].value,
            approved_by=agreed.approved_by,
            pair=pair,
            case_id=case_for(work, half, order),
        )
        work.add(tables.move_order, row_of(order))
        require_gates(work, order, half, None)
        log_states(work, order.id, states, half.words)
        keep_ticks(work, order.id, half, agreed.approved_by)
        sides.append(Side(order, own, agreed.shown))
    return sides


def _signed(command: SwapTerms, order: Order, half: SwapHalf) -> ApproveMove:
    """One half as its approval: who signs for the swap signs for both."""
    sender = {name: getattr(command, name) for name in ("id", "actor", "workstation", "made_at", "approver", "pin")}
    return ApproveMove(
        **sender,
        move=order.id,
        to_room=order.to_room,
        decision=half.decision,
        difference=half.difference,
        open_steps=half.open_steps,
    )


def _order(work: UnitOfWork, command: SwapTerms, half: SwapHalf, rooms: tuple[Remaining, Remaining]) -> Order:
    own, other = rooms
    require_reason(work, half.reason)
    already = open_order(work, half.stay)
    if already is not None:
        raise Refusal(f"The guest of room {own.room} has the move {already.number} already.", help="Finish it first.")
    if half.reason == MoveReason.BACK:
        raise Refusal("Going back is a move of one guest.", help="Give the reason why the rooms are exchanged.")
    same = ("words", "asked_by", "consent", "repair", "given_up", "difference", "prices", "price_reason", "waive")
    return Order(
        id=work.child(f"move-{half.stay}"),
        number=work.number("room_move", "RMV", digits=5),
        stay_id=half.stay,
        from_night=command.from_night,
        at=getattr(command, "at", ""),
        from_room=own.room,
        to_room=other.room,
        reason=str(half.reason),
        decision=half.decision.value,
        to_guest=half.to_guest,
        old_room_state="clean",  # both rooms are made up while they are empty (RM-31)
        made_by=command.actor,
        made_at=command.made_at,
        business_date=work.business_date,
        **{name: getattr(half, name) for name in same},
    )
