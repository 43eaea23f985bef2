"""What a change of a stay does to its open move: claims follow the dates; nobody leaves in the middle of a move."""

from sqlalchemy import func, select

from frontdesk.domain.room_move import MoveState
from frontdesk.domain.stay import nights_between
from frontdesk.errors import Refusal
from frontdesk.queries.move_order import Order, held_nights, open_order, order_of
from frontdesk.queries.stay import stay_of
from frontdesk.services.room_night import claim_for_move, release_claims
from frontdesk.store import tables
from frontdesk.store.types import Fetched
from frontdesk.store.unit_of_work import UnitOfWork


def follow_departure(work: UnitOfWork, row: Fetched) -> None:
    """An approved move claims what the stay has now (RM-11): new nights if they are free, no more than there are.

    A night that is not free is not claimed; the move then shows that it needs attention and moves nobody.
    """
    order = open_order(work, row.id)
    if order is None or order.state == MoveState.DRAFT:
        return
    _follow(work, order)
    if order.pair:
        _follow(work, order_of(work, order.pair))


def _follow(work: UnitOfWork, order: Order) -> None:
    """Claim every night of the stay in its target that is neither claimed nor the other's of an exchange."""
    departure = stay_of(work, order.stay_id).departure
    release_claims(work, order.id, departure)
    held = held_nights(work, order.id).get(order.id, set())
    missing = [night for night in nights_between(order.from_night, departure) if night not in held]
    try:
        claim_for_move(work, order.id, order.to_room, missing)
    except Refusal:
        work.facts["needs_attention"] = order.number


def require_not_moving(work: UnitOfWork, stay_id: str) -> Order | None:
    """The open move of a stay that leaves, which must not be in the middle of it (room-moves 11).

    Raises:
        Refusal: it is moving; finish it or let it fail first.
    """
    order = open_order(work, stay_id)
    if order is not None and order.state == MoveState.MOVING:
        raise Refusal(
            f"This guest is moving {order.from_room} → {order.to_room}.", help="Finish the move or let it fail first."
        )
    return order


def move_to(work: UnitOfWork, order: Order, state: MoveState, words: str = "") -> None:
    """Put a move into its next state and keep who, where, when and why (RM-10)."""
    work.change(tables.move_order, {"id": order.id}, {"state": state.value}, version=order.version)
    log_states(work, order.id, (state,), words)


def log_states(work: UnitOfWork, move_id: str, states: tuple[MoveState, ...], words: str = "") -> None:
    """Add transitions to the log of a move, in their order."""
    log, command = tables.move_state, work.command
    begins = states[0] is MoveState.DRAFT  # nothing was logged of it yet
    before = None if begins else work.first(select(func.count()).where(log.c.move_id == move_id))
    first = int(before[0]) if before else 0
    common = {
        "move_id": move_id,
        "by": command.actor,
        "workstation": command.workstation,
        "at": command.made_at,
        "business_date": work.business_date,
    }
    work.add(
        log,
        *({**common, "n": first + n, "state": state.value, "words": words} for n, state in enumerate(states)),
    )


def cancel_open(work: UnitOfWork, order: Order | None, words: str) -> None:
    """Give up a draft or approved move with its claims; both halves of an exchange (RM-32)."""
    if order is None:
        return
    for each in (order, *([order_of(work, order.pair)] if order.pair else [])):
        release_claims(work, each.id)
        move_to(work, each, MoveState.CANCELLED, words)
        work.touch(f"stay:{each.stay_id}", f"move:{each.id}", f"room:{each.to_room}")
