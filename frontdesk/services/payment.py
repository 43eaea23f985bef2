"""Money in: payments, deposits before arrival, captured holds; and what is written off."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from frontdesk.commands.folio import CaptureHold, TakePayment, WriteOff
from frontdesk.domain.figure import untaxed
from frontdesk.domain.folio import PAYMENT_CODES, PaymentMethod
from frontdesk.domain.money import cash_rounded, convert, parse_amount, plain
from frontdesk.domain.posting import Line
from frontdesk.domain.staff import Role
from frontdesk.domain.stay import StayStatus
from frontdesk.errors import Refusal
from frontdesk.queries.charging import Plan
from frontdesk.queries.correction import against
from frontdesk.queries.ledger import Posted, read_stay
from frontdesk.queries.room_night import current_room
from frontdesk.queries.stay import stay_of
from frontdesk.queries.taxing import code_of
from frontdesk.queries.window import Window, another, balance_of, numbered, windows_of
from frontdesk.services.charging import window_for
from frontdesk.services.folio import require_last_four, require_unsettled, touch_folio
from frontdesk.services.ledger import open_windows, post
from frontdesk.services.staff import prove_approver, require_role
from frontdesk.store import tables
from frontdesk.store.types import Fetched
from frontdesk.store.unit_of_work import UnitOfWork

ROUNDING_CODE = "9500"
WRITE_OFF_CODE = "9600"


def take_payment(command: TakePayment, work: UnitOfWork) -> None:
    """Money from the guest (P1); in another currency at a stated rate (P4); in cash to the smallest coin (R6)."""
    stay = stay_of(work, command.stay)
    amount, making = _worth(command, work)
    if amount <= 0:
        raise Refusal("A payment must be more than nothing.", help="To give money back, use a refund.")
    require_last_four(command.last_four)
    window = _window(command, work, stay)
    rounding = 0
    if command.method is PaymentMethod.CASH and not command.foreign:
        amount, rounding = _to_the_coin(work, window, amount)
    line = _line(work, window, command, amount, making)
    extras = [_change(work, line, command.change), _rounding(work, line, rounding)]
    post(work, [line, *(extra for extra in extras if extra is not None)])
    work.facts.update(amount=plain(amount, work.house.currency), method=command.method.value)
    touch_folio(work, stay.id)


def _worth(command: TakePayment, work: UnitOfWork) -> tuple[int, dict[str, Any]]:
    """The payment in the folio's currency, and what was handed over where that is another one (P4)."""
    currency = work.house.currency
    if not command.foreign:
        if command.handed or command.rate or command.change:
            raise Refusal("A rate and change belong to a payment in another currency.", help="Name its currency.")
        return command.amount, {}
    if command.method is not PaymentMethod.CASH or command.foreign == currency or command.handed <= 0:
        raise Refusal(
            "Another currency is taken in cash, an amount above zero.", help=f"Take {currency} without a rate."
        )
    worth = convert(command.handed, command.foreign, command.rate, currency)
    if command.amount not in (0, worth):
        raise Refusal(
            f"{plain(command.handed, command.foreign)} {command.foreign} is {plain(worth, currency)} at that rate.",
            help="Look at the form again.",
        )
    if not 0 <= command.change < max(worth, 1):
        raise Refusal("Change is less than what was handed over.", help="Check the change.")
    handed = {"handed": command.handed, "currency": command.foreign, "rate": command.rate.strip()}
    return worth, handed


def _window(command: TakePayment, work: UnitOfWork, stay: Fetched) -> Window:
    """The window that takes the money: a deposit before arrival has one of its own (P1)."""
    if command.deposit and stay.status == StayStatus.DUE_IN.value:
        return _deposit_window(work, stay.id)
    return window_for(work, stay.id, command.window)


def _deposit_window(work: UnitOfWork, stay_id: str) -> Window:
    rows = windows_of(work, stay_id)
    found = next((row for row in rows if row.kind == "deposit" and row.settled is None), None)
    if found is not None:
        return found
    window = another(work, rows[0], work.child, kind="deposit")
    open_windows(work, Plan((), (window,)))
    return window


def _to_the_coin(work: UnitOfWork, window: Window, amount: int) -> tuple[int, int]:
    """What is paid in cash, and the rounding where it settles the window to the smallest coin (R6)."""
    currency = work.house.currency
    step = cash_step(work.house.settings, currency)
    balance = balance_of(work, window.id)
    paid, rounding = cash_rounded(balance, step)
    if balance > 0 and amount in (balance, paid):
        return paid, rounding
    if amount % step:
        raise Refusal(
            f"Cash is paid in steps of {plain(step, currency)}.", help="Take the whole balance, or a round amount."
        )
    return amount, 0


