"""How a goodwill credit ends without or after its posting: withdrawn, expired, taken back (goodwill-credits 6)."""

from sqlalchemy import ColumnElement, select

from frontdesk.commands.credit import ReverseCredit, WithdrawCredit
from frontdesk.domain.money import plain
from frontdesk.domain.staff import Role
from frontdesk.errors import Refusal
from frontdesk.queries.credit_request import lifetime
from frontdesk.queries.gift_back import plan_gift_back
from frontdesk.services.folio import touch_folio
from frontdesk.services.ledger import write
from frontdesk.services.staff import person_of, require_role
from frontdesk.store import tables
from frontdesk.store.types import Fetched
from frontdesk.store.unit_of_work import UnitOfWork


def waiting(work: UnitOfWork, credit_id: str) -> Fetched:
    """A request that nobody has decided.

    Raises:
        Refusal: there is none, or it was decided, and by whom (GC-31).
    """
    credit, staff = tables.credit, tables.staff
    row = work.first(
        select(credit, staff.c.name.label("decider"))
        .outerjoin(staff, staff.c.id == credit.c.decided_by)
        .where(credit.c.id == credit_id)
    )
    if row is None:
        raise Refusal("There is no such credit request.", help="Look at the queue again.")
    if row.state != "pending":
        who = f" by {row.decider}" if row.decider else ""
        raise Refusal(f"Credit {row.number} is {row.state} already{who}.", help="Look at the queue again.")
    return row


def expire_credits(work: UnitOfWork) -> int:
    """What still waits at the night audit goes back to a person: it gives nothing and refuses nothing (GC-34)."""
    return len(_expire(work, tables.credit.c.state == "pending"))


def expire_overdue(work: UnitOfWork) -> list[str]:
    """What has waited for too long by the clock of the authority is expired; gives the ids (goodwill-credits 6)."""
    credit = tables.credit
    return _expire(work, (credit.c.state == "pending") & (credit.c.asked_at <= work.now - lifetime(work)))


def _expire(work: UnitOfWork, which: ColumnElement[bool]) -> list[str]:
    credit = tables.credit
    rows = work.all(select(credit.c.id, credit.c.stay_id).where(which).order_by(credit.c.number))
    for row in rows:
        work.change(credit, {"id": row.id}, {"state": "expired"})
        touch_folio(work, row.stay_id)
    if rows:
        work.touch("approvals")
    return [row.id for row in rows]


def withdraw_credit(command: WithdrawCredit, work: UnitOfWork) -> None:
    """Take a waiting request back; only the person who asked can."""
    row = waiting(work, command.credit)
    if row.asked_by != person_of(work, command.actor).id:
        raise Refusal("Only the person who asked can take the request back.", help="A manager can decline it.")
    work.change(tables.credit, {"id": row.id}, {"state": "withdrawn"})
    work.facts.update(number=row.number)
    touch_folio(work, row.stay_id)
    work.touch("approvals")


def reverse_credit(command: ReverseCredit, work: UnitOfWork) -> None:
    """Take a posted gift back: a reversing posting for each of its lines; the credit counts no more (GC-15)."""
    require_role(work, Role.DUTY_MANAGER)
    to_guest = command.to_guest.strip()
    row, plan = plan_gift_back(work, command.posting, to_guest, work.child)
    if not to_guest:
        raise Refusal("The guest reads a sentence with it.", help="Write what the guest will read.")
    write(work, plan)
    values = {"state": "reversed", "decision_text": f"Reversed: {to_guest}"}
    work.change(tables.credit, {"id": row.id}, values)
    work.facts.update(number=row.number, amount=plain(row.total, work.house.currency))
    touch_folio(work, row.stay_id)
    work.touch("approvals")
