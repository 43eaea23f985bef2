"""Goodwill credits: worked out, held against limits, posted or left waiting for a second person."""

from typing import Any

from sqlalchemy import select

from frontdesk.commands.credit import DecideCredit, GiveCredit
from frontdesk.domain.authority import is_manager, require_second_person
from frontdesk.domain.credit import Line, share_out
from frontdesk.domain.figure import Treatment
from frontdesk.domain.money import plain, plain_percent
from frontdesk.domain.remedy import Operation
from frontdesk.domain.staff import Role
from frontdesk.domain.stay import StayStatus
from frontdesk.errors import Refusal
from frontdesk.queries.correction import Reduced, plan_reduction
from frontdesk.queries.credit import reason_words, reasons
from frontdesk.queries.creditable import (
    Asked,
    Chosen,
    Worked,
    creditable_lines,
    limits_for,
    limits_of_person,
    live_of_case,
    treatment_of,
    work_out,
)
from frontdesk.queries.stay import stay_of
from frontdesk.services.apply import KeptRefusal
from frontdesk.services.case import WORST, case_of, note_for_staff
from frontdesk.services.correction import note_choice, note_credit_note
from frontdesk.services.credit_end import expire_overdue, waiting
from frontdesk.services.folio import touch_folio
from frontdesk.services.ledger import write
from frontdesk.services.staff import person_of, prove_approver, require_role
from frontdesk.store import tables
from frontdesk.store.types import Fetched
from frontdesk.store.unit_of_work import UnitOfWork


def give_credit(command: GiveCredit, work: UnitOfWork) -> None:
    """Within the own limits it posts; above them an approver's PIN posts it, or it waits (GC-20, GC-33)."""
    expire_overdue(work)
    stay = stay_of(work, command.stay)
    if stay.status == StayStatus.CHECKED_OUT:
        require_role(work, Role.DUTY_MANAGER)  # GC-41
    _require_story(command, work)
    chosen = creditable_lines(work, stay.id, command.lines, settled_too=_for_managers(command, work))
    if len(chosen) != len(set(command.lines)):
        raise Refusal("One of the lines is not on this stay any more.", help="Open the bill again and choose anew.")
    worked = work_out(chosen, command.kind, command.amount, command.percent, treatment_of(work))
    if worked.total != command.total:
        raise Refusal(
            "What is left of the lines has changed meanwhile.",
            f"The credit would be {plain(worked.total, work.house.currency)} now.",
            "Look at the form again.",
        )
    checks = limits_for(work, command.actor, stay.id, worked, command.reason)
    within = all(check.within for check in checks) and not _more_for_the_same(command, work)
    asked = Asked(stay_id=stay.id, base=worked.base, total=worked.total)
    decided = _decision(command, work, asked, within=within)
    credit_id = work.child("credit")
    number = work.number("credit", "GW")
    work.add(tables.credit, {**_credit_row(command, work, worked), **decided, "id": credit_id, "number": number})
    work.add(tables.credit_line, *_line_rows(credit_id, worked))
    if decided["state"] == "posted":
        _post_parts(work, worked, credit_id, command.reason, command.to_guest)
    if command.staff_note.strip():
        note_for_staff(work, command.case, command.staff_note)
    settled = any(line.settled for line in chosen)
    note_choice(work, command.proposed, Operation.GOODWILL_AFTER_DEPARTURE if settled else Operation.GOODWILL)
    work.facts.update(
        number=number,
        amount=plain(worked.total, work.house.currency),
        reason=reason_words(command.reason),
        state=decided["state"],
    )
    touch_folio(work, stay.id)
    work.touch("approvals")


def _more_for_the_same(command: GiveCredit, work: UnitOfWork) -> bool:
    """Whether this case has been given something of the kind already: more is for a second person (GC-15)."""
    live = live_of_case(work, command.case, command.kind)
    still = next((row.number for row in live if row.state == "pending"), None)
    if still is not None:
        raise Refusal(f"Credit {still} of this case is waiting already.", help="Take that request back first.")
    if live:
        work.facts["follows"] = ", ".join(row.number for row in live)
    return bool(live)


def _for_managers(command: GiveCredit, work: UnitOfWork) -> bool:
    """Lines of a settled window are for a duty manager to give, or to approve here (GC-41)."""
    people = [person_of(work, each) for each in (command.actor, command.approver) if each]
    return any(is_manager(Role(person.role)) for person in people)


def _require_story(command: GiveCredit, work: UnitOfWork) -> None:
    """A credit hangs on an open case of this stay and carries words to the guest (GC-40)."""
    case = case_of(work, command.case)
    if case.stay_id != command.stay or case.status != "open":
        raise Refusal("The case does not belong to this stay or is closed.", help="Open a case for this stay.")
    if command.reason not in reasons()["goodwill"]:
        raise Refusal("A gift needs a goodwill reason.", help="Choose one of the reasons that begin with G-.")
    if not 1 <= command.severity <= WORST:
        raise Refusal("Severity is 1 to 4.", help="1 is a nuisance, 4 a lost night.")
    if not command.to_guest.strip():
        raise Refusal("The guest reads a sentence with the credit.", help="Write what the guest will read.")


