"""Money in: payments, deposits before arrival, captured holds; and what is written off."""

from dataclasses import replace

from sqlalchemy import select

from frontdesk.commands.folio import CaptureHold, TakePayment, WriteOff
from frontdesk.domain.figure import untaxed
from frontdesk.domain.money import plain
from frontdesk.domain.posting import Line
from frontdesk.domain.staff import Role
from frontdesk.errors import Refusal
from frontdesk.queries.correction import against
from frontdesk.queries.ledger import Posted, read_stay
from frontdesk.queries.payment import plan_capture, plan_payment, plan_write_off
from frontdesk.queries.window import Window, windows_of
from frontdesk.services.charging import window_for
from frontdesk.services.folio import require_last_four, touch_folio
from frontdesk.services.ledger import post, write
from frontdesk.services.staff import prove_approver, require_role
from frontdesk.store import tables
from frontdesk.store.unit_of_work import UnitOfWork


def take_payment(command: TakePayment, work: UnitOfWork) -> None:
    """Money from the guest (P1); in another currency at a stated rate (P4); in cash to the smallest coin (R6)."""
    require_last_four(command.last_four)
    plan = plan_payment(work, command, work.child)
    write(work, plan)
    amount = -plan.lines[0].figure.gross
    work.facts.update(amount=plain(amount, work.house.currency), method=command.method.value)
    touch_folio(work, command.stay)


def capture_hold(command: CaptureHold, work: UnitOfWork) -> None:
    """Take money from an authorisation: a payment at most the hold, which it closes (P2)."""
    found, plan = plan_capture(work, command, work.child)
    write(work, plan)
    work.change(tables.hold, {"id": found.id}, {"state": "captured"}, version=found.version)
    currency = work.house.currency
    work.facts.update(amount=plain(command.amount, currency), held=plain(found.amount, currency))
    touch_folio(work, found.stay_id)


def expire_holds(work: UnitOfWork) -> None:
    """Holds whose last day is over are expired; they never touch the ledger (P2)."""
    hold = tables.hold
    over = select(hold.c.id, hold.c.stay_id).where(hold.c.state == "active", hold.c.expires <= work.business_date)
    for row in work.all(over):
        work.change(hold, {"id": row.id}, {"state": "expired"})
        work.touch(f"folio:{row.stay_id}", f"stay:{row.stay_id}")


def write_off(command: WriteOff, work: UnitOfWork) -> None:
    """Give up (part of) what a window still owes, or is owed: a manager only, with words (L3)."""
    plan = plan_write_off(work, command, work.child)
    _require_manager(command, work)
    if not command.text.strip():
        raise Refusal("A write-off needs a sentence of why.", help="Write it for whoever looks at it next year.")
    write(work, plan)
    work.facts.update(amount=plain(command.amount, work.house.currency), window=command.window)
    touch_folio(work, command.stay)


def _require_manager(command: WriteOff, work: UnitOfWork) -> None:
    if not command.approver:
        require_role(work, Role.DUTY_MANAGER, or_approved=True)
        return
    approver = prove_approver(work, command.approver, command.pin, asked_by=command.actor, lowest=Role.DUTY_MANAGER)
    work.facts["approved_by"] = approver.name


def apply_deposits(work: UnitOfWork, stay_id: str) -> None:
    """At check-in every deposit moves: + on the deposit window, − on window 1, as a pair (P1)."""
    windows = {row.id for row in windows_of(work, stay_id) if row.kind == "deposit"}
    if not windows:
        return
    standing = [
        found
        for found in read_stay(work, stay_id).values()
        if found.row.window_id in windows and found.row.kind == "deposit" and not found.reversed and found.left.gross
    ]
    target = window_for(work, stay_id, 1)
    for n, found in enumerate(standing):
        post(work, _pair(work, found, target, n))
    if standing:
        total = -sum(found.left.gross for found in standing)
        work.facts["deposit"] = plain(total, work.house.currency)
        touch_folio(work, stay_id)


def _pair(work: UnitOfWork, found: Posted, target: Window, n: int) -> list[Line]:
    whole = found.left == found.figure
    names = {"reverses": found.row.id} if whole else {"reduces": found.row.id}
    pair, making = work.child(f"deposit-{n}"), {"of": found.figure.gross, "to": target.payee}
    out = untaxed(-found.left.gross)
    here = against(work.child(f"applied-{n}"), found, out, kind="transfer", pair=pair, making=making, **names)
    there = replace(
        here,
        id=work.child(f"taken-{n}"),
        window_id=target.id,
        kind="deposit",
        figure=untaxed(found.left.gross),
        unit_price=found.left.gross,
        reverses=None,
        reduces=None,
        making={**found.row.making, "transferred_from": found.row.id},
    )
    return [here, there]
