"""Guests who are not to be moved: setting it, lifting it, and what it refuses (RM-34, RM-35)."""

from frontdesk.commands.room_move import LiftDoNotMove, SetDoNotMove
from frontdesk.domain.authority import approves
from frontdesk.domain.do_not_move import bars
from frontdesk.domain.staff import Role
from frontdesk.domain.stay import StayStatus, require_status
from frontdesk.errors import Refusal, dated
from frontdesk.queries.stay import stay_of
from frontdesk.services.staff import person_of, prove_approver
from frontdesk.store import tables
from frontdesk.store.types import Fetched
from frontdesk.store.unit_of_work import UnitOfWork


def set_do_not_move(command: SetDoNotMove, work: UnitOfWork) -> None:
    """Note the reason, who said it and until when; open moves show that they need attention."""
    row = stay_of(work, command.stay)
    require_status(row.status, StayStatus.DUE_IN, StayStatus.IN_HOUSE)
    reason = command.reason.strip()
    if not reason:
        raise Refusal("Do not move needs a reason.", help="Write why this guest stays where they are.")
    if command.until is not None and command.until < work.business_date:
        raise Refusal(
            "That date has passed.",
            f"The business date is {dated(work.business_date)}.",
            "Choose today or a later date.",
        )
    person = person_of(work, command.actor)
    values = {"do_not_move": reason, "do_not_move_until": command.until, "do_not_move_by": person.name}
    work.change(tables.stay, {"id": row.id}, values, version=row.version)
    work.facts.update(reason=reason, until=command.until.isoformat() if command.until else "departure")
    work.touch("house", f"stay:{row.id}")


def lift_do_not_move(command: LiftDoNotMove, work: UnitOfWork) -> None:
    """A supervisor takes it away, with a reason."""
    row = stay_of(work, command.stay)
    if not row.do_not_move:
        raise Refusal("This guest may be moved already.", help="Nothing is to be lifted.")
    if not command.reason.strip():
        raise Refusal("Lifting do not move needs a reason.", help="Write why the guest may be moved now.")
    if not approves(Role(person_of(work, command.actor).role)):
        if not command.approver:
            said = "Lifting do not move needs a supervisor."
            raise Refusal(said, help="Ask one to enter their PIN here.", approval=Role.SUPERVISOR)
        work.facts["approved_by"] = prove_approver(work, command.approver, command.pin, asked_by=command.actor).name
    values = {"do_not_move": "", "do_not_move_until": None, "do_not_move_by": None}
    work.change(tables.stay, {"id": row.id}, values, version=row.version)
    work.facts.update(was=row.do_not_move, reason=command.reason.strip())
    work.touch("house", f"stay:{row.id}")


def require_movable(row: Fetched, work: UnitOfWork) -> None:
    """The guest may be moved.

    Raises:
        Refusal: do-not-move holds; says why.
    """
    if bars(row.do_not_move, row.do_not_move_until, work.business_date):
        raise Refusal("This guest is not to be moved.", row.do_not_move, "A supervisor can lift it.")
