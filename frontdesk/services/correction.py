"""Putting a line right: correction, allowance, transfer, split, refund. Nothing here changes a posting (L1)."""

from frontdesk.commands.folio import CorrectPosting, PostAllowance, RefundPayment, SplitPosting, TransferPosting
from frontdesk.domain.authority import allowance_limit
from frontdesk.domain.money import plain
from frontdesk.domain.remedy import Operation
from frontdesk.domain.staff import Role
from frontdesk.errors import Refusal
from frontdesk.queries.charging import Plan
from frontdesk.queries.correction import plan_allowance, plan_correction, plan_split, plan_transfer, reduced
from frontdesk.queries.credit import reasons
from frontdesk.queries.payment import plan_refund
from frontdesk.queries.window import windows_of
from frontdesk.services.folio import touch_folio
from frontdesk.services.ledger import write
from frontdesk.services.staff import person_of, prove_approver
from frontdesk.store.types import Fetched
from frontdesk.store.unit_of_work import UnitOfWork

NO_EVIDENCE = "C-NOBK"


def correct_posting(command: CorrectPosting, work: UnitOfWork) -> None:
    """Undo a posting of the open business date, with its taxes, to the minor unit (C1)."""
    common = {"reason": command.reason, "remark": command.text}
    found, plan = plan_correction(work, command.posting, common, work.child)
    if require_reason(command.reason) == NO_EVIDENCE:
        _authorise(command, work, -sum(line.figure.gross for line in plan.lines))
    write(work, plan)
    amount = plain(found.figure.gross, work.house.currency)
    work.facts.update(text=found.row.text, amount=amount, reason=command.reason)
    note_choice(work, command.proposed, Operation.CORRECTION)
    touch_folio(work, found.row.stay_id)


def note_choice(work: UnitOfWork, proposed: Operation | None, chosen: Operation) -> None:
    """What the house proposed and what was chosen stand side by side in the journal (GC-7)."""
    if proposed is not None:
        work.facts.update(proposed=proposed.value, chosen=chosen.value)


def require_reason(reason: str) -> str:
    """A reason of the family for lines that were wrong (GC-2)."""
    if reason not in reasons()["correction"]:
        raise Refusal("The reason does not fit this operation.", help="Choose one of the reasons that begin with C-.")
    return reason


def post_allowance(command: PostAllowance, work: UnitOfWork) -> None:
    """Take back all or part of a wrong charge of an earlier business date; its taxes follow (C2).

    On a settled window the allowance stands on a credit note that names its number (N1).
    """
    charge = reduced(work, command.posting)
    reason = require_reason(command.reason)
    amount = command.amount or charge.left.gross
    _authorise(command, work, amount)
    plan = plan_allowance(work, charge, amount, {"reason": reason, "remark": command.text}, work.child)
    write(work, plan)
    row = charge.posted.row
    work.facts.update(text=row.text, amount=plain(amount, work.house.currency), reason=reason)
    on_note = note_credit_note(work, row.stay_id, plan, row.window_id)
    note_choice(work, command.proposed, Operation.ALLOWANCE_ON_CREDIT_NOTE if on_note else Operation.ALLOWANCE)
    touch_folio(work, row.stay_id)


def note_credit_note(work: UnitOfWork, stay_id: str, plan: Plan, window_id: str) -> bool:
    """True, and a fact of the journal, if what takes a line back stands on a credit note."""
    moved = next((line.window_id for line in plan.lines if line.window_id != window_id), None)
    note = next((window for window in windows_of(work, stay_id) if window.id == moved), None)
    if note is not None:
        work.facts.update(credit_note=note.number, corrects=note.corrects)
    return note is not None


def _authorise(command: CorrectPosting | PostAllowance, work: UnitOfWork, amount: int) -> None:
    """Up to the own limit alone, above it with a person whose limit covers it (goodwill-credits 4.3)."""
    if _over(command, work, person_of(work, command.actor), amount) is None:
        return
    if not command.approver:
        raise Refusal(
            f"{plain(amount, work.house.currency)} is above your limit for allowances.",
            help="Ask somebody with a higher limit to approve it here.",
            approval=_lowest(command, work, amount),
        )
    approver = prove_approver(work, command.approver, command.pin, asked_by=command.actor)
    limit = _over(command, work, approver, amount)
    if limit is not None:
        raise Refusal(
            f"{approver.name} may allow up to {plain(limit, work.house.currency)}.",
            help="Ask somebody higher up.",
            approval=_lowest(command, work, amount),
        )
    work.facts["approved_by"] = approver.name


def _over(command: CorrectPosting | PostAllowance, work: UnitOfWork, person: Fetched, amount: int) -> int | None:
    """The limit of a person if the amount passes it, else None."""
    limit = _limit(command, work, Role(person.role))
    return limit if limit is not None and amount > limit else None


def _limit(command: CorrectPosting | PostAllowance, work: UnitOfWork, role: Role) -> int | None:
    return allowance_limit(role, work.house.typical_night, evidence=command.reason != NO_EVIDENCE)


def _lowest(command: CorrectPosting | PostAllowance, work: UnitOfWork, amount: int) -> Role:
    """The lowest role that may approve so much; managers have no limit."""
    limit = _limit(command, work, Role.SUPERVISOR)
    return Role.SUPERVISOR if limit is None or amount <= limit else Role.DUTY_MANAGER


def transfer_posting(command: TransferPosting, work: UnitOfWork) -> None:
    """Move a line with its taxes to another window or stay: − here and + there, together zero (W1)."""
    target = (command.to_stay, command.to_window)
    found, window, plan = plan_transfer(work, command.posting, target, command.reason, work.child)
    write(work, plan)
    work.facts.update(text=found.row.text, window=window.number, payee=window.payee)
    note_choice(work, command.proposed, Operation.TRANSFER)
    touch_folio(work, found.row.stay_id)
    touch_folio(work, window.stay)


def split_posting(command: SplitPosting, work: UnitOfWork) -> None:
    """Split a line into parts; each part has its share of every tax, together the same (X1, X2)."""
    found, plan = plan_split(work, command.posting, command.weights, work.child)
    write(work, plan)
    work.facts.update(text=found.row.text, parts=len(command.weights))
    touch_folio(work, found.row.stay_id)


def refund_payment(command: RefundPayment, work: UnitOfWork) -> None:
    """Money back to a payment of this folio, at most what is left of it and what the window is in credit (P3).

    A payment on a settled window goes back on the credit note that names it (N1).
    """
    found, plan = plan_refund(work, command, work.child)
    approver = prove_approver(work, command.approver, command.pin, asked_by=command.actor)
    write(work, plan)
    amount = plan.lines[0].figure.gross
    work.facts.update(amount=plain(amount, work.house.currency), approved_by=approver.name)
    touch_folio(work, found.row.stay_id)