def cash_step(settings: Mapping[str, str], currency: str) -> int:
    """The smallest coin in minor units, from the house's setting ``cash_step`` such as 0.05; 1 if it has none."""
    return max(1, parse_amount(settings.get("cash_step", "0"), currency))


def _line(work: UnitOfWork, window: Window, command: TakePayment, amount: int, making: Mapping[str, Any]) -> Line:
    code = code_of(work, PAYMENT_CODES[command.method])
    card = f"{command.brand} •••• {command.last_four}".strip() if command.last_four else ""
    return Line(
        id=work.child("line"),
        window_id=window.id,
        stay_id=window.stay,
        kind="deposit" if command.deposit else "payment",
        code=code.code,
        text=_payment_text(code.name, card, deposit=command.deposit, making=making),
        figure=untaxed(-amount),
        room=current_room(work, window.stay, work.business_date),
        reference=command.approval,
        method=command.method.value,
        card=card,
        making=making,
    )


def _payment_text(name: str, card: str, *, deposit: bool, making: Mapping[str, Any]) -> str:
    text = f"{'Deposit' if deposit else 'Payment'}, {card or name.lower()}"
    if not making:
        return text
    return f"{text}, {plain(making['handed'], making['currency'])} {making['currency']} at {making['rate']}"


def _change(work: UnitOfWork, line: Line, change: int) -> Line | None:
    """Change in the folio's currency, as a posting of its own that names the payment (P4)."""
    if not change:
        return None
    text = f"Change, {line.text.split(', ')[1]}"
    making = {"of": line.figure.gross}
    given = {"id": work.child("change"), "kind": "refund", "text": text, "reduces": line.id, "making": making}
    return replace(line, figure=untaxed(change), **given)  # type: ignore[arg-type]  # of the fields' types by agreement


def _rounding(work: UnitOfWork, line: Line, rounding: int) -> Line | None:
    if not rounding:
        return None
    code = code_of(work, ROUNDING_CODE)
    return replace(
        line,
        id=work.child("rounding"),
        kind="cash_rounding",
        code=code.code,
        text=code.name,
        figure=untaxed(rounding),
        reference="",
        making={"paid": -line.figure.gross, "owed": -line.figure.gross - rounding},
    )


def capture_hold(command: CaptureHold, work: UnitOfWork) -> None:
    """Take money from an authorisation: a payment at most the hold, which it closes (P2)."""
    found = work.first(select(tables.hold).where(tables.hold.c.id == command.hold))
    if found is None or found.state != "active":
        raise Refusal("That hold is not active any more.", help="Take a payment instead.")
    currency = work.house.currency
    if found.expires is not None and found.expires < work.business_date:
        raise Refusal(f"The hold expired on {found.expires}.", help="Take a payment instead.")
    if not 0 < command.amount <= found.amount:
        raise Refusal(
            f"The hold is {plain(found.amount, currency)}.", help="Capture at most that; take the rest as a payment."
        )
    window = window_for(work, found.stay_id, command.window)
    code = code_of(work, PAYMENT_CODES[PaymentMethod.CARD])
    card = f"{found.brand} •••• {found.last_four}"
    line = Line(
        id=work.child("line"),
        window_id=window.id,
        stay_id=window.stay,
        kind="payment",
        code=code.code,
        text=_payment_text(code.name, card, deposit=False, making={}),
        figure=untaxed(-command.amount),
        room=current_room(work, found.stay_id, work.business_date),
        reference=found.approval,
        method=PaymentMethod.CARD.value,
        card=card,
        making={"hold": found.id, "held": found.amount},
    )
    post(work, [line])
    work.change(tables.hold, {"id": found.id}, {"state": "captured"}, version=found.version)
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
    stay = stay_of(work, command.stay)
    window = numbered(work, stay.id, command.window)
    require_unsettled(window)
    _require_manager(command, work)
    if not command.text.strip():
        raise Refusal("A write-off needs a sentence of why.", help="Write it for whoever looks at it next year.")
    currency, balance = work.house.currency, balance_of(work, window.id)
    if not 0 < command.amount <= abs(balance):
        raise Refusal(f"The window stands at {plain(balance, currency)}.", help="Write off at most that.")
    code = code_of(work, WRITE_OFF_CODE)
    line = Line(
        id=work.child("line"),
        window_id=window.id,
        stay_id=stay.id,
        kind="write_off",
        code=code.code,
        text=code.name,
        figure=untaxed(-command.amount if balance > 0 else command.amount),
        room=current_room(work, stay.id, work.business_date),
        remark=command.text.strip(),
        making={"stood_at": balance},
    )
    post(work, [line])
    work.facts.update(amount=plain(command.amount, currency), window=window.number)
    touch_folio(work, stay.id)


def _require_manager(command: WriteOff, work: UnitOfWork) -> None:
    if not command.approver:
        require_role(work, Role.DUTY_MANAGER)
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
