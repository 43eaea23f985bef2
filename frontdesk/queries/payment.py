"""Money in and money back: what a payment, a captured hold or a refund would post. Nothing is written here."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from frontdesk.commands.folio import CaptureHold, RefundPayment, TakePayment, WriteOff
from frontdesk.domain.figure import untaxed
from frontdesk.domain.folio import PAYMENT_CODES, PaymentMethod
from frontdesk.domain.money import cash_rounded, convert, parse_amount, plain
from frontdesk.domain.posting import MONEY_IN, Line
from frontdesk.domain.stay import StayStatus
from frontdesk.errors import Refusal, dated
from frontdesk.queries.charging import Plan
from frontdesk.queries.correction import against
from frontdesk.queries.ledger import Posted, one_posted
from frontdesk.queries.room_night import current_room
from frontdesk.queries.stay import stay_of
from frontdesk.queries.taxing import code_of
from frontdesk.queries.window import (
    NameIt,
    Window,
    another,
    balance_of,
    numbered,
    open_window,
    require_unsettled,
    windows_of,
)
from frontdesk.store import tables
from frontdesk.store.reader import Reader
from frontdesk.store.types import Fetched

ROUNDING_CODE = "9500"
WRITE_OFF_CODE = "9600"


def plan_payment(reader: Reader, command: TakePayment, name: NameIt) -> Plan:
    """Money from the guest (P1); in another currency at a stated rate (P4); in cash to the smallest coin (R6).

    Raises:
        Refusal: nothing is paid, or what is said about card, currency, rate and change does not fit together.
    """
    stay = stay_of(reader, command.stay)
    amount, making = _worth(reader, command)
    if amount <= 0:
        raise Refusal("A payment must be more than nothing.", help="To give money back, use a refund.")
    window = _window(reader, command, stay, name)
    rounding = 0
    if command.method is PaymentMethod.CASH and not command.foreign:
        amount, rounding = _to_the_coin(reader, window, amount)
    line = _line(reader, window, command, (amount, making), name)
    extras = [_change(line, command.change, name), _rounding(reader, line, rounding, name)]
    lines = (line, *(extra for extra in extras if extra is not None))
    return Plan(lines, (window,) if window.fresh else ())


def _worth(reader: Reader, command: TakePayment) -> tuple[int, dict[str, Any]]:
    """The payment in the folio's currency, and what was handed over where that is another one (P4)."""
    currency = reader.house.currency
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
            help="Check the rate and what was handed over.",
        )
    if not 0 <= command.change < max(worth, 1):
        raise Refusal("Change is less than what was handed over.", help="Check the change.")
    handed = {"handed": command.handed, "currency": command.foreign, "rate": command.rate.strip()}
    return worth, handed


def _window(reader: Reader, command: TakePayment, stay: Fetched, name: NameIt) -> Window:
    """The window that takes the money: a deposit before arrival has one of its own (P1)."""
    if not (command.deposit and stay.status == StayStatus.DUE_IN.value):
        return open_window(reader, stay.id, command.window, name)
    rows = windows_of(reader, stay.id)
    found = next((row for row in rows if row.kind == "deposit" and row.settled is None), None)
    return found or another(reader, rows[0], name, kind="deposit")


def _to_the_coin(reader: Reader, window: Window, amount: int) -> tuple[int, int]:
    """What is paid in cash, and the rounding where it settles the window to the smallest coin (R6)."""
    step = cash_step(reader.house.settings, reader.house.currency)
    balance = balance_of(reader, window.id)
    paid, rounding = cash_rounded(balance, step)
    if balance > 0 and amount in (balance, paid):
        return paid, rounding
    _require_coins(reader, amount, step)
    return amount, 0


def _require_coins(reader: Reader, amount: int, step: int) -> None:
    if amount % step:
        raise Refusal(
            f"Cash is paid in steps of {plain(step, reader.house.currency)}.",
            help="Take the whole balance, or a round amount.",
        )


def cash_step(settings: Mapping[str, str], currency: str) -> int:
    """The smallest coin in minor units, from the house's setting ``cash_step`` such as 0.05; 1 if it has none."""
    return max(1, parse_amount(settings.get("cash_step", "0"), currency))


