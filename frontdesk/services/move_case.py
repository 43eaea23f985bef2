"""The case a move hangs on (RM-9)."""

from sqlalchemy import select

from frontdesk.commands.room_move import DraftMove, SwapHalf
from frontdesk.commands.sharer import MoveSharer
from frontdesk.domain.case import CaseKind
from frontdesk.domain.room_move import is_defect
from frontdesk.errors import Refusal
from frontdesk.queries.move_order import Order
from frontdesk.queries.move_reason import reason_words
from frontdesk.queries.room_night import current_room
from frontdesk.store import tables
from frontdesk.store.unit_of_work import UnitOfWork


def case_for(work: UnitOfWork, command: DraftMove | SwapHalf | MoveSharer, order: Order) -> str:
    """The case named, else the newest open one of the stay, else a new one: a complaint if there is a defect.

    Raises:
        Refusal: the case named is not this stay's.
    """
    case = tables.guest_case
    named: str = getattr(command, "case", "")
    mine = select(case.c.id).where(case.c.stay_id == order.stay_id)
    wanted = mine.where(case.c.id == named) if named else mine.where(case.c.status == "open")
    found = work.first(wanted.order_by(case.c.opened_at.desc(), case.c.number.desc()).limit(1))
    if found is not None:
        case_id: str = found.id
        return case_id
    if named:
        raise Refusal("That case is not about this stay.", help="Choose one of this stay's cases.")
    return _opened(work, order)


def _opened(work: UnitOfWork, order: Order) -> str:
    sender = work.command
    opened = work.child(f"case-{order.stay_id}")
    work.add(
        tables.guest_case,
        {
            "id": opened,
            "number": work.number("case", "GS"),
            "stay_id": order.stay_id,
            "room": order.from_room or current_room(work, order.stay_id, work.business_date),
            "kind": (CaseKind.COMPLAINT if is_defect(order.reason) else CaseKind.ROOM_MOVE).value,
            "status": "open",
            "words": order.words,
            "nature": reason_words(work)[order.reason],
            "severity": 0,
            "channel": "in person",
            "posting_id": None,
            "opened_by": sender.actor,
            "opened_at": sender.made_at,
            "business_date": work.business_date,
            "version": 1,
        },
    )
    work.touch(f"case:{opened}")
    return opened
