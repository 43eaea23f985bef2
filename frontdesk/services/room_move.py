"""Moving a guest: from its first word to an approved claim, or all the way in one step."""

from dataclasses import replace

from frontdesk.commands.room_move import ApproveMove, DraftMove, MoveRoom, MoveTerms, PlanMove
from frontdesk.domain.room_move import ALL_STEPS, MoveReason, MoveState, require_transition
from frontdesk.errors import Refusal, dated
from frontdesk.queries.move_order import Order, open_order, order_of, row_of
from frontdesk.queries.move_reason import require_reason
from frontdesk.queries.stay import stay_of
from frontdesk.services.move_approval import Agreed, agree, claims_of
from frontdesk.services.move_case import case_for
from frontdesk.services.move_claim import log_states
from frontdesk.services.move_done import complete
from frontdesk.services.move_gate import keep_ticks, require_gates
from frontdesk.services.room_night import claim, claim_for_move, release, require_empty
from frontdesk.store import tables
from frontdesk.store.unit_of_work import UnitOfWork

OLD_ROOM_STATES = frozenset({"dirty", "pickup", "clean"})


def move_room(command: MoveRoom, work: UnitOfWork) -> None:
    """Move a stay for every remaining night; the folio follows, the old room turns dirty, history keeps both."""
    order = _asked(command, work)
    if command.from_night != work.business_date:
        raise Refusal(
            "The move was prepared for another business date.",
            f"It is {dated(work.business_date)} now.",
            "Look at the preview again, or plan the move for its date.",
        )
    order, agreed = _terms(command, work, order)
    release(work, order.stay_id, work.business_date)
    agreed.shift(work)
    claim(work, order.stay_id, order.to_room, claims_of(agreed.left))
    require_empty(work, order.to_room, order.stay_id)
    agreed.hold(work)
    require_gates(work, order, command, None)
    order = replace(order, state=MoveState.DONE.value, case_id=case_for(work, command, order))
    work.add(tables.move_order, row_of(order))
    log_states(work, order.id, ALL_STEPS, command.words)
    keep_ticks(work, order.id, command, agreed.approved_by)
    complete(work, order, agreed.shown)


def plan_move(command: PlanMove, work: UnitOfWork) -> None:
    """Approve a move for its date: the target's nights are claimed, nothing else changes (RM-11)."""
    order = _asked(command, work)
    order, agreed = _terms(command, work, order)
    order = replace(order, state=MoveState.APPROVED.value, case_id=case_for(work, command, order))
    work.add(tables.move_order, row_of(order))
    agreed.shift(work)
    claim_for_move(work, order.id, order.to_room, claims_of(agreed.left))
    agreed.hold(work)
    log_states(work, order.id, (MoveState.DRAFT, MoveState.APPROVED), command.words)
    keep_ticks(work, order.id, command, agreed.approved_by)
    _say(work, order, agreed.difference_words(work))


def draft_move(command: DraftMove, work: UnitOfWork) -> None:
    """Write down what a guest wants; nothing is claimed."""
    order = _asked(command, work)
    if not command.words.strip():
        raise Refusal("A move begins with what the guest said.", help="Write the guest's words.")
    order = replace(order, case_id=case_for(work, command, order))
    work.add(tables.move_order, row_of(order))
    log_states(work, order.id, (MoveState.DRAFT,), command.words)
    _say(work, order, "–")


def approve_move(command: ApproveMove, work: UnitOfWork) -> None:
    """Decide a draft: room, price, claims (RM-3)."""
    order = order_of(work, command.move)
    require_transition(order.state, MoveState.APPROVED)
    decided = replace(
        order,
        to_room=command.to_room,
        decision=command.decision.value,
        difference=command.difference,
        prices=command.prices,
        price_reason=command.price_reason,
        waive=command.waive,
        to_guest=command.to_guest,
    )
    agreed = agree(work, decided, command)
    agreed.shift(work)
    claim_for_move(work, order.id, decided.to_room, claims_of(agreed.left))
    agreed.hold(work)
    now = replace(decided, state=MoveState.APPROVED.value, approved_by=agreed.approved_by)
    values = {name: value for name, value in row_of(now).items() if name not in {"id", "version"}}
    work.change(tables.move_order, {"id": order.id}, values, version=order.version)
    log_states(work, order.id, (MoveState.APPROVED,))
    keep_ticks(work, order.id, command, agreed.approved_by)
    _say(work, now, agreed.difference_words(work))


