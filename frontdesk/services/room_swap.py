"""Two guests in house exchange their rooms, or both stay where they are (room-moves 9)."""

from dataclasses import dataclass, replace

from frontdesk.commands.room_move import SwapHalf, SwapRooms
from frontdesk.domain.money import plain
from frontdesk.domain.room_move import REQUIRED_APPROVAL, MoveState
from frontdesk.domain.staff import Role
from frontdesk.errors import Refusal
from frontdesk.queries.move_order import Order, open_order, row_of
from frontdesk.queries.move_preview import Remaining, preview, remaining_nights
from frontdesk.queries.room_move import MovePreview, PreviewMove
from frontdesk.services.do_not_move import require_movable
from frontdesk.services.move_approval import claims_of, second_person
from frontdesk.services.move_case import case_for
from frontdesk.services.move_claim import log_states
from frontdesk.services.move_done import complete
from frontdesk.services.room_night import claim, release
from frontdesk.store import tables
from frontdesk.store.unit_of_work import UnitOfWork

DONE = (MoveState.DRAFT, MoveState.APPROVED, MoveState.MOVING, MoveState.DONE)


@dataclass(frozen=True, slots=True)
class _Side:
    """One half on its way: what was asked, what is left of the stay, what it will do, its record."""

    half: SwapHalf
    left: Remaining
    shown: MovePreview
    order: Order


def swap_rooms(command: SwapRooms, work: UnitOfWork) -> None:
    """Both out, then both in: one transaction (RM-31, RM-32)."""
    if command.first.stay == command.second.stay:
        raise Refusal("A swap is between two guests.", help="Choose another guest.")
    if command.from_night != work.business_date:
        raise Refusal("The swap was prepared for another business date.", f"It is {work.business_date} now.")
    if not command.both_empty:
        raise Refusal("Both rooms have to be empty and made up first.", help="Then say so and swap.")
    here = remaining_nights(work, command.first.stay), remaining_nights(work, command.second.stay)
    halves = (command.first, command.second)
    approved = _approved(command, work)
    sides = [
        _side(work, half, (own, other), approved) for half, own, other in zip(halves, here, reversed(here), strict=True)
    ]
    for side in sides:
        release(work, side.half.stay, work.business_date)
    for side in sides:
        claim(work, side.half.stay, side.order.to_room, claims_of(side.left))  # also after the other has left (RM-30)
    pair = {sides[0].order.id: sides[1].order.id, sides[1].order.id: sides[0].order.id}
    for side in sides:
        _finish(work, replace(side.order, pair=pair[side.order.id]), side)
    rooms = [side.left.room for side in sides]
    work.facts.update(first_room=rooms[0], second_room=rooms[1])


def _approved(command: SwapRooms, work: UnitOfWork) -> str:
    if not {command.first.decision, command.second.decision} & REQUIRED_APPROVAL:
        return ""
    needed = (Role.SUPERVISOR, "One of the price decisions")
    return second_person(work, command.approver, command.pin, needed)


def _side(work: UnitOfWork, half: SwapHalf, rooms: tuple[Remaining, Remaining], approved_by: str) -> _Side:
    """One half held against the house: it may be moved, its price decision fits, its preview is true."""
    left, target = rooms
    require_movable(left.stay, work)
    already = open_order(work, half.stay)
    if already is not None:
        raise Refusal(f"The guest of room {left.room} has the move {already.number} already.", help="Finish it first.")
    if not half.words.strip() or not half.consent.strip():
        raise Refusal(f"The words and consent of the guest of room {left.room} are missing.", help="Ask both guests.")
    shown = preview(work, PreviewMove(half.stay, target.room, half.reason, half.decision))
    option = next(found for found in shown.decisions if found.decision is half.decision)
    if not option.allowed:
        raise Refusal(f"The price decision for room {left.room} does not fit: {option.why_not}.")
    if shown.difference != half.difference:
        difference = plain(shown.difference, work.house.currency)
        raise Refusal(
            "The preview is no longer true.",
            f"For the guest of room {left.room} the difference is {difference} now.",
            "Look at the new previews and confirm again.",
        )
    return _Side(half, left, shown, _order(work, half, (left.room, target.room), approved_by))


def _order(work: UnitOfWork, half: SwapHalf, rooms: tuple[str, str], approved_by: str) -> Order:
    sender = work.command
    return Order(
        id=work.child(f"move-{half.stay}"),
        number=work.number("room_move", "RMV", digits=5),
        stay_id=half.stay,
        state=MoveState.DONE.value,
        from_night=work.business_date,
        at="",
        from_room=rooms[0],
        to_room=rooms[1],
        reason=half.reason.value,
        words=half.words,
        asked_by=half.asked_by,
        consent=half.consent,
        repair="",
        given_up=(),
        case_id=None,
        undoes=None,
        pair=None,
        decision=half.decision.value,
        difference=half.difference,
        prices=(),
        price_reason="",
        waive="",
        to_guest="",
        old_room_state="clean",  # both rooms were made up while they were empty (RM-31)
        work_order="",
        made_by=sender.actor,
        approved_by=approved_by,
        made_at=sender.made_at,
        business_date=work.business_date,
        version=1,
    )


def _finish(work: UnitOfWork, order: Order, side: _Side) -> None:
    kept = replace(order, case_id=case_for(work, side.half, order))
    work.add(tables.move_order, row_of(kept))
    log_states(work, kept.id, DONE, side.half.words)
    gates = tables.move_gate
    common = {"move_id": kept.id, "ticked": True, "by": work.command.actor, "passed_by": "", "at": work.command.made_at}
    work.add(gates, *({**common, "step": tick.step, "words": tick.words} for tick in side.half.ticks))
    complete(work, kept, side.shown)
