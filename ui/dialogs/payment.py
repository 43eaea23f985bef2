"""Take a payment: how, how much, and what is left to pay."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit

from frontdesk.commands import TakePayment
from frontdesk.domain.folio import PaymentMethod
from frontdesk.errors import Refusal
from frontdesk.queries.money_preview import MoneyPreview, PreviewPayment
from ui import wording
from ui.dialogs.desk_form import DeskForm
from ui.dialogs.reading import amount
from ui.dialogs.refund import say_money
from ui.widgets.before_after import BeforeAfter
from ui.widgets.choice import Choice, Option
from ui.widgets.money_edit import MoneyEdit
from ui.workplace import Workplace

METHODS = (
    (PaymentMethod.CARD, "Card", "its brand and last four digits are kept, nothing more"),
    (PaymentMethod.CASH, "Cash", ""),
    (PaymentMethod.BANK, "Bank transfer", ""),
    (PaymentMethod.INVOICE, "On account", "an invoice is sent to who pays"),
)
BRANDS = ("Visa", "Mastercard", "American Express", "Maestro", "JCB", "Diners Club", "UnionPay")


class PaymentForm(DeskForm):
    """Money from the guest to one window; the amount begins as what is to pay."""

    def __init__(self, place: Workplace, stay: str, window: int, balance: int, *, deposit: bool = False) -> None:
        title = "Take a deposit" if deposit else "Take payment"
        super().__init__(place, title, submit=title)
        self._stay, self._window, self._balance = stay, window, balance
        self._currency = place.session.currency
        self.amount = MoneyEdit(self._currency, big=True)
        if balance > 0:
            self.amount.setText(wording.editable(balance, self._currency))
        self.method = Choice([Option(id=method, title=title, detail=detail) for method, title, detail in METHODS])
        self.brand, self.last_four, self.approval = QComboBox(), QLineEdit(), QLineEdit()
        self.brand.addItems(BRANDS)
        self.brand.setEditable(True)
        self.last_four.setMaxLength(4)
        self.deposit = QCheckBox("This is a deposit for what is to come")
        self.deposit.setChecked(deposit)
        self.balance = BeforeAfter("Balance now", "Balance after")
        self._build()
        self.method.chosen.connect(self._method_chosen)
        self.amount.textChanged.connect(self._show_balance)
        self.deposit.toggled.connect(self._show_balance)
        self.method.choose(PaymentMethod.CARD)
        self._show_balance()

    def command(self) -> TakePayment:
        """The payment as typed."""
        card = self.method.value() == PaymentMethod.CARD
        return self.place.session.make(
            TakePayment,
            stay=self._stay,
            window=self._window,
            method=PaymentMethod(self.method.value() or PaymentMethod.CARD),
            amount=amount("amount", self.amount.raw(), self._currency),
            brand=self.brand.currentText().strip() if card else "",
            last_four=self.last_four.text().strip() if card else "",
            approval=self.approval.text().strip(),
            deposit=self.deposit.isChecked(),
        )

    def done_words(self) -> str:
        """What was taken."""
        return f"Payment of {self.amount.raw()} taken"

    def _build(self) -> None:
        self.form.add("amount", "Amount", self.amount)
        self.form.add("method", "How", self.method)
        self.form.beside(
            ("brand", "Card", self.brand),
            ("last_four", "Last four digits", self.last_four),
            ("approval", "Approval or reference", self.approval),
        )
        self.form.add_widget(self.deposit)
        self.form.add_widget(self.balance)

    def _method_chosen(self, method: str) -> None:
        for name in ("brand", "last_four"):
            self.form.field(name).setEnabled(method == PaymentMethod.CARD)
        self._show_balance()

    def _show_balance(self, _value: Any = "") -> None:
        self.unask()
        before = wording.money(self._balance, self._currency)
        try:
            paid = amount("amount", self.amount.raw(), self._currency)
        except Refusal:
            self.balance.say(before, wording.DASH, f"Window {self._window}")
            return
        self.balance.say(before, wording.with_symbol(self._balance - paid, self._currency), f"Window {self._window}")
        question = PreviewPayment(
            stay=self._stay,
            window=self._window,
            method=PaymentMethod(self.method.value() or PaymentMethod.CARD),
            amount=paid,
            deposit=self.deposit.isChecked(),
        )
        self.ask(question, self._show_preview, slot="preview")

    def _show_preview(self, found: MoneyPreview) -> None:
        say_money(self.balance, found, "is taken")