def _decision(command: GiveCredit, work: UnitOfWork, asked: Asked, *, within: bool) -> dict[str, Any]:
    now = {"decided_at": command.made_at, "decision_text": ""}
    if within:
        return {"state": "posted", "decided_by": command.actor, "decided_how": "own limit", **now}
    if not command.approver:
        return {"state": "pending", "decided_by": "", "decided_how": "", "decided_at": None, "decision_text": ""}
    approver = prove_approver(work, command.approver, command.pin, asked_by=command.actor)
    _require_covers(work, approver, asked)
    work.facts["approved_by"] = approver.name
    return {"state": "posted", "decided_by": approver.id, "decided_how": "pin", **now}


_COLUMNS = {"This credit": "for one credit", "Share of the lines": "of the lines", "This stay": "for one stay"}


def _require_covers(work: UnitOfWork, approver: Fetched, asked: Asked) -> None:
    """All four columns of the approver's own limits hold (GC-20)."""
    for check in limits_of_person(work, approver.id, Role(approver.role), asked):
        if not check.within and check.limit is not None:
            most = f"{plain_percent(check.limit)} %" if check.percent else plain(check.limit, work.house.currency)
            raise Refusal(
                f"{approver.name} may approve up to {most} {_COLUMNS.get(check.name, 'in one day')}.",
                help="Ask somebody higher up.",
            )


def _credit_row(command: GiveCredit, work: UnitOfWork, worked: Worked) -> dict[str, Any]:
    plain_fields = ("percent", "reason", "severity", "to_guest", "workstation")
    return {
        "stay_id": command.stay,
        "case_id": command.case,
        "window_id": worked.chosen[0].posted.row.window_id,
        "kind": command.kind.value,
        "base": worked.base,
        "total": worked.total,
        **{field: getattr(command, field) for field in plain_fields},
        "treatment": treatment_of(work).value,
        "asked_by": command.actor,
        "asked_at": command.made_at,
        "business_date": work.business_date,
        "version": 1,
    }


def _line_rows(credit_id: str, worked: Worked) -> list[dict[str, Any]]:
    shares = {part.key: -part.figure.gross for part in worked.parts}
    return [
        {
            "credit_id": credit_id,
            "posting_id": line.posted.row.id,
            "n": n,
            "left_before": line.left.gross,
            "share": shares.get(line.posted.row.id, 0),
        }
        for n, line in enumerate(worked.chosen)
    ]


def _post_parts(work: UnitOfWork, worked: Worked, credit_id: str, reason: str, to_guest: str) -> None:
    """One posting for each line, naming it, with its tax components (GC-53)."""
    by_key: dict[str, Chosen] = {line.posted.row.id: line for line in worked.chosen}
    common = {"kind": "goodwill", "reason": reason, "remark": to_guest, "credit_id": credit_id, "routed": None}
    for n, part in enumerate(worked.parts):
        line = by_key[part.key]
        charge = Reduced(line.posted, line.on_top, line.left)
        plan = plan_reduction(work, charge, part.figure, common, work.child, f"part-{n}")
        write(work, plan)
        note_credit_note(work, line.posted.row.stay_id, plan, line.posted.row.window_id)


def decide_credit(command: DecideCredit, work: UnitOfWork) -> None:
    """Approve exactly what was asked, or decline with a reason; the first decision wins (GC-28 to GC-31)."""
    if command.credit in expire_overdue(work):
        raise KeptRefusal("That request has waited too long and is expired.", help="It can be asked for again.")
    row = waiting(work, command.credit)
    require_second_person(row.asked_by, command.approver)
    approver = prove_approver(work, command.approver, command.pin, asked_by=row.asked_by)
    if command.approve:
        asked = Asked(stay_id=row.stay_id, base=row.base, total=row.total, credit=row.id)
        _require_covers(work, approver, asked)
        _post_waiting(work, row)
    elif not command.reason.strip():
        raise Refusal("A decline needs a sentence of why.", help="The person who asked has to tell the guest.")
    work.change(
        tables.credit,
        {"id": row.id},
        {
            "state": "posted" if command.approve else "declined",
            "decided_by": approver.id,
            "decided_at": command.made_at,
            "decided_how": "pin",
            "decision_text": command.reason,
        },
    )
    work.facts.update(
        number=row.number,
        amount=plain(row.total, work.house.currency),
        approver=approver.name,
        decision="approved" if command.approve else "declined",
    )
    touch_folio(work, row.stay_id)
    work.touch("approvals")


def _post_waiting(work: UnitOfWork, row: Fetched) -> None:
    """What was approved is what is posted; if a line has less left now, it is refused (GC-30)."""
    line = tables.credit_line
    asked = work.all(select(line).where(line.c.credit_id == row.id).order_by(line.c.n))
    chosen = creditable_lines(work, row.stay_id, tuple(found.posting_id for found in asked), settled_too=True)
    left = {found.posted.row.id: found.left.gross for found in chosen}
    if any(left.get(found.posting_id) != found.left_before for found in asked):
        raise Refusal(
            "What is left of the lines has changed since the credit was asked for.",
            help="Decline it, and ask again with today's lines.",
        )
    lines = [Line(found.posted.row.id, found.left) for found in chosen]
    parts = share_out(lines, row.total, Treatment(row.treatment))
    _post_parts(work, Worked(chosen, row.base, row.total, parts), row.id, row.reason, row.to_guest)
