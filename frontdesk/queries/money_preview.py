"""What a payment, a captured hold, a refund or a write-off would do, by the same functions that post it (R5)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from frontdesk.commands.folio import CaptureHold, RefundPayment, TakePayment, WriteOff
from frontdesk.domain.folio import PaymentMethod
from frontdesk.domain.posting import MONEY_IN
from frontdesk.errors import Refusal
from frontdesk.queries.base import Question
from frontdesk.queries.charging import Plan
from frontdesk.queries.effect import effect_of
from frontdesk.queries.ledger import Posted, read_stay
from frontdesk.queries.payment import most_back, plan_capture, plan_payment, plan_refund, plan_write_off
from frontdesk.queries.planned import PLANNED, name_it
from frontdesk.queries.posting_preview import Effect
from frontdesk.queries.stay import stay_of
from frontdesk.queries.window import windows_of
from frontdesk.store.reader import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyPreview:
    """Money before it moves, in minor units of the house's currency.

    ``amount`` is what changes hands, ``rounding`` what the smallest coin leaves (R6), ``change`` what is given back of
    foreign money. ``before`` and ``after`` are the balance of ``window``. ``refused`` says why it cannot be.
    """

    amount: int = 0
    rounding: int = 0
    change: int = 0
    window: int = 0
    payee: str = ""
    before: int = 0
    after: int = 0
    currency: str
    effect: Effect = field(default_factory=Effect)
    refused: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewPayment(Question[MoneyPreview]):
    """A payment as ``TakePayment`` would take it."""

    stay: str
    window: int = 1
    method: PaymentMethod
    amount: int = 0
    deposit: bool = False
    foreign: str = ""
    handed: int = 0
    rate: str = ""
    change: int = 0


@dataclass(frozen=True, slots=True)
class PreviewCapture(Question[MoneyPreview]):
    """Money taken from a hold."""

    hold: str
    amount: int
    window: int = 1


@dataclass(frozen=True, slots=True)
class PreviewRefund(Question[MoneyPreview]):
    """Money back to a payment."""

    payment: str
    amount: int


@dataclass(frozen=True, slots=True)
class PreviewWriteOff(Question[MoneyPreview]):
    """What a window owes, or is owed, given up."""

    stay: str
    window: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRow:
    """A payment that stands on a folio: what is ``left`` of it and the ``most`` that can go back now (P3)."""

    payment: str
    window: int
    business_date: date
    text: str
    left: int
    most: int


@dataclass(frozen=True, slots=True)
class SeePayments(Question[tuple[PaymentRow, ...]]):
    """The payments and deposits of a stay that a refund can name, the newest first."""

    stay: str


def preview_payment(reader: Reader, question: PreviewPayment) -> MoneyPreview:
    """What the payment would post."""
    fields = {name: getattr(question, name) for name in PreviewPayment.__slots__}
    return _preview(reader, lambda: plan_payment(reader, TakePayment(**PLANNED, **fields), name_it))


def preview_capture(reader: Reader, question: PreviewCapture) -> MoneyPreview:
    """What the capture would post."""
    command = CaptureHold(**PLANNED, hold=question.hold, amount=question.amount, window=question.window)
    return _preview(reader, lambda: plan_capture(reader, command, name_it)[1])


def preview_refund(reader: Reader, question: PreviewRefund) -> MoneyPreview:
    """What the refund would post."""
    command = RefundPayment(**PLANNED, payment=question.payment, amount=question.amount, reason="")
    return _preview(reader, lambda: plan_refund(reader, command, name_it)[1])


def preview_write_off(reader: Reader, question: PreviewWriteOff) -> MoneyPreview:
    """What the write-off would post."""
    fields = {name: getattr(question, name) for name in PreviewWriteOff.__slots__}
    return _preview(reader, lambda: plan_write_off(reader, WriteOff(**PLANNED, **fields, text=""), name_it))


def see_payments(reader: Reader, question: SeePayments) -> tuple[PaymentRow, ...]:
    """Every payment with something left, the newest first; ``most`` is 0 where nothing can go back now."""
    stay = stay_of(reader, question.stay)
    numbers = {window.id: window.number for window in windows_of(reader, stay.id)}
    found = [
        each
        for each in read_stay(reader, stay.id).values()
        if each.row.kind in MONEY_IN and not each.reversed and each.left.gross < 0
    ]
    return tuple(_row(reader, each, numbers[each.row.window_id]) for each in reversed(found))


def _row(reader: Reader, found: Posted, window: int) -> PaymentRow:
    row = found.row
    return PaymentRow(
        payment=row.id,
        window=window,
        business_date=row.business_date,
        text=row.text,
        left=-found.left.gross,
        most=_most(reader, found),
    )


def _most(reader: Reader, found: Posted) -> int:
    try:
        return most_back(reader, found)
    except Refusal:
        return 0


def _preview(reader: Reader, plan_it: Callable[[], Plan]) -> MoneyPreview:
    currency = reader.house.currency
    try:
        plan = plan_it()
    except Refusal as refusal:
        return MoneyPreview(currency=currency, refused=str(refusal))
    first = plan.lines[0]
    effect = effect_of(reader, plan, first.stay_id)
    window = effect.windows[0]
    by_kind = {line.kind: line.figure.gross for line in plan.lines[1:]}
    return MoneyPreview(
        amount=abs(first.figure.gross),
        rounding=by_kind.get("cash_rounding", 0),
        change=by_kind.get("refund", 0),
        window=window.window,
        payee=window.payee,
        before=window.before,
        after=window.after,
        currency=currency,
        effect=effect,
    )