def _line(
    reader: Reader, window: Window, command: TakePayment, worth: tuple[int, Mapping[str, Any]], name: NameIt
) -> Line:
    amount, making = worth
    code = code_of(reader, PAYMENT_CODES[command.method])
    card = f"{command.brand} •••• {command.last_four}".strip() if command.last_four else ""
    return Line(
        id=name("line"),
        window_id=window.id,
        stay_id=window.stay,
        kind="deposit" if command.deposit else "payment",
        code=code.code,
        text=_payment_text(code.name, card, deposit=command.deposit, making=making),
        figure=untaxed(-amount),
        room=current_room(reader, window.stay, reader.business_date),
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


def _change(line: Line, change: int, name: NameIt) -> Line | None:
    """Change in the folio's currency, as a posting of its own that names the payment (P4)."""
    if not change:
        return None
    text = f"Change, {line.text.split(', ')[1]}"
    making = {"of": line.figure.gross}
    return replace(
        line, id=name("change"), kind="refund", text=text, reduces=line.id, making=making, figure=untaxed(change)
    )


def _rounding(reader: Reader, line: Line, rounding: int, name: NameIt) -> Line | None:
    """The posting that the smallest coin leaves (R6)."""
    if not rounding:
        return None
    code = code_of(reader, ROUNDING_CODE)
    return replace(
        line,
        id=name("rounding"),
        kind="cash_rounding",
        code=code.code,
        text=code.name,
        figure=untaxed(rounding),
        unit_price=rounding,
        quantity=1000,
        reference="",
        reduces=None,
        remark="",
        making={"paid": -line.figure.gross, "owed": -line.figure.gross - rounding},
    )


def plan_capture(reader: Reader, command: CaptureHold, name: NameIt) -> tuple[Fetched, Plan]:
    """Money from an authorisation: a payment at most the hold (P2).

    Raises:
        Refusal: the hold is not active, its last day is over, or it is not as much.
    """
    found = reader.row(tables.hold, command.hold)
    if found is None or found.state != "active":
        raise Refusal("That hold is not active any more.", help="Take a payment instead.")
    currency = reader.house.currency
    if found.expires is not None and found.expires < reader.business_date:
        raise Refusal(f"The hold expired on {dated(found.expires)}.", help="Take a payment instead.")
    if not 0 < command.amount <= found.amount:
        raise Refusal(
            f"The hold is {plain(found.amount, currency)}.", help="Capture at most that; take the rest as a payment."
        )
    window = open_window(reader, found.stay_id, command.window, name)
    code = code_of(reader, PAYMENT_CODES[PaymentMethod.CARD])
    card = f"{found.brand} •••• {found.last_four}"
    line = Line(
        id=name("line"),
        window_id=window.id,
        stay_id=window.stay,
        kind="payment",
        code=code.code,
        text=_payment_text(code.name, card, deposit=False, making={}),
        figure=untaxed(-command.amount),
        room=current_room(reader, found.stay_id, reader.business_date),
        reference=found.approval,
        method=PaymentMethod.CARD.value,
        card=card,
        making={"hold": found.id, "held": found.amount},
    )
    return found, Plan((line,), (window,) if window.fresh else ())


def plan_refund(reader: Reader, command: RefundPayment, name: NameIt) -> tuple[Posted, Plan]:
    """Money back to a payment of this folio, at most what is left of it and what the window is in credit (P3).

    Cash goes back in coins: what the smallest one leaves of a whole credit balance is a rounding of its own (R6).

    Raises:
        Refusal: not a payment, more than can go back, or no such coin.
    """
    found = one_posted(reader, command.payment)
    window = refund_window(reader, found, command.window)
    if found.row.kind not in MONEY_IN:
        raise Refusal("A refund goes back to a payment.", help="Choose the payment it came from.")
    amount, rounding = _given_back(reader, found, window, command.amount)
    common: dict[str, Any] = {"kind": "refund", "reduces": found.row.id, "remark": command.reason}
    line = against(name("refund"), found, untaxed(amount), window_id=window.id, **common)
    line = replace(line, text=found.row.text.replace("Payment", "Refund").replace("Deposit", "Refund"))
    extra = _rounding(reader, line, rounding, name)
    return found, Plan((line,) if extra is None else (line, extra))


def _given_back(reader: Reader, found: Posted, window: Window, asked: int) -> tuple[int, int]:
    """What goes back, and the rounding that leaves the window at zero."""
    left, credit = -found.left.gross, _credit(reader, window)
    most = min(left, credit)
    cash = found.row.method == PaymentMethod.CASH.value
    step = cash_step(reader.house.settings, reader.house.currency) if cash else 1
    coins = min(cash_rounded(credit, step)[0], left - left % step)
    if most == credit > 0 and asked in (most, coins):
        return coins, most - coins
    if not 0 < asked <= most:
        raise Refusal(
            f"At most {plain(most, reader.house.currency)} can go back to this payment.",
            f"The window is {plain(credit, reader.house.currency)} in credit.",
            "Type that or less." if most > 0 else "",
        )
    _require_coins(reader, asked, step)
    return asked, 0


def most_back(reader: Reader, found: Posted) -> int:
    """The most that can go back to a payment now (P3).

    Raises:
        Refusal: its window takes nothing any more.
    """
    return min(-found.left.gross, _credit(reader, refund_window(reader, found, 0)))


def _credit(reader: Reader, window: Window) -> int:
    return max(0, -balance_of(reader, window.id))


def refund_window(reader: Reader, found: Posted, asked: int) -> Window:
    """The window a refund stands on: the one asked for, the payment's own, or the credit note of that (N1).

    Raises:
        Refusal: there is no such window, or it is settled.
    """
    rows = windows_of(reader, found.row.stay_id)
    own = next(row for row in rows if row.id == found.row.window_id)
    if asked:
        own = numbered(reader, found.row.stay_id, asked)
    elif own.settled is not None:
        own = next((row for row in rows if row.corrects == own.settled and row.settled is None), own)
    require_unsettled(own)
    return own


def plan_write_off(reader: Reader, command: WriteOff, name: NameIt) -> Plan:
    """(Part of) what a window still owes, or is owed, given up; what was charged keeps its tax (L3).

    Raises:
        Refusal: the window is settled, or does not stand at that much.
    """
    stay = stay_of(reader, command.stay)
    window = numbered(reader, stay.id, command.window)
    require_unsettled(window)
    balance = balance_of(reader, window.id)
    if not 0 < command.amount <= abs(balance):
        said = f"The window stands at {plain(balance, reader.house.currency)}."
        raise Refusal(said, help="Write off at most that.")
    code = code_of(reader, WRITE_OFF_CODE)
    line = Line(
        id=name("line"),
        window_id=window.id,
        stay_id=stay.id,
        kind="write_off",
        code=code.code,
        text=code.name,
        figure=untaxed(-command.amount if balance > 0 else command.amount),
        room=current_room(reader, stay.id, reader.business_date),
        remark=command.text.strip(),
        making={"stood_at": balance},
    )
    return Plan((line,))
