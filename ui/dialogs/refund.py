"""Money back to a payment, and what a window gives up."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QLabel, QLineEdit

from frontdesk.commands import RefundPayment, WriteOff
from frontdesk.domain.staff import Role
from frontdesk.errors import Refusal
from frontdesk.queries.folio import WindowView
from frontdesk.queries.money_preview import MoneyPreview, PaymentRow, PreviewRefund, PreviewWriteOff, SeePayments
from ui import actions, wording
from ui.dialogs.approved import ApprovedForm
from ui.dialogs.effect import sentence
from ui.dialogs.reading import FieldRefusal, amount, words
from ui.widgets.before_after import BeforeAfter
from ui.widgets.choice import Choice, Option
from ui.widgets.money_edit import MoneyEdit
from ui.workplace import Workplace


class RefundForm(ApprovedForm):
    """Only a payment on this bill can be chosen, and never more than its window is in credit (GC-3, GC-4)."""

    def __init__(self, place: Workplace, stay: str) -> None:
        super().__init__(place, "Refund a payment", submit="Refund")
        self._currency = place.session.currency
        self._rows: dict[str, PaymentRow] = {}
        self.payment, self.nothing = Choice(), QLabel("Reading the payments …")
        self.nothing.setWordWrap(True)
        self.amount, self.reason = MoneyEdit(self._currency, big=True), QLineEdit()
        self.balance = BeforeAfter("Balance now", "Balance after")
        self.form.add("payment", "Back to which payment", self.payment)
        self.form.add_widget(self.nothing)
        self.form.add("amount", "How much", self.amount)
        self.form.add("reason", "Why", self.reason)
        self.form.add_widget(self.approver)
        self.form.add_widget(self.balance)
        self.payment.chosen.connect(self._chosen)
        self.amount.textChanged.connect(self._look)
        self.ask(SeePayments(stay), self._show, slot="payments")
        self.ask_approval()

    def command(self) -> RefundPayment:
        """The refund as typed."""
        chosen = self.payment.value()
        if chosen is None:
            raise FieldRefusal("payment", "Choose the payment that it goes back to.")
        return self.place.session.make(
            RefundPayment,
            payment=chosen,
            amount=amount("amount", self.amount.raw(), self._currency),
            reason=words("reason", self.reason.text(), "Write why, in a few words."),
            **self.approval(),
        )

    def done_words(self) -> str:
        """What went back."""
        return f"Refund of {self.amount.raw()} posted"

    def _show(self, rows: tuple[PaymentRow, ...]) -> None:
        self._rows = {row.payment: row for row in rows}
        self.payment.offer([self._option(row) for row in rows])
        self.nothing.setText("There is no payment on this bill to give back to.")
        self.nothing.setVisible(not rows)
        first = next((row for row in rows if row.most > 0), None)
        if first is not None:
            self.payment.choose(first.payment)

    def _option(self, row: PaymentRow) -> Option:
        money = self._currency
        said = f"{wording.day(row.business_date)}, window {row.window}, {wording.money(row.left, money)} left of it"
        locked = "" if row.most > 0 else "its window is not in credit"
        return Option(id=row.payment, title=row.text, detail=said, locked=locked)

    def _chosen(self, payment: str) -> None:
        self.amount.setText(wording.editable(self._rows[payment].most, self._currency))
        self._look()

    def _look(self, _text: Any = "") -> None:
        self.unask()
        chosen = self.payment.value()
        try:
            back = amount("amount", self.amount.raw(), self._currency)
        except Refusal:
            self.balance.unknown()
            return
        if chosen is not None:
            self.ask(PreviewRefund(chosen, back), self._show_preview, slot="preview")

    def _show_preview(self, found: MoneyPreview) -> None:
        say_money(self.balance, found, "goes back")


class WriteOffForm(ApprovedForm):
    """Give up what a window owes, or is owed: a duty manager, or one who approves here; with words."""

    def __init__(self, place: Workplace, stay: str, window: WindowView) -> None:
        super().__init__(place, f"Write off, window {window.number}", submit="Write off")
        self._stay, self._window = stay, window
        self._currency = place.session.currency
        self.amount, self.text = MoneyEdit(self._currency, big=True), QLineEdit()
        self.balance = BeforeAfter("Balance now", "Balance after")
        self.form.add("amount", "How much", self.amount)
        self.form.add("text", "Why", self.text, hint="For whoever looks at it next year")
        self.form.add_widget(self.approver)
        self.form.add_widget(self.balance)
        self.amount.textChanged.connect(self._look)
        self.amount.setText(wording.editable(abs(window.balance), self._currency))
        self._look()
        if place.session.role not in actions.MANAGERS:
            self.ask_approval(Role.DUTY_MANAGER)

    def command(self) -> WriteOff:
        """The write-off as typed."""
        return self.place.session.make(
            WriteOff,
            stay=self._stay,
            window=self._window.number,
            amount=amount("amount", self.amount.raw(), self._currency),
            text=words("text", self.text.text(), "Write why, in a sentence."),
            **self.approval(),
        )

    def done_words(self) -> str:
        """What was given up."""
        return f"{self.amount.raw()} written off"

    def _look(self, _text: Any = "") -> None:
        self.unask()
        try:
            off = amount("amount", self.amount.raw(), self._currency)
        except Refusal:
            self.balance.unknown()
            return
        self.ask(PreviewWriteOff(self._stay, self._window.number, off), self._show, slot="preview")

    def _show(self, found: MoneyPreview) -> None:
        say_money(self.balance, found, "is given up; what was charged stays charged")


def say_money(balance: BeforeAfter, found: MoneyPreview, verb: str) -> None:
    """The balance of the window before and after money moves, or why it cannot."""
    if found.refused:
        balance.say(wording.DASH, wording.DASH, found.refused)
        return
    money = found.currency
    moved = f"{wording.money(found.amount, money)} {verb}"
    rounded = f"cash rounding {wording.money(found.rounding, money)}" if found.rounding else ""
    change = f"change {wording.money(found.change, money)}" if found.change else ""
    where = f"Window {found.window}, {found.payee}: " + ", ".join(part for part in (moved, rounded, change) if part)
    balance.say(
        wording.money(found.before, money), wording.with_symbol(found.after, money), sentence(where, "No tax changes")
    )
