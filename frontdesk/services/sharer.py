"""A guest leaves a shared room alone: a linked stay with a folio of its own, and the move that led to it (RM-5)."""

from dataclasses import replace
from functools import partial
from typing import Any

from frontdesk.commands.sharer import MoveSharer
from frontdesk.commands.stay import ChangeParty, WalkIn
from frontdesk.domain.party import Heads, parted
from frontdesk.domain.room_move import ALL_STEPS, MoveState, RateDecision, is_house_fault
from frontdesk.domain.staff import Role
from frontdesk.errors import Refusal
from frontdesk.queries.correction import plan_transfer
from frontdesk.queries.ledger import one_posted
from frontdesk.queries.move_order import Order, row_of
from frontdesk.queries.move_preview import Remaining, remaining_nights
from frontdesk.queries.move_reason import require_reason
from frontdesk.queries.stay import stay_of
from frontdesk.services.do_not_move import require_movable
from frontdesk.services.folio import touch_folio
from frontdesk.services.house import room_of
from frontdesk.services.ledger import write
from frontdesk.services.move_approval import require_fits, second_person, spared
from frontdesk.services.move_case import case_for
from frontdesk.services.move_claim import log_states, require_not_moving
from frontdesk.services.move_done import give_tasks, keep
from frontdesk.services.move_steps import require_ready
from frontdesk.services.party import change_party
from frontdesk.services.room_night import require_empty
from frontdesk.services.walk_in import walk_in
from frontdesk.store import tables
from frontdesk.store.unit_of_work import UnitOfWork


def move_sharer(command: MoveSharer, work: UnitOfWork) -> None:
    """The party parts tonight: heads, nights, prices, agreed lines, tasks and history together or not at all.

    What was posted stays where it is, except the lines that were agreed to go along. The shared room keeps its state
    and its price; its taxes by the head follow who is left in it.
    """
    left = remaining_nights(work, command.stay)
    if not left.nights:
        raise Refusal("The guests leave today; there is no night left to part for.", help="Extend the stay first.")
    require_reason(work, command.reason)
    require_movable(left.stay, work)
    require_not_moving(work, command.stay)
    if not command.words.strip() or not command.consent.strip():
        raise Refusal("A move needs the guest's words and consent.", help="Write what the guest said and who agreed.")
    staying = parted(Heads(left.stay.adults, tuple(left.stay.children)), Heads(command.adults, command.children))
    approved_by = _approved(command, work, left)
    order = _order(command, work, left.room, approved_by)
    order = replace(order, case_id=case_for(work, command, replace(order, stay_id=command.stay)))
    _arrive(command, work, left)
    change_party(ChangeParty(**_same(command), adults=staying.adults, children=staying.children,
                             from_night=work.business_date), work)  # fmt: skip
    _carry(command, work)
    require_fits(work, stay_of(work, command.to_stay), room_of(work, command.to_room), order)
    work.add(tables.move_order, row_of(order))
    log_states(work, order.id, ALL_STEPS, command.words)
    keep(work, order)
    give_tasks(work, order)
    work.facts.update(number=order.number, from_room=left.room, to_room=order.to_room, lines=len(command.postings))
    work.touch("house", f"move:{order.id}", f"room:{left.room}", f"room:{order.to_room}")
    for stay in (command.stay, command.to_stay):
        touch_folio(work, stay)


def _approved(command: MoveSharer, work: UnitOfWork, left: Remaining) -> str:
    """Who decided, where a clerk may not alone.

    Raises:
        Refusal: the room is not ready, a fault of the house would cost the guest something, or nobody decided.
    """
    require_ready(room_of(work, command.to_room))
    require_empty(work, command.to_room)
    if is_house_fault(command.reason) and any(command.prices):
        raise Refusal(
            "The guest would pay for a second room, and the reason lies with the house.",
            help="A fault of the house never raises the price: enter 0 for each night.",
        )
    nights = [night.night for night in left.nights]
    reasons = (
        (not all(command.prices), "A night without a price"),
        (bool(spared(work, command.to_room, nights)), "A room out of service"),
    )
    what = next((said for holds, said in reasons if holds), "")
    return second_person(work, command.approver, command.pin, (Role.SUPERVISOR, what)) if what else ""


def _order(command: MoveSharer, work: UnitOfWork, from_room: str, approved_by: str) -> Order:
    """The finished move of the new stay: from the room that was shared to its own."""
    same = ("words", "asked_by", "consent", "given_up", "to_room", "made_at")
    return Order(
        id=work.child("move"),
        number=work.number("room_move", "RMV", digits=5),
        stay_id=command.to_stay,
        state=MoveState.DONE.value,
        from_night=work.business_date,
        from_room=from_room,
        reason=str(command.reason),
        decision=RateDecision.SAME.value,
        old_room_state=room_of(work, from_room).state,
        made_by=command.actor,
        approved_by=approved_by,
        business_date=work.business_date,
        **{name: getattr(command, name) for name in same},
    )


def _same(command: MoveSharer) -> dict[str, Any]:
    names = ("id", "actor", "workstation", "made_at", "basis", "stay")
    return {name: getattr(command, name) for name in names}


def _arrive(command: MoveSharer, work: UnitOfWork, left: Remaining) -> None:
    """The new stay, in house from tonight to the departure of the shared one, on the same plan and inclusions."""
    going = ("guest_id", "guest", "adults", "children", "prices")
    walk_in(
        WalkIn(
            **{**_same(command), "stay": command.to_stay},
            **{name: getattr(command, name) for name in going},
            departure=left.stay.departure,
            room=command.to_room,
            rate_plan=left.stay.rate_plan,
            includes=tuple(left.stay.includes),
        ),
        work,
    )
    first = left.stay.linked_to or left.stay.id
    work.change(tables.stay, {"id": command.to_stay}, {"linked_to": first})


def _carry(command: MoveSharer, work: UnitOfWork) -> None:
    """The agreed lines go to the new folio, each with its taxes (W1)."""
    for posting in command.postings:
        if one_posted(work, posting).row.stay_id != command.stay:
            raise Refusal("That line is not on the bill of the shared room.", help="Choose one of its own lines.")
        target, name = (command.to_stay, 1), partial(_named, work, posting)
        write(work, plan_transfer(work, posting, target, "Goes with the guest", name)[2])


def _named(work: UnitOfWork, posting: str, name: str) -> str:
    return work.child(f"{posting}-{name}")