def _asked(command: DraftMove, work: UnitOfWork) -> Order:
    """A new draft of what was asked.

    Raises:
        Refusal: the stay has an open move already, or the date has passed (RM-4).
    """
    stay_of(work, command.stay)
    require_reason(work, command.reason)
    already = open_order(work, command.stay)
    if already is not None:
        raise Refusal(
            f"This guest has the move {already.number} to room {already.to_room or '…'} already.",
            f"It is {already.state}.",
            "Finish or cancel it first.",
        )
    if command.from_night < work.business_date:
        raise Refusal(
            "The move was prepared for another business date.",
            f"It is {dated(work.business_date)} now.",
            "One that happened earlier is recorded today, with its true time in words.",
        )
    _require_undone(command, work)
    fields = ("from_night", "at", "to_room", "words", "asked_by", "consent", "repair", "given_up")
    asked = {name: getattr(command, name) for name in fields}
    return Order(
        id=work.child("move"),
        number=work.number("room_move", "RMV", digits=5),
        stay_id=command.stay,
        reason=str(command.reason),
        undoes=command.undoes or None,
        made_by=command.actor,
        made_at=command.made_at,
        business_date=work.business_date,
        **asked,
    )


def _require_undone(command: DraftMove, work: UnitOfWork) -> None:
    """Going back names a finished move of this stay, and only going back does (RM-7).

    Raises:
        Refusal: it does not.
    """
    back = command.reason == MoveReason.BACK
    if back and not command.undoes:
        raise Refusal("Going back names the move it takes back.", help="Choose the earlier move.")
    if not command.undoes:
        return
    first = order_of(work, command.undoes)
    if not back or first.stay_id != command.stay or first.state != MoveState.DONE:
        raise Refusal(
            f"Move {first.number} cannot be taken back by this one.",
            help=f"Going back has the reason {MoveReason.BACK} and names a finished move of the same guest.",
        )
    if command.to_room not in {"", first.from_room}:
        raise Refusal(f"Going back leads to room {first.from_room}.", help="Any other room is a new move.")


def _terms(command: MoveTerms, work: UnitOfWork, order: Order) -> tuple[Order, Agreed]:
    """The draft with what was decided, held against the house as it is now."""
    require_old_room_state(command.old_room_state)
    decided = replace(
        order,
        decision=command.decision.value,
        difference=command.difference,
        prices=command.prices,
        price_reason=command.price_reason,
        waive=command.waive,
        to_guest=command.to_guest,
        old_room_state=command.old_room_state,
        work_order=command.work_order.strip(),
    )
    agreed = agree(work, decided, command)
    return replace(decided, from_room=agreed.left.room, approved_by=agreed.approved_by), agreed


def require_old_room_state(state: str) -> None:
    """The desk leaves a room dirty, pick-up or clean; inspected is for housekeeping to say."""
    if state not in OLD_ROOM_STATES:
        raise Refusal("The old room is left dirty, pick-up or clean.", help="Inspected is for housekeeping to say.")


def _say(work: UnitOfWork, order: Order, difference: str) -> None:
    work.facts.update(
        move=order.id,
        number=order.number,
        to_room=order.to_room or "a room to be chosen",
        from_night=order.from_night.isoformat(),
        difference=difference,
    )
    topics = ("house", f"stay:{order.stay_id}", f"move:{order.id}")
    work.touch(*topics, *([f"room:{order.to_room}"] if order.to_room else []))
